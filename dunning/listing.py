"""What a message lists and adds up: every claim that may be chased, each currency on its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dunning.claims import Claim
from dunning.levels import Place, Stand


@dataclass(frozen=True, slots=True)
class Line:
    """A claim as a decision lists it: `level` is the one it passes with this step, None if it is only listed.

    A notice before the due date passes level 0. No line passes a higher level than the step's own.
    """

    item: str
    invoice_id: int
    number: str
    currency: str
    issued_on: date | None
    due_on: date
    amount_cents: int
    open_cents: int
    claimed_cents: int
    level: int | None


@dataclass(frozen=True, slots=True)
class Sum:
    """Of one currency: what is claimed, what the customer holds against it, and what is left."""

    currency: str
    gross_cents: int
    credits_cents: int

    @property
    def net_cents(self) -> int:
        return self.gross_cents - self.credits_cents


def listed(stands: Iterable[Stand], *, level: int, on: date) -> tuple[Line, ...]:
    """Claims that may be chased at a level: those ready pass their own, unless it is a higher one.

    A notice before the due date lists what will be due, a reminder what is late.
    """
    lines = [
        _line(one.claim, one.level if one.place is Place.READY and one.level <= level else None)
        for one in stands
        if may_be_listed(one, late=level > 0, on=on)
    ]
    return tuple(sorted(lines, key=lambda line: (line.currency, line.due_on, line.number, line.item)))


def may_be_listed(one: Stand, *, late: bool, on: date) -> bool:
    """Whether a reminder of what is `late`, or a notice of what will be due, lists a claim."""
    if one.claim.claimable_cents <= 0 or one.place in (Place.STUCK, Place.PENDING, Place.SETTLED):
        return False
    return one.claim.due_on < on if late else one.place is Place.READY and one.level == 0


def gross_of(stands: Iterable[Stand], *, late: bool, on: date) -> Mapping[str, int]:
    """What a message of that kind would claim, by currency."""
    gross: dict[str, int] = {}
    for one in stands:
        if may_be_listed(one, late=late, on=on):
            gross[one.claim.currency] = gross.get(one.claim.currency, 0) + one.claim.claimable_cents
    return gross


def sums_of(lines: Sequence[Line], credit: Mapping[str, int]) -> tuple[Sum, ...]:
    gross: dict[str, int] = {}
    for line in lines:
        gross[line.currency] = gross.get(line.currency, 0) + line.claimed_cents
    return tuple(Sum(currency, cents, credit.get(currency, 0)) for currency, cents in sorted(gross.items()))


def _line(claim: Claim, level: int | None) -> Line:
    return Line(
        item=claim.item,
        invoice_id=claim.invoice_id,
        number=claim.number,
        currency=claim.currency,
        issued_on=claim.issued_on,
        due_on=claim.due_on,
        amount_cents=claim.amount_cents,
        open_cents=claim.open_cents,
        claimed_cents=claim.claimable_cents,
        level=level,
    )
