"""Write an import of registers down, or the act of a person: one run, and all that it adds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from ledger.erased.repository import doubt_of_erased, erased_customers
from ledger.files.rejection import Doubt, Rejection
from ledger.imports.changes import Changes
from ledger.imports.repository import ImportRepository, Run
from ledger.registers.register import ACT, Entered, NewVersion, Register
from ledger.registers.report import RegisterReport
from ledger.registers.repository import append
from store.session import WriteSession

Progress = Callable[[int, int], None]


_TELL_WHO = frozenset({"customer_profile", "contact"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file as it arrived: its bytes, what kind of file it is, and who brought it when."""

    content: bytes
    kind: str
    name: str
    source: str
    on: date
    recorded_at: datetime
    author: str = ""
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person, or a named part of the house, decides: who, on which day, at which instant."""

    author: str
    on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file came to: lines read, lines set aside, and how it was read."""

    read: int
    rejections: Sequence[Rejection] = ()
    doubts: Sequence[Doubt] = ()
    settings: Mapping[str, Any] | None = None
    horizon: date | None = None


def record_import(
    session: WriteSession,
    delivery: Delivery,
    reading: Reading,
    *,
    entered: Sequence[tuple[Register[Any], Entered]],
    changes: Changes | None = None,
    told: Mapping[str, Any] | None = None,
) -> RegisterReport:
    """Save the run, the facts of the ledger in `changes`, then the versions of each register.

    The counts of the report are those of the first register.
    """
    repository = ImportRepository(session)
    saved = Changes() if changes is None else changes
    leave_out_erased(session, entered, saved)
    saved.rejections, saved.doubts = sorted(reading.rejections), sorted({*reading.doubts, *saved.doubts})
    counts = entered[0][1]
    run = Run(
        id=repository.next_import_id(),
        content=delivery.kind,
        source=delivery.source,
        file_name=delivery.name,
        sha256=sha256(delivery.content).hexdigest(),
        imported_on=delivery.on,
        recorded_at=delivery.recorded_at,
        horizon=reading.horizon,
        author=delivery.author,
    )
    summary = {
        "read": reading.read,
        "accepted": counts.accepted,
        "unchanged": counts.unchanged,
        "rejected": len(reading.rejections),
        "corrected": counts.corrected,
        "settings": dict(reading.settings or {}),
    }
    repository.save(run, summary, saved, delivery.progress or (lambda _done, _total: None))
    for register, one in entered:
        append(session, register, one.versions, import_id=run.id, source=delivery.source)
    return RegisterReport(
        import_id=run.id,
        read=reading.read,
        accepted=counts.accepted,
        unchanged=counts.unchanged,
        rejected=len(reading.rejections),
        corrected=counts.corrected,
        rejections=tuple(saved.rejections),
        warnings=tuple(saved.doubts),
        told=told or {},
    )


def leave_out_erased(
    session: WriteSession, entered: Sequence[tuple[Register[Any], Entered]], changes: Changes
) -> None:
    """Who a customer is, is not taken again of one whose person was erased; that is said."""
    erased = erased_customers(session)
    for register, one in entered:
        if not erased or register.table not in _TELL_WHO:
            continue
        place = register.row._fields.index("customer_id")
        left_out = {version.row[place] for version in one.versions if version.row[place] in erased}
        one.versions = [version for version in one.versions if version.row[place] not in erased]
        said = {doubt.about for doubt in changes.doubts}
        doubts = [doubt_of_erased(number, erased[number]) for number in sorted(left_out)]
        changes.doubts += [doubt for doubt in doubts if doubt.about not in said]


def record_act(
    session: WriteSession,
    act: Act,
    *,
    source: str,
    versions: Sequence[tuple[Register[Any], Sequence[NewVersion]]],
    changes: Changes | None = None,
) -> int:
    """Save what a person decided: a run of its own, and the versions and facts it adds. Returns the run."""
    repository = ImportRepository(session)
    run = Run(
        id=repository.next_import_id(),
        content=ACT,
        source=source,
        file_name="",
        sha256="",
        imported_on=act.on,
        recorded_at=act.recorded_at,
        horizon=None,
        author=act.author,
    )
    count = sum(len(added) for _, added in versions)
    summary = {"read": 0, "accepted": count, "unchanged": 0, "rejected": 0, "corrected": 0, "settings": {}}
    repository.save(run, summary, changes or Changes(), lambda _done, _total: None)
    for register, added in versions:
        append(session, register, added, import_id=run.id, source=source)
    return run.id
