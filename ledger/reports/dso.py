"""Days of sales outstanding, what was collected and how late, by group and currency."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from ledger.reports.movements import Evening
from ledger.reports.sales_days import (
    Measure,
    MonthOfSales,
    count_back,
    days_delinquent,
    effectiveness,
    standard,
)

_QUARTER = 91  # days whose payments are compared with those of the days before
_KEY = ["group", "currency"]
_EPOCH = date(1970, 1, 1).toordinal()
NONE_PAID = "no invoice was paid in full in the period"
NO_TREND = "no invoice was paid in full in one of the two last quarters"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def holds(self, days: pd.Series) -> pd.Series:
        low, high = (day.toordinal() - _EPOCH for day in (self.first, self.last))
        return (days >= low) & (days <= high)


@dataclass(frozen=True, slots=True)
class SalesDays:
    """The figures of a group in one currency, on the last day of its period; days, per cent and cents.

    `standard`, `best_possible` and `days_delinquent` divide by the sales of `over_days` days up to that day.
    Sales, cash, effectiveness and delays are those of the period. Delays are those of invoices paid in full
    in the period: from the due date (days_late) and from issue (days_to_pay), each invoice alike or weighted
    by its amount; the trend compares the last 91 days with the 91 before, weighted, positive when customers
    pay later. `why` gives the reason of each figure that is missing.
    """

    group: str | None
    name: str | None
    currency: str
    from_on: date
    until_on: date
    over_days: int
    receivable_cents: int
    not_due_cents: int
    sales_cents: int
    collected_cents: int
    count_back_days: float | None
    standard_days: float | None
    best_possible_days: float | None
    days_delinquent: float | None
    collection_effectiveness: float | None
    paid_invoices: int
    days_to_pay: float | None
    days_to_pay_weighted: float | None
    days_late: float | None
    days_late_weighted: float | None
    days_late_trend: float | None
    why: Mapping[str, str] = field(default_factory=dict)

    def as_json(self, *, key: str) -> dict[str, Any]:
        told = asdict(replace(self, why=dict(self.why)))
        days = {"from_on": self.from_on.isoformat(), "until_on": self.until_on.isoformat()}
        return {key: told.pop("group"), **told, **days}


def sales_days(
    evening: Evening,
    groups: Mapping[int, str] | None,
    *,
    period: Period,
    over: Period,
    names: Mapping[str, str | None],
) -> list[SalesDays]:
    """One row a group and currency, the largest receivable first; all customers together without groups.

    Customers that `groups` does not hold share a row of their own.
    """
    sums = _Sums(evening, groups, period=period, over=over)
    rows = [_row(sums, group, currency, names) for group, currency in sums.accounts()]
    return sorted(
        rows, key=lambda row: (-row.receivable_cents, -row.sales_cents, row.group or "", row.currency)
    )


def trailing(evening: Evening, *, days: int) -> Period:
    """The days up to an evening, no earlier than the first sale: an empty year would make a DSO too small."""
    first = _earlier(evening.day, days - 1)
    if evening.first_sale is not None:
        first = max(first, min(evening.first_sale, evening.day))
    return Period(first, evening.day)


def months_before(as_of: date, *, months: int) -> list[Period]:
    """The last months in the order of time; the last one ends on the evening itself."""
    found: list[Period] = []
    last = as_of
    for _ in range(months):
        found.append(Period(last.replace(day=1), last))
        if found[-1].first == date.min:
            break
        last = found[-1].first - timedelta(days=1)
    return found[::-1]


def _earlier(day: date, days: int) -> date:
    """So many days before, no earlier than the first day there is."""
    return date.fromordinal(max(day.toordinal() - days, 1))


_Key = tuple[str | None, str]


class _Sums:
    """The sums of each group and currency, ready to be divided."""

    def __init__(
        self, evening: Evening, groups: Mapping[int, str] | None, *, period: Period, over: Period
    ) -> None:
        self.period, self.over = period, over
        owed, sales, settled, cash, paid = (
            _grouped(frame, groups)
            for frame in (evening.owed, evening.sales, evening.settled, evening.cash, evening.paid)
        )
        self.owed = _sum(owed, "open_cents")
        self.not_due = _sum(owed, "not_due_cents")
        self.sales = _sum(sales.loc[period.holds(sales["day"])], "cents")
        self.sales_over = _sum(sales.loc[over.holds(sales["day"])], "cents")
        self.settled = _sum(settled.loc[period.holds(settled["day"])], "cents")
        self.cash = _sum(cash.loc[period.holds(cash["day"])], "cents")
        self.delays = _delays(paid.loc[period.holds(paid["day"])])
        last = Period(_earlier(period.last, _QUARTER - 1), period.last)
        before = Period(_earlier(last.first, _QUARTER), _earlier(last.first, 1))
        self.lately = _delays(paid.loc[last.holds(paid["day"])])
        self.before = _delays(paid.loc[before.holds(paid["day"])])
        self._months = _by_month(sales)
        self._first = min((month for months in self._months.values() for month in months), default=None)

    def accounts(self) -> list[_Key]:
        found: set[_Key] = {*self.owed, *self.sales, *self.cash, *self.delays}
        return sorted(found, key=lambda key: (key[0] or "", key[1]))

    def months(self, key: _Key) -> Iterator[MonthOfSales]:
        """Months back to the first that anything was sold in, the last counted up to its evening."""
        if self._first is None:
            return
        sold, last = self._months.get(key, {}), self.period.last
        month = last.year * 12 + last.month - 1
        yield MonthOfSales(last.day, sold.get(month, 0))
        for earlier in range(month - 1, self._first - 1, -1):
            yield MonthOfSales(monthrange(earlier // 12, earlier % 12 + 1)[1], sold.get(earlier, 0))


@dataclass(frozen=True, slots=True)
class _Delays:
    invoices: int
    late: float
    late_weighted: float
    to_pay: float
    to_pay_weighted: float


def _row(sums: _Sums, group: str | None, currency: str, names: Mapping[str, str | None]) -> SalesDays:
    key = (group, currency)
    owed, not_due, sold = (totals.get(key, 0) for totals in (sums.owed, sums.not_due, sums.sales))
    over = sums.sales_over.get(key, 0)
    dso = standard(owed, sales_cents=over, days=sums.over.days)
    best = standard(not_due, sales_cents=over, days=sums.over.days)
    measures = {
        "count_back_days": count_back(owed, sums.months(key)),
        "standard_days": dso,
        "best_possible_days": best,
        "days_delinquent": days_delinquent(dso, best),
        "collection_effectiveness": effectiveness(
            opening_cents=owed - sold + sums.settled.get(key, 0),
            sales_cents=sold,
            closing_cents=owed,
            not_due_cents=not_due,
        ),
        **_of_delays(sums.delays.get(key)),
        "days_late_trend": _trend(sums.lately.get(key), sums.before.get(key)),
    }
    delays = sums.delays.get(key)
    return SalesDays(
        group=group,
        name=names.get(group) if group is not None else None,
        currency=currency,
        from_on=sums.period.first,
        until_on=sums.period.last,
        over_days=sums.over.days,
        receivable_cents=owed,
        not_due_cents=not_due,
        sales_cents=sold,
        collected_cents=sums.cash.get(key, 0),
        paid_invoices=delays.invoices if delays else 0,
        **{name: _rounded(measure.value) for name, measure in measures.items()},
        why={name: measure.why for name, measure in measures.items() if measure.why},
    )


def _of_delays(delays: _Delays | None) -> dict[str, Measure]:
    if delays is None:
        names = ("days_to_pay", "days_to_pay_weighted", "days_late", "days_late_weighted")
        return dict.fromkeys(names, Measure(None, NONE_PAID))
    return {
        "days_to_pay": Measure(delays.to_pay),
        "days_to_pay_weighted": Measure(delays.to_pay_weighted),
        "days_late": Measure(delays.late),
        "days_late_weighted": Measure(delays.late_weighted),
    }


def _trend(lately: _Delays | None, before: _Delays | None) -> Measure:
    if lately is None or before is None:
        return Measure(None, NO_TREND)
    return Measure(lately.late_weighted - before.late_weighted)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _grouped(frame: pd.DataFrame, groups: Mapping[int, str] | None) -> pd.DataFrame:
    group = frame["customer_id"].map(dict(groups or {})).astype("object")
    return frame.assign(group=group.where(group.notna(), None))


def _sum(rows: pd.DataFrame, column: str) -> dict[_Key, int]:
    sums = rows.groupby(_KEY, dropna=False)[column].sum()
    return {_key(*account): int(cents) for account, cents in _items(sums)}


def _items(sums: pd.Series) -> Iterator[tuple[Any, Any]]:
    return zip(sums.index, sums.to_numpy(), strict=True)


def _key(group: object, currency: object) -> _Key:
    return (group if isinstance(group, str) else None, str(currency))


def _by_month(sales: pd.DataFrame) -> dict[_Key, dict[int, int]]:
    """Sales by month, counted from the year 0."""
    days = sales["day"].to_numpy(np.int64).astype("datetime64[D]")
    month = days.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    sums = sales.assign(month=month).groupby([*_KEY, "month"], dropna=False)["cents"].sum()
    found: dict[_Key, dict[int, int]] = {}
    for (group, currency, number), cents in _items(sums):
        found.setdefault(_key(group, currency), {})[int(number)] = int(cents)
    return found


def _delays(paid: pd.DataFrame) -> dict[_Key, _Delays]:
    weighted = paid.assign(
        late_weight=paid["days_late"] * paid["cents"], to_pay_weight=paid["days_to_pay"] * paid["cents"]
    )
    columns = ["cents", "days_late", "days_to_pay", "late_weight", "to_pay_weight"]
    grouped = weighted.groupby(_KEY, dropna=False)
    sums, counts = grouped[columns].sum(), grouped.size()
    return {
        _key(group, currency): _Delays(
            invoices=int(count),
            late=late / count,
            late_weighted=late_weight / cents,
            to_pay=to_pay / count,
            to_pay_weighted=to_pay_weight / cents,
        )
        for ((group, currency), cents, late, to_pay, late_weight, to_pay_weight), count in zip(
            sums.itertuples(), counts, strict=True
        )
    }
