"""Whether a booster keeps the signs it was given, by sweeping each constrained column."""

from collections.abc import Sequence

import lightgbm
import numpy as np
from numpy.typing import NDArray

_ROWS = 1_000
_STEPS = 15
_SEED = 31
# Below this a step is rounding, not a sign.
_ROUNDING = -1e-9


def imposed(booster: lightgbm.Booster) -> dict[int, int]:
    """Columns whose sign is imposed: 1 where the score may not fall, -1 where it may not rise."""
    told: Sequence[int] = booster.dump_model().get("monotone_constraints") or ()
    return {column: sign for column, sign in enumerate(told) if sign}


def broken(booster: lightgbm.Booster, rows: NDArray[np.float32]) -> tuple[str, ...]:
    """Names of the columns that move the raw score against their sign on one of a thousand rows at most."""
    names = booster.feature_name()
    chance = np.random.default_rng(_SEED)
    some = rows[chance.permutation(len(rows))[:_ROWS]]
    return tuple(
        names[column]
        for column, sign in imposed(booster).items()
        if not _keeps(booster, some, column=column, sign=sign)
    )


def _keeps(booster: lightgbm.Booster, rows: NDArray[np.float32], *, column: int, sign: int) -> bool:
    seen = rows[:, column][np.isfinite(rows[:, column])]
    if len(seen) == 0:
        return True
    before: NDArray[np.float64] | None = None
    for value in np.unique(np.quantile(seen, np.linspace(0, 1, _STEPS))):
        moved = rows.copy()
        moved[:, column] = value
        score = np.asarray(booster.predict(moved, raw_score=True), np.float64)
        if before is not None and bool((sign * (score - before) < _ROUNDING).any()):
            return False
        before = score
    return True
