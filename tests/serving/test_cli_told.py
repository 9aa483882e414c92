"""What the command line says of a score and of a queue, in both languages."""

from datetime import date

import pytest

from dunning.worklist import LateInvoice, QueueEntry
from kernel.language import Language
from kernel.money import Money
from scoring.score import CustomerScore, Grade, InvoicePrediction
from serving.cli import predict, score, worklist


def _scored(probability: float) -> CustomerScore:
    points = 100 * (1 - probability)
    return CustomerScore("ACME", date(2024, 5, 10), points, Grade.A, probability, "lateness 1", (), "")


def test_score_and_chance_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    """Four in a thousand is not “score 100, 1%”."""
    score.tell(_scored(0.004), language=Language.ENGLISH)
    said = capsys.readouterr().out
    assert "grade A, score 99 as of 2024-05-10; 1% that its next usual invoice" in said
    assert "raises (+) or lowers (−)" in said


def test_a_score_in_french_has_no_english_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    score.tell(_scored(0.31), language=Language.FRENCH)
    assert "ACME : note A, score 69 au 10/05/2024 ; 31\u202f% de risque" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "heading", "value"),
    [
        (Language.ENGLISH, "amount × days", "12,000 USD"),
        (Language.FRENCH, "montant × jours", "12\u202f000 USD"),
    ],
)
def test_a_queue_names_its_currency(
    capsys: pytest.CaptureFixture[str], language: Language, heading: str, value: str
) -> None:
    late = LateInvoice("F-1", date(2024, 5, 1), 9, Money(40_000, "USD"), expected_days=30, soon=0.1)
    worklist.tell([QueueEntry(1, "ACME", 1_200_000, "why", (late,))], language=language)
    said = capsys.readouterr().out
    assert heading in said
    assert value in said


def _predicted() -> InvoicePrediction:
    return InvoicePrediction(
        number="F-1",
        customer="ACME",
        as_of=date(2024, 5, 10),
        due_on=date(2024, 5, 31),
        open_cents=120_000,
        currency="EUR",
        p_late=0.31,
        p_late_30=0.06,
        paid_within={7: 0.1, 30: 0.8},
        median_on=date(2024, 6, 3),
        q10_on=date(2024, 5, 24),
        q80_on=date(2024, 6, 14),
        q90_on=None,
        p_never=0.01,
        p_ended=0.02,
        promised_on=date(2024, 6, 5),
        p_kept=0.7,
        model="lateness 1",
    )


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            Language.ENGLISH,
            (
                "F-1 of ACME: 1,200 EUR open, due on 31 May 2024, as of 10 May 2024.",
                "Promised for 5 Jun 2024; kept with a chance of 70%.",
                "3 Jun 2024 one in two, 14 Jun 2024 eight in ten, more than a year after due nine",
                "Paid within 7 days: 10%, 30 days: 80%.",
                "Late: 31%; over 30 days late: 6%; unpaid a year after due: 1%; ended without cash: 2%.",
            ),
        ),
        (
            Language.FRENCH,
            (
                "F-1 de ACME : 1\u202f200 EUR à payer, échéance le 31/05/2024, au 10/05/2024.",
                "Promesse pour le 05/06/2024, tenue avec une probabilité de 70\u202f%.",
                "une sur deux : 03/06/2024 ; huit sur dix : 14/06/2024 ; neuf sur dix : plus d'un an",
                "Payée sous 7 jours : 10\u202f%, 30 jours : 80\u202f%.",
                "soldée sans encaissement : 2\u202f%.",
            ),
        ),
    ],
)
def test_a_prediction_is_told_in_dates_and_chances(
    capsys: pytest.CaptureFixture[str], language: Language, sentences: tuple[str, ...]
) -> None:
    predict.tell(_predicted(), language=language)
    said = capsys.readouterr().out
    for sentence in sentences:
        assert sentence in said
