"""Scores and predictions asked of a real database."""

from dataclasses import replace
from datetime import date, timedelta
from math import log

import numpy as np
import pytest

from features.frame import frame_of
from features.pairs import day_number
from features.profile_steps import SAS
from kernel.language import Language
from ledger.as_known import as_known
from ledger.company.lookup.usecases import look_up
from ledger.company.usecases import NamedContent, import_bodacc
from ledger.errors import UnknownCustomer, UnknownInvoice
from ledger.imports.repository import MASTER
from ledger.master.usecases import import_customers
from ledger.registers.usecases import Delivery
from ledger.usecases import load_book, with_company
from scoring.default.customers import customers_on, streams_for
from scoring.default.model import DEFAULT
from scoring.gateway import NullRegistry
from scoring.score import Confidence, Grade, score_of
from scoring.usecases import (
    InvoiceNotOpen,
    NotASiren,
    predict_invoice,
    score_company,
    score_customer,
    score_customers,
)
from scoring.wording.phrases import points
from store.session import Database
from tests.ledger.deliveries import AT, deliver
from tests.ledger.gazette import COMPANY, LIQUIDATION, as_json, judged
from tests.ledger.lookup.servers import (
    BODACC_PATH,
    RATIOS_PATH,
    REGISTER_PATH,
    company,
    found,
    public_registers,
)
from tests.policies import GRADES
from tests.training.companies import served
from tests.training.default.companies import failing_model

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
SIREN = "732829320"
MID_JUNE, END_OF_JUNE = date(2024, 6, 15), date(2024, 6, 30)


@pytest.fixture
def ledger(sqlite_database: Database) -> Database:
    report = deliver(sqlite_database, OPEN, on="2024-07-01")
    assert report.rejected == 0
    return sqlite_database


def test_a_score_says_its_probability_grade_and_reasons(database: Database) -> None:
    deliver(database, OPEN)
    with database.read() as session:
        score = score_customer(session, served(), "SLOW", grades=GRADES, as_of=END_OF_JUNE)
        french = score_customer(
            session, served(), "SLOW", grades=GRADES, as_of=END_OF_JUNE, language=Language.FRENCH
        )
    assert (score.customer, score.as_of, score.model) == ("SLOW", END_OF_JUNE, "expert prior")
    assert (score.source, score.tier, score.natural_person) == ("expert prior", 2, None)
    assert score.score == pytest.approx(score_of(score.pd_12m))
    assert score.grade is GRADES.grade_of(score.pd_12m)
    assert score.low < score.pd_12m < score.high
    assert score.confidence is Confidence.LOW
    texts = {reason.family: reason.text for reason in score.adverse}
    assert texts["lateness"].startswith("Paid 5 invoices 3")
    assert french.pd_12m == score.pd_12m
    assert french.source_text != score.source_text
    odds = log(score.pd_12m / (1 - score.pd_12m))
    assert sum(score.contributions.values()) == pytest.approx(odds)


def test_how_the_next_invoice_is_paid_stands_beside_it(ledger: Database) -> None:
    """Where a lateness model is trained; the score itself waits for no training."""
    with ledger.read() as session:
        beside = score_customer(session, served(), "SLOW", grades=GRADES, as_of=END_OF_JUNE)
        alone = score_customer(session, NullRegistry(), "SLOW", grades=GRADES, as_of=END_OF_JUNE)
    assert beside.next_payment is not None
    assert 0 < beside.next_payment.p_late_30 < 1
    assert (beside.next_payment.model, alone.next_payment) == ("unreleased", None)
    assert replace(beside, next_payment=None) == alone


def test_paying_what_is_overdue_would_help_as_the_model_itself_says(ledger: Database) -> None:
    with ledger.read() as session:
        score = score_customer(session, NullRegistry(), "GOOD", grades=GRADES, as_of=date(2024, 9, 20))
    change = score.counterfactual
    assert change is not None
    assert (change.feature, change.now, change.value) == ("oldest_overdue_days", 87, 0)
    assert change.score >= score.score + 1
    assert change.score == pytest.approx(score_of(change.pd_12m))
    assert "the oldest by 87 days" in change.text
    assert f"instead of {points(score.score)}." in change.text


def test_ninety_days_past_due_are_a_default_whatever_the_model_says(ledger: Database) -> None:
    with ledger.read() as session:
        score = score_customer(session, NullRegistry(), "GOOD", grades=GRADES, as_of=date(2024, 10, 20))
    assert (score.override, score.grade, score.score, score.pd_12m) == ("in default", Grade.F, 0, 1)
    assert score.override_text.startswith("IN DEFAULT")
    assert score.counterfactual is None


def test_a_trained_model_takes_the_prior_s_place(ledger: Database) -> None:
    registry = NullRegistry({DEFAULT.name: failing_model()})
    with ledger.read() as session:
        score = score_customer(session, registry, "SLOW", grades=GRADES, as_of=END_OF_JUNE)
    assert score.source.startswith("blend")
    assert 0 < score.own_weight < 1
    assert any("learnt from facts known up to" in note for note in score.notes)


def test_all_customers_the_riskiest_first_as_each_alone(ledger: Database) -> None:
    with ledger.read() as session:
        told = score_customers(session, served(), grades=GRADES, as_of=END_OF_JUNE)
        alone = [
            score_customer(session, served(), str(score.customer), grades=GRADES, as_of=END_OF_JUNE)
            for score in told
        ]
    assert [score.customer for score in told] == ["SLOW", "GOOD"]
    assert told[0].pd_12m > told[1].pd_12m
    assert told == alone


def test_an_unknown_customer_is_named(ledger: Database) -> None:
    with ledger.read() as session, pytest.raises(UnknownCustomer, match="NOBODY"):
        score_customer(session, served(), "NOBODY", grades=GRADES, as_of=END_OF_JUNE)


def test_a_customer_is_unknown_before_its_first_invoice(ledger: Database) -> None:
    with ledger.read() as session:
        with pytest.raises(UnknownCustomer, match="“GOOD” was known by 2024-01-04"):
            score_customer(session, served(), "GOOD", grades=GRADES, as_of=date(2024, 1, 4))
        assert score_customers(session, served(), grades=GRADES, as_of=date(2024, 1, 4)) == []
        assert (
            score_customer(session, served(), "GOOD", grades=GRADES, as_of=date(2024, 1, 5)).customer
            == "GOOD"
        )


def test_a_company_nobody_heard_of_has_a_score_that_says_so(database: Database) -> None:
    """In an empty ledger too."""
    with database.read() as session:
        empty = score_company(session, NullRegistry(), SIREN, grades=GRADES, as_of=END_OF_JUNE)
    deliver(database, OPEN)
    with database.read() as session:
        score = score_company(session, served(), SIREN, grades=GRADES, as_of=END_OF_JUNE)
    for told in (empty, score):
        assert (told.customer, told.siren, told.tier) == (None, SIREN, 0)
        assert told.pd_12m == pytest.approx(0.025)
        assert told.notes[0].startswith(f"Nothing is known of {SIREN}")
        assert (told.adverse, told.favourable, told.counterfactual) == ((), (), None)


def test_what_the_gazette_says_of_a_prospect_decides_from_its_publication_on(ledger: Database) -> None:
    with ledger.transaction() as session:
        import_bodacc(
            session,
            [NamedContent("g.json", as_json([judged(1, "2024-03-05", nature=LIQUIDATION)]))],
            source=None,
            on=date(2024, 7, 1),
            recorded_at=AT,
        )
    with ledger.read() as session:
        before = score_company(session, NullRegistry(), COMPANY, grades=GRADES, as_of=date(2024, 3, 4))
        after = score_company(session, NullRegistry(), COMPANY, grades=GRADES, as_of=date(2024, 3, 5))
    assert (before.override, before.tier) == ("", 0)
    assert (after.override, after.tier, after.grade, after.pd_12m) == ("insolvency", 1, Grade.F, 1)


def test_a_prospect_that_was_looked_up_is_known_by_its_identity_from_that_day_on(ledger: Database) -> None:
    """Legal form, trade, age and region come from the company register; the evening before knows none."""
    asked_on = date(2024, 6, 20)
    before = _identity_features(ledger, END_OF_JUNE)
    with public_registers() as registers:
        registers.says(REGISTER_PATH, found(company()))
        registers.pages = {BODACC_PATH: [], RATIOS_PATH: []}
        with ledger.transaction() as session:
            look_up(session, registers.gateways(), SIREN, on=asked_on, recorded_at=AT)
    names = ("legal_form", "naf_division", "department", "region", "firm_age_years")
    assert all(np.isnan(before[name]) for name in names)
    eve = _identity_features(ledger, asked_on - timedelta(days=1))
    assert all(np.isnan(eve[name]) for name in names)
    after = _identity_features(ledger, END_OF_JUNE)
    assert [after[name] for name in names[:4]] == [SAS, 43, 33, 75]
    assert after["firm_age_years"] == pytest.approx(13.25, abs=0.01)
    with ledger.read() as session:
        dark = score_company(
            session, NullRegistry(), SIREN, grades=GRADES, as_of=asked_on - timedelta(days=1)
        )
        known = score_company(session, NullRegistry(), SIREN, grades=GRADES, as_of=END_OF_JUNE)
    assert dark.notes[0].startswith("Nothing is known of")
    assert not any(note.startswith("Nothing is known of") for note in known.notes)
    assert known.pd_12m != dark.pd_12m


def _identity_features(ledger: Database, as_of: date) -> dict[str, float]:
    with ledger.read() as session:
        book, met = with_company(
            session, as_known(load_book(session, as_of=as_of), as_of), SIREN, as_of=as_of
        )
    _, streams = streams_for(as_known(book, as_of))
    customers, pairs = customers_on(streams, day_number(as_of), active=False)
    frame = frame_of(streams, pairs, country="FR").loc[customers == met]
    return {str(name): float(value) for name, value in frame.iloc[0].items()}


def test_a_customer_of_the_master_is_scored_before_its_first_invoice(sqlite_database: Database) -> None:
    """And found by its SIREN; a natural person is flagged."""
    master = "code,name,siren,kind\nM-1,One,732829320,\nM-2,Two,,individual\n"
    with sqlite_database.transaction() as session:
        on = date(2024, 6, 1)
        import_customers(session, Delivery(master.encode(), MASTER, "m.csv", "csv", on, AT), mapping=None)
    with sqlite_database.read() as session:
        one = score_customer(session, NullRegistry(), "M-1", grades=GRADES, as_of=END_OF_JUNE)
        same = score_company(session, NullRegistry(), SIREN, grades=GRADES, as_of=END_OF_JUNE)
        person = score_customer(session, NullRegistry(), "M-2", grades=GRADES, as_of=END_OF_JUNE)
        with pytest.raises(UnknownCustomer, match="M-1"):
            score_customer(session, NullRegistry(), "M-1", grades=GRADES, as_of=date(2024, 5, 31))
    assert (one.tier, one.siren) == (0, SIREN)
    assert (same.customer, same.pd_12m) == ("M-1", one.pd_12m)
    assert same.notes[0] == "This company is your customer M-1."
    assert person.natural_person
    assert "GDPR" in person.notes[0]


def test_a_number_that_is_no_siren_is_refused(ledger: Database) -> None:
    with ledger.read() as session, pytest.raises(NotASiren, match="732829321"):
        score_company(session, NullRegistry(), "732829321", grades=GRADES, as_of=END_OF_JUNE)


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
                score_customers(session, served(), grades=GRADES, as_of=MID_JUNE),
                score_customer(session, served(), "GOOD", grades=GRADES, as_of=MID_JUNE),
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
        now = {
            score.customer
            for score in score_customers(session, served(), grades=GRADES, as_of=date(2024, 7, 10))
        }
        with pytest.raises(InvoiceNotOpen):
            predict_invoice(session, served(), "GOOD-6", as_of=date(2024, 7, 10))
    assert now == {"GOOD", "SLOW", "NEW"}


def test_an_invoice_that_changed_hands_answers_for_its_holder(ledger: Database) -> None:
    """Booked to GOOD first, corrected to a new customer: asked about the past, GOOD answers for GOOD only."""
    deliver(ledger, OPEN.replace("GOOD-6,GOOD", "GOOD-6,NEWCOMER"), on="2024-07-10")
    with ledger.read() as session:
        with pytest.raises(UnknownCustomer, match="NEWCOMER"):
            score_customer(session, served(), "NEWCOMER", grades=GRADES, as_of=END_OF_JUNE)
        assert score_customer(session, served(), "GOOD", grades=GRADES, as_of=END_OF_JUNE).customer == "GOOD"
        told = score_customer(session, served(), "NEWCOMER", grades=GRADES, as_of=date(2024, 7, 10))
        assert predict_invoice(session, served(), "GOOD-6", as_of=date(2024, 7, 10)).customer == "NEWCOMER"
    assert told.customer == "NEWCOMER"
