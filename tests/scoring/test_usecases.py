"""Scores and predictions asked of a real database."""

from datetime import date

import pytest

from kernel.language import Language
from ledger.errors import UnknownCustomer, UnknownInvoice
from scoring.gateway import NoChampion, NullRegistry
from scoring.score import grade_of
from scoring.usecases import InvoiceNotOpen, predict_invoice, score_customer, score_customers
from store.session import Database
from tests.ledger.deliveries import deliver
from tests.training.companies import served

HEADER = "number,customer,issue_date,due_date,amount_ttc,currency,paid_date\n"
HISTORY = HEADER + "".join(
    f"{customer}-{month},{customer},2024-0{month}-05,2024-0{month}-25,{100 * month}.00,EUR,{paid}\n"
    for customer, days in (("GOOD", 24), ("SLOW", 28))
    for month in range(1, 6)
    for paid in [f"2024-0{month}-{days}" if customer == "GOOD" else f"2024-0{month + 1}-{days}"]
)
OPEN = (
    HISTORY + "GOOD-6,GOOD,2024-06-05,2024-06-25,600.00,EUR,\nSLOW-6,SLOW,2024-06-05,2024-06-25,600.00,EUR,\n"
)
MID_JUNE, END_OF_JUNE = date(2024, 6, 15), date(2024, 6, 30)


@pytest.fixture
def ledger(sqlite_database: Database) -> Database:
    report = deliver(sqlite_database, OPEN, on="2024-07-01")
    assert report.rejected == 0
    return sqlite_database


def test_a_score_says_its_probability_grade_and_reasons(database: Database) -> None:
    deliver(database, OPEN)
    with database.read() as session:
        score = score_customer(session, served(), "SLOW", as_of=END_OF_JUNE)
        french = score_customer(session, served(), "SLOW", as_of=END_OF_JUNE, language=Language.FRENCH)
    assert (score.customer, score.as_of, score.model) == ("SLOW", END_OF_JUNE, "unreleased")
    assert score.score == pytest.approx(100 * (1 - score.probability))
    assert score.grade is grade_of(score.score)
    texts = {reason.family: reason.text for reason in score.reasons}
    assert texts["lateness"].startswith("Paid 5 invoices 3")
    assert texts["overdue"].startswith("1 invoice overdue, the oldest by 5 days")
    assert {reason.family: reason.text for reason in french.reasons}["overdue"].startswith("1 facture échue")
    assert french.probability == score.probability
    assert french.note != score.note


def test_all_customers_the_riskiest_first_as_each_alone(ledger: Database) -> None:
    with ledger.read() as session:
        told = score_customers(session, served(), as_of=END_OF_JUNE)
        alone = [score_customer(session, served(), score.customer, as_of=END_OF_JUNE) for score in told]
    assert [score.customer for score in told] == ["SLOW", "GOOD"]
    assert told[0].probability > told[1].probability
    for score, same in zip(told, alone, strict=True):
        assert (score.probability, score.grade, score.note) == (same.probability, same.grade, same.note)
        texts = [[reason.text for reason in each.reasons] for each in (score, same)]
        assert texts[0] == texts[1]


def test_an_unknown_customer_is_named(ledger: Database) -> None:
    with ledger.read() as session, pytest.raises(UnknownCustomer, match="NOBODY"):
        score_customer(session, served(), "NOBODY", as_of=END_OF_JUNE)


def test_a_customer_is_unknown_before_its_first_invoice(ledger: Database) -> None:
    with ledger.read() as session:
        with pytest.raises(UnknownCustomer, match="“GOOD” was known by 2024-01-04"):
            score_customer(session, served(), "GOOD", as_of=date(2024, 1, 4))
        assert score_customers(session, served(), as_of=date(2024, 1, 4)) == []
        assert score_customer(session, served(), "GOOD", as_of=date(2024, 1, 5)).customer == "GOOD"


def test_without_a_model_nothing_is_told(ledger: Database) -> None:
    with ledger.read() as session, pytest.raises(NoChampion, match="encours train lateness"):
        score_customer(session, NullRegistry(), "GOOD", as_of=END_OF_JUNE)


def test_a_prediction_is_one_curve_told_in_days(ledger: Database) -> None:
    with ledger.read() as session:
        told = predict_invoice(session, served(), "SLOW-6", as_of=MID_JUNE)
    assert (told.number, told.customer, told.currency) == ("SLOW-6", "SLOW", "EUR")
    assert (told.due_on, told.open_cents) == (date(2024, 6, 25), 60_000)
    within = list(told.paid_within.values())
    assert within == sorted(within)
    assert all(0 <= share <= 1 for share in within)
    assert told.p_late >= told.p_late_30 >= 0
    assert told.q10_on is not None
    assert told.median_on is not None
    assert MID_JUNE < told.q10_on <= told.median_on
    assert told.q90_on is None or told.median_on <= told.q90_on


@pytest.mark.parametrize(
    ("number", "as_of"),
    [
        ("GOOD-1", END_OF_JUNE),  # paid
        ("SLOW-6", date(2024, 6, 4)),  # not issued yet
        ("SLOW-5", date(2024, 6, 28)),  # paid that day
    ],
)
def test_an_invoice_that_owes_nothing_has_no_prediction(ledger: Database, number: str, as_of: date) -> None:
    with ledger.read() as session, pytest.raises(InvoiceNotOpen, match=number):
        predict_invoice(session, served(), number, as_of=as_of)


def test_an_invoice_was_open_on_the_evening_before_its_payment(ledger: Database) -> None:
    with ledger.read() as session:
        assert predict_invoice(session, served(), "SLOW-5", as_of=date(2024, 6, 27)).number == "SLOW-5"


def test_an_unknown_invoice_is_named(ledger: Database) -> None:
    with ledger.read() as session, pytest.raises(UnknownInvoice, match="F-404"):
        predict_invoice(session, served(), "F-404", as_of=END_OF_JUNE)


def test_later_facts_change_no_answer_about_the_past(ledger: Database) -> None:
    """A late file brings payments, a due date moved, an amount mended, a new customer: all known in July."""

    def answers():
        with ledger.read() as session:
            return (
                score_customers(session, served(), as_of=MID_JUNE),
                score_customer(session, served(), "GOOD", as_of=MID_JUNE),
                predict_invoice(session, served(), "SLOW-6", as_of=MID_JUNE),
            )

    before = answers()
    later = (
        OPEN.replace(
            "GOOD-6,GOOD,2024-06-05,2024-06-25,600.00,EUR,",
            "GOOD-6,GOOD,2024-06-05,2024-06-25,600.00,EUR,2024-06-10",
        )
        .replace("SLOW-6,SLOW,2024-06-05,2024-06-25,600.00", "SLOW-6,SLOW,2024-06-05,2024-07-31,900.00")
        .replace("SLOW-2,SLOW,2024-02-05,2024-02-25", "SLOW-2,SLOW,2024-02-05,2024-02-20")
        + "NEW-1,NEW,2024-06-01,2024-06-30,50.00,EUR,\n"
        + "GOOD-7,GOOD,2024-06-02,2024-06-03,70.00,EUR,2024-06-09\n"
    )
    report = deliver(ledger, later, on="2024-07-10")
    assert report.accepted >= 4
    assert answers() == before
    with ledger.read() as session:
        now = {score.customer for score in score_customers(session, served(), as_of=date(2024, 7, 10))}
        with pytest.raises(InvoiceNotOpen):
            predict_invoice(session, served(), "GOOD-6", as_of=date(2024, 7, 10))
    assert now == {"GOOD", "SLOW", "NEW"}


def test_an_invoice_that_changed_hands_answers_for_its_holder(ledger: Database) -> None:
    """Booked to GOOD first, corrected to a new customer: asked about the past, GOOD answers for GOOD only."""
    deliver(ledger, OPEN.replace("GOOD-6,GOOD", "GOOD-6,NEWCOMER"), on="2024-07-10")
    with ledger.read() as session:
        with pytest.raises(UnknownCustomer, match="NEWCOMER"):
            score_customer(session, served(), "NEWCOMER", as_of=END_OF_JUNE)
        assert score_customer(session, served(), "GOOD", as_of=END_OF_JUNE).customer == "GOOD"
        told = score_customer(session, served(), "NEWCOMER", as_of=date(2024, 7, 10))
        assert predict_invoice(session, served(), "GOOD-6", as_of=date(2024, 7, 10)).customer == "NEWCOMER"
    assert told.customer == "NEWCOMER"
