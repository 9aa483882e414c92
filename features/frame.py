"""One call from facts to numbers, for training and for production alike."""

import numpy as np
import pandas as pd

from features.catalogue import CATALOGUE
from features.evening import evening_of
from features.pairs import Pairs
from features.streams import Streams, streams_of
from ledger.facts import Facts
from ledger.timeline import timeline

# Pairs are taken in pieces of this size, which keeps memory flat and the working set near the processor.
_PIECE = 200_000


def frame(facts: Facts, pairs: Pairs, *, country: str) -> pd.DataFrame:
    """Features of `pairs`, a row a pair in their order, a float32 column a feature of the catalogue.

    Business days are those of `country` (ISO 3166 code).
    """
    return frame_of(streams_of(timeline(facts)), pairs, country=country)


def frame_of(streams: Streams, pairs: Pairs, *, country: str) -> pd.DataFrame:
    """The same from streams already at hand, for callers that ask several times."""
    matrix = np.empty((len(CATALOGUE), len(pairs)), dtype=np.float32)
    order = np.lexsort((pairs.as_of, pairs.account))
    for start in range(0, len(order), _PIECE):
        rows = order[start : start + _PIECE]
        evening = evening_of(streams, pairs.take(rows), country=country)
        for column, feature in enumerate(CATALOGUE):
            matrix[column, rows] = feature.compute(evening)
    return pd.DataFrame(dict(zip((item.name for item in CATALOGUE), matrix, strict=True)))
