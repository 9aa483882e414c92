"""Two models on the same customers of the same evening: do they rank, count and grade alike?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from scoring.score import Grade

Floats = NDArray[np.float64]

_ORDER = tuple(Grade)
_TENTHS = np.linspace(0.1, 0.9, 9)
# Half a customer in every cell: an empty one has no logarithm.
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """One customer by both; `certain` where a fact decided alone."""

    code: str
    champion: float
    challenger: float
    champion_grade: Grade
    challenger_grade: Grade
    certain: bool


@dataclass(frozen=True, slots=True)
class Move:
    """How many customers the champion gives one grade and the challenger another, or the same."""

    champion: Grade
    challenger: Grade
    customers: int


@dataclass(frozen=True, slots=True)
class Apart:
    """A customer of whom the two think otherwise by several grades."""

    code: str
    champion: float
    challenger: float
    champion_grade: Grade
    challenger_grade: Grade


@dataclass(frozen=True, slots=True)
class Compared:
    """Champion and challenger on an evening; `certain` customers, of whom a fact decided, count nowhere else.

    `rank_agreement` is Spearman's, None where either tells nobody apart. `stability` is the population
    stability index of the challenger's probabilities over the tenths of the champion's.
    """

    as_of: date
    champion: str
    challenger: str
    customers: int
    certain: int
    rank_agreement: float | None
    mean_champion: float | None
    mean_challenger: float | None
    stability: float | None
    same_grade: int
    better: int
    worse: int
    moves: tuple[Move, ...]
    apart: tuple[Apart, ...]


def compared(
    pairs: Sequence[Pair], *, as_of: date, champion: str, challenger: str, apart_from: int
) -> Compared:
    """`apart_from` grades between the two are worth a name."""
    free = [pair for pair in pairs if not pair.certain]
    first = np.array([pair.champion for pair in free])
    other = np.array([pair.challenger for pair in free])
    steps = [_ORDER.index(pair.challenger_grade) - _ORDER.index(pair.champion_grade) for pair in free]
    counted = Counter((pair.champion_grade, pair.challenger_grade) for pair in free)
    return Compared(
        as_of=as_of,
        champion=champion,
        challenger=challenger,
        customers=len(free),
        certain=len(pairs) - len(free),
        rank_agreement=_rank_agreement(first, other),
        mean_champion=float(first.mean()) if free else None,
        mean_challenger=float(other.mean()) if free else None,
        stability=stability(first, other) if free else None,
        same_grade=steps.count(0),
        better=sum(step < 0 for step in steps),
        worse=sum(step > 0 for step in steps),
        moves=_moves(counted),
        apart=_apart(free, steps, apart_from),
    )


def stability(before: Floats, after: Floats) -> float:
    """The population stability index over the tenths of `before`; nought for the same shares."""
    edges = np.unique(np.quantile(before, _TENTHS))
    shares = []
    for values in (before, after):
        count = np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1) + _HALF
        shares.append(count / count.sum())
    was, now = shares
    return float(sum((b - a) * log(b / a) for a, b in zip(was.tolist(), now.tolist(), strict=True)))


def _rank_agreement(first: Floats, other: Floats) -> float | None:
    ranks = [rankdata(values) for values in (first, other)]
    if len(first) == 0 or any(np.ptp(one) == 0 for one in ranks):
        return None
    return float(np.corrcoef(*ranks)[0, 1])


def _moves(counted: Mapping[tuple[Grade, Grade], int]) -> tuple[Move, ...]:
    return tuple(
        Move(one, other, counted[one, other]) for one in _ORDER for other in _ORDER if (one, other) in counted
    )


def _apart(free: Sequence[Pair], steps: Sequence[int], apart_from: int) -> tuple[Apart, ...]:
    """The furthest apart first."""
    found = [(abs(step), pair) for step, pair in zip(steps, free, strict=True) if abs(step) >= apart_from]
    return tuple(
        Apart(pair.code, pair.champion, pair.challenger, pair.champion_grade, pair.challenger_grade)
        for _, pair in sorted(found, key=lambda one: (-one[0], one[1].code))
    )
