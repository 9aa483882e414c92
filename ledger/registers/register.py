"""A register: which rows it holds, and what is new in what a source tells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

ACT = "act"  # the content of a run that no file brought
ERASED = "[erased]"  # in the place of what told who a person is
Row = TypeVar("Row", bound=tuple[Any, ...])


@dataclass(frozen=True, slots=True)
class Register(Generic[Row]):
    """A table and the named tuple of its values, whose fields are columns of that table."""

    table: str
    row: type[Row]


@dataclass(frozen=True, slots=True)
class Version(Generic[Row]):
    """A fact as one version of it stands; `recorded_at` and `author` say who wrote it down, when."""

    id: int
    version: int
    source: str
    source_id: str
    known_on: date
    recorded_at: datetime
    author: str
    row: Row


class NewVersion(NamedTuple):
    """A version to be written, its values in the order of the register's row."""

    id: int
    version: int
    source_id: str
    known_on: date
    row: tuple[Any, ...]


class Told(NamedTuple):
    """What a source says of one fact. It was known no earlier than `known_on`."""

    source_id: str
    known_on: date
    row: tuple[Any, ...]


@dataclass(slots=True)
class Entered:
    """What enters a register, and how many facts were new, corrected, or said again."""

    versions: list[NewVersion] = field(default_factory=list)
    accepted: int = 0
    unchanged: int = 0
    corrected: int = 0  # accepted that changed a fact already recorded


def enter(told: Iterable[Told], standing: Mapping[str, Version[Row]], *, next_id: int, on: date) -> Entered:
    """New facts, and new versions of those that changed, known from `on`. The last word on a fact counts.

    What was erased is not told anew by the file that told it before.
    """
    entered = Entered()
    last = {one.source_id: one for one in told}
    for one in last.values():
        recorded = standing.get(one.source_id)
        if recorded is None:
            entered.versions.append(NewVersion(next_id, 0, one.source_id, one.known_on, one.row))
            next_id += 1
            entered.accepted += 1
        elif tuple(recorded.row) == tuple(one.row) or ERASED in recorded.row:
            entered.unchanged += 1
        else:
            known_on = max(on, one.known_on)
            entered.versions.append(
                NewVersion(recorded.id, recorded.version + 1, one.source_id, known_on, one.row)
            )
            entered.accepted += 1
            entered.corrected += 1
    return entered


def standing_on(versions: Sequence[Version[Row]], as_of: date) -> list[Version[Row]]:
    """The last version of each fact that was known on an evening, in the order of their ids.

    A correction never shows before the fact it corrects.
    """
    bases = {one.id for one in versions if one.version == 0 and one.known_on <= as_of}
    last: dict[int, Version[Row]] = {}
    for one in versions:
        if one.id in bases and one.known_on <= as_of:
            held = last.get(one.id)
            if held is None or one.version > held.version:
                last[one.id] = one
    return [last[key] for key in sorted(last)]
