"""Open orders count towards exposure from the day their list came, until a list no longer names them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.files.orders import OrderLine
from ledger.orders.open_orders import no_longer_open, open_by_customer, told_orders
from ledger.orders.usecases import open_orders_on
from ledger.registers.catalogue import SalesOrderRow
from ledger.registers.register import Version, enter
from store.session import Database
from tests.ledger.deliveries import deliver, facts_of
from tests.ledger.masters import bring_customers, bring_orders

_HEAD = "number,customer,ordered on,delivery,amount,currency\n"
_FIRST = _HEAD + (
    "O1,C1,2024-06-01,2024-07-15,1000.00,EUR\n"
    "O2,C1,2024-06-02,,500.50,EUR\n"
    "O3,C1,2024-06-02,,70.00,USD\n"
    "O4,C2,2024-06-03,,20.00,EUR\n"
)


def _open(database: Database, on: str) -> dict[tuple[int, str], int]:
    with database.read() as session:
        return open_orders_on(session, date.fromisoformat(on))


def test_open_orders_by_customer_and_currency(database: Database) -> None:
    """Known from the day of the file: what was open before, it does not tell."""
    report = bring_orders(database, _FIRST)
    assert (report.read, report.accepted, report.rejected) == (4, 4, 0)
    assert report.told["customers"] == {"new": 2, "renamed": 0}
    assert _open(database, "2024-07-01") == {(1, "EUR"): 150_050, (1, "USD"): 7_000, (2, "EUR"): 2_000}
    assert _open(database, "2024-06-30") == {}
    again = bring_orders(database, _FIRST, on="2024-07-02")
    assert (again.accepted, again.unchanged) == (0, 4)
    assert again.told["orders"] == {"new": 0, "corrected": 0, "closed": 0}


def test_an_order_that_is_no_longer_listed_is_closed(database: Database) -> None:
    """It may come back; a file that only adds closes nothing, and other sources keep theirs."""
    bring_orders(database, _FIRST)
    bring_orders(database, _HEAD + "O1,C2,2024-06-01,,9.00,EUR\n", source="shop")
    rest = _HEAD + "O1,C1,2024-06-01,2024-07-15,400.00,EUR\n"
    report = bring_orders(database, rest, on="2024-07-02")
    assert (report.read, report.accepted, report.corrected) == (1, 1, 1)
    assert report.told["orders"] == {"new": 0, "corrected": 1, "closed": 3}
    assert _open(database, "2024-07-02") == {(1, "EUR"): 40_000, (2, "EUR"): 900}
    assert _open(database, "2024-07-01")[1, "USD"] == 7_000
    assert bring_orders(database, rest, on="2024-07-03").told["orders"]["closed"] == 0
    bring_orders(database, _HEAD + "O5,C1,2024-07-03,,1.00,EUR\n", on="2024-07-03", whole=False)
    assert _open(database, "2024-07-03")[1, "EUR"] == 40_100
    bring_orders(database, _FIRST, on="2024-07-04")
    assert _open(database, "2024-07-04")[1, "EUR"] == 150_050


def test_an_empty_list_closes_all(database: Database) -> None:
    bring_orders(database, _FIRST)
    assert bring_orders(database, _HEAD, on="2024-07-02").told["orders"]["closed"] == 4
    assert _open(database, "2024-07-02") == {}


def test_an_order_on_a_line_set_aside_stays_open(database: Database) -> None:
    """And nothing is closed when a line does not even tell its number."""
    bring_orders(database, _FIRST)
    report = bring_orders(database, _HEAD + "O1,C1,2024-06-01,,lots,EUR\n", on="2024-07-02")
    assert report.told["orders"]["closed"] == 3
    assert _open(database, "2024-07-02") == {(1, "EUR"): 100_000}
    report = bring_orders(database, _HEAD + ",C1,2024-06-01,,1.00,EUR\n", on="2024-07-03")
    assert report.told["nothing_closed_since_a_line_names_no_order"] is True
    assert _open(database, "2024-07-03") == {(1, "EUR"): 100_000}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("O9,C1,2024-06-01,,-5.00,EUR", "negative"),
        ("O9,C1,2024-06-01,,,EUR", "amount is missing"),
        ("O9,,2024-06-01,,5.00,EUR", "customer is missing"),
        (",C1,2024-06-01,,5.00,EUR", "number is missing"),
        ("O9,C1,,,5.00,EUR", "order date is missing"),
        ("O9,C1,2024-06-01,2024-15-01,5.00,EUR", "not a date"),
        ("O9,C1,2024-06-01,,5.00,EURO€", "not a currency"),
    ],
)
def test_orders_set_aside(sqlite_database: Database, row: str, why: str) -> None:
    report = bring_orders(sqlite_database, f"{_HEAD}{row}\nO1,C1,2024-06-01,,1.00,EUR\n")
    assert (report.accepted, report.rejected) == (1, 1)
    assert why in report.rejections[0].why


def test_days_that_cannot_be_right_are_told(sqlite_database: Database) -> None:
    """An order dated later counts from that day on: nothing is known before it happens."""
    report = bring_orders(
        sqlite_database, _HEAD + "O1,C1,2024-07-10,,1.00,EUR\nO2,C1,2024-06-10,2024-06-01,2.00,EUR\n"
    )
    assert [doubt.about for doubt in report.warnings] == ["ordered later", "delivered before"]
    assert _open(sqlite_database, "2024-07-01") == {(1, "EUR"): 200}
    assert _open(sqlite_database, "2024-07-10") == {(1, "EUR"): 300}


def test_orders_do_not_rename_customers_of_the_master_nor_move_the_horizon(database: Database) -> None:
    bring_customers(database, "code,name\nC1,Un\n")
    deliver(database, "number,customer,issued_on,due_on,amount\nF1,C1,2024-01-01,2024-02-01,1\n")
    report = bring_orders(
        database,
        "commande;client;nom client;date de commande;montant\nO1;C1;UN;13/01/2024;1,00\n",
    )
    assert report.told["customers"] == {"new": 0, "renamed": 0}
    assert facts_of(database).horizon == date(2024, 1, 1)


_DAY = date(2024, 1, 1)
_LISTS = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from("AB"),
            st.sampled_from(["C1", "C2"]),
            st.integers(0, 3),
            st.sampled_from(["EUR", "USD"]),
        ),
        max_size=3,
        unique_by=lambda one: one[0],
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60)
@given(lists=_LISTS)
def test_i28_each_evening_is_the_list_of_that_day(lists: list[list[tuple[str, str, int, str]]]) -> None:
    """What is open on an evening is the sum of its list, whatever came later."""
    customers = {"C1": 1, "C2": 2}
    versions: list[Version[SalesOrderRow]] = []
    for place, orders in enumerate(lists):
        on = _DAY + timedelta(days=place)
        lines = [
            OrderLine(n, number, code, None, _DAY, None, cents, currency)
            for n, (number, code, cents, currency) in enumerate(orders)
        ]
        standing = {one.source_id: one for one in sorted(versions, key=lambda one: one.version)}
        told = told_orders(lines, customers=customers, on=on)
        told += no_longer_open(told, standing, kept=(), on=on)
        entered = enter(told, standing, next_id=len(versions) + 1, on=on)
        at = datetime(2024, 1, 1, tzinfo=UTC)
        versions += [
            Version(new.id, new.version, "csv", new.source_id, new.known_on, at, "", SalesOrderRow(*new.row))
            for new in entered.versions
        ]
    for place, orders in enumerate(lists):
        expected: dict[tuple[int, str], int] = {}
        for _, code, cents, currency in orders:
            if cents:
                expected[customers[code], currency] = expected.get((customers[code], currency), 0) + cents
        assert open_by_customer(versions, _DAY + timedelta(days=place)) == expected
