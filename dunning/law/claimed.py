"""What was claimed of an invoice's interest, day by day, and what a later claim may still add.

A claim remembers its first and last day. A later one either adds the days since, or tells the whole and takes
the place of those before it. Whatever the order in which claims are confirmed, no day counts twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kernel.money import CurrencyMismatch

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Claimed:
    """Interest of `first` to `last`, both included, rounded once; `indemnity_cents` beside it.

    `number` orders claims as they were made, not as we learnt that they arrived; `after` those that a person
    wrote down behind the claim of that number.
    """

    number: int
    item: str
    currency: str
    first: date
    last: date
    interest_cents: int
    indemnity_cents: int = 0
    after: int = 0

    @property
    def order(self) -> tuple[int, int]:
        return self.number, self.after


def standing(claims: Iterable[Claimed], *, item: str) -> tuple[Claimed, ...]:
    """The claims of an item that still count, in the order of their days.

    A claim stands unless one made later tells some of its days again: then that one takes its place.
    """
    kept: list[Claimed] = []
    for one in sorted((one for one in claims if one.item == item), key=lambda one: one.order, reverse=True):
        if one.last >= one.first and not any(_meet(one, other) for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.first))


def claimed_until(claims: Iterable[Claimed], *, item: str) -> date | None:
    """The last day whose interest was claimed; None before the first claim."""
    return max((one.last for one in standing(claims, item=item)), default=None)


def first_unclaimed(claims: Iterable[Claimed], *, item: str, due_on: date) -> date:
    """The day from which a claim that only adds begins: after the last claimed, else after the due date."""
    last = claimed_until(claims, item=item)
    return max(due_on, last or due_on) + _ONE_DAY


def indemnity_claimed(claims: Iterable[Claimed], *, item: str) -> bool:
    """Whether any claim told it: one that tells interest anew does not tell the indemnity again."""
    return indemnity_cents(claims, item=item) > 0


def indemnity_cents(claims: Iterable[Claimed], *, item: str) -> int:
    """What was claimed of it, once however often it was told."""
    return max((one.indemnity_cents for one in claims if one.item == item), default=0)


def claimed_cents(claims: Sequence[Claimed], *, item: str, currency: str) -> int:
    """Interest and indemnity that stand. Raises CurrencyMismatch."""
    counted = standing(claims, item=item)
    for one in counted:
        if one.currency != currency:
            raise CurrencyMismatch(
                f"Interest of {item} was claimed in {one.currency}; it cannot be added to {currency}. "
                "Ask for it in its own currency."
            )
    return sum(one.interest_cents for one in counted) + indemnity_cents(claims, item=item)


def _meet(one: Claimed, other: Claimed) -> bool:
    return one.first <= other.last and other.first <= one.last
