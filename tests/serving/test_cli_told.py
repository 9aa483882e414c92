"""What the command line says of a score and of a queue, in both languages."""

from datetime import date

import pytest

from dunning.worklist import LateInvoice, QueueEntry
from kernel.language import Language
from kernel.money import Money
from scoring.score import CustomerScore, Grade
from serving.cli import score, worklist


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
