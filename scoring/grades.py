"""Which grade a probability of default is told by: bands a company chooses, and how firmly a grade holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from scoring.score import Grade, points

# The last grade takes what no other does, so it has no bound of its own.
_BOUNDED = tuple(Grade)[:-1]


@dataclass(frozen=True, slots=True)
class GradePolicy:
    """The bands: each grade but the last begins below a probability of default.

    A grade holds while the score is within `hysteresis_points` of its bounds. `crowded_share` of customers in
    one grade tells too little, `fall_named_from` grades lost are worth a name.
    """

    version: str
    hysteresis_points: float
    crowded_share: float
    fall_named_from: int
    below: Mapping[Grade, float]

    def __post_init__(self) -> None:
        if set(self.below) != set(_BOUNDED):
            raise ValueError(
                f"[below] needs one bound for each of {', '.join(_BOUNDED)}, and none for "
                f"{tuple(Grade)[-1]}, which takes the rest."
            )
        bounds = [0.0, *(self.below[grade] for grade in _BOUNDED), 1.0]
        if not all(lower < upper for lower, upper in pairwise(bounds)):
            raise ValueError("the bounds in [below] must rise from A to E, above 0 and below 1.")
        if self.hysteresis_points < 0:
            raise ValueError("hysteresis_points is below 0: write 0 for grades that follow every move.")
        if not 0 < self.crowded_share <= 1:
            raise ValueError("crowded_share is a share of the customers: above 0, at most 1.")
        if self.fall_named_from < 1:
            raise ValueError("fall_named_from is below 1: a customer that lost no grade did not fall.")

    def grade_of(self, pd_12m: float, *, previous: Grade | None = None) -> Grade:
        """The grade of a probability; the `previous` one while the score is close to its bounds."""
        found = next((grade for grade in _BOUNDED if pd_12m < self.below[grade]), tuple(Grade)[-1])
        if previous is None or found is previous:
            return found
        best, worst = self.bounds(previous)
        near = points(best) + self.hysteresis_points >= points(pd_12m)
        near &= points(pd_12m) >= points(worst) - self.hysteresis_points
        return previous if near else found

    def bounds(self, grade: Grade) -> tuple[float, float]:
        """From which probability, included, to which one a grade runs; the last has no end."""
        order = [0.0, *(self.below[one] for one in _BOUNDED), inf]
        place = tuple(Grade).index(grade)
        return order[place], order[place + 1]
