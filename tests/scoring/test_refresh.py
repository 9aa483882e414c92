"""The whole book is scored and written down, and a grade holds on to the one before."""

from dataclasses import replace
from datetime import date

import pytest

from scoring.kept import KeptScore
from scoring.repository import ScoreRepository, keep
from scoring.score import Grade
from scoring.usecases import Refreshed, refresh_scores, score_customer, score_customers
from store.session import Database
from tests.ledger.deliveries import deliver
from tests.policies import GRADES
from tests.scoring.test_usecases import OPEN
from tests.training.companies import served

MAY, JUNE = date(2024, 5, 31), date(2024, 6, 30)


def refresh(database: Database, as_of: date) -> Refreshed:
    with database.transaction() as session:
        return refresh_scores(session, served(), as_of=as_of, grades=GRADES)


def kept(database: Database, as_of: date) -> list[KeptScore]:
    with database.read() as session:
        return ScoreRepository(session).on(as_of)


def test_what_is_written_is_what_was_said(database: Database) -> None:
    deliver(database, OPEN)
    told = refresh(database, JUNE)
    rows = kept(database, JUNE)
    with database.read() as session:
        said = score_customers(session, served(), as_of=JUNE, grades=GRADES)
    assert (told.as_of, told.customers, told.moved) == (JUNE, 2, 0)
    assert sum(told.by_grade.values()) == 2
    assert list(told.by_grade) == [grade.value for grade in Grade]
    assert sorted(row.pd_12m for row in rows) == pytest.approx(sorted(one.pd_12m for one in said))
    for row in rows:
        assert row.grade == GRADES.grade_of(row.pd_12m)
        assert row.p_late_30 is not None
        assert 0 < row.p_late_30 < 1
        assert row.days_to_cash is not None
        assert 0 < row.days_to_cash <= 365
        assert row.contributions


def test_scoring_an_evening_again_changes_nothing(sqlite_database: Database) -> None:
    deliver(sqlite_database, OPEN)
    refresh(sqlite_database, MAY)
    once = refresh(sqlite_database, JUNE)
    rows = kept(sqlite_database, JUNE)
    assert refresh(sqlite_database, JUNE) == once
    assert kept(sqlite_database, JUNE) == rows


def test_the_grade_before_stays_while_it_is_close(sqlite_database: Database) -> None:
    """The last one given on an earlier evening, and not the one that stood for the evening itself."""
    deliver(sqlite_database, OPEN)
    refresh(sqlite_database, JUNE)
    row = kept(sqlite_database, JUNE)[0]
    near = next(
        replace(GRADES, below={**GRADES.below, grade: row.pd_12m})
        for grade in GRADES.below
        if row.pd_12m < GRADES.below[grade]
    )
    fresh = near.grade_of(row.pd_12m)
    better = list(Grade)[list(Grade).index(fresh) - 1]
    with sqlite_database.transaction() as session:
        keep(session, [replace(row, as_of=MAY, grade=better.value)], as_of=MAY)
        refresh_scores(session, served(), as_of=JUNE, grades=near)
        told = score_customer(session, served(), _code(session, row), as_of=JUNE, grades=near)
    again = next(one for one in kept(sqlite_database, JUNE) if one.customer_id == row.customer_id)
    assert (again.grade, told.grade) == (better.value, better)
    assert fresh is not better


def _code(session, row: KeptScore) -> str:  # type: ignore[no-untyped-def]
    told = score_customers(session, served(), as_of=JUNE, grades=GRADES)
    return next(one.customer or "" for one in told if one.pd_12m == pytest.approx(row.pd_12m))
