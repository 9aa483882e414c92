"""Is the ledger still fed? Counts by month, how late news come, and silences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.pairs import day_number
from ledger.facts import CASH, Facts

Ints = NDArray[np.int64]

_SPREADS = 3.0  # further below its reference than this many standard deviations, a month lacks something


@dataclass(frozen=True, slots=True)
class Fed:
    """One kind of fact in the ledger: by month how many, and by how many days news came late.

    `days_silent` are weekdays since the last one; `longest_silence` is the longest of the reference.
    """

    fact: str
    months: tuple[int, ...]
    counts: tuple[int, ...]
    days_late: tuple[float, ...]
    few: tuple[int, ...]
    days_silent: int
    longest_silence: int


def fed(facts: Facts, *, as_of: date, months: Sequence[int], reference: Sequence[int]) -> tuple[Fed, ...]:
    """Invoices by their issue and payments by the day the cash came, first versions only.

    `months` count from 1970-01, the last of them may be under way; the facts are those known on `as_of`.
    """
    invoices = facts.invoices.loc[(facts.invoices["version"] == 0) & ~facts.invoices["opening"].astype(bool)]
    payments = facts.payments.loc[(facts.payments["version"] == 0) & facts.payments["kind"].isin(CASH)]
    return (
        _fed("invoices", invoices, "issued_on", as_of=as_of, months=months, reference=reference),
        _fed("payments", payments, "paid_on", as_of=as_of, months=months, reference=reference),
    )


def _fed(
    fact: str,
    rows: pd.DataFrame,
    happened: str,
    *,
    as_of: date,
    months: Sequence[int],
    reference: Sequence[int],
) -> Fed:
    day = rows[happened].to_numpy().astype("datetime64[D]")
    month = day.astype("datetime64[M]").astype(np.int64)
    late = (rows["known_on"].to_numpy().astype("datetime64[D]") - day).astype(np.int64)
    counts = [int((month == one).sum()) for one in months]
    silent, longest = _silences(day, as_of=as_of, reference=reference)
    return Fed(
        fact=fact,
        months=tuple(months),
        counts=tuple(counts),
        days_late=tuple(_high(late[month == one]) for one in months),
        few=_few(dict(zip(months, counts, strict=True)), reference, as_of=as_of),
        days_silent=silent,
        longest_silence=longest,
    )


def _high(late: Ints) -> float:
    """The delay that nineteen news in twenty keep within, in days."""
    return float(np.quantile(late, 0.95)) if len(late) else np.nan


def _few(counts: dict[int, int], reference: Sequence[int], *, as_of: date) -> tuple[int, ...]:
    """Whole months after the reference with far fewer facts than its months had, once the ledger began."""
    before = np.array([counts[month] for month in reference if counts.get(month)], dtype=np.float64)
    if len(before) == 0:
        return ()
    under_way = (as_of.year - 1970) * 12 + as_of.month - 1
    bar = before.mean() - _SPREADS * max(float(before.std()), float(np.sqrt(before.mean())))
    after = [month for month in counts if month > max(reference) and month < under_way]
    return tuple(month for month in after if counts[month] < bar)


def _silences(day: NDArray[np.datetime64], *, as_of: date, reference: Sequence[int]) -> tuple[int, int]:
    """Weekdays without any fact: up to the evening, and at most within the reference."""
    days = np.unique(day[day <= np.datetime64(as_of)])
    if len(days) == 0:
        return 0, 0
    gaps = np.busday_count(days[:-1], days[1:]) - 1
    within = np.isin(days[1:].astype("datetime64[M]").astype(np.int64), list(reference))
    since = int(np.busday_count(days[-1], np.datetime64(as_of)))
    return since, int(gaps[within].max(initial=0))


def month_of(day: date) -> int:
    """Months since 1970-01."""
    return (day.year - 1970) * 12 + day.month - 1


def last_day_of(month: int) -> int:
    """Days since 1970-01-01 of a month's last day."""
    year, place = divmod(month + 1, 12)
    return day_number(date(1970 + year, place + 1, 1)) - 1
