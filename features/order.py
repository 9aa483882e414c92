"""The order of events: by account and day, then by all they say."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def order_of(key: Ints, content: Sequence[Ints]) -> Ints:
    """Positions sorted by `key`, then by each column of `content`, whatever the order they came in.

    Few events share a key: only those are compared any further, which is much faster.
    """
    order = np.argsort(key)
    ranked = key[order]
    same = np.zeros(len(key) + 1, dtype=bool)
    same[1:-1] = ranked[1:] == ranked[:-1]
    tied = np.flatnonzero(same[1:] | same[:-1])
    rows = order[tied]
    order[tied] = rows[np.lexsort([*(column[rows] for column in reversed(content)), ranked[tied]])]
    return order
