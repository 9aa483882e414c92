"""What a message claimed beside the invoices, kept with the event that let it leave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from dunning.actions import Action, Carried, Standing
from dunning.law.claimed import Claimed
from messaging.delivery import State as Sent

CLAIMS = "claims"


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with the invoice it is of; `on` is the day of its letter.

    `claim.number` is the action of that letter; `reference` what stands on one that no action made.
    """

    claim: Claimed
    invoice: str
    due_on: date
    on: date
    reference: str = ""

    @property
    def letter(self) -> str:
        """What the letter is called, by us and on its face."""
        return self.reference or f"R{self.claim.number}"


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


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter on invoices paid late that a person sent, with what it claims."""

    reference: str
    on: date
    author: str
    recorded_at: datetime
    told: tuple[Told, ...]


def as_of(action: Action, on: date) -> Action | None:
    """The action as it stood on an evening; None before its first event."""
    events = tuple(one for one in action.events if one.on <= on)
    return replace(action, events=events) if events else None


def told_by(actions: Iterable[Action], carried: Mapping[str, Carried]) -> list[Told]:
    """The claims of messages that certainly left, in the order in which they were decided.

    One that was uncertain and is confirmed later keeps the place of its action.
    """
    found = [one for action in actions if _left(action, carried) for one in _of(action)]
    return sorted(found, key=in_order)


def in_order(one: Told) -> tuple[tuple[int, int], str]:
    return one.claim.order, one.claim.item


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
