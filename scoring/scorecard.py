"""A scorecard: points by bin, added up. A person can work it with a pencil."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.sealed import ArtifactRefused

Floats = NDArray[np.float64]

# Ten points double the odds of standing, and none says one chance in two: the scale of the house's scores.
DOUBLING = 10.0


class ColumnsMissing(ValueError):
    """A table lacks columns that a model reads."""


@dataclass(frozen=True, slots=True)
class Line:
    """The points of one column: those of `points[i]` reach from `edges[i - 1]`, not included, to `edges[i]`.

    `missing` are the points of a row whose value is not known.
    """

    column: str
    edges: tuple[float, ...]
    points: tuple[float, ...]
    missing: float

    def of(self, values: Floats) -> Floats:
        found = np.array(self.points)[np.searchsorted(self.edges, values, side="left")]
        return np.where(np.isnan(values), self.missing, found)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """`base` points for everyone, and those of each line; the more points, the safer."""

    base: float
    lines: tuple[Line, ...]

    def points(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The points of each row by column. Raises ColumnsMissing."""
        absent = [line.column for line in self.lines if line.column not in frame]
        if absent:
            raise ColumnsMissing(f"The scorecard reads {', '.join(absent)}, which the table lacks.")
        columns = {line.column: line.of(frame[line.column].to_numpy(np.float64)) for line in self.lines}
        return pd.DataFrame(columns, index=frame.index)

    def log_odds(self, frame: pd.DataFrame) -> Floats:
        """Of default."""
        total = self.base + self.points(frame).to_numpy(np.float64).sum(axis=1)
        return -total * math.log(2.0) / DOUBLING

    def probability(self, frame: pd.DataFrame) -> Floats:
        return 1.0 / (1.0 + np.exp(-self.log_odds(frame)))

    def as_json(self) -> dict[str, Any]:
        return {"base": self.base, "lines": [asdict(line) for line in self.lines]}


def points_of(log_odds: float) -> float:
    """Points for a change of the log-odds of default; what makes default likelier takes points off."""
    return -DOUBLING * log_odds / math.log(2.0)


def scorecard_from(told: Mapping[str, Any]) -> Scorecard:
    """The scorecard that `as_json` told. Raises ArtifactRefused."""
    try:
        lines = tuple(
            Line(str(line["column"]), tuple(line["edges"]), tuple(line["points"]), float(line["missing"]))
            for line in told["lines"]
        )
        card = Scorecard(float(told["base"]), lines)
    except (KeyError, TypeError, ValueError) as error:
        raise ArtifactRefused(f"The scorecard cannot be read ({error!r}). Train it again.") from error
    if any(len(line.points) != len(line.edges) + 1 for line in lines):
        raise ArtifactRefused(
            "A line of the scorecard has points for other bins than its own. Train it again."
        )
    return card
