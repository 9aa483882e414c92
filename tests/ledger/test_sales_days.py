"""Days of sales outstanding and their kin: formulas worked by hand, and what they say when they cannot."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.reports.dso import Period, SalesDays, months_before
from ledger.reports.groups import By
from ledger.reports.sales_days import (
    IN_CREDIT,
    NO_SALES,
    NOTHING_TO_COLLECT,
    OUT_OF_SALES,
    Measure,
    MonthOfSales,
    count_back,
    days_delinquent,
    effectiveness,
    standard,
)
from ledger.reports.usecases import Question, dso
from store.session import Database
from tests.ledger.accounting import deliver_fec, opening, receipt, sale
from tests.ledger.deliveries import deliver
from tests.tables import rows

_HEADER = "number,customer,issued_on,due_on,amount,currency,paid_on\n"


@rows("""
    owed  | sales of May, April, March | days
    0     | 100 150 200                | 0.0
    50    | 100 150 200                | 15.5
    100   | 100 150 200                | 31.0
    175   | 100 150 200                | 46.0
    300   | 100 150 200                | 68.75
    300   | 100 -50 500                | 76.5
    451   | 100 150 200                | more is owed than all sales we know of
    10    | 0 0 0                      | more is owed than all sales we know of
    -1    | 100 150 200                | customers are in credit
""")
def test_count_back_exhausts_the_latest_months(owed: str, sales: str, days: str) -> None:
    """May and March have 31 days, April 30; a month of credit notes counts its days and leaves more."""
    months = [
        MonthOfSales(length, int(cents)) for length, cents in zip((31, 30, 31), sales.split(), strict=True)
    ]
    found = count_back(int(owed), months)
    if found.value is None:
        assert found.why == days
    else:
        assert found.value == pytest.approx(float(days), abs=0.01)


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**8), min_size=1, max_size=24))
def test_count_back_lies_within_the_months_it_needs(owed: int, sold: list[int]) -> None:
    """Never more days than the months have, and more debt never means fewer days."""
    months = [MonthOfSales(30, cents) for cents in sold]
    found, more = count_back(owed, months).value, count_back(owed + 1, months).value
    assert (found is None) == (owed > sum(sold))
    if found is not None:
        assert 0 <= found <= 30 * len(sold) + 1e-6
    if found is not None and more is not None:
        assert more >= found


@rows("""
    owed | sales | days | standard
    500  | 3650  | 365  | 50.0
    500  | 900   | 90   | 50.0
    -73  | 3650  | 365  | -7.3
    500  | 0     | 365  | no sales in the period
    500  | -10   | 365  | no sales in the period
""")
def test_standard_divides_by_the_sales_of_a_period(owed: str, sales: str, days: str, expected: str) -> None:
    found = standard(int(owed), sales_cents=int(sales), days=int(days))
    assert str(found.why or found.value) == expected


def test_delinquent_days_are_what_lateness_adds() -> None:
    assert days_delinquent(Measure(50.0), Measure(30.0)).value == 20.0
    assert days_delinquent(Measure(50.0), Measure(None, NO_SALES)) == Measure(None, NO_SALES)


@rows("""
    opening | sales | closing | not due | effectiveness
    1000    | 500   | 600     | 600     | 100.0
    1000    | 500   | 600     | 300     | 75.0
    1000    | 500   | 1500    | 0       | 0.0
    0       | 100   | 100     | 100     | there was nothing to collect
""")
def test_effectiveness_is_what_was_collected_of_what_could_be(
    before: str, sales: str, closing: str, not_due: str, expected: str
) -> None:
    found = effectiveness(
        opening_cents=int(before),
        sales_cents=int(sales),
        closing_cents=int(closing),
        not_due_cents=int(not_due),
    )
    assert str(found.why or found.value) == expected


def test_months_end_on_the_evening_asked() -> None:
    assert months_before(date(2024, 3, 15), months=3) == [
        Period(date(2024, 1, 1), date(2024, 1, 31)),
        Period(date(2024, 2, 1), date(2024, 2, 29)),
        Period(date(2024, 3, 1), date(2024, 3, 15)),
    ]


def _dso(
    database: Database, on: str, *, by: By | None = None, days: int = 365, months: int = 12
) -> list[SalesDays]:
    with database.read() as session:
        return dso(session, Question(date.fromisoformat(on), None, by), days=days, months=months)


def test_a_small_company_worked_by_hand(sqlite_database: Database) -> None:
    """Two invoices of January paid 10 and 20 days late, one of February open and not due on 29 February.

    60 days of sales of 1,000.00: owed 400.00, so 24 days; February alone (400.00 in 29 days) exhausts it.
    """
    deliver(
        sqlite_database,
        _HEADER + "1,A,2024-01-01,2024-01-10,100.00,EUR,2024-01-20\n"
        "2,A,2024-01-02,2024-01-11,500.00,EUR,2024-01-31\n3,B,2024-02-10,2024-03-10,400.00,EUR,\n",
        on="2024-02-29",
    )
    (row,) = _dso(sqlite_database, "2024-02-29")
    assert (row.from_on, row.over_days, row.sales_cents) == (date(2024, 1, 1), 60, 100_000)
    assert (row.receivable_cents, row.not_due_cents, row.collected_cents) == (40_000, 40_000, 60_000)
    assert (row.count_back_days, row.standard_days, row.best_possible_days) == (29.0, 24.0, 24.0)
    assert (row.days_delinquent, row.collection_effectiveness) == (0.0, 100.0)
    assert (row.days_late, row.days_to_pay) == (15.0, 24.0)
    assert (row.days_late_weighted, row.days_to_pay_weighted) == (18.33, 27.33)
    assert row.days_late_trend is None
    assert row.why == {
        "days_late_trend": "no invoice was paid in full in one of the two last quarters",
    }


def test_a_month_is_what_its_last_evening_knew(sqlite_database: Database) -> None:
    """What came in March leaves February as it was; the row is that of `dso` asked on that evening."""
    deliver(
        sqlite_database,
        _HEADER + "1,A,2024-01-05,2024-02-04,100.00,EUR,2024-03-20\n2,A,2024-02-10,2024-03-11,50.00,EUR,\n",
        on="2024-03-31",
    )
    found = {row.group: row for row in _dso(sqlite_database, "2024-03-31", by=By.MONTH)}
    assert list(found) == ["2024-01", "2024-02", "2024-03"]
    assert [row.receivable_cents for row in found.values()] == [10_000, 15_000, 5_000]
    assert [row.collected_cents for row in found.values()] == [0, 0, 10_000]
    (february,) = _dso(sqlite_database, "2024-02-29")
    assert february.standard_days == found["2024-02"].standard_days
    assert february.count_back_days == found["2024-02"].count_back_days


def test_i26_each_currency_has_a_row(sqlite_database: Database) -> None:
    """And each customer, whose sums are those of all."""
    deliver(
        sqlite_database,
        _HEADER + "1,A,2024-01-05,2024-02-04,100.00,EUR,\n2,A,2024-01-10,2024-03-11,50.00,USD,\n"
        "3,B,2024-01-10,2024-03-11,70.00,EUR,2024-02-01\n",
        on="2024-03-31",
    )
    assert {(row.currency, row.sales_cents) for row in _dso(sqlite_database, "2024-03-31")} == {
        ("EUR", 17_000),
        ("USD", 5_000),
    }
    found = {
        (row.group, row.currency): row.sales_cents
        for row in _dso(sqlite_database, "2024-03-31", by=By.CUSTOMER)
    }
    assert found == {("A", "EUR"): 10_000, ("A", "USD"): 5_000, ("B", "EUR"): 7_000}


def test_what_is_brought_forward_is_owed_and_was_never_sold(sqlite_database: Database) -> None:
    """Its age is not known: it is in the receivable and in the opening, in no sale and no delay."""
    deliver_fec(
        sqlite_database,
        [
            *opening("20240101", ("C1", 5_000)),
            *sale("1", "20240105", "C1", 12_000),
            *receipt("2", "20240110", "C1", 5_000),
        ],
    )
    (row,) = _dso(sqlite_database, "2024-01-31")
    assert (row.sales_cents, row.collected_cents, row.receivable_cents) == (12_000, 5_000, 12_000)
    assert row.paid_invoices == 0
    assert row.collection_effectiveness == 100.0


def test_reasons_are_told_where_there_is_no_figure(sqlite_database: Database) -> None:
    deliver_fec(sqlite_database, [*opening("20240101", ("C1", 5_000))])
    (row,) = _dso(sqlite_database, "2024-01-31")
    assert (row.why["standard_days"], row.why["count_back_days"]) == (NO_SALES, OUT_OF_SALES)
    assert (row.standard_days, row.count_back_days) == (None, None)
    assert NOTHING_TO_COLLECT != IN_CREDIT
