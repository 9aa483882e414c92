"""What is owed past its due day, by how long: an item enters on the day after it, or when we learn of it."""

import numpy as np
import pandas as pd

from features import kernels
from features.events import Figures, Ints, Stream, in_order, known_first, narrow, signed, summed

# The buckets of the aged balance: an item counts above a bar from the day on which it is later than that.
BARS = (0, 30, 60, 90)
_FROM, _TO = 30, 60


def overdue_of(states: pd.DataFrame, accounts: int) -> Stream:
    """One event an item past due, from the states of invoices."""
    columns, key, start = in_order(_above(states, 0), accounts)
    sign, cents, due = (columns[name] for name in ("sign", "open_cents", "due_day"))
    oldest = kernels.running_oldest(start, due, sign)
    running: dict[str, Figures] = {
        "n": summed(start, sign),
        "cents": summed(start, sign * cents),
        "due_day": summed(start, sign * due),
        "due_cents": summed(start, sign * due * cents),
        "oldest_due": narrow(oldest[:, 0].copy()),
        "second_due": narrow(oldest[:, 1].copy()),
    }
    return Stream(key, accounts, running)


def aged_of(states: pd.DataFrame, accounts: int) -> Stream:
    """One event an item and bar above the due day; figures named after a bar are above it.

    `entered` and `rolled` only ever grow: the amounts that were seen to pass 30 days past due, and those of
    them that were seen to pass 60.
    """
    parts = [_above(states, bar) for bar in BARS[1:]]
    events = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    columns, key, start = in_order(events, accounts)
    sign, cents, due, bar = (columns[name] for name in ("sign", "open_cents", "due_day", "bar"))
    passed = (sign > 0) & (columns["day"] == due + bar + 1) & (columns["rolls"] > 0)
    running: dict[str, Figures] = {
        "n_over_30": summed(start, sign * (bar == _FROM)),
        "entered": summed(start, cents * (passed & (bar == _FROM))),
        "rolled": summed(start, cents * (passed & (bar == _TO))),
        **{f"cents_over_{n}": summed(start, sign * cents * (bar == n)) for n in BARS[1:]},
    }
    return Stream(key, accounts, running)


def _above(states: pd.DataFrame, bar: int) -> dict[str, Ints]:
    due, owed = states["due_day"].to_numpy(), states["open_cents"].to_numpy()
    known = states["known_day"].to_numpy()
    begins = np.maximum(known, due + bar + 1)
    observed = (owed > 0) & (begins < states["until_day"].to_numpy())
    first = known_first(states)
    # What we learn of beyond the bar was not seen to pass it.
    rolls = known[first][np.cumsum(first) - 1] <= due + _FROM + 1
    events = signed(states, observed, begins, {"due_day": due, "open_cents": owed, "rolls": rolls})
    return {**events, "bar": np.full(len(events["day"]), bar, dtype=np.int64)}
