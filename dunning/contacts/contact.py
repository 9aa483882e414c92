"""A contact with a customer and what came of it; the history is only added to, its state is a fold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dunning.claims import Contact


class Outcome(StrEnum):
    """What a contact may come to. Nobody was reached by `no-answer` or `wrong-contact`."""

    NO_ANSWER = "no-answer"
    PROMISE = "promise"
    DISPUTE = "dispute"
    WRONG_CONTACT = "wrong-contact"
    PAID = "paid"
    CALL_BACK = "call-back"

    @property
    def reached(self) -> bool:
        return self not in (Outcome.NO_ANSWER, Outcome.WRONG_CONTACT)


@dataclass(frozen=True, slots=True)
class Spoken:
    """An outcome as it was written down; `undoes` is the number of the one it takes back.

    `action_id` is the call task it finished. `details` are ready for JSON.
    """

    id: int
    customer_id: int
    outcome: Outcome
    on: date
    recorded_at: datetime
    author: str
    note: str = ""
    action_id: int | None = None
    undoes: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def call_back_on(self) -> date | None:
        told = self.details.get("call_back_on")
        return None if told is None else date.fromisoformat(told)


def in_force(history: Iterable[Spoken]) -> list[Spoken]:
    """Outcomes nobody took back, in the order they were written down."""
    every = list(history)
    undone = {one.undoes for one in every if one.undoes is not None}
    kept = [one for one in every if one.undoes is None and one.id not in undone]
    return sorted(kept, key=lambda one: one.id)


def reached_on(history: Iterable[Spoken]) -> date | None:
    """The last day on which somebody was spoken to."""
    return max((one.on for one in in_force(history) if one.outcome.reached), default=None)


def flagged(history: Iterable[Spoken]) -> frozenset[str]:
    """E-mail addresses and telephone numbers that were said to be wrong."""
    found = [one.details for one in in_force(history) if one.outcome is Outcome.WRONG_CONTACT]
    return frozenset(str(one[name]) for one in found for name in ("email", "phone") if one.get(name))


def without_flagged(contacts: Sequence[Contact], wrong: frozenset[str]) -> list[Contact]:
    """Contacts without what was flagged of them; what the master corrects since is another, good address."""
    if not wrong:
        return list(contacts)
    kept = [
        replace(
            one,
            email="" if one.email in wrong or one.email.lower() in wrong else one.email,
            phone="" if one.phone in wrong else one.phone,
        )
        for one in contacts
    ]
    return [one for one in kept if one.email or one.phone]


def unanswered(history: Iterable[Spoken]) -> int:
    """How many times in a row nobody answered, up to now."""
    count = 0
    for one in reversed(in_force(history)):
        if one.outcome is not Outcome.NO_ANSWER:
            break
        count += 1
    return count
