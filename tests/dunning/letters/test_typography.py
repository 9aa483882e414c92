"""French and English as their readers expect them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning.letters.typography import (
    NOT_SHOWN,
    account_text,
    clean,
    drawable,
    long_day,
    money_text,
    typeset,
)
from kernel.language import Language
from kernel.money import parse_cents

FR, EN = Language.FRENCH, Language.ENGLISH


@pytest.mark.parametrize(
    ("cents", "currency", "language", "text"),
    [
        (123_456, "EUR", FR, "1\u202f234,56\u00a0€"),
        (5, "EUR", FR, "0,05\u00a0€"),
        (-20_000, "EUR", FR, "−200,00\u00a0€"),
        (123_456_789, "CHF", FR, "1\u202f234\u202f567,89\u00a0CHF"),
        (123_456, "EUR", EN, "€1,234.56"),
        (-100, "GBP", EN, "−£1.00"),
        (99_900, "USD", EN, "USD\u00a0999.00"),
    ],
)
def test_amounts_are_written_to_the_cent(cents: int, currency: str, language: Language, text: str) -> None:
    assert money_text(cents, currency, language) == text


@given(st.integers(-(10**12), 10**12), st.sampled_from(Language))
def test_an_amount_written_can_be_read_again(cents: int, language: Language) -> None:
    written, sign = money_text(cents, "EUR", language), -1 if cents < 0 else 1
    assert written.startswith("−") == (cents < 0)
    assert sign * parse_cents(written.lstrip("−"), decimal="," if language is FR else ".") == cents


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2025, 7, 1), "1er juillet 2025", "1 July 2025"),
        (date(2025, 8, 31), "31 août 2025", "31 August 2025"),
    ],
)
def test_days_in_full_break_over_no_line(day: date, french: str, english: str) -> None:
    assert long_day(day, FR) == french.replace(" ", "\u00a0")
    assert long_day(day, EN) == english.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Rappel : dû ; payez !", "Rappel\u202f: dû\u202f; payez\u202f!"),
        ("Rappel: dû; payez!", "Rappel\u202f: dû\u202f; payez\u202f!"),
        ("il dit «oui» ou « non »", "il dit «\u202foui\u202f» ou «\u202fnon\u202f»"),
        ("l'échéance, {net} ;", "l’échéance, {net}\u202f;"),
        ("https://pay.example à 12:30", "https://pay.example à 12:30"),
        ("articles L441-10 et D441-5", "articles\u00a0L441-10 et\u00a0D441-5"),
        ("40 € par facture", "40\u00a0€ par facture"),
    ],
)
def test_french_spaces_before_double_signs(typed: str, set_: str) -> None:
    assert typeset(typed, FR) == set_
    assert typeset(set_, FR) == set_


def test_english_takes_no_space_before_signs() -> None:
    assert typeset("it's due: pay; now!", EN) == "it’s due: pay; now!"


def test_an_account_number_is_written_in_groups_of_four() -> None:
    assert account_text("fr7630006000011234567890189").split("\u00a0")[0:2] == ["FR76", "3000"]


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200b", "\x00", "\x1b", "\ufeff", "\ue000"])
def test_what_cannot_be_seen_or_turns_the_writing_is_taken_out(mark: str) -> None:
    assert clean(f"Du{mark}pont") == "Dupont"


def test_line_breaks_become_spaces_and_letters_their_composed_form() -> None:
    assert clean("Du\r\npont\u2028e\u0301") == "Du pont é"


def test_what_no_font_can_draw_becomes_a_box() -> None:
    assert drawable("Société 中😀 Ω Ж") == f"Société {NOT_SHOWN}{NOT_SHOWN} Ω Ж"
