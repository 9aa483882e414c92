"""How often invoices end without cash, by how late they are: a life table of credit notes and write-offs."""

import numpy as np

from scoring.lateness.ends import BANDS, Ends
from training.lateness.landmarks import Landmarks

# A band is drawn to the whole ledger's rate as if it had been watched for this many invoice-days more: some
# ten invoices followed over a quarter.
_PRIOR_DAYS = 1_000.0


def ends_of(landmarks: Landmarks) -> Ends:
    """Daily hazards by band from landmarks that hold each invoice once; all zero where none ever ended so."""
    due = landmarks.pairs.due
    begin = landmarks.pairs.from_day - due
    last = np.minimum(np.minimum(landmarks.paid, landmarks.ended), landmarks.horizon) - due
    edges = np.array([*BANDS], dtype=np.int64)
    low, high = edges[:-1], edges[1:]
    stop = np.minimum(last[:, None] + 1, high)
    days = np.maximum(stop - np.maximum(begin[:, None], low), 0).sum(axis=0)
    on = (landmarks.ended - due)[landmarks.ended <= landmarks.horizon]
    count = np.histogram(on, bins=edges)[0]
    if count.sum() == 0:
        return Ends((0.0,) * len(low))
    whole = count.sum() / max(days.sum(), 1)
    daily = (count + whole * _PRIOR_DAYS) / (days + _PRIOR_DAYS)
    return Ends(tuple(float(min(value, 1.0)) for value in daily))
