"""The aged balance: to the cent, by days late, and the same again whenever an evening is asked for."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ledger.as_known import as_known
from ledger.errors import EmptyLedger
from ledger.reports.ageing import (
    ADVANCES,
    AMOUNTS,
    BILLS,
    CUSTOMERS,
    DOUBTFUL,
    AgedBalance,
    balances,
    split,
    totals,
)
from ledger.reports.groups import By
from ledger.reports.positions import COLUMNS, open_positions
from ledger.reports.repository import OpenItemsRepository
from ledger.reports.usecases import Question, ageing
from ledger.usecases import load_facts
from store.session import Database, open_database
from tests.databases import KINDS, Databases
from tests.ledger.accounting import Line, deliver_fec, receipt, sale
from tests.ledger.books import DAYS, START, Book, add_import, left_by_hand
from tests.ledger.deliveries import AT, deliver
from tests.tables import rows

_BUCKETS = ("not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90")
_HEADER = "number,customer,issued_on,due_on,amount,currency,paid_on\n"


def _item(
    left: int, *, due: str = "2024-01-15", account_class: str = "411", invoice: int = 1, currency: str = "EUR"
) -> tuple[object, ...]:
    return (invoice, 1, account_class, currency, pd.Timestamp(due), left)


def _aged(
    *items: tuple[object, ...], on: str = "2024-03-01", disputed: dict[int, int] | None = None
) -> list[AgedBalance]:
    frame = pd.DataFrame(list(items), columns=list(COLUMNS))
    parts = split(frame, as_of=date.fromisoformat(on), disputed=disputed or {})
    return balances(parts.assign(group="C1"), names={"C1": "One"})


@rows("""
    due on     | bucket on 2024-05-01
    2024-05-02 | not_due
    2024-05-01 | not_due
    2024-04-30 | days_1_30
    2024-04-01 | days_1_30
    2024-03-31 | days_31_60
    2024-03-02 | days_31_60
    2024-03-01 | days_61_90
    2024-02-01 | days_61_90
    2024-01-31 | days_over_90
    2019-01-31 | days_over_90
""")
def test_an_item_is_late_from_the_day_after_it_was_due(due_on: str, bucket: str) -> None:
    """I3, and each bucket holds its last day."""
    (row,) = _aged(_item(100, due=due_on), on="2024-05-01")
    assert {name: getattr(row, f"{name}_cents") for name in _BUCKETS} == {
        name: 100 if name == bucket else 0 for name in _BUCKETS
    }
    assert row.overdue_cents == (0 if bucket == "not_due" else 100)


def test_what_is_disputed_stands_apart_and_stays_in_the_balance() -> None:
    """I2: of 100 late, 30 disputed; more disputed than is open is no more than that."""
    (row,) = _aged(_item(100), _item(50, due="2024-12-31", invoice=2), disputed={1: 30, 2: 500, 9: 7})
    assert (row.open_cents, row.exposure_cents) == (150, 150)
    assert (row.disputed_cents, row.disputed_overdue_cents) == (80, 30)
    assert (row.overdue_cents, row.not_due_cents) == (70, 0)


def test_credits_lower_the_balance_and_no_bucket() -> None:
    """A credit note, and money no invoice took; what was paid back for no reason is owed since that day."""
    note, money, back = _item(-40, invoice=2), _item(-25, invoice=0), _item(10, due="2024-02-20", invoice=0)
    (row,) = _aged(_item(100), note, money, back)
    assert (row.open_cents, row.credits_cents, row.overdue_cents, row.days_1_30_cents) == (45, 65, 110, 10)
    assert row.items == 2


def test_bills_doubtful_and_advances_have_fields_of_their_own() -> None:
    """An advance is what we owe: positive in its field, against us in exposure."""
    (row,) = _aged(
        _item(100),
        _item(70, account_class=BILLS),
        _item(60, account_class=DOUBTFUL),
        _item(-50, account_class=ADVANCES, invoice=0),
    )
    assert (row.open_cents, row.bills_cents, row.doubtful_cents, row.advances_cents) == (100, 70, 60, 50)
    assert row.exposure_cents == 180


_DRAWN = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.integers(1, 3),
        st.sampled_from([CUSTOMERS, CUSTOMERS, BILLS, DOUBTFUL, ADVANCES]),
        st.sampled_from(["EUR", "USD"]),
        st.dates(date(2023, 1, 1), date(2025, 1, 1)).map(pd.Timestamp),
        st.integers(-10_000, 10_000).filter(bool),
    ),
    max_size=12,
)


@given(_DRAWN, st.dictionaries(st.integers(1, 5), st.integers(1, 9_000)))
@settings(max_examples=60, deadline=None)
def test_i28_buckets_exposure_and_balance_agree(
    drawn: list[tuple[object, ...]], disputed: dict[int, int]
) -> None:
    """And I26: per currency, whose totals never meet."""
    frame = pd.DataFrame(drawn, columns=list(COLUMNS)).astype(
        {"due_on": "datetime64[s]", "left_cents": "int64"}
    )
    parts = split(frame, as_of=date(2024, 1, 1), disputed=disputed)
    found = balances(parts.assign(group=parts["customer_id"].map(str)), names={})
    assert len({(row.group, row.currency) for row in found}) == len(found)
    for row in [*found, *totals(found)]:
        debts = row.not_due_cents + row.overdue_cents + row.disputed_cents
        assert row.open_cents == debts - row.credits_cents
        assert row.overdue_cents == sum(getattr(row, f"{name}_cents") for name in _BUCKETS[1:])
        sides = row.bills_cents + row.doubtful_cents - row.advances_cents
        assert row.exposure_cents == row.open_cents + sides
    balance: Counter[str] = Counter()
    for one in drawn:
        balance[str(one[3])] += int(str(one[5]))
    assert {row.currency: row.exposure_cents for row in totals(found)} == dict(balance)


# Each example adds to one database, so that none can be tried again smaller.
_GROWING = (Phase.generate,)


@pytest.fixture(scope="module", params=KINDS)
def written(request: pytest.FixtureRequest, servers: Databases) -> Iterator[tuple[Database, Book]]:
    """One database of each kind, to which every drawn import adds."""
    database = open_database(servers.new(request.param))
    yield database, Book()
    database.close()


@given(seed=st.integers(0, 100_000), day=st.integers(0, DAYS + 5), back=st.integers(0, 3))
@settings(max_examples=25, deadline=None, phases=_GROWING)
def test_i28_the_database_nets_what_plain_loops_net(
    written: tuple[Database, Book], seed: int, day: int, back: int
) -> None:
    """Every version of every fact, payments taken back, and the past: to the cent, item by item."""
    database, book = written
    as_of = START + timedelta(days=day)
    last = max(book.recorded.values(), default=AT)
    before = _netted(database, as_of, last)
    add_import(database, book, random.Random(seed))  # noqa: S311
    assert _netted(database, as_of, last) == before  # whatever is recorded later
    for at in (None, book.recorded[max(1, len(book.recorded) - back)]):
        expected = left_by_hand(book, as_of=as_of, as_recorded=at)
        assert _netted(database, as_of, at) == expected


def _netted(database: Database, as_of: date, at: datetime | None) -> Counter[tuple[object, ...]]:
    with database.read() as session:
        items = OpenItemsRepository(session, as_of=as_of, as_recorded=at).items()
    return _counted(items)


def _counted(items: pd.DataFrame) -> Counter[tuple[object, ...]]:
    found: Counter[tuple[object, ...]] = Counter()
    for invoice, customer, kind, currency, due, left in items[list(COLUMNS)].itertuples(index=False):
        found[invoice, customer, kind, currency, due.date()] += left
    return Counter({key: cents for key, cents in found.items() if cents})


@given(seed=st.integers(0, 100_000), day=st.integers(0, DAYS))
@settings(max_examples=10, deadline=None, phases=_GROWING)
def test_frames_and_database_agree(sqlite_book: tuple[Database, Book], seed: int, day: int) -> None:
    """Reports that read frames and the aged balance tell of the same items on the day of the last import."""
    database, book = sqlite_book
    add_import(database, book, random.Random(seed))  # noqa: S311
    as_of = START + timedelta(days=DAYS + day)
    with database.read() as session:
        known = as_known(load_facts(session), as_of)
    assert _counted(open_positions(known)) == _netted(database, as_of, None)


@pytest.fixture(scope="module")
def sqlite_book(servers: Databases) -> Iterator[tuple[Database, Book]]:
    database = open_database(servers.new("sqlite"))
    yield database, Book()
    database.close()


def _rows(
    database: Database, on: str, *, by: By = By.CUSTOMER, at: datetime | None = None
) -> list[AgedBalance]:
    with database.read() as session:
        return ageing(session, Question(date.fromisoformat(on), at, by))


def test_i28_an_evening_gives_the_same_whatever_comes_later(database: Database) -> None:
    """A later due date, a payment taken back and another amount are known on their day and not before."""
    deliver(
        database,
        _HEADER + "1,A,2024-01-02,2024-02-01,100.00,EUR,2024-02-10\n2,A,2024-01-03,2024-02-02,50.00,EUR,\n",
        on="2024-03-01",
    )
    before = _rows(database, "2024-03-01")
    deliver(
        database,
        _HEADER + "1,A,2024-01-02,2024-02-01,120.00,EUR,\n2,A,2024-01-03,2024-06-30,50.00,EUR,2024-04-02\n",
        on="2024-05-01",
        at=AT + timedelta(days=1),
    )
    assert _rows(database, "2024-03-01") == before
    assert [(row.open_cents, row.overdue_cents) for row in before] == [(5_000, 5_000)]
    (after,) = _rows(database, "2024-05-01")
    assert (after.open_cents, after.overdue_cents, after.days_61_90_cents) == (12_000, 12_000, 12_000)
    assert [row.open_cents for row in _rows(database, "2024-05-01", at=AT)] == [5_000]


_LINES = st.lists(
    st.tuples(
        st.integers(1, 4), st.integers(1, 900), st.integers(-5, 90), st.sampled_from(["", "2024-02-20"])
    ),
    max_size=6,
    unique_by=lambda line: line[0],
)
_SOURCES = count(1)


@given(first=_LINES, second=_LINES, back=st.integers(0, 30))
@settings(max_examples=12, deadline=None, phases=_GROWING)
def test_i28_later_imports_change_no_evening_the_first_told_of(
    sqlite_book: tuple[Database, Book],
    first: list[tuple[int, int, int, str]],
    second: list[tuple[int, int, int, str]],
    back: int,
) -> None:
    """Other amounts, due dates, payments taken back: real imports, and any evening up to their horizon."""
    database, _ = sqlite_book
    source = f"source {next(_SOURCES)}"
    deliver(database, _csv(source, first), on="2024-02-28", source=source)
    evening = f"{date(2024, 2, 20) - timedelta(days=back)}"
    before = _rows(database, evening)
    deliver(database, _csv(source, second), on="2024-04-30", source=source)
    assert _rows(database, evening) == before


def _csv(customer: str, lines: list[tuple[int, int, int, str]]) -> str:
    """The last line is known to both files, so that their horizon is the same."""
    text = "".join(
        f"{number},{customer},2024-02-01,{date(2024, 2, 6) + timedelta(days=days)},{euros}.00,EUR,{paid_on}\n"
        for number, euros, days, paid_on in lines
    )
    return _HEADER + text + f"9,{customer},2024-02-20,2024-03-20,10.00,EUR,\n"


def test_open_is_the_balance_of_411_and_the_rest_stands_beside(database: Database) -> None:
    """An individual account is named by its number; bills and advances do not hide in the balance."""
    deliver_fec(
        database,
        [
            *sale("1", "20240105", "C1", 12_000),
            *receipt("2", "20240110", "C1", 5_000),
            Line("VE", "3", "20240111", "411MARTIN", 24_000),
            Line("VE", "3", "20240111", "706000", -24_000),
            Line("OD", "4", "20240120", "411000", -7_000, "C1"),
            Line("OD", "4", "20240120", "413000", 7_000, "C1"),
            Line("BQ", "5", "20240121", "512000", 3_000),
            Line("BQ", "5", "20240121", "419100", -3_000, "C2"),
        ],
    )
    found = {row.group: row for row in _rows(database, "2024-03-01")}
    assert {key: row.open_cents for key, row in found.items()} == {"C1": 0, "411MARTIN": 24_000, "C2": 0}
    assert (found["C1"].bills_cents, found["C2"].advances_cents) == (7_000, 3_000)
    assert sum(row.exposure_cents for row in found.values()) == 28_000
    assert set(AMOUNTS) <= set(AgedBalance.__slots__)


def test_months_are_those_of_due_dates(sqlite_database: Database) -> None:
    deliver(
        sqlite_database,
        _HEADER + "1,A,2024-01-02,2024-02-01,100.00,EUR,\n2,B,2024-01-03,2024-02-28,50.00,EUR,\n",
    )
    assert [(row.group, row.open_cents) for row in _rows(sqlite_database, "2024-03-01", by=By.MONTH)] == [
        ("2024-02", 15_000)
    ]


def test_an_empty_ledger_says_so(sqlite_database: Database) -> None:
    with pytest.raises(EmptyLedger):
        _rows(sqlite_database, "2024-03-01")
