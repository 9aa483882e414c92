"""From snapshots to rows a booster learns from: month by month at risk, with blocks of knowledge left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.feature import Block
from scoring.default.curve import MONTHS
from scoring.default.tiers import known_blocks
from training.default.snapshots import Snapshots

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Months in which the whole book is taken to default as in the pooled month until this many defaults speak.
_DRAWN_BY = 10.0

# How much each pattern of knowledge counts for a customer of whom all is known; the four sum to one. The
# whole counts twice: it is what is asked most.
_PATTERNS: Mapping[tuple[Block, ...], float] = {
    (): 0.4,
    (Block.LEDGER,): 0.2,
    (Block.COMPANY,): 0.2,
    (Block.COMPANY, Block.LEDGER): 0.2,
}


@dataclass(frozen=True, slots=True)
class Lessons:
    """Snapshots beside their features; `weight` is how many such snapshots each stands for.

    `group` numbers the group of companies of each: members of one never teach about another.
    """

    snapshots: Snapshots
    frame: pd.DataFrame
    weight: Floats
    group: Ints

    def __len__(self) -> int:
        return len(self.snapshots)

    def take(self, rows: Ints | Bools) -> "Lessons":
        frame = self.frame.loc[rows] if rows.dtype == bool else self.frame.iloc[rows]
        return Lessons(
            self.snapshots.take(rows), frame.reset_index(drop=True), self.weight[rows], self.group[rows]
        )

    @property
    def n_defaults(self) -> int:
        """Customers of whom a default was seen."""
        return len(np.unique(self.snapshots.customer[self.snapshots.defaulted]))


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Months at risk: the lesson each belongs to, the month ahead, whether the default fell in it."""

    lesson: Ints
    month: Ints
    hit: Bools
    weight: Floats


def thinned(snapshots: Snapshots, *, most: int, seed: int) -> tuple[Ints, Floats]:
    """Rows to keep, and their weights: all that defaulted, and an even draw of the others; unbiased."""
    hit = snapshots.defaulted
    share = min(1.0, most / max(int((~hit).sum()), 1))
    kept = hit | (np.random.default_rng(seed).random(len(hit)) < share)
    rows = np.flatnonzero(kept)
    return rows, np.where(hit[rows], 1.0, 1.0 / share)


def at_risk(lessons: Lessons, *, most: int, seed: int) -> AtRisk:
    """Each month until the default or the end of what is seen; quiet months beyond `most` thinned "
    "unbiasedly.
    """
    snapshots = lessons.snapshots
    months = np.where(snapshots.defaulted, snapshots.event, snapshots.seen)
    lesson = np.repeat(np.arange(len(snapshots)), months)
    month = np.arange(len(lesson)) - np.repeat(np.cumsum(months) - months, months) + 1
    hit = month == snapshots.event[lesson]
    share = min(1.0, most / max(int((~hit).sum()), 1))
    kept = hit | (np.random.default_rng(seed).random(len(hit)) < share)
    weight = lessons.weight[lesson] * np.where(hit, 1.0, 1.0 / share)
    return AtRisk(lesson[kept], month[kept], hit[kept], weight[kept])


def offsets_of(rows: AtRisk) -> Floats:
    """Log-odds of default in each month ahead over the whole book."""
    hits = np.bincount(rows.month, rows.weight * rows.hit, minlength=MONTHS + 1)[1:]
    total = np.bincount(rows.month, rows.weight, minlength=MONTHS + 1)[1:]
    rate = hits.sum() / total.sum()
    drawn = (hits + _DRAWN_BY) / (total + _DRAWN_BY / rate)
    return np.log(drawn / (1.0 - drawn))


def patterns(
    frame: pd.DataFrame, blocks: Mapping[str, Sequence[str]]
) -> Iterator[tuple[tuple[str, ...], Floats]]:
    """Columns to leave blank, and how much each row counts so; over all patterns a row counts one.

    Where a block is not known anyway, leaving it out is no other pattern: its weight goes to the one it
    equals.
    """
    known = known_blocks(frame, blocks)
    weights = {pattern: np.zeros(len(frame)) for pattern in _PATTERNS}
    for pattern, weight in _PATTERNS.items():
        for same in _PATTERNS:
            equal = np.ones(len(frame), dtype=bool)
            for block, knows in known.items():
                equal &= (knows & (block in pattern)) == (block in same)
            weights[same] += weight * equal
    for pattern, total in weights.items():
        columns = tuple(name for block in pattern for name in blocks[block.value])
        yield columns, total
