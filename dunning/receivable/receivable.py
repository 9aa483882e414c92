"""What is left of the interest and the indemnity claimed of an invoice: a fold of claims and acts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dunning.law.claimed import indemnity_cents, standing
from dunning.receivable.told import Told


class What(StrEnum):
    PAID = "paid"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class PenaltyAct:
    """Something a person wrote down of one item. Acts are in the order of `id`.

    A waiver gives up every day up to `on`, that day included, claimed or not, and the indemnity. A payment
    tells what it settled, and by which rule; `taken_back_cents` of it went to invoices since.
    """

    id: int
    customer_id: int
    what: What
    item: str
    invoice: str
    currency: str
    on: date
    interest_cents: int
    indemnity_cents: int
    payment_id: int
    why: str
    author: str
    taken_back_cents: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered of one customer: claims of letters that left, and what people wrote down of them."""

    told: Sequence[Told] = ()
    acts: Sequence[PenaltyAct] = ()


NOTHING_KEPT = Kept()


@dataclass(frozen=True, slots=True)
class Receivable:
    """Of one item, in cents. `since` is the day of the first letter that claimed it, `letter` the last."""

    item: str
    invoice: str
    due_on: date
    currency: str
    since: date
    letter: str
    letter_on: date
    until: date
    interest_cents: int
    indemnity_cents: int
    paid_interest_cents: int = 0
    paid_indemnity_cents: int = 0
    waived_interest_cents: int = 0
    waived_indemnity_cents: int = 0
    taken_back_cents: int = 0

    @property
    def open_interest_cents(self) -> int:
        return max(self.interest_cents - self.paid_interest_cents - self.waived_interest_cents, 0)

    @property
    def open_indemnity_cents(self) -> int:
        return max(self.indemnity_cents - self.paid_indemnity_cents - self.waived_indemnity_cents, 0)

    @property
    def claimed_cents(self) -> int:
        return self.interest_cents + self.indemnity_cents

    @property
    def paid_cents(self) -> int:
        return self.paid_interest_cents + self.paid_indemnity_cents

    @property
    def waived_cents(self) -> int:
        return self.waived_interest_cents + self.waived_indemnity_cents

    @property
    def open_cents(self) -> int:
        return self.open_interest_cents + self.open_indemnity_cents


def receivables(told: Iterable[Told], acts: Iterable[PenaltyAct]) -> list[Receivable]:
    """One an item that was claimed, oldest due first; `told` in the order of the letters."""
    by_item: dict[str, list[Told]] = {}
    for one in told:
        by_item.setdefault(one.claim.item, []).append(one)
    kept = list(acts)
    found = [_receivable(of, [one for one in kept if one.item == item]) for item, of in by_item.items()]
    return sorted(found, key=lambda one: (one.due_on, one.invoice, one.item))


def waived_until(acts: Iterable[PenaltyAct], *, item: str) -> date | None:
    """The last day given up; None where nothing was."""
    days = (one.on for one in acts if one.item == item and one.what is What.WAIVED)
    return max(days, default=None)


def paid_interest(acts: Iterable[PenaltyAct], *, item: str) -> int:
    """What came in for interest since the last waiver: what came before it settled days given up."""
    mine = [one for one in acts if one.item == item]
    last = max((one.id for one in mine if one.what is What.WAIVED), default=0)
    return sum(one.interest_cents for one in mine if one.what is What.PAID and one.id > last)


def _receivable(told: Sequence[Told], acts: Sequence[PenaltyAct]) -> Receivable:
    first, last = told[0], told[-1]
    claims = [one.claim for one in told]
    item = first.claim.item
    counted = standing(claims, item=item)
    flat = indemnity_cents(claims, item=item)
    waived = [one for one in acts if one.what is What.WAIVED]
    paid = [one for one in acts if one.what is What.PAID]
    given_up = given_up_flat = 0
    if waived:
        day, number = max(one.on for one in waived), max(one.id for one in waived)
        before = [one for one in paid if one.id < number]
        covered = sum(one.interest_cents for one in counted if one.first <= day)
        given_up = max(covered - sum(one.interest_cents for one in before), 0)
        given_up_flat = max(flat - sum(one.indemnity_cents for one in before), 0)
    return Receivable(
        *(item, first.invoice, first.due_on, first.claim.currency),
        since=first.on,
        letter=last.letter,
        letter_on=last.on,
        until=max((one.last for one in counted), default=last.claim.last),
        interest_cents=sum(one.interest_cents for one in counted),
        indemnity_cents=flat,
        paid_interest_cents=sum(one.interest_cents for one in paid),
        paid_indemnity_cents=sum(one.indemnity_cents for one in paid),
        waived_interest_cents=given_up,
        waived_indemnity_cents=given_up_flat,
        taken_back_cents=sum(one.taken_back_cents for one in paid),
    )
