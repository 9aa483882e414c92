"""Which day an answer is given for."""

from datetime import date

import pytest

from kernel.language import Language
from serving.opening import evening_asked, evening_of

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("horizon", "day"),
    [
        (None, TODAY),
        (date(2026, 11, 21), TODAY),
        (date(2026, 10, 22), TODAY),
        (date(2026, 10, 21), date(2026, 10, 21)),
        (date(2026, 12, 24), TODAY),
    ],
)
def test_a_ledger_that_ended_long_ago_answers_as_of_its_last_day(horizon: date | None, day: date) -> None:
    """A month without news is a quiet month; more is a sample, where everything would look late today."""
    chosen = evening_of(horizon, today=TODAY)
    assert chosen.day == day
    assert bool(chosen.note(Language.ENGLISH)) == (day != TODAY)


@pytest.mark.parametrize(("asked", "noted"), [(date(2024, 12, 31), False), (date(2026, 11, 22), True)])
def test_a_day_long_after_the_ledger_is_answered_with_a_caution(asked: date, noted: bool) -> None:
    chosen = evening_asked(asked, date(2024, 12, 31))
    assert chosen.day == asked
    assert bool(chosen.note(Language.ENGLISH)) == noted


@pytest.mark.parametrize(
    ("asked", "french"),
    [
        (None, "Les données s'arrêtent au 31/12/2024 : les réponses valent pour ce jour"),
        (TODAY, "bien avant le 22/11/2026"),
    ],
)
def test_the_caution_is_said_in_french_too(asked: date | None, french: str) -> None:
    horizon = date(2024, 12, 31)
    chosen = evening_asked(asked, horizon) if asked else evening_of(horizon, today=TODAY)
    assert french in chosen.note(Language.FRENCH)
