"""One call from facts to numbers, for training and for production alike."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from features.catalogue import CATALOGUE, Feature
from features.evening import Ahead, evening_of
from features.order import by_key
from features.pairs import Pairs
from features.streams import SPAN, Streams, streams_of
from ledger.facts import Facts
from ledger.timeline import timeline

# Pairs are taken in pieces of this size, which keeps memory flat and the working set near the processor.
_PIECE = 25_000


def frame(
    facts: Facts, pairs: Pairs, *, country: str, catalogue: Sequence[Feature] = CATALOGUE
) -> pd.DataFrame:
    """Features of `pairs`, a row a pair in their order, a float32 column a feature of the catalogue.

    Business days are those of `country` (ISO 3166 code).
    """
    streams = streams_of(timeline(facts), beside=facts.beside, customers=facts.customers)
    return frame_of(streams, pairs, country=country, catalogue=catalogue)


def frame_of(
    streams: Streams, pairs: Pairs, *, country: str, catalogue: Sequence[Feature] = CATALOGUE
) -> pd.DataFrame:
    """The same from streams already at hand, for callers that ask several times."""
    matrix = np.empty((len(pairs), len(catalogue)), dtype=np.float32)
    order = by_key(pairs.account * SPAN + pairs.as_of)
    ahead = Ahead(streams, pairs.take(order), country)
    for start in range(0, len(order), _PIECE):
        rows = slice(start, start + _PIECE)
        evening = evening_of(ahead, rows)
        piece = np.empty((len(evening.pairs), len(catalogue)), dtype=np.float32)
        for column, feature in enumerate(catalogue):
            piece[:, column] = feature.compute(evening)
        matrix[order[rows]] = piece  # whole rows, which lie far apart, are written at once
    return pd.DataFrame(matrix, columns=[feature.name for feature in catalogue], copy=False)
