"""An invented table whose defaults come from a ratio of two columns, and from one column alone."""

import numpy as np
import pandas as pd

from training.tabular.estimator import Recipe

# The search at a size that a test can wait for.
QUICK = Recipe(inner_folds=3, shapes=((True, 8), (False, 8)), trees=(20, 40), most_ratios=10)


def invented(rows: int = 900, *, seed: int = 4) -> pd.DataFrame:
    """`debt` over `equity` decides most; `cash` protects; one value in twenty is unknown."""
    chance = np.random.default_rng(seed)
    equity, debt = np.exp(chance.normal(size=(2, rows)))
    cash, noise, other = chance.normal(size=(3, rows))
    odds = -2.5 + 1.6 * (np.log(debt) - np.log(equity)) - 0.7 * cash
    frame = pd.DataFrame({"equity": equity, "debt": debt, "cash": cash, "noise": noise, "other": other})
    frame = frame.mask(chance.random(frame.shape) < 0.05)
    frame["failed"] = (chance.random(rows) < 1.0 / (1.0 + np.exp(-odds))).astype(int)
    frame["firm"] = [f"C{number}" for number in chance.integers(0, rows // 3, rows)]
    frame["year"] = chance.integers(2010, 2020, rows)
    return frame


def silent(_part: str, _done: int, _of: int) -> None:
    """Nobody listens."""
