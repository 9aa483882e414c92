"""What a payment settles of several debts: as the payer says, else as the law does.

The debtor chooses (1342-10 C. civ.). Where it says nothing: those due, then those it had most interest
to pay, then the oldest, then in proportion. Of one debt, interest before principal (1343-1 C. civ.).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import groupby

from kernel.money import CurrencyMismatch, Money

ARTICLES = "Code civil, art. 1342-10 (which debt) and 1343-1 (interest before principal)"


@dataclass(frozen=True, slots=True)
class Debt:
    """Something owed, in cents: its principal and the interest it bore so far, at a yearly `rate`.

    The flat indemnity of an invoice is a debt of its own, without interest. `born_on` tells the oldest.
    What comes `after_interest` waits for the debts that nothing else tells from it.
    """

    item: str
    currency: str
    born_on: date
    due_on: date
    principal_cents: int
    interest_cents: int = 0
    rate: Fraction = Fraction(0)
    after_interest: bool = False

    @property
    def cents(self) -> int:
        return self.principal_cents + self.interest_cents


@dataclass(frozen=True, slots=True)
class Wish:
    """What the payer wants paid; `cents` at most, all of it where None."""

    item: str
    cents: int | None = None


@dataclass(frozen=True, slots=True)
class Imputed:
    """What a payment settled of a debt, and by which rule."""

    item: str
    interest_cents: int
    principal_cents: int
    why: str

    @property
    def cents(self) -> int:
        return self.interest_cents + self.principal_cents


@dataclass(frozen=True, slots=True)
class Settlement:
    """All a payment settled; `held_cents` is more than was owed, and stays the payer's."""

    imputed: tuple[Imputed, ...]
    held_cents: int


@dataclass(slots=True)
class _Purse:
    """What is left of the payment, and of each debt."""

    cents: int
    left: dict[str, Debt]
    imputed: list[Imputed] = field(default_factory=list)

    def pay(self, item: str, cents: int, why: str) -> None:
        """Interest first, never more than is owed or left."""
        debt = self.left[item]
        cents = min(cents, debt.cents, self.cents)
        if cents <= 0:
            return
        interest = min(cents, debt.interest_cents)
        principal = cents - interest
        self.imputed.append(Imputed(item, interest, principal, why))
        self.cents -= cents
        self.left[item] = replace(
            debt,
            principal_cents=debt.principal_cents - principal,
            interest_cents=debt.interest_cents - interest,
        )


def impute(paid: Money, debts: Sequence[Debt], *, on: date, wishes: Sequence[Wish] = ()) -> Settlement:
    """What a payment of a day settles. Wishes come first, in their order; the law places the rest.

    Raises CurrencyMismatch, and ValueError for a payment that brings nothing or an item told twice.
    """
    _check(paid, debts)
    purse = _Purse(paid.cents, {one.item: one for one in debts})
    for wish in wishes:
        if wish.item in purse.left:
            most = purse.cents if wish.cents is None else wish.cents
            purse.pay(wish.item, most, "instruction")
    for due, group in groupby(
        sorted(debts, key=lambda one: _order(one, on)), key=lambda one: _order(one, on)
    ):
        _pay_alike(purse, [one.item for one in group], "due" if due[0] == 0 else "not due")
    return Settlement(tuple(purse.imputed), purse.cents)


def _check(paid: Money, debts: Sequence[Debt]) -> None:
    for one in debts:
        if one.currency != paid.currency:
            raise CurrencyMismatch(
                f"A payment in {paid.currency} settles nothing owed in {one.currency} ({one.item}): "
                "convert it first, at a rate with its date."
            )
    if paid.cents <= 0:
        raise ValueError(f"A payment of {paid} settles nothing: it must be above zero.")
    if len({one.item for one in debts}) != len(debts):
        raise ValueError("A debt is told twice: each item once.")


def _order(one: Debt, on: date) -> tuple[int, Fraction, date, bool]:
    """Due ones, then the dearest to leave unpaid, then the oldest."""
    return (0 if one.due_on <= on else 1, -one.rate, one.born_on, one.after_interest)


def _pay_alike(purse: _Purse, items: Sequence[str], why: str) -> None:
    """Debts that nothing tells apart are paid in proportion, to the cent."""
    for item, cents in _shares(purse.cents, [(item, purse.left[item].cents) for item in sorted(items)]):
        purse.pay(item, cents, why)


def _shares(cents: int, owed: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """In proportion to what is owed; odd cents go to the largest remainders, then in the order of items."""
    total = sum(one for _, one in owed)
    if total <= cents:
        yield from owed
        return
    parts = [(item, *divmod(cents * one, total)) for item, one in owed]
    odd = cents - sum(whole for _, whole, _ in parts)
    lucky = _first(odd, parts)
    for item, whole, _ in parts:
        yield item, whole + (item in lucky)


def _first(odd: int, parts: Iterable[tuple[str, int, int]]) -> frozenset[str]:
    ranked = sorted(parts, key=lambda one: (-one[2], one[0]))
    return frozenset(item for item, _, _ in ranked[:odd])
