"""The features one score was told from, by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

# As it is written down and sent: null where nothing is known.
Told = Mapping[str, float | None]


@dataclass(frozen=True, slots=True, eq=False)
class Vector:
    """A row of a frame: many share its `names`, so that a whole book of them costs little."""

    names: tuple[str, ...]
    values: NDArray[np.float32]

    def told(self) -> dict[str, float | None]:
        return {
            name: value if isfinite(value) else None
            for name, value in zip(self.names, self.values.tolist(), strict=True)
        }


def figures_of(told: Told) -> dict[str, float]:
    """What sentences read: a figure nobody knows is no number."""
    return {name: nan if value is None else value for name, value in told.items()}
