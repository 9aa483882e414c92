"""Grades are bands of a probability that a company chooses, and do not flap."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.policy import PolicyRefused, policy_from
from scoring.grades import GradePolicy
from scoring.score import Grade, points
from tests.policies import GRADES, shipped
from tests.tables import rows

CHANCES = st.floats(0, 1, allow_nan=False)
ORDER = list(Grade)


@given(CHANCES, CHANCES)
def test_more_risk_is_never_a_better_grade(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert ORDER.index(GRADES.grade_of(low)) <= ORDER.index(GRADES.grade_of(high))


@given(CHANCES, st.sampled_from(ORDER))
def test_a_grade_stays_only_within_half_a_point_of_its_bounds(chance: float, previous: Grade) -> None:
    """And what comes in its place is the grade of the bands."""
    told = GRADES.grade_of(chance, previous=previous)
    best, worst = (points(bound) for bound in GRADES.bounds(previous))
    within = worst - 0.5 <= points(chance) <= best + 0.5
    assert told is (previous if within else GRADES.grade_of(chance))


@given(CHANCES, st.sampled_from(ORDER))
def test_asking_twice_changes_nothing(chance: float, previous: Grade) -> None:
    once = GRADES.grade_of(chance, previous=previous)
    assert GRADES.grade_of(chance, previous=once) is once


def test_without_hysteresis_a_grade_follows_every_move() -> None:
    bare = replace(GRADES, hysteresis_points=0.0)
    assert bare.grade_of(0.0202, previous=Grade.C) is Grade.D
    assert GRADES.grade_of(0.0202, previous=Grade.C) is Grade.C


@rows("""
    line             | instead            | why
    A = 0.0025       | A = 0.0075         | must rise
    E = 0.15         | E = 1.0            | must rise
    E = 0.15         | F = 0.15           | one bound for each
    D = 0.05         | D = 0.05;F = 0.9   | one bound for each
    D = 0.05         | G = 0.05           | Write one of
    points = 0.5     | points = -1.0      | hysteresis_points is below 0
    share = 0.40     | share = 0.0        | crowded_share
    named_from = 2   | named_from = 0     | fall_named_from
""")
def test_bands_that_leave_a_hole_are_refused(line: str, instead: str, why: str) -> None:
    text = shipped("grades").replace(line, instead.replace(";", "\n"))
    assert text != shipped("grades")
    with pytest.raises(PolicyRefused, match=why):
        policy_from(text, GradePolicy, name="grades.toml")
