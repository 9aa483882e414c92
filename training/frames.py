"""Who works out the features of a training run."""

from typing import Protocol

import pandas as pd

from features.pairs import Pairs
from features.streams import Streams


class Frames(Protocol):
    """Works out the features of pairs of a timeline, as `features.frame.frame_of` does."""

    def __call__(
        self, states: pd.DataFrame, streams: Streams, pairs: Pairs, *, country: str
    ) -> pd.DataFrame: ...
