"""The day's queue from a real database."""

from datetime import date

import pytest
from dunning.usecases import todays_queue

from kernel.language import Language
from ledger.errors import EmptyLedger
from ledger.usecases import import_payments
from scoring.gateway import NoChampion, NullRegistry
from store.session import Database
from tests.ledger.deliveries import AT, deliver
from tests.training.companies import served

TODAY = date(2024, 6, 30)
INVOICES = """number,customer,issue_date,due_date,amount_ttc,currency,paid_date
A-1,ALPHA,2024-03-01,2024-03-31,1000.00,EUR,2024-04-10
A-2,ALPHA,2024-04-01,2024-05-01,2000.00,EUR,
A-3,ALPHA,2024-06-20,2024-07-20,5000.00,EUR,
B-1,BETA,2024-04-15,2024-05-15,300.00,EUR,
C-1,GAMMA,2024-06-01,2024-06-30,9000.00,EUR,
D-1,DELTA,2024-04-01,2024-05-01,700.00,EUR,2024-05-20
E-1,EPSILON,2024-05-01,2024-05-31,400.00,USD,
"""
PAYMENT = "date,customer,amount,method,reference\n"


def _queue(database: Database, *, on: date = TODAY, capacity: int = 50, registry=None):
    with database.read() as session:
        return todays_queue(session, registry or served(), on=on, capacity=capacity)


def _pay(database: Database, line: str) -> None:
    with database.transaction() as session:
        report = import_payments(
            session,
            (PAYMENT + line).encode(),
            name="payments.csv",
            mapping=None,
            source=None,
            on=date(2024, 6, 29),
            recorded_at=AT,
            progress=None,
        )
    assert report.accepted == 1


def test_only_what_is_past_due_and_unpaid_is_on_it(database: Database) -> None:
    """GAMMA is due today, A-3 later, A-1 and DELTA are paid."""
    deliver(database, INVOICES)
    told = _queue(database)
    numbers = {entry.customer: [item.number for item in entry.invoices] for entry in told}
    assert numbers == {"ALPHA": ["A-2"], "BETA": ["B-1"], "EPSILON": ["E-1"]}
    euros = [entry.value_cents for entry in told if entry.invoices[0].currency == "EUR"]
    assert euros == sorted(euros, reverse=True)
    alpha = next(entry for entry in told if entry.customer == "ALPHA").invoices[0]
    assert (alpha.due_on, alpha.days_late, alpha.open_cents) == (date(2024, 5, 1), 60, 200_000)
    assert 0 <= alpha.soon <= 1
    assert 0 < alpha.expected_days <= 90


def test_the_day_after_its_due_day_an_invoice_joins(sqlite_database: Database) -> None:
    deliver(sqlite_database, INVOICES)
    assert "GAMMA" in {entry.customer for entry in _queue(sqlite_database, on=date(2024, 7, 1))}


def test_capacity_keeps_the_top(sqlite_database: Database) -> None:
    deliver(sqlite_database, INVOICES)
    assert _queue(sqlite_database, capacity=2) == _queue(sqlite_database)[:2]


def test_money_received_but_not_allocated_counts_against_the_debt(sqlite_database: Database) -> None:
    deliver(sqlite_database, INVOICES)
    before = {entry.customer: entry.value_cents for entry in _queue(sqlite_database)}
    _pay(sqlite_database, "2024-06-29,BETA,150.00,transfer,V-1\n")
    half = {entry.customer: entry.value_cents for entry in _queue(sqlite_database)}
    assert half["BETA"] == pytest.approx(before["BETA"] / 2, abs=1)
    _pay(sqlite_database, "2024-06-29,BETA,150.00,transfer,V-2\n")
    assert {entry.customer for entry in _queue(sqlite_database)} == {"ALPHA", "EPSILON"}
    assert "BETA" in {entry.customer for entry in _queue(sqlite_database, on=date(2024, 6, 28))}


def test_a_credit_note_counts_against_the_debt(sqlite_database: Database) -> None:
    deliver(sqlite_database, INVOICES + "B-2,BETA,2024-06-10,2024-06-10,-300.00,EUR,\n")
    assert "BETA" not in {entry.customer for entry in _queue(sqlite_database)}
    assert "BETA" in {entry.customer for entry in _queue(sqlite_database, on=date(2024, 6, 9))}


def test_a_queue_of_nobody(sqlite_database: Database) -> None:
    deliver(sqlite_database, INVOICES)
    assert _queue(sqlite_database, on=date(2024, 3, 2)) == []


def test_why_follows_the_language(sqlite_database: Database) -> None:
    deliver(sqlite_database, INVOICES)
    with sqlite_database.read() as session:
        told = todays_queue(session, served(), on=TODAY, capacity=1, language=Language.FRENCH)
    assert "échus sur 1 facture" in told[0].why


def test_nothing_to_rank_without_facts_or_model(sqlite_database: Database) -> None:
    with pytest.raises(EmptyLedger):
        _queue(sqlite_database)
    deliver(sqlite_database, INVOICES)
    with pytest.raises(NoChampion):
        _queue(sqlite_database, registry=NullRegistry())
