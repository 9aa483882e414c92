"""The events of each account in the order they became known, with running figures beside each.

An account is one customer in one currency: amounts of two currencies are never added. Four streams carry
everything the catalogue reads: issued (invoices that became known), settled (payments that closed one), open
(what is owed) and overdue (what is owed past its due day). A correction takes the old observation back on the
day it became known and adds the new one, so no figure ever moves before that day.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features import kernels
from features.habits import Habits, habits_of
from ledger.timeline import NEVER

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SPAN = np.int64(NEVER) * 2
_WEEK = 7
_LATE_BARS = (0, 7, 30)
MEMORY_DAYS = 120.0
# Logarithms of amounts are summed as millionths in integers: exact in any order.
_LOG_UNIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Stream:
    """Events sorted by account and day; `running` holds each figure as it stands after each event."""

    key: Ints
    accounts: int
    running: Mapping[str, Ints | Floats]

    def located(self, account: Ints, day: Ints) -> Ints:
        """Position of each account's last event known by `day`; -1 where there is none."""
        place = np.searchsorted(self.key, account * SPAN + day, side="right") - 1
        owner = np.where(place >= 0, self.key[place] // SPAN, -1) if len(self.key) else place
        return np.where(owner == account, place, -1)


@dataclass(frozen=True, slots=True)
class Streams:
    """What the accounts did, and their numbering by customer and currency."""

    accounts: pd.MultiIndex
    issued: Stream
    settled: Stream
    habits: Habits
    open: Stream
    overdue: Stream


def streams_of(states: pd.DataFrame) -> Streams:
    """Streams of a ledger's timeline (`ledger.timeline.timeline`)."""
    index = pd.MultiIndex.from_frame(states[["customer_id", "currency"]].astype({"currency": str}))
    accounts = index.unique().sort_values()
    account = accounts.get_indexer(index)
    states = states.assign(account=account.astype(np.int64))
    invoices = states.loc[states["amount_cents"].to_numpy() > 0]
    settled = _settled(invoices, len(accounts))
    return Streams(
        accounts=accounts,
        issued=_issued(invoices, len(accounts)),
        settled=settled,
        habits=habits_of(invoices, span=int(SPAN)),
        open=_open(states, len(accounts)),
        overdue=_overdue(invoices, len(accounts)),
    )


def _sorted(events: pd.DataFrame, accounts: int) -> tuple[dict[str, Ints], Ints, Ints]:
    """Columns sorted by account, day and content, the sort key, and the first position of each account."""
    columns = {str(name): events[name].to_numpy(np.int64) for name in events}
    order = np.lexsort(list(reversed(columns.values())))
    columns = {name: values[order] for name, values in columns.items()}
    start = np.searchsorted(columns["account"], np.arange(accounts + 1))
    return columns, columns["account"] * SPAN + columns["day"], start.astype(np.int64)


def _signed(states: pd.DataFrame, observed: NDArray[np.bool_], columns: list[str]) -> pd.DataFrame:
    """Each observed state as +1 from its day on and -1 once a later state replaces it by another."""
    states = states.assign(observed=observed)
    same = states["invoice_id"].to_numpy()[1:] == states["invoice_id"].to_numpy()[:-1]
    # A state left out between two others, such as one without an amount, ends the first of them.
    equal = states["known_day"].to_numpy()[1:] == states["until_day"].to_numpy()[:-1]
    for name in ["account", *columns, "observed"]:
        values = states[name].to_numpy()
        equal &= values[1:] == values[:-1]
    unchanged = same & equal
    began = np.r_[True, ~unchanged][: len(states)] & observed
    ended = np.r_[~unchanged, True][: len(states)] & observed & (states["until_day"].to_numpy() < NEVER)
    plus = states.loc[began, ["account", "day_from", *columns]].assign(sign=1)
    minus = states.loc[ended, ["account", "until_day", *columns]].assign(sign=-1)
    plus, minus = plus.rename(columns={"day_from": "day"}), minus.rename(columns={"until_day": "day"})
    return pd.concat([plus, minus])[["account", "day", *columns, "sign"]]


def _issued(states: pd.DataFrame, accounts: int) -> Stream:
    """Invoices as they became known; the usual amount is the geometric mean."""
    log_amount = np.round(np.log(states["amount_cents"].to_numpy()) * _LOG_UNIT).astype(np.int64)
    frame = states.assign(
        day_from=states["known_day"],
        log_amount=log_amount,
        terms=states["due_day"] - states["issued_day"],
    )
    observed = np.ones(len(frame), dtype=bool)
    columns, key, start = _sorted(
        _signed(frame, observed, ["issued_day", "log_amount", "terms", "amount_cents"]), accounts
    )
    sign = columns["sign"]
    running = {
        "n": kernels.running_sums(start, sign),
        "log_amount": kernels.running_sums(start, sign * columns["log_amount"]),
        "terms": kernels.running_sums(start, sign * columns["terms"]),
        "cents": kernels.running_sums(start, sign * columns["amount_cents"]),
        "first_day": _first_of_account(columns["day"], start),
    }
    return Stream(key, accounts, running)


def _first_of_account(day: Ints, start: Ints) -> Ints:
    counts = np.diff(start)
    return np.repeat(day[start[:-1][counts > 0]], counts[counts > 0])


def _settled(states: pd.DataFrame, accounts: int) -> Stream:
    """Invoices settled: how late, when the cash came, on which weekday."""
    frame = states.assign(
        # A payment on the day of issue counts from the next evening: no invoice may know its own end.
        day_from=np.maximum(states["known_day"], states["issued_day"] + 1),
        late=states["paid_day"] - states["due_day"],
    )
    observed = (states["paid_day"].to_numpy() < NEVER) & (frame["day_from"] < frame["until_day"]).to_numpy()
    told = ["paid_day", "late", "amount_cents", "issued_day"]
    columns, key, start = _sorted(_signed(frame, observed, told), accounts)
    return Stream(key, accounts, _settled_running(columns, start))


def _settled_running(columns: dict[str, Ints], start: Ints) -> dict[str, Ints | Floats]:
    sign, late, day = columns["sign"], columns["late"], columns["day"]
    weekday = (columns["paid_day"] + 3) % _WEEK  # 1970-01-01 was a Thursday
    summed = {
        "n": sign,
        "late": sign * late,
        "late_squared": sign * late * late,
        "cents": sign * columns["amount_cents"],
        "late_cents": sign * late * columns["amount_cents"],
        **{f"late_over_{bar}": sign * (late > bar) for bar in _LATE_BARS},
        **{f"weekday_{n}": sign * (weekday == n) for n in range(_WEEK)},
    }
    running: dict[str, Ints | Floats] = {name: kernels.running_sums(start, v) for name, v in summed.items()}
    quantiles = kernels.running_quantiles(start, late, sign, np.array([0.1, 0.25, 0.5, 0.75, 0.9]))
    for column, name in enumerate(("q10", "q25", "q50", "q75", "q90")):
        running[name] = quantiles[:, column]
    recent = kernels.running_recent(start, day, columns["paid_day"], late, sign, MEMORY_DAYS)
    running["recent_late"], running["recent_weight"] = recent[:, 0], recent[:, 1]
    last = kernels.running_last(start, day, late, sign)
    for column, name in enumerate(("last_1", "last_2", "last_3", "slope")):
        running[name] = last[:, column]
    running["day"] = day
    running |= {f"{name}_of_event": columns[name] for name in ("late", "sign", "paid_day")}
    return running


def _open(states: pd.DataFrame, accounts: int) -> Stream:
    """What is owed: open amounts, credit notes deducted."""
    frame = states.assign(day_from=states["known_day"])
    observed = frame["open_cents"].to_numpy() != 0
    columns, key, start = _sorted(_signed(frame, observed, ["open_cents"]), accounts)
    sign = columns["sign"]
    running = {
        "n": kernels.running_sums(start, sign * (columns["open_cents"] > 0)),
        "cents": kernels.running_sums(start, sign * columns["open_cents"]),
    }
    return Stream(key, accounts, running)


def _overdue(states: pd.DataFrame, accounts: int) -> Stream:
    """What is owed past its due day: an item enters on the day after it, or when we learn of it."""
    frame = states.assign(day_from=np.maximum(states["known_day"], states["due_day"] + 1))
    observed = (frame["open_cents"].to_numpy() > 0) & (frame["day_from"] < frame["until_day"]).to_numpy()
    columns, key, start = _sorted(_signed(frame, observed, ["due_day", "open_cents"]), accounts)
    sign = columns["sign"]
    running = {
        "n": kernels.running_sums(start, sign),
        "cents": kernels.running_sums(start, sign * columns["open_cents"]),
        "due_day": kernels.running_sums(start, sign * columns["due_day"]),
        "oldest_due": kernels.running_oldest(start, columns["due_day"], sign),
    }
    return Stream(key, accounts, running)
