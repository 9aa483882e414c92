"""A customer's next usual invoice: what a score is about when nobody named an invoice."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.pairs import Pairs
from features.streams import Streams

Ints = NDArray[np.int64]


def next_invoices(states: pd.DataFrame, streams: Streams, *, as_of: int) -> tuple[Ints, Pairs]:
    """For each customer with an invoice, the supposed one it would get on `as_of`: median amount and terms.

    Customers are given by id, in order. A customer in several currencies is judged on the one it has most
    invoices in.
    """
    rows = states.loc[(states["until_day"] > as_of) & (states["amount_cents"] > 0)]
    rows = rows.assign(currency=rows["currency"].astype(str), terms=rows["due_day"] - rows["issued_day"])
    usual = (
        rows.groupby(["customer_id", "currency"])
        .agg(count=("terms", "size"), terms=("terms", "median"), amount=("amount_cents", "median"))
        .reset_index()
        .sort_values(["customer_id", "count", "currency"], ascending=[True, False, True])
        .drop_duplicates("customer_id")
    )
    account = streams.accounts.get_indexer(pd.MultiIndex.from_frame(usual[["customer_id", "currency"]]))
    day = np.full(len(usual), as_of, dtype=np.int64)
    amount = usual["amount"].round().to_numpy(np.int64)
    pairs = Pairs(
        account=account.astype(np.int64),
        as_of=day,
        from_day=day,
        issued=day,
        due=day + usual["terms"].round().to_numpy(np.int64),
        amount_cents=amount,
        open_cents=amount,
        state=np.full(len(usual), -1, dtype=np.int64),
    )
    return usual["customer_id"].to_numpy(np.int64), pairs
