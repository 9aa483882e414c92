"""How customers moved between grades from one stored evening to another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scoring.grading.cohort import Held
from scoring.score import Grade

Amounts = Mapping[str, int]
_ORDER = tuple(Grade)


@dataclass(frozen=True, slots=True)
class Moved:
    """Customers that went from a grade to another; None where there was, or is, no score.

    `cents` is what they owe on the later evening, by currency.
    """

    before: Grade | None
    after: Grade | None
    customers: int
    cents: Amounts


@dataclass(frozen=True, slots=True)
class Fall:
    """A customer that lost several grades."""

    customer_id: int
    code: str
    before: Grade
    after: Grade
    pd_before: float
    pd_after: float
    cents: Amounts


@dataclass(frozen=True, slots=True)
class Migration:
    """Every move between two evenings, and the deepest falls first."""

    from_on: date
    to_on: date
    moves: tuple[Moved, ...]
    falls: tuple[Fall, ...]


@dataclass(frozen=True, slots=True)
class Evening:
    """The scores of a stored evening."""

    on: date
    held: Sequence[Held]


def steps_down(before: Grade, after: Grade) -> int:
    """How many grades were lost; negative when some were gained."""
    return _ORDER.index(after) - _ORDER.index(before)


def migration(
    before: Evening,
    after: Evening,
    *,
    owed: Mapping[int, Amounts],
    codes: Mapping[int, str],
    fall_from: int,
) -> Migration:
    """The moves of all customers scored on either evening; `owed` is by customer, then currency."""
    was = {one.customer_id: one for one in before.held}
    now = {one.customer_id: one for one in after.held}
    moves: dict[tuple[Grade | None, Grade | None], list[int]] = {}
    falls = []
    for customer in sorted(was.keys() | now.keys()):
        one, other = was.get(customer), now.get(customer)
        pair = (one.grade if one else None, other.grade if other else None)
        moves.setdefault(pair, []).append(customer)
        if one and other and steps_down(one.grade, other.grade) >= fall_from:
            falls.append(
                Fall(
                    *(customer, codes.get(customer, ""), one.grade, other.grade, one.pd_12m, other.pd_12m),
                    cents=owed.get(customer, {}),
                )
            )
    order: tuple[Grade | None, ...] = (*_ORDER, None)
    found = tuple(
        Moved(old, new, len(moves[old, new]), added([owed.get(one, {}) for one in moves[old, new]]))
        for old in order
        for new in order
        if (old, new) in moves
    )
    return Migration(before.on, after.on, found, tuple(sorted(falls, key=_depth)))


def added(amounts: Sequence[Amounts]) -> dict[str, int]:
    """The sum of each currency."""
    found: dict[str, int] = {}
    for one in amounts:
        for currency, cents in one.items():
            found[currency] = found.get(currency, 0) + cents
    return dict(sorted(found.items()))


def _depth(fall: Fall) -> tuple[int, int, str]:
    return (-steps_down(fall.before, fall.after), -sum(fall.cents.values()), fall.code)
