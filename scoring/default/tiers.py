"""What is known of a customer: identity; the company's accounts and announcements; our own ledger."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.feature import Block

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

IDENTITY_ONLY, WITH_COMPANY, WITH_LEDGER = 0, 1, 2
TIERS = (IDENTITY_ONLY, WITH_COMPANY, WITH_LEDGER)
DROPPED: Mapping[int, tuple[Block, ...]] = {
    IDENTITY_ONLY: (Block.COMPANY, Block.LEDGER),
    WITH_COMPANY: (Block.LEDGER,),
    WITH_LEDGER: (),
}

# Drawn to the book's mean, they say that mean of whoever has no past of its own.
OF_THE_BOOK = frozenset({"days_late_mean_shrunk", "late_share_shrunk", "late_share_30_shrunk"})


def known_blocks(frame: pd.DataFrame, blocks: Mapping[str, Sequence[str]]) -> dict[Block, Bools]:
    """Whether a block says anything of each row. Counts of zero do not: nobody may have looked."""
    return {block: _told(frame, blocks[block.value]) for block in (Block.COMPANY, Block.LEDGER)}


def tier_of(frame: pd.DataFrame, blocks: Mapping[str, Sequence[str]]) -> Ints:
    """The tier of each row."""
    known = known_blocks(frame, blocks)
    company = np.where(known[Block.COMPANY], WITH_COMPANY, IDENTITY_ONLY)
    return np.where(known[Block.LEDGER], WITH_LEDGER, company).astype(np.int64)


def without(frame: pd.DataFrame, columns: Sequence[str], rows: Bools | None = None) -> pd.DataFrame:
    """The frame with some columns blank, in all rows or in `rows`."""
    if rows is not None and not rows.any():
        return frame
    where = slice(None) if rows is None else np.flatnonzero(rows)
    blank = frame.copy()
    blank.iloc[where, blank.columns.get_indexer(pd.Index(list(columns)))] = np.nan
    return blank


def blanked(frame: pd.DataFrame, blocks: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Rows whose block says nothing hold nothing there, as the model was taught."""
    for block, known in known_blocks(frame, blocks).items():
        frame = without(frame, blocks[block.value], ~known)
    return frame


def _told(frame: pd.DataFrame, columns: Sequence[str]) -> Bools:
    own = [name for name in columns if name not in OF_THE_BOOK]
    values = frame[own].to_numpy(np.float32)
    return np.asarray((~np.isnan(values) & (values != 0)).any(axis=1))
