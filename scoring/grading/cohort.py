"""What became of customers scored a year ago: who defaulted, by grade, and how far chance may mislead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from scipy.stats import beta

from scoring.score import Grade

# Two ends of 2.5 % each: an interval of 95 %.
_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Held:
    """A customer as it was scored on an evening; `certain` when a fact decided alone, such as a default."""

    customer_id: int
    grade: Grade
    pd_12m: float
    certain: bool


@dataclass(frozen=True, slots=True)
class Observed:
    """How many of a grade defaulted within the year, beside what was expected of them.

    `low` and `high` are Jeffreys' interval of 95 % of the rate; `p_value` is how probable a rate no higher
    than the expected one is after what was seen: a small one says that the grade promised too little.
    """

    customers: int
    defaults: int
    expected: float
    rate: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Inversion:
    """A grade of which more defaulted than of a worse one; `sure` when their intervals lie apart."""

    better: Grade
    worse: Grade
    sure: bool


@dataclass(frozen=True, slots=True)
class Cohort:
    """An evening whose year is over, by grade; grades nobody held are left out."""

    scored_on: date
    until_on: date
    model: str
    observed: Mapping[Grade, Observed]

    @property
    def inversions(self) -> tuple[Inversion, ...]:
        """Pairs of grades in the wrong order."""
        return inversions(self.observed)


def jeffreys(defaults: int, customers: int) -> tuple[float, float]:
    """The 95 % interval of a rate after so many cases, with Jeffreys' prior; 0 and 1 at its own ends."""
    low = 0.0 if defaults == 0 else float(beta.ppf(_TAIL, defaults + 0.5, customers - defaults + 0.5))
    high = (
        1.0
        if defaults == customers
        else float(beta.ppf(1 - _TAIL, defaults + 0.5, customers - defaults + 0.5))
    )
    return low, high


def observed_by_grade(held: Sequence[Held], defaulted: Iterable[int]) -> dict[Grade, Observed]:
    """By grade, of those whom no fact had decided already: they could still default."""
    fell = frozenset(defaulted)
    found: dict[Grade, Observed] = {}
    for grade in Grade:
        own = [one for one in held if one.grade is grade and not one.certain]
        if own:
            found[grade] = _observed(own, sum(one.customer_id in fell for one in own))
    return found


def _observed(own: Sequence[Held], defaults: int) -> Observed:
    customers = len(own)
    expected = sum(one.pd_12m for one in own) / customers
    low, high = jeffreys(defaults, customers)
    return Observed(
        customers=customers,
        defaults=defaults,
        expected=expected,
        rate=defaults / customers,
        low=low,
        high=high,
        p_value=float(beta.cdf(expected, defaults + 0.5, customers - defaults + 0.5)),
    )


def inversions(observed: Mapping[Grade, Observed]) -> tuple[Inversion, ...]:
    """Pairs of grades in the wrong order, by rate."""
    return tuple(
        Inversion(better, worse, sure=observed[better].low > observed[worse].high)
        for better, worse in combinations([grade for grade in Grade if grade in observed], 2)
        if observed[better].rate > observed[worse].rate
    )
