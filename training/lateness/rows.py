"""Intervals at risk from landmarks: what the hazard of a payment is learnt from."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.interval import OFFSET, Intervals, interval_frame, intervals_of
from features.streams import SPAN, Streams
from scoring.lateness.odds import log_odds
from training.lateness.columns import HAZARD_COLUMNS
from training.lateness.landmarks import Landmarks

Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]

# Landmarks taken at a time: their intervals, before thinning, weigh some hundred megabytes.
_PIECE = 100_000
_LOOKED_INTO = 20_000  # landmarks whose intervals are counted to foresee those of all
_SMALLEST_SHARE = 0.02  # of quiet rows: below, single rows would weigh more than fifty payments


@dataclass(frozen=True, slots=True)
class HazardRows:
    """Columns HAZARD_COLUMNS, whether the payment came, weights, and the log-odds to start from."""

    matrix: Floats
    hit: Bools
    weight: Floats
    start: Floats


def hazard_rows(landmarks: Landmarks) -> tuple[Intervals, Bools]:
    """Intervals at risk, and whether the payment fell in each.

    The last interval of a censored invoice, seen in part only, is left out; what ended without cash is
    censored on the day before.
    """
    pairs, paid = landmarks.pairs, landmarks.paid
    seen_until = landmarks.seen_until
    rows = intervals_of(pairs, np.minimum(paid, seen_until))
    hit = (paid[rows.pair] >= rows.start) & (paid[rows.pair] < rows.stop)
    seen_whole = hit | (rows.stop <= seen_until[rows.pair] + 1)
    return rows.take(seen_whole), hit[seen_whole]


def quiet_share(landmarks: Landmarks, *, at_most: float, most_rows: int) -> float:
    """The share of rows without a payment to keep: `at_most`, less where that makes over `most_rows`."""
    every = max(len(landmarks.paid) // _LOOKED_INTO, 1)
    some = landmarks.take(np.arange(0, len(landmarks.paid), every))
    hit = hazard_rows(some)[1]
    quiet = max(int((~hit).sum()) * every, 1)
    room = (most_rows - int(hit.sum()) * every) / quiet
    return float(np.clip(room, min(_SMALLEST_SHARE, at_most), at_most))


def rows_of(
    streams: Streams, landmarks: Landmarks, known: pd.DataFrame, *, country: str, share: float, seed: int
) -> HazardRows:
    """Every row with a payment, `share` of the others with the inverse weight; `known` is of landmarks."""
    order = np.argsort(landmarks.pairs.account * SPAN + landmarks.pairs.as_of, kind="stable")
    own = known[[name for name in HAZARD_COLUMNS if name in known.columns]].to_numpy(np.float32)
    chance = np.random.default_rng(seed)
    parts = []
    for start in range(0, len(order), _PIECE):
        piece = order[start : start + _PIECE]
        some = landmarks.take(piece)
        rows, hit = hazard_rows(some)
        kept = hit | (chance.random(len(hit)) < share)
        rows, hit = rows.take(kept), hit[kept]
        told = interval_frame(streams, some.pairs, rows, country=country)
        ahead = told[[name for name in HAZARD_COLUMNS if name in told.columns]].to_numpy(np.float32)
        weight = some.weight[rows.pair] * np.where(hit, 1.0, 1.0 / share)
        parts.append(
            HazardRows(
                np.concatenate([own[piece][rows.pair], ahead], axis=1),
                hit,
                weight.astype(np.float32),
                log_odds(told[OFFSET].to_numpy(np.float64)).astype(np.float32),
            )
        )
    return HazardRows(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in HazardRows.__slots__)
    )
