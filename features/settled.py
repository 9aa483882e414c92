"""Invoices settled: how late, how much, when the cash came, in how many parts."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from features import kernels
from features.calendar_days import day_of_month, days_to_month_end, weekday
from features.events import LOG_UNIT, Figures, Ints, Stream, in_order, known_first, narrow, signed, summed
from ledger.timeline import NEVER

MEMORY_DAYS = 120.0
_LATE_BARS = (0, 7, 30)
_WEEK, _MONTH = 7, 31
# A weekend moves a payment of the last day of a month up to two days back.
_MONTH_END_DAYS = 3
# Amounts vary by a factor of e in most books: five times the usual is beyond nineteen invoices in twenty, and
# one larger than that would be the only one heard.
_CAP_IN_USUAL = 5.0


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
    columns["capped_cents"] = _capped(columns, issued)
    running: dict[str, Figures] = {name: summed(start, values) for name, values in _to_sum(columns)}
    running |= _in_turn(columns, start)
    return Stream(key, accounts, running)


def _in_parts(states: pd.DataFrame) -> Ints:
    """One where an evening before had seen the invoice paid in part."""
    open_cents = states["open_cents"].to_numpy()
    partly = ((open_cents > 0) & (open_cents < states["amount_cents"].to_numpy())).astype(np.int64)
    first = known_first(states)
    before = np.cumsum(partly) - partly
    return (before > before[first][np.cumsum(first) - 1]).astype(np.int64)


def _capped(columns: dict[str, Ints], issued: Stream) -> Ints:
    """Amounts no larger than five usual invoices, as the account's usual was known when it was settled."""
    place = issued.located(columns["account"], columns["since"])
    log_amount, n = (issued.running[name][place] for name in ("log_amount", "n"))
    known = (place >= 0) & (n > 0)
    usual = np.exp(np.divide(log_amount, n, out=np.zeros(len(place)), where=known) / LOG_UNIT)
    cap = np.where(known, np.ceil(_CAP_IN_USUAL * usual), columns["amount_cents"])
    return np.minimum(columns["amount_cents"], cap.astype(np.int64))


def _to_sum(columns: dict[str, Ints]) -> Iterator[tuple[str, Ints]]:
    """One after another, as all of them at once would be the peak of memory."""
    sign, late, cents = columns["sign"], columns["late"], columns["amount_cents"]
    at_month_end = days_to_month_end(columns["paid_day"]) < _MONTH_END_DAYS
    yield "n", sign
    yield "late", sign * late
    yield "late_squared", sign * late * late
    yield "cents", sign * cents
    yield "late_cents", sign * late * cents
    yield "capped_cents", sign * columns["capped_cents"]
    yield "late_capped_cents", sign * _within(late) * columns["capped_cents"]
    for bar in _LATE_BARS:
        yield f"late_over_{bar}", sign * (late > bar)
        yield f"cents_late_over_{bar}", sign * (late > bar) * cents
    yield "month_end", sign * at_month_end
    yield "in_parts", sign * columns["in_parts"]
    yield "short", sign * columns["short"]


def _within(late: Ints) -> Ints:
    return np.clip(late, kernels.LATE_LOW, kernels.LATE_HIGH)


def _in_turn(columns: dict[str, Ints], start: Ints) -> dict[str, Figures]:
    """What sums cannot say: each figure walks the events of an account one after another."""
    sign, late, day, paid = (columns[name] for name in ("sign", "late", "day", "paid_day"))
    quantiles = kernels.running_quantiles(start, late, sign, np.array([0.1, 0.25, 0.5, 0.75, 0.9]))
    recent = kernels.running_recent(start, day, paid, late, sign, MEMORY_DAYS)
    to_pay = kernels.running_recent(start, day, paid, paid - columns["issued_day"], sign, MEMORY_DAYS)
    last = kernels.running_last(start, day, late, sign).astype(np.float32)
    gaps = kernels.running_gaps(start, paid, sign)
    told: dict[str, Figures] = {
        "recent_late": recent[:, 0].copy(),
        "recent_weight": recent[:, 1].copy(),
        "recent_to_pay": to_pay[:, 0].copy(),
        "last_paid": gaps[:, 0].copy(),
        "gap_median": gaps[:, 1].copy(),
        "weekday_top": kernels.running_top(start, weekday(paid), sign, _WEEK),
        "month_day_top": kernels.running_top(start, day_of_month(paid) - 1, sign, _MONTH),
        "day": narrow(day),
        "late_of_event": narrow(late),
        "sign_of_event": sign.astype(np.int8),
        "paid_day_of_event": narrow(paid),
    }
    for column, name in enumerate(("q10", "q25", "q50", "q75", "q90")):
        told[name] = quantiles[:, column].astype(np.float32)
    for column, name in enumerate(("last_1", "last_2", "last_3", "slope")):
        told[name] = last[:, column].copy()
    return told
