"""What came of grades is told with what chance may have done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from scoring.grading.cohort import Held, Inversion, inversions, jeffreys, observed_by_grade
from scoring.score import Grade
from tests.tables import rows


@rows("""
    defaults | customers | low    | high
    0        | 20        | 0      | 0.117
    1        | 20        | 0.0054 | 0.211
    20       | 20        | 0.883  | 1
    0        | 2000      | 0      | 0.00125
""")
def test_jeffreys(defaults: str, customers: str, low: str, high: str) -> None:
    """Figures of Brown, Cai and DasGupta (2001), section 3.1.2, computed anew by hand for these cases."""
    told = jeffreys(int(defaults), int(customers))
    assert told == pytest.approx((float(low), float(high)), rel=0.02)


@given(st.integers(1, 500), st.floats(0, 1))
def test_the_interval_holds_the_rate(customers: int, share: float) -> None:
    defaults = round(share * customers)
    low, high = jeffreys(defaults, customers)
    assert 0 <= low <= defaults / customers <= high <= 1


def held(customer: int, grade: str, *, pd: float = 0.01, certain: bool = False) -> Held:
    return Held(customer, Grade(grade), pd, certain)


def test_who_was_in_default_already_is_left_out() -> None:
    told = observed_by_grade([held(1, "F", certain=True), held(2, "F", pd=0.2), held(3, "A")], [1, 2])
    assert (told[Grade.F].customers, told[Grade.F].defaults, told[Grade.F].expected) == (1, 1, 0.2)
    assert (told[Grade.A].customers, told[Grade.A].rate) == (1, 0)
    assert Grade.B not in told


def test_a_grade_that_promised_too_little_has_a_small_p_value() -> None:
    book = [held(number, "B", pd=0.005) for number in range(200)]
    fine = observed_by_grade(book, range(1))[Grade.B]
    bad = observed_by_grade(book, range(12))[Grade.B]
    assert fine.p_value == pytest.approx(float(beta.cdf(0.005, 1.5, 199.5)))
    assert bad.p_value < 0.001 < 0.1 < fine.p_value


def test_grades_in_the_wrong_order_are_named_and_chance_is_told_from_fact() -> None:
    few = [held(number, "B") for number in range(10)] + [held(number, "C") for number in range(10, 20)]
    assert inversions(observed_by_grade(few, [1])) == (Inversion(Grade.B, Grade.C, sure=False),)
    many = [held(number, "B") for number in range(500)] + [held(number, "C") for number in range(500, 1000)]
    assert inversions(observed_by_grade(many, range(60))) == (Inversion(Grade.B, Grade.C, sure=True),)
    assert inversions(observed_by_grade(many, range(480, 540))) == ()
