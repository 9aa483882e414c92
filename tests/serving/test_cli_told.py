"""What the command line says of a score and of a queue, in both languages."""

from dataclasses import replace
from datetime import date

import pytest

from kernel.language import Language
from scoring.score import (
    INSOLVENCY,
    Confidence,
    CustomerScore,
    Grade,
    InvoicePrediction,
    NextPayment,
    Reason,
)
from scoring.wording.answers import override
from serving.cli import predict, score, worklist_words
from tests.serving.stand_ins import queue_entry

SCORED = CustomerScore(
    customer="ACME",
    as_of=date(2024, 5, 10),
    score=57.6,
    grade=Grade.C,
    pd_12m=0.0181,
    low=0.0093,
    high=0.0351,
    pd_ttc=0.016,
    confidence=Confidence.MEDIUM,
    tier=2,
    source="blend 40 %",
    model="default 1",
    adverse=(Reason("overdue", "WORSE.", 0.4),),
    favourable=(Reason("legal", "BETTER.", -0.2),),
    next_payment=NextPayment(0.004, "lateness 1"),
    notes=("NOTE.",),
)


def test_a_score_is_told_with_its_chances_and_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    score.tell(SCORED, language=Language.ENGLISH)
    said = capsys.readouterr().out
    assert said.startswith("ACME: grade C, score 58 of 100, as of 10 May 2024.")
    assert "Default within 12 months: 1.8% (through the cycle 1.6%), between 0.93% and 3.5%" in said
    assert "medium confidence" in said
    assert said.index("What raises the risk:") < said.index("+ WORSE.") < said.index("− BETTER.")
    assert "Payment: 1% that its next usual invoice" in said
    assert said.endswith("  NOTE.\n")


def test_a_score_in_french_has_no_english_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    score.tell(SCORED, language=Language.FRENCH)
    said = capsys.readouterr().out
    assert said.startswith("ACME : note C, score 58 sur 100, au 10/05/2024.")
    assert "Défaut à 12 mois : 1,8\u202f% (sur le cycle 1,6\u202f%)" in said
    assert "confiance moyenne" in said
    assert "Paiement : 1\u202f% de risque" in said


@pytest.mark.parametrize("language", list(Language))
def test_what_decides_alone_is_said_first(capsys: pytest.CaptureFixture[str], language: Language) -> None:
    """And no probability is told of what has happened."""
    said_first = override(INSOLVENCY, language)
    score.tell(replace(SCORED, override=INSOLVENCY, override_text=said_first), language=language)
    said = capsys.readouterr().out
    assert said.startswith(said_first)
    assert "1.8%" not in said.replace(",", ".")


@pytest.mark.parametrize(
    ("language", "heading", "value"),
    [
        (Language.ENGLISH, "worth", "120.00 USD"),
        (Language.FRENCH, "valeur", "120,00 USD"),
    ],
)
def test_a_queue_names_its_currency(
    capsys: pytest.CaptureFixture[str], language: Language, heading: str, value: str
) -> None:
    """And says that one without a factor comes last, and that worth rests on a prior."""
    worklist_words.tell([queue_entry(1, currency="USD", cents=12_000)], language=language)
    said = capsys.readouterr()
    assert heading in said.out
    assert value in said.out
    assert "USD" in said.err
    assert "prior" in said.err or "a priori" in said.err


@pytest.mark.parametrize("language", list(Language))
def test_one_entry_says_whom_to_call_and_what_to_say(
    capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    worklist_words.tell_one([queue_entry(1)], "C-1", language=language)
    said = capsys.readouterr().out
    for told in ("Ann Low", "+33199000001", "Hello Ann Low.", "INV/2024/1"):
        assert told in said
    worklist_words.tell_one([], "C-1", language=language)
    assert "encours dun --dry-run" in capsys.readouterr().out


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
