"""The features of one pair, slowly, from the states that anybody can list evening by evening."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from math import ceil, exp, floor, log, log1p

import numpy as np
import pandas as pd

from features.credibility import USUAL_STRENGTH
from features.kernels import LATE_HIGH, LATE_LOW
from features.pairs import day_of
from ledger.reports.sales_days import MonthOfSales, count_back
from ledger.timeline import NEVER

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class State:
    """A row of the timeline."""

    invoice_id: int
    customer_id: int
    currency: str
    known_day: int
    until_day: int
    issued_day: int
    due_day: int
    amount_cents: int
    open_cents: int
    paid_day: int
    short: bool
    opening: bool

    @property
    def late(self) -> int:
        return self.paid_day - self.due_day


@dataclass(frozen=True, slots=True)
class Book:
    """All states of a ledger; `of` gives those of one account on an evening."""

    states: list[State]
    _held: dict[int, list[State]] = field(default_factory=dict)

    def of(self, account: tuple[int, str] | None, day: int) -> list[State]:
        if day not in self._held:
            self._held[day] = [one for one in self.states if one.known_day <= day < one.until_day]
        return [
            one for one in self._held[day] if account is None or (one.customer_id, one.currency) == account
        ]

    def settled(self, account: tuple[int, str] | None, day: int) -> list[State]:
        return [one for one in self.of(account, day) if _is_settled(one, day)]

    def earlier(self, state: State) -> list[State]:
        return [
            one
            for one in self.states
            if one.invoice_id == state.invoice_id and one.known_day < state.known_day
        ]


def book_of(states: pd.DataFrame) -> Book:
    names = list(State.__slots__)
    frame = states.assign(currency=states["currency"].astype(str))[names]
    return Book([State(*row) for row in frame.itertuples(index=False)])


def _is_settled(one: State, day: int) -> bool:
    return one.amount_cents > 0 and one.paid_day < NEVER and day > one.issued_day


def _over(above: float, below: float) -> float:
    return above / below if below else NAN


def _lower(values: list[int], share: float) -> float:
    return float(np.quantile(values, share, method="inverted_cdf")) if values else NAN


def told(book: Book, own: State, day: int) -> dict[str, float]:
    """Each new feature of the invoice in state `own` on an evening."""
    account = (own.customer_id, own.currency)
    paid = book.settled(account, day)
    others = [one for one in book.of(account, day) if one.open_cents > 0 and one.invoice_id != own.invoice_id]
    return (
        _by_amount(book, account, paid, others, day)
        | _censored(paid, others, day)
        | _shrunk(book, paid, day)
        | _year(paid, day)
        | _rhythm(paid, own, day)
        | _siblings(book, account, others, own, day)
        | _deductions(book, account, paid, day)
        | _ageing(book, account, others, day)
        | _sales(book, account, day)
        | _own(book, own, day)
    )


def _by_amount(
    book: Book, account: tuple[int, str], paid: list[State], others: list[State], day: int
) -> dict[str, float]:
    overdue = [one for one in others if one.due_day < day]
    cents, owed = sum(one.amount_cents for one in paid), sum(one.open_cents for one in overdue)
    weights = [_capped(book, account, one, day) for one in paid]
    late = [min(max(one.late, LATE_LOW), LATE_HIGH) for one in paid]

    def over(bar: int) -> int:
        return sum(one.amount_cents for one in paid if one.late > bar)

    aged = sum(one.open_cents * (day - one.due_day) for one in overdue)
    return {
        "days_late_weighted_capped": _over(
            sum(w * d for w, d in zip(weights, late, strict=True)), sum(weights)
        ),
        "days_late_weighted_censored": _over(
            sum(one.amount_cents * one.late for one in paid) + aged, cents + owed
        ),
        "late_amount_share": _over(over(0), cents),
        "late_amount_share_7": _over(over(7), cents),
        "late_amount_share_30": _over(over(30), cents),
        "late_amount_share_censored": _over(over(0) + owed, cents + owed),
    }


def _capped(book: Book, account: tuple[int, str], one: State, day: int) -> int:
    """The amount, at most five times the usual of the evening on which it came to be settled as it is."""

    def same(other: State, evening: int) -> bool:
        alike = ("invoice_id", "paid_day", "due_day", "amount_cents", "issued_day", "short")
        return _is_settled(other, evening) and all(
            getattr(other, name) == getattr(one, name) for name in alike
        )

    since = day
    while any(same(other, since - 1) for other in book.of(account, since - 1)):
        since -= 1
    logs = [log(other.amount_cents) for other in book.of(account, since) if other.amount_cents > 0]
    return min(one.amount_cents, ceil(5 * exp(sum(logs) / len(logs))))


def _censored(paid: list[State], others: list[State], day: int) -> dict[str, float]:
    late = [one.late for one in paid]
    overdue = [day - one.due_day for one in others if one.due_day < day]
    far = [days for days in overdue if days > 30]
    return {
        "days_late_mean_censored": _over(sum(late) + sum(overdue), len(late) + len(overdue)),
        "late_share_censored": _over(sum(d > 0 for d in late) + len(overdue), len(late) + len(overdue)),
        "late_share_30_censored": _over(sum(d > 30 for d in late) + len(far), len(late) + len(far)),
    }


def _shrunk(book: Book, paid: list[State], day: int) -> dict[str, float]:
    """So few accounts never give an estimate of the strength: the constant stands in."""
    everybody = [one.late for one in book.settled(None, day)]

    def drawn(figure: list[float], whole: list[float]) -> float:
        mean = _over(sum(whole), len(whole))
        return (sum(figure) + USUAL_STRENGTH * mean) / (len(figure) + USUAL_STRENGTH)

    late = [one.late for one in paid]
    return {
        "days_late_mean_shrunk": drawn(late, everybody),
        "late_share_shrunk": drawn([d > 0 for d in late], [d > 0 for d in everybody]),
        "late_share_30_shrunk": drawn([d > 30 for d in late], [d > 30 for d in everybody]),
    }


def _year(paid: list[State], day: int) -> dict[str, float]:
    late = [min(max(one.late, LATE_LOW), LATE_HIGH) for one in paid if one.paid_day > day - 365]
    return {
        "n_paid_365": len(late),
        "days_late_median_365": _lower(late, 0.5),
        "days_late_range_365": _lower(late, 0.75) - _lower(late, 0.25),
        "days_late_q90_365": _lower(late, 0.9),
    }


def _rhythm(paid: list[State], own: State, day: int) -> dict[str, float]:
    days = sorted({one.paid_day for one in paid})
    gaps = [after - before for before, after in pairwise(days)]
    usual = _lower(gaps, 0.5) if len(gaps) > 1 else NAN
    dates = [day_of(one.paid_day) for one in paid]
    of_month = [one.day for one in dates]
    at_end = [(day_of(one.paid_day + 3).month != day_of(one.paid_day).month) for one in paid]
    weights = [exp(-(day - one.paid_day) / 120) for one in paid]
    to_pay = _over(
        sum(w * (one.paid_day - one.issued_day) for w, one in zip(weights, paid, strict=True)), sum(weights)
    )
    return {
        "gap_to_usual": max(day - days[-1], 0) / usual if days else NAN,
        "month_day_concentration": _over(max(map(of_month.count, of_month), default=0), len(paid)),
        "month_end_share": _over(sum(at_end), len(paid)),
        "days_to_pay_recent": to_pay,
        "days_to_pay_against_terms": to_pay - (own.due_day - own.issued_day),
    }


def _siblings(
    book: Book, account: tuple[int, str], others: list[State], own: State, day: int
) -> dict[str, float]:
    def more(days: int) -> int:
        return max(len(book.settled(account, day)) - len(book.settled(account, day - days)), 0)

    same = sum(one.due_day == own.due_day for one in others)
    return {"siblings_paid_7": more(7), "siblings_paid_14": more(14), "siblings_same_due": same}


def _deductions(book: Book, account: tuple[int, str], paid: list[State], day: int) -> dict[str, float]:
    held = book.of(account, day)
    parts = [any(0 < one.open_cents < one.amount_cents for one in book.earlier(end)) for end in paid]
    credited = -sum(one.amount_cents for one in held if one.amount_cents < 0)
    sold = sum(one.amount_cents for one in held if one.amount_cents > 0)
    closed = [
        one
        for one in held
        if one.amount_cents > 0 and one.open_cents == 0 and one.paid_day == NEVER and day > one.issued_day
    ]
    return {
        "part_payment_share": _over(sum(parts), len(paid)),
        "short_payment_share": _over(sum(one.short for one in paid), len(paid)),
        "credit_note_share": _over(credited, sold),
        "closed_without_cash_share": _over(len(closed), len(closed) + len(paid)),
    }


def _ageing(book: Book, account: tuple[int, str], others: list[State], day: int) -> dict[str, float]:
    owed = sum(one.open_cents for one in others)
    ages = [(day - one.due_day, one.open_cents) for one in others]

    def between(low: float, high: float) -> float:
        return _over(sum(cents for age, cents in ages if low < age <= high), owed)

    overdue = [(age, cents) for age, cents in ages if age > 0]
    passed = {bar: _passed(book, account, bar, day) for bar in (30, 60)}
    return {
        "overdue_amount_share": between(0, np.inf),
        "open_not_due_share": between(-np.inf, 0),
        "open_1_30_share": between(0, 30),
        "open_31_60_share": between(30, 60),
        "open_61_90_share": between(60, 90),
        "open_over_90_share": between(90, np.inf),
        "overdue_days_weighted": _over(
            sum(age * cents for age, cents in overdue), sum(cents for _, cents in overdue)
        ),
        "others_oldest_overdue_days": max((age for age, _ in overdue), default=0),
        "roll_rate_30_60": min(_over(passed[60], passed[30]), 1.0) if passed[30] else NAN,
    }


def _passed(book: Book, account: tuple[int, str], bar: int, day: int) -> int:
    """What was seen to pass a bar, evening after evening, of what was known when it passed 30 days."""
    last = day - 60 + bar
    total = 0
    for evening in range(last - 181, last + 1):
        for one in book.of(account, evening):
            if one.open_cents > 0 and evening == one.due_day + bar + 1:
                known = min(other.known_day for other in [*book.earlier(one), one])
                total += one.open_cents if known <= one.due_day + 31 else 0
    return total


def _sales(book: Book, account: tuple[int, str], day: int) -> dict[str, float]:
    owed = _owed(book, account, day)
    held = [one for one in book.of(account, day) if one.amount_cents > 0]
    overdue = sum(one.open_cents for one in held if one.open_cents > 0 and one.due_day < day)
    back, sold, days = _months(book, account, day, owed)
    first = min((one.known_day for one in book.states if _counts(one, account, day)), default=day)
    lately, before = (
        max(
            sum(one.amount_cents for one in held)
            - sum(one.amount_cents for one in book.of(account, day - n) if one.amount_cents > 0),
            0,
        )
        for n in (30, 90)
    )
    return {
        "exposure_log": log1p(max(owed, 0) / 100),
        "exposure_growth_3m": _growth(owed, _owed(book, account, day - 91)),
        "exposure_growth_12m": _growth(owed, _owed(book, account, day - 365)),
        "order_acceleration": min(_over(3 * lately, before), 3) if before and day - first > 90 else NAN,
        "dso_count_back": back,
        "dso_best_possible": _over(days * max(owed - overdue, 0), sold) if sold > 0 else NAN,
        "average_days_delinquent": _over(days * overdue, sold) if sold > 0 else NAN,
    }


def _counts(one: State, account: tuple[int, str], day: int) -> bool:
    return (one.customer_id, one.currency) == account and one.known_day <= day and one.amount_cents > 0


def _owed(book: Book, account: tuple[int, str], day: int) -> int:
    return sum(one.open_cents for one in book.of(account, day))


def _growth(now: int, before: int) -> float:
    return max(now, 0) / before if before > 0 else NAN


def _months(book: Book, account: tuple[int, str], day: int, owed: int) -> tuple[float, int, int]:
    """Count-back days by the ledger's own formula; sales of twelve months, and the days these have had."""
    sold: dict[tuple[int, int], int] = {}
    for one in book.of(account, day):
        issued = day_of(one.issued_day)
        key = (issued.year, issued.month)
        sold[key] = sold.get(key, 0) + one.amount_cents
    months, first = [], day_of(day).replace(day=1)
    for _ in range(60):
        length = (day_of(day) - first).days + 1 if not months else _length(first)
        months.append(MonthOfSales(length, sold.get((first.year, first.month), 0)))
        first = _month_before(first)
    ever = [
        one.issued_day
        for one in book.states
        if (one.customer_id, one.currency) == account and one.known_day <= day and one.amount_cents != 0
    ]
    if not ever:
        return NAN, 0, 0
    begins = day_of(day).replace(day=1)
    for _ in range(11):
        begins = _month_before(begins)
    days = min((day_of(day) - begins).days, day - min(ever)) + 1
    back = count_back(owed, months).value
    return NAN if back is None else back, sum(month.cents for month in months[:12]), max(days, 1)


def _length(first: date) -> int:
    return (date(first.year + first.month // 12, first.month % 12 + 1, 1) - first).days


def _month_before(first: date) -> date:
    months = first.year * 12 + first.month - 2
    return date(floor(months / 12), months % 12 + 1, 1)


def _own(book: Book, own: State, day: int) -> dict[str, float]:
    first = min([*book.earlier(own), own], key=lambda one: one.known_day)
    account = (own.customer_id, own.currency)
    known = min(one.known_day for one in book.states if _counts(one, account, day))
    return {
        "days_since_issue": day - own.issued_day,
        "due_moved_days": own.due_day - first.due_day,
        "months_history": (day - known) / (365.25 / 12),
    }
