"""Stored grades are judged by what came of them, and past months can be scored again, marked as such."""

from dataclasses import replace
from datetime import date

import pytest

from scoring.grading.usecases import (
    NoScores,
    a_year_after,
    grade_migration,
    grade_report,
    month_ends,
    rebuild_scores,
)
from scoring.kept import HINDSIGHT
from scoring.repository import ScoreRepository
from store.session import Database
from tests.ledger.deliveries import deliver
from tests.policies import GRADES
from tests.scoring.test_refresh import refresh
from tests.scoring.test_usecases import OPEN
from tests.training.companies import served
from tests.training.default.companies import failing_model

JUNE, YEAR_AFTER = date(2024, 6, 30), date(2025, 6, 30)
# GOOD-6 stays unpaid: ninety days past due late in September. SLOW-6 is paid.
_SLOW_6 = "SLOW-6,SLOW,2024-06-05,2024-06-25,600.00,EUR,"
LATER = OPEN.replace(_SLOW_6, f"{_SLOW_6}2024-07-28") + "SLOW-7,SLOW,2025-07-01,2025-07-31,900.00,EUR,\n"


def silent(_done: int, _of: int) -> None:
    """Nobody listens."""


@pytest.fixture
def stored(sqlite_database: Database) -> Database:
    deliver(sqlite_database, OPEN, on="2024-07-01")
    refresh(sqlite_database, JUNE)
    deliver(sqlite_database, LATER, on="2025-07-01")
    return sqlite_database


def test_without_stored_scores_it_says_how_to_store_some(sqlite_database: Database) -> None:
    with sqlite_database.read() as session, pytest.raises(NoScores, match="encours score --all"):
        grade_report(session, as_of=JUNE, grades=GRADES)


def test_before_a_year_is_over_it_is_too_early(stored: Database) -> None:
    with stored.read() as session:
        told = grade_report(session, as_of=date(2025, 6, 29), grades=GRADES)
    assert (told.cohort, told.too_early, told.scored_on) == (None, YEAR_AFTER, JUNE)
    assert sum(line.customers for line in told.lines) == 2
    assert sum(line.cents.get("EUR", 0) for line in told.lines) == 120_000
    assert told.crowded


def test_after_a_year_defaults_are_counted_by_the_grade_then_held(stored: Database) -> None:
    with stored.read() as session:
        told = grade_report(session, as_of=date(2025, 7, 1), grades=GRADES)
    assert told.cohort is not None
    assert told.too_early is None
    assert (told.cohort.scored_on, told.cohort.until_on) == (JUNE, YEAR_AFTER)
    assert sum(one.customers for one in told.cohort.observed.values()) == 2
    assert sum(one.defaults for one in told.cohort.observed.values()) == 1


def test_past_months_are_scored_as_they_were_known_and_given_scores_stay(stored: Database) -> None:
    with stored.read() as session:
        given = ScoreRepository(session).on(JUNE)
    with stored.transaction() as session:
        told = rebuild_scores(
            *(session, served()),
            since=date(2020, 4, 15),
            as_of=date(2024, 7, 31),
            grades=GRADES,
            progress=silent,
        )
    months = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31)]
    assert [one.as_of for one in told] == [*months, date(2024, 7, 31)]
    with stored.read() as session:
        assert ScoreRepository(session).on(JUNE) == given
        assert len(ScoreRepository(session).on(date(2024, 4, 30))) == 2


def test_a_model_that_saw_later_facts_leaves_its_mark(
    stored: Database,
) -> None:
    """The expert prior learnt from nobody; one trained after the evening is marked."""
    with stored.read() as session:
        assert not ScoreRepository(session).on(JUNE)[0].model.endswith(HINDSIGHT)
    model = failing_model()
    later = replace(model, manifest=replace(model.manifest, as_of="2025-01-31"))
    registry = type(served())({**served().models, "default": later})
    with stored.transaction() as session:
        told = rebuild_scores(
            *(session, registry),
            since=date(2024, 5, 1),
            as_of=date(2024, 5, 31),
            grades=GRADES,
            progress=silent,
        )
    assert told[0].hindsight
    with stored.read() as session:
        assert all(one.model.endswith(HINDSIGHT) for one in ScoreRepository(session).on(date(2024, 5, 31)))
        moved = grade_migration(session, from_on=None, to_on=JUNE, grades=GRADES)
    assert (moved.from_on, moved.to_on) == (date(2024, 5, 31), JUNE)
    assert sum(one.customers for one in moved.moves) == 2


def test_one_stored_evening_is_no_migration(stored: Database) -> None:
    with stored.read() as session, pytest.raises(NoScores):
        grade_migration(session, from_on=None, to_on=JUNE, grades=GRADES)
    with stored.read() as session, pytest.raises(NoScores, match="differ"):
        grade_migration(session, from_on=JUNE, to_on=JUNE, grades=GRADES)


def test_months_end_on_their_last_day() -> None:
    assert month_ends(date(2024, 1, 31), date(2024, 3, 1)) == [date(2024, 1, 31), date(2024, 2, 29)]
    assert a_year_after(date(2024, 2, 29)) == date(2025, 2, 28)
