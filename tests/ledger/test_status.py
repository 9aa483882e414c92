"""What the ledger holds and what waits for a person: on both databases, in files, registers and acts."""

from datetime import UTC, date, datetime

from ledger.master.usecases import import_customers
from ledger.registers.catalogue import DOCUMENTS, PROFILES, CustomerProfileRow, InvoiceDocumentRow
from ledger.registers.register import Told, enter
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Act, Delivery, record_act
from ledger.relation.deciding import Named
from ledger.relation.usecases import make_promise, open_dispute
from ledger.reports.groups import By
from ledger.reports.status import Status, Waiting
from ledger.reports.usecases import Question, ageing, causes, status
from ledger.usecases import ledger_summary
from store.session import Database
from tests.ledger.accounting import deliver_fec, opening, receipt, sale
from tests.ledger.deliveries import AT, deliver

_ON = date(2024, 7, 1)
_HEADER = "number,customer,issued_on,due_on,amount,currency,paid_on\n"
_INVOICES = (
    _HEADER + "1,A,2024-01-02,2024-02-01,100.00,EUR,\n2,A,2024-01-03,2024-02-02,50.00,EUR,\n"
    "3,B,2024-01-03,2024-02-02,70.00,USD,\n4,B,lots,,,,\n"
)


def _status(database: Database, on: date = _ON, *, at: datetime | None = None) -> Status:
    with database.read() as session:
        return status(session, as_of=on, as_recorded=at)


def _act(on: date = _ON, *, hour: int = 9) -> Act:
    return Act("Ana", on, datetime(2024, 7, on.day, hour, tzinfo=UTC))


def _dispute(database: Database, *invoices: str) -> None:
    with database.transaction() as session:
        named = [Named(one, None) for one in invoices]
        open_dispute(session, _act(), "A", named, reason="price", note="", happened_on=_ON)


def test_acts_of_people_are_no_imports(database: Database) -> None:
    """Neither in `encours ledger` nor in what came from where."""
    deliver(database, _INVOICES)
    _dispute(database, "1")
    with database.read() as session:
        assert ledger_summary(session).imports == 1
    found = _status(database)
    assert (found.acts, [(one.content, one.source, one.imports) for one in found.holdings]) == (
        1,
        [("invoices", "csv", 1)],
    )
    assert found.counts == {"customers": 2, "invoices": 3, "payments": 0, "allocations": 0}


def test_what_the_database_held_at_an_instant(database: Database) -> None:
    deliver(database, _INVOICES)
    found = _status(database, at=datetime(2024, 1, 1, tzinfo=UTC))
    assert (found.holdings, found.horizon, found.waiting) == ([], None, [])
    assert found.counts == {"customers": 0, "invoices": 0, "payments": 0, "allocations": 0}
    assert _status(database, at=AT) == _status(database)


def test_an_empty_ledger_holds_nothing(database: Database) -> None:
    found = _status(database)
    assert (found.holdings, found.horizon, found.acts, found.waiting) == ([], None, 0, [])


def test_what_waits_is_counted_with_its_money(sqlite_database: Database) -> None:
    """Per currency (I26); lines set aside are those of the latest import of each source."""
    deliver(sqlite_database, _INVOICES)
    deliver_fec(
        sqlite_database,
        [
            *opening("20240101", ("C1", 5_000)),
            *sale("1", "20240105", "C2", 12_000),
            *receipt("2", "20240110", "C3", 700),
        ],
    )
    with sqlite_database.transaction() as session:
        make_promise(
            session,
            _act(date(2024, 7, 1)),
            "A",
            [],
            cents=4_000,
            currency="EUR",
            promised_on=date(2024, 7, 5),
            by="Zoé",
            note="",
            happened_on=date(2024, 7, 1),
        )
    before = {one.what: one for one in _status(sqlite_database, date(2024, 7, 5)).waiting}
    assert "broken_promises" not in before
    after = {one.what: one for one in _status(sqlite_database, date(2024, 7, 6)).waiting}
    assert after == {
        "set_aside_lines": Waiting("set_aside_lines", 1, {}),
        "broken_promises": Waiting("broken_promises", 1, {"EUR": 4_000}, 1),
        "unallocated_money": Waiting("unallocated_money", 1, {"EUR": 700}, 1),
        "items_without_day": Waiting("items_without_day", 1, {"EUR": 5_000}, 1),
        "default_terms": Waiting("default_terms", 2, {"EUR": 17_000}, 2),
    }


def test_links_to_confirm_wait(sqlite_database: Database) -> None:
    """A customer of the accounts whose name is one of the master, under another code."""
    deliver(
        sqlite_database,
        "number,customer,customer name,issued_on,due_on,amount,currency\n"
        "1,411DUPONT,Dupont Matériaux SARL,2024-01-02,2024-02-01,100.00,EUR\n",
    )
    with sqlite_database.transaction() as session:
        content = b"code,name,siren\nC1,DUPONT MATERIAUX,732829320\n"
        import_customers(session, Delivery(content, "customers", "c.csv", "master", _ON, AT), mapping=None)
    found = {one.what: one.count for one in _status(sqlite_database).waiting}
    assert found == {"customer_links": 1, "customers_without_profile": 1}


def test_registers_reach_the_reports(database: Database) -> None:
    """A dispute stands apart in the aged balance, explains its money first, and a document the rest."""
    deliver(database, _INVOICES)
    _dispute(database, "1")
    document = InvoiceDocumentRow(
        *(2, "csv", None, None, None, None, None, None, None, None, None, None, ["order_reference"], [])
    )
    profile = CustomerProfileRow._make(
        [2, *[None] * 6, "62.02A", *[None] * (len(CustomerProfileRow._fields) - 9), "Léa"]
    )
    with database.transaction() as session:
        for register, row in ((DOCUMENTS, document), (PROFILES, profile)):
            repository = RegisterRepository(session, register)
            entered = enter([Told("x", _ON, row)], {}, next_id=repository.next_id(), on=_ON)
            record_act(session, _act(hour=10), source="csv", versions=[(register, entered.versions)])
    with database.read() as session:
        balances = {
            by: {(row.group, row.currency): row for row in ageing(session, Question(_ON, None, by))}
            for by in (By.CUSTOMER, By.SALES_OWNER, By.SECTOR)
        }
        found = causes(session, Question(_ON, None, None))
    mine = balances[By.CUSTOMER]["A", "EUR"]
    assert (mine.open_cents, mine.disputed_cents, mine.overdue_cents) == (15_000, 10_000, 5_000)
    assert set(balances[By.SALES_OWNER]) == {(None, "EUR"), ("Léa", "USD")}
    assert balances[By.SECTOR]["62", "USD"].name == "information and communication"
    assert [(one.cause, one.currency, one.overdue_cents, one.share) for one in found] == [
        ("dispute:price", "EUR", 10_000, 0.6667),
        ("own_delay", "USD", 7_000, 1.0),
        ("order_number_missing", "EUR", 5_000, 0.3333),
    ]
