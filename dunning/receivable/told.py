"""What a message claimed beside the invoices, kept with the event that let it leave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dunning.actions import Action, Carried, Standing
from dunning.law.claimed import Claimed
from messaging.delivery import State as Sent

CLAIMS = "claims"


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with the invoice it is of; `on` is the day of its letter, whose action `claim.number` is."""

    claim: Claimed
    invoice: str
    due_on: date
    on: date


def as_details(told: Iterable[Told]) -> dict[str, Any]:
    """For the event that queues the message; nothing where it claims nothing."""
    rows = [
        {
            "item": one.claim.item,
            "invoice": one.invoice,
            "due_on": one.due_on.isoformat(),
            "currency": one.claim.currency,
            "first_on": one.claim.first.isoformat(),
            "last_on": one.claim.last.isoformat(),
            "interest_cents": one.claim.interest_cents,
            "indemnity_cents": one.claim.indemnity_cents,
        }
        for one in told
    ]
    return {CLAIMS: rows} if rows else {}


def told_by(actions: Iterable[Action], carried: Mapping[str, Carried]) -> list[Told]:
    """The claims of messages that certainly left, in the order in which they were decided.

    One that was uncertain and is confirmed later keeps the place of its action.
    """
    found = [one for action in actions if _left(action, carried) for one in _of(action)]
    return sorted(found, key=lambda one: (one.claim.number, one.claim.item))


def numbered(told: Iterable[Told], number: int) -> tuple[Told, ...]:
    return tuple(replace(one, claim=replace(one.claim, number=number)) for one in told)


def _left(action: Action, carried: Mapping[str, Carried]) -> bool:
    if action.standing is Standing.PASSED:
        return True
    message = carried.get(action.key)
    return action.standing is Standing.QUEUED and message is not None and message.state is Sent.SENT


def _of(action: Action) -> list[Told]:
    rows: Sequence[Mapping[str, Any]] = next(
        (one.details[CLAIMS] for one in reversed(action.events) if CLAIMS in one.details), ()
    )
    return [_told(action, row) for row in rows]


def _told(action: Action, row: Mapping[str, Any]) -> Told:
    claim = Claimed(
        number=action.id,
        item=str(row["item"]),
        currency=str(row["currency"]),
        first=date.fromisoformat(row["first_on"]),
        last=date.fromisoformat(row["last_on"]),
        interest_cents=int(row["interest_cents"]),
        indemnity_cents=int(row["indemnity_cents"]),
    )
    return Told(claim, str(row["invoice"]), date.fromisoformat(row["due_on"]), action.leaves_on)
