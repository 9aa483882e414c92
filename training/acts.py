"""Versions of a model, and the acts that put one in service, as values."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum


class Deed(StrEnum):
    PROMOTE = "promote"
    ROLL_BACK = "roll back"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class Act:
    """One move of a champion: who, at which instant (ISO 8601, UTC), why, from which version to which.

    A decline moves nothing: `before` goes on serving, `after` is the version that does not take its place.
    """

    number: int
    deed: Deed
    who: str
    at: str
    why: str
    before: int | None
    after: int

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    def as_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def act_of(text: str) -> Act:
    told = json.loads(text)
    return Act(**{**told, "deed": Deed(told["deed"])})


@dataclass(frozen=True, slots=True)
class Version:
    """A registered model: its standing, what it learnt from, its figures and what was decided of it.

    `complete` is whether its validation report has no empty section.
    """

    name: str
    number: int
    champion: bool
    as_of: str
    fingerprint: str
    code: str
    complete: bool
    decided: Mapping[str, str]
    figures: Mapping[str, float]
    parameters: Mapping[str, str]
    run_id: str

    @property
    def label(self) -> str:
        return f"{self.name} {self.number}"

    def as_json(self) -> dict[str, object]:
        return {"label": self.label, **asdict(self)}


def before_last(acts: "list[Act]") -> int | None:
    """The version that a rollback brings back: the one the champion took the place of, by the log.

    A rollback is undone by promoting again, so the moves are followed as a stack rather than the last two
    being swapped for ever.
    """
    stack: list[int] = []
    for act in acts:
        if act.deed is Deed.PROMOTE:
            stack.append(act.after)
        elif act.deed is Deed.ROLL_BACK and len(stack) > 1:
            stack.pop()
    return stack[-2] if len(stack) > 1 else None
