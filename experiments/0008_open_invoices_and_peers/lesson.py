"""What every peer learns from at one month end: Encours' landmarks and features, as known that evening."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.frame import frame_of
from features.pairs import Pairs, day_number
from ledger.timeline import NEVER
from training.lateness.columns import HEAD_COLUMNS
from training.lateness.fitting import SEED
from training.lateness.landmarks import Landmarks, at_issue, one_later, together
from training.lateness.snapshots import Snapshot

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Landmarks with their features, and the features of what is to be predicted.

    Columns that would tell one large payer from the others are left out, as Encours leaves them out.
    """

    known: pd.DataFrame
    landmarks: Landmarks
    asked: pd.DataFrame
    pairs: Pairs

    @property
    def remaining(self) -> Floats:
        """Days on which each landmark could be paid, up to its payment or the horizon; 1 at least."""
        until = np.minimum(self.landmarks.paid, self.landmarks.horizon)
        return (until - self.landmarks.pairs.from_day + 1).astype(np.float64)

    @property
    def closed(self) -> Bools:
        return self.landmarks.paid < NEVER

    @property
    def days_late(self) -> Floats:
        return (self.landmarks.paid - self.landmarks.pairs.due).astype(np.float64)

    def take(self, rows: Bools, *, horizon: int | None = None) -> "Lesson":
        """Some landmarks; with an earlier `horizon`, as they would have been known then."""
        landmarks = self.landmarks.take(rows)
        if horizon is not None:
            paid = np.where(landmarks.paid > horizon, NEVER, landmarks.paid)
            landmarks = replace(landmarks, paid=paid, horizon=horizon)
        return Lesson(self.known.loc[rows].reset_index(drop=True), landmarks, self.asked, self.pairs)

    def asking(self, rows: Bools) -> "Lesson":
        """The same landmarks, asked about some of them instead: for choices on an inner, earlier split."""
        asked = self.known.loc[rows].reset_index(drop=True)
        return Lesson(self.known, self.landmarks, asked, self.landmarks.pairs.take(rows))


def lesson_of(snapshot: Snapshot, *, country: str) -> Lesson:
    streams, horizon = snapshot.streams, day_number(snapshot.as_of)
    landmarks = together(
        at_issue(snapshot.states, streams, horizon=horizon),
        one_later(snapshot.states, streams, horizon=horizon, seed=SEED),
    )
    landmarks = landmarks.take(landmarks.pairs.from_day <= horizon)
    columns = list(HEAD_COLUMNS)
    return Lesson(
        known=frame_of(streams, landmarks.pairs, country=country)[columns],
        landmarks=landmarks,
        asked=frame_of(streams, snapshot.pairs, country=country)[columns],
        pairs=snapshot.pairs,
    )
