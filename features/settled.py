"""Invoices settled: how late, how much, when the cash came, in how many parts."""

from collections.abc import Callable, Mapping
from functools import cache, partial

import numpy as np
import pandas as pd

from features import kernels
from features.calendar_days import day_of_month, days_to_month_end, weekday
from features.events import (
    LOG_UNIT,
    Figures,
    Ints,
    Running,
    Stream,
    in_order,
    known_first,
    narrow,
    signed,
    summed,
)
from ledger.timeline import NEVER

MEMORY_DAYS = 120.0
_LATE_BARS = (0, 7, 30)
_WEEK, _MONTH = 7, 31
# A weekend moves a payment of the last day of a month up to two days back.
_MONTH_END_DAYS = 3
# Amounts vary by a factor of e in most books: five times the usual is beyond nineteen invoices in twenty, and
# one larger than that would be the only one heard.
_CAP_IN_USUAL = 5.0
_SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
_QUANTILES = ("q10", "q25", "q50", "q75", "q90")
_LAST = ("last_1", "last_2", "last_3", "slope")

Maker = Callable[[], Figures]


def settled_of(states: pd.DataFrame, issued: Stream, accounts: int) -> Stream:
    """The stream of payments that closed an invoice, from the states of invoices."""
    issued_day, paid = states["issued_day"].to_numpy(), states["paid_day"].to_numpy()
    # A payment on the day of issue counts from the next evening: no invoice may know its own end.
    begins = np.maximum(states["known_day"].to_numpy(), issued_day + 1)
    observed = (paid < NEVER) & (begins < states["until_day"].to_numpy())
    told = {
        "paid_day": paid,
        "late": paid - states["due_day"].to_numpy(),
        "amount_cents": states["amount_cents"].to_numpy(),
        "issued_day": issued_day,
        "in_parts": _in_parts(states),
        "short": states["short"].to_numpy(),
    }
    columns, key, start = in_order(signed(states, observed, begins, told), accounts)
    return Stream(key, accounts, Running(_summed(columns, start, issued) | _in_turn(columns, start)))


def _in_parts(states: pd.DataFrame) -> Ints:
    """One where an evening before had seen the invoice paid in part."""
    open_cents = states["open_cents"].to_numpy()
    partly = ((open_cents > 0) & (open_cents < states["amount_cents"].to_numpy())).astype(np.int64)
    first = known_first(states)
    before = np.cumsum(partly) - partly
    return (before > before[first][np.cumsum(first) - 1]).astype(np.int64)


def _capped(columns: Mapping[str, Ints], issued: Stream) -> Ints:
    """Amounts no larger than five usual invoices, as the account's usual was known when it was settled."""
    place = issued.located(columns["account"], columns["since"])
    log_amount, n = (issued.running[name][place] for name in ("log_amount", "n"))
    known = (place >= 0) & (n > 0)
    usual = np.exp(np.divide(log_amount, n, out=np.zeros(len(place)), where=known) / LOG_UNIT)
    cap = np.where(known, np.ceil(_CAP_IN_USUAL * usual), columns["amount_cents"])
    return np.minimum(columns["amount_cents"], cap.astype(np.int64))


def _summed(columns: Mapping[str, Ints], start: Ints, issued: Stream) -> dict[str, Maker]:
    sign, late, cents = columns["sign"], columns["late"], columns["amount_cents"]

    @cache
    def capped() -> Ints:
        return sign * _capped(columns, issued)

    to_sum: dict[str, Maker] = {
        "n": lambda: sign,
        "late": lambda: sign * late,
        "late_squared": lambda: sign * late * late,
        "cents": lambda: sign * cents,
        "late_cents": lambda: sign * late * cents,
        "capped_cents": capped,
        "late_capped_cents": lambda: _within(late) * capped(),
        "month_end": lambda: sign * (days_to_month_end(columns["paid_day"]) < _MONTH_END_DAYS),
        "in_parts": lambda: sign * columns["in_parts"],
        "short": lambda: sign * columns["short"],
    }
    for bar in _LATE_BARS:
        to_sum[f"late_over_{bar}"] = partial(_over, sign, late, bar)
        to_sum[f"cents_late_over_{bar}"] = partial(_over, sign * cents, late, bar)
    return {name: partial(_running, start, values) for name, values in to_sum.items()}


def _over(values: Ints, late: Ints, bar: int) -> Ints:
    return values * (late > bar)


def _running(start: Ints, values: Maker) -> Figures:
    return summed(start, values())


def _within(late: Ints) -> Ints:
    return np.clip(late, kernels.LATE_LOW, kernels.LATE_HIGH)


def _in_turn(columns: Mapping[str, Ints], start: Ints) -> dict[str, Maker]:
    """What sums cannot say: each figure walks the events of an account one after another."""
    sign, late, day, paid = (columns[name] for name in ("sign", "late", "day", "paid_day"))

    @cache
    def quantiles() -> Figures:
        return kernels.running_quantiles(start, late, sign, np.array(_SHARES)).astype(np.float32)

    @cache
    def recent() -> Figures:
        return kernels.running_recent(start, day, paid, late, sign, MEMORY_DAYS)

    def to_pay() -> Figures:
        since_issue = paid - columns["issued_day"]
        return kernels.running_recent(start, day, paid, since_issue, sign, MEMORY_DAYS)[:, 0].copy()

    @cache
    def last() -> Figures:
        return kernels.running_last(start, day, late, sign).astype(np.float32)

    @cache
    def gaps() -> Figures:
        return kernels.running_gaps(start, paid, sign)

    return {
        "recent_late": partial(_column, recent, 0),
        "recent_weight": partial(_column, recent, 1),
        "recent_to_pay": to_pay,
        "last_paid": partial(_column, gaps, 0),
        "gap_median": partial(_column, gaps, 1),
        "weekday_top": lambda: kernels.running_top(start, weekday(paid), sign, _WEEK),
        "month_day_top": lambda: kernels.running_top(start, day_of_month(paid) - 1, sign, _MONTH),
        "day": lambda: narrow(day),
        "late_of_event": lambda: narrow(late),
        "sign_of_event": lambda: sign.astype(np.int8),
        **{name: partial(_column, quantiles, place) for place, name in enumerate(_QUANTILES)},
        **{name: partial(_column, last, place) for place, name in enumerate(_LAST)},
    }


def _column(table: Maker, place: int) -> Figures:
    return np.ascontiguousarray(table()[:, place])
