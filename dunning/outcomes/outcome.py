"""What a person tells of a contact, and what must be told with it."""

from dataclasses import dataclass
from datetime import date

from dunning.contacts.contact import Outcome
from dunning.errors import OutcomeRefused
from ledger.relation.deciding import Named


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a contact. Blank is what is not told.

    `cents` and `promised_on` are of a promise, all that is open without `cents`; `reason` and `invoices` of a
    dispute, or the invoices of a promise; `contact` is the address or number that was wrong.
    """

    outcome: Outcome
    note: str = ""
    promised_on: date | None = None
    cents: int | None = None
    currency: str | None = None
    reason: str = ""
    invoices: tuple[Named, ...] = ()
    call_back_on: date | None = None
    contact: str = ""


_ONLY = {
    "promised_on": (Outcome.PROMISE,),
    "cents": (Outcome.PROMISE,),
    "currency": (Outcome.PROMISE,),
    "reason": (Outcome.DISPUTE,),
    "invoices": (Outcome.PROMISE, Outcome.DISPUTE),
    "call_back_on": (Outcome.CALL_BACK,),
    "contact": (Outcome.WRONG_CONTACT,),
}


def check(came: Came, *, on: date) -> None:
    """Raises OutcomeRefused with what is missing, or what has no place there."""
    for name, outcomes in _ONLY.items():
        if getattr(came, name) and came.outcome not in outcomes:
            theirs = " or ".join(one.value for one in outcomes)
            raise OutcomeRefused(f"{name} is told of {theirs}, not of {came.outcome.value}.")
    if came.outcome is Outcome.PROMISE and came.promised_on is None:
        raise OutcomeRefused("A promise needs its day: say by when it will be paid.")
    if came.outcome is Outcome.DISPUTE and not (came.reason and came.invoices):
        raise OutcomeRefused("A dispute needs its reason and the invoices it is about.")
    if came.outcome is Outcome.CALL_BACK and (came.call_back_on is None or came.call_back_on <= on):
        raise OutcomeRefused(f"To call back needs a day after {on}.")
