"""A ledger that is no longer fed is noticed before a model is blamed."""

from datetime import date, timedelta

from ledger.facts import Facts
from tests.features.ledgers import START, Bill, Cash, facts_of
from training.watch.health import Fed, fed, last_day_of, month_of

FIRST = month_of(START)
MONTHS = range(FIRST, FIRST + 8)
REFERENCE = range(FIRST, FIRST + 5)


def _facts(*, until: int = 240, skip: range = range(0)) -> Facts:
    """An invoice every day, paid a month later and known two days after that."""
    bills = [Bill(day + 1, day, day + 30) for day in range(until) if day not in skip]
    cash = [Cash(bill.id, bill.id, bill.due, known=bill.due + 2) for bill in bills if bill.due + 2 < until]
    return facts_of(bills, cash)


def _invoices(facts: Facts, *, as_of: date) -> Fed:
    return fed(facts, as_of=as_of, months=MONTHS, reference=REFERENCE)[0]


def test_a_ledger_that_is_fed_lacks_nothing() -> None:
    told = _invoices(_facts(), as_of=START + timedelta(days=239))
    assert told.few == ()
    assert told.days_silent <= 1
    assert told.counts[:2] == (31, 29)


def test_a_month_with_a_gap_is_named() -> None:
    told = _invoices(_facts(skip=range(155, 178)), as_of=START + timedelta(days=239))
    assert told.few == (FIRST + 5,)


def test_silence_counts_weekdays_since_the_last_news() -> None:
    told = _invoices(_facts(until=200), as_of=START + timedelta(days=199 + 14))
    assert told.days_silent == 10
    assert told.longest_silence == 0


def test_payments_are_dated_by_the_cash_and_late_by_the_news() -> None:
    payments = fed(_facts(), as_of=START + timedelta(days=239), months=MONTHS, reference=REFERENCE)[1]
    assert payments.days_late[2] == 2.0
    assert payments.counts[:3] == (1, 29, 31)


def test_months_end_when_they_do() -> None:
    assert last_day_of(month_of(date(2024, 2, 3))) == (date(2024, 2, 29) - date(1970, 1, 1)).days
    assert last_day_of(month_of(date(2024, 12, 1))) == (date(2024, 12, 31) - date(1970, 1, 1)).days
