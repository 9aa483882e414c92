"""What hangs on an invoice follows it to the one of the accounts: disputes, promises, blocks, money."""

from datetime import date

import pytest

from ledger.matching.usecases import undo
from ledger.relation import usecases as relation
from ledger.relation.deciding import Named
from ledger.relation.plans import Instalment
from ledger.reports.groups import By
from ledger.reports.usecases import Question, ageing
from ledger.summary import standing
from store.session import Database
from tests.ledger.accounting import receipt, sale
from tests.ledger.deliveries import facts_of
from tests.ledger.document_books import (
    SIRENS,
    aged,
    balances,
    bring_accounts,
    bring_einvoices,
    bring_table,
    draft,
)
from tests.ledger.matching_books import act, movement
from tests.ledger.meeting_books import bring_bank

_SALES = [
    *sale("1", "20240502", "ACIER", 120_000),
    *sale("2", "20240503", "ACIER", 30_050),
    *sale("3", "20240504", "DUPONT", 64_020),
]
_DRAFTS = [
    draft("F1", "2024-05-02", "ACIER", 120_000),
    draft("F2", "2024-05-03", "ACIER", 30_050),
    draft("F3", "2024-05-04", "DUPONT", 64_020),
]
_ACIER = SIRENS["ACIER"]
_DAY = date(2024, 6, 1)


@pytest.fixture
def known(sqlite_database: Database) -> Database:
    """Documents came first."""
    bring_einvoices(sqlite_database, _DRAFTS, on="2024-06-01")
    return sqlite_database


def _disputed(database: Database, day: str) -> dict[str, int]:
    question = Question(date.fromisoformat(day), None, By.CUSTOMER)
    with database.read() as session:
        return {str(one.group): one.disputed_cents for one in ageing(session, question) if one.disputed_cents}


def _held(database: Database, day: str) -> dict[str, set[str]]:
    """What holds each invoice back, by number."""
    as_of = date.fromisoformat(day)
    with database.read() as session:
        holds = relation.holds_on(session, as_of=as_of)
        repository = relation.RelationRepository(session, as_recorded=None)
        facts = facts_of(database)
        everyone = [int(key) for key in facts.customers["customer_id"]]
        items = [
            item
            for customer in everyone
            for item in repository.of_customer(customer, as_of=as_of).accounts.of(customer)
        ]
    return {
        item.number: {hold.matter for hold in holds.on(item)}
        for item in items
        if item.amount_cents and holds.on(item)
    }


def test_disputes_promises_plans_and_blocks_follow(known: Database) -> None:
    """On the invoice of the accounts they hold, count and end as on the one they were opened on."""
    told = act("2024-06-01")
    with known.transaction() as session:
        opened = relation.open_dispute(
            session, told, _ACIER, [Named("F1", 20_000)], reason="price", note="", happened_on=_DAY
        )
        relation.agree_plan(
            session, told, _ACIER, [Named("F2")],
            instalments=[Instalment(date(2024, 6, 20), 15_000), Instalment(date(2024, 7, 20), 15_050)],
            grace_days=3, acceleration=False, note="", happened_on=_DAY,
        )  # fmt: skip
        relation.set_block(session, told, SIRENS["DUPONT"], [], until=None, reason="?", happened_on=_DAY)
    before = _held(known, "2024-06-01")
    assert before == {"F1": {"dispute"}, "F2": {"plan"}, "F3": {"block"}}
    bring_accounts(known, _SALES, on="2024-06-05")
    assert _held(known, "2024-06-01") == before, "past evenings stay"
    assert _held(known, "2024-06-05") == before
    assert _disputed(known, "2024-06-01") == {_ACIER: 20_000}
    assert _disputed(known, "2024-06-05") == {"ACIER": 20_000}
    with known.transaction() as session:
        case = relation.amend_dispute(
            session, act("2024-06-06"), opened.case, [Named("F1", 30_000)], note="", happened_on=_DAY
        )
        assert case.invoices[0].invoice == "F1"
    assert _disputed(known, "2024-06-06") == {"ACIER": 30_000}
    with known.read() as session:
        seen = relation.relation_of(session, "ACIER", as_of=date(2024, 6, 6), as_recorded=None)
    assert sorted(one.matter for one in seen.standing) == ["dispute", "plan"]


def test_i18_a_promise_is_kept_by_money_on_the_invoice_of_the_accounts(known: Database) -> None:
    """It was made on the document, and the accounts tell the money."""
    with known.transaction() as session:
        relation.make_promise(
            session, act("2024-06-01"), _ACIER, ["F1"], cents=None, currency=None,
            promised_on=date(2024, 6, 10), by="Bob", note="", happened_on=_DAY,
        )  # fmt: skip
    bring_accounts(known, _SALES, on="2024-06-05")
    bring_accounts(known, [*_SALES, *receipt("1", "20240608", "ACIER", 120_000, piece="F1")], on="2024-06-09")
    with known.read() as session:
        states = [
            one.state
            for day in (date(2024, 6, 5), date(2024, 6, 12))
            for one in relation.judged_promises(session, as_of=day, as_recorded=None)
        ]
    assert states == ["pending", "kept"]


def test_money_of_the_bank_follows_and_can_be_undone(database: Database) -> None:
    """It settles the invoice of the accounts, which have not told it yet; undone, that is open again."""
    bring_einvoices(database, _DRAFTS, on="2024-05-10")
    report = bring_bank(
        database, {"a": movement("1200.00", "VIR FACTURE F1", payer="SOCIETE ACIER")}, on="2024-06-03"
    )
    assert report.applied == 1
    assert bring_accounts(database, _SALES, on="2024-06-05").moved == 1
    assert aged(database, "2024-06-05") == {"ACIER": 30_050, "DUPONT": 64_020}
    links = standing(facts_of(database).allocations, "allocation_id")
    assert {how for how, cents in zip(links["how"], links["amount_cents"], strict=True) if cents} == {
        "reference"
    }
    with database.transaction() as session:
        undo(session, 1, why="Another invoice.", act=act("2024-06-06"))
    assert aged(database, "2024-06-06") == balances(_SALES)


def test_money_of_the_bank_gives_way_to_the_accounts_on_the_same_invoice(known: Database) -> None:
    """Told by the bank on the document, then by the accounts with their invoice, it counts once."""
    bring_bank(known, {"a": movement("1200.00", "VIR FACTURE F1", payer="SOCIETE ACIER")}, on="2024-06-04")
    lines = [*_SALES, *receipt("1", "20240604", "ACIER", 120_000)]
    bring_accounts(known, lines, on="2024-06-05")
    assert aged(known, "2024-06-05") == balances(lines) == {"ACIER": 30_050, "DUPONT": 64_020}
    bring_accounts(known, lines, on="2024-06-06")
    assert aged(known, "2024-06-06") == balances(lines)


def test_a_returned_debit_opens_the_invoice_of_the_accounts(known: Database) -> None:
    """Its payment settled the document."""
    rows = {"a": movement("1200.00", "PRLV F1", payer="SOCIETE ACIER", end_to_end="E2E77A")}
    bring_bank(known, rows, on="2024-06-04")
    bring_accounts(known, _SALES, on="2024-06-05")
    rows["b"] = movement("-1200.00", "REJET F1", on="2024-06-06", end_to_end="E2E77A", returned=True)
    bring_bank(known, rows, on="2024-06-07")
    assert aged(known, "2024-06-07") == balances(_SALES)


def test_an_invoice_the_accounts_take_back_stands_again(known: Database) -> None:
    """What the document told is not lost with the line of the accounts."""
    bring_accounts(known, _SALES, on="2024-06-05")
    bring_accounts(known, [*_SALES[3:], *sale("9", "20240502", "ACIER", 1_000)], on="2024-06-06")
    assert aged(known, "2024-06-06") == {_ACIER: 120_000, "ACIER": 31_050, "DUPONT": 64_020}
    bring_accounts(known, _SALES, on="2024-06-07")
    assert aged(known, "2024-06-07") == balances(_SALES)


def test_the_due_date_of_the_document_beats_a_default(sqlite_database: Database) -> None:
    """In either order of the table and the accounts, and the accounts told again keep it."""
    table = "number,customer,issue_date,due_date,amount_ttc\nF1,ACIER,2024-05-02,2024-08-31,1200.00\n"
    assert bring_accounts(sqlite_database, _SALES, on="2024-06-01").redated == 0
    assert bring_table(sqlite_database, table, on="2024-06-02").redated == 1
    bring_accounts(sqlite_database, _SALES, on="2024-06-03")
    last = standing(facts_of(sqlite_database).invoices, "invoice_id")
    days = last.loc[(last["number"] == "F1") & (last["amount_cents"] != 0), ["due_on", "due_on_source"]]
    assert [(str(day.date()), how) for day, how in days.itertuples(index=False)] == [
        ("2024-08-31", "provided")
    ]


def test_a_part_paid_before_is_in_the_total_of_the_accounts(sqlite_database: Database) -> None:
    """The document claims what is due of it, the accounts hold its total."""
    paid = draft("F1", "2024-05-02", "ACIER", 120_000).but(prepaid="200.00", owed="1000.00")
    bring_einvoices(sqlite_database, [paid], on="2024-06-01")
    assert aged(sqlite_database, "2024-06-01") == {_ACIER: 100_000}
    assert bring_accounts(sqlite_database, _SALES, on="2024-06-02").joined == 1
    assert aged(sqlite_database, "2024-06-02") == balances(_SALES)
