"""Probabilities as log-odds."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def log_odds(probability: Floats) -> Floats:
    """Logarithm of the odds; probabilities are kept a hundred-thousandth off 0 and 1."""
    kept = np.clip(probability, 1e-5, 1 - 1e-5)
    return np.log(kept / (1 - kept))
