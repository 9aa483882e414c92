"""Payment-date curves and direct probabilities of pairs, by a trained model."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.frame import frame_of
from features.interval import LAST_DAY, Intervals, interval_frame, intervals_of
from features.pairs import Pairs
from features.streams import Streams
from scoring.lateness.artifact import LATE, LATE_30, LatenessModel
from scoring.lateness.curve import Curves, curves_of, held
from scoring.lateness.ends import with_ends
from scoring.lateness.recalibration import recalibrated
from scoring.lateness.tilt import tilted

# Curves hold a day a column: this many pairs at a time keep them below some hundred megabytes.
_PIECE = 10_000


def curves(model: LatenessModel, streams: Streams, pairs: Pairs) -> Curves:
    """The payment-date distribution of each pair, from its `from_day` on."""
    manifest = model.manifest
    rows = intervals_of(pairs, pairs.due + LAST_DAY)
    known = frame_of(streams, pairs, country=manifest.country)
    hazard = model.hazard(hazard_frame(known, streams, pairs, rows, country=manifest.country))
    late, late_30 = model.head(LATE, known), model.head(LATE_30, known)
    paid = tilted(curves_of(pairs, rows, hazard), late=late, late_30=late_30, share=manifest.head_share)
    return held(with_ends(recalibrated(paid, manifest.knots), manifest.ends))


def curves_in_pieces(
    model: LatenessModel, streams: Streams, pairs: Pairs, *, piece: int = _PIECE
) -> Iterator[tuple[NDArray[np.int64], Curves]]:
    """The same a piece at a time: positions of the pairs, and their curves."""
    for start in range(0, len(pairs), piece):
        rows = np.arange(start, min(start + piece, len(pairs)))
        yield rows, curves(model, streams, pairs.take(rows))


def hazard_frame(
    known: pd.DataFrame, streams: Streams, pairs: Pairs, rows: Intervals, *, country: str
) -> pd.DataFrame:
    """What is known of each pair beside what speaks for each of its intervals."""
    own = known.to_numpy(np.float32)[rows.pair]
    intervals = interval_frame(streams, pairs, rows, country=country)
    matrix = np.concatenate([own, intervals.to_numpy(np.float32)], axis=1)
    return pd.DataFrame(matrix, columns=[*known.columns, *intervals.columns], copy=False)
