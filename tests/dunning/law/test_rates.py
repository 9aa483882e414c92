"""The table of half-years, its trap, its certainty, and what lies beyond it."""

from datetime import date
from fractions import Fraction

import pytest

from dunning.charges.policy import PenaltyPolicy
from dunning.law.rates import certainty_of, check_contractual, floor_rate, last_known, penalty_rate
from dunning.law.ruled import Certainty
from kernel.dated import NotInForce
from kernel.policy import PolicyRefused, policy_from
from tests.policies import shipped

# Half-year: default rate, rate of public bodies, floor of agreed rates; worked out by hand from the sources.
_TABLE = (
    ("2020-01-01", "10.00", "8.00", "2.61"),
    ("2020-07-01", "10.00", "8.00", "2.52"),
    ("2021-01-01", "10.00", "8.00", "2.37"),
    ("2021-07-01", "10.00", "8.00", "2.28"),
    ("2022-01-01", "10.00", "8.00", "2.28"),
    ("2022-07-01", "10.00", "8.00", "2.31"),
    ("2023-01-01", "12.50", "10.50", "6.18"),
    ("2023-07-01", "14.00", "12.00", "12.66"),
    ("2024-01-01", "14.50", "12.50", "15.21"),
    ("2024-07-01", "14.25", "12.25", "14.76"),
    ("2025-01-01", "13.15", "11.15", "11.13"),
    ("2025-07-01", "12.15", "10.15", "8.28"),
    ("2026-01-01", "12.15", "10.15", "7.86"),
    ("2026-07-01", "12.40", "10.40", "8.25"),
)


@pytest.mark.parametrize(("start", "usual", "public", "floor"), _TABLE)
def test_i23_each_half_year_has_its_rates_from_first_day_to_last(
    start: str, usual: str, public: str, floor: str
) -> None:
    first = date.fromisoformat(start)
    last = date(first.year, 6, 30) if first.month == 1 else date(first.year, 12, 31)
    for day in (first, last):
        assert penalty_rate(day) * 100 == Fraction(usual)
        assert penalty_rate(day, public_body=True) * 100 == Fraction(public)
        assert floor_rate(day) * 100 == Fraction(floor)


@pytest.mark.parametrize("day", ["2024-01-01", "2024-12-31"])
def test_i23_the_default_rate_is_not_raised_where_the_floor_lies_above_it(day: str) -> None:
    """The trap of 2024: the floor binds agreed rates only."""
    on = date.fromisoformat(day)
    assert penalty_rate(on) < floor_rate(on)


@pytest.mark.parametrize(("day", "half"), [("2027-01-01", "2027-S1"), ("2027-08-15", "2027-S2")])
def test_i23_the_half_year_that_is_missing_is_named_with_the_place_to_add_it(day: str, half: str) -> None:
    on = date.fromisoformat(day)
    for asked in (penalty_rate, floor_rate):
        with pytest.raises(NotInForce, match=f"rate of {half} is not known.*dunning/law/rates.py"):
            asked(on)
    assert penalty_rate(on, contractual=Fraction(1, 10)) == Fraction(1, 10)


@pytest.mark.parametrize(
    ("day", "rate"),
    [("2013-01-01", "10.75"), ("2013-12-31", "10.50"), ("2014-07-01", "10.15"), ("2016-06-30", "10.05")],
)
def test_i23_rates_of_years_gone_by_are_those_of_their_anchors(day: str, rate: str) -> None:
    assert penalty_rate(date.fromisoformat(day)) * 100 == Fraction(rate)


def test_the_last_half_year_known_is_told() -> None:
    assert last_known() == date(2026, 12, 31)
    assert penalty_rate(last_known()) == Fraction("0.124")


def test_what_only_others_quote_is_said_to_be_so() -> None:
    assert certainty_of(date(2025, 6, 30)) is Certainty.VERIFIED
    assert certainty_of(date(2025, 7, 1)) is Certainty.SECONDARY


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("contractual_bp = 786\nagreed_on = 2026-02-01", ""),
        ("contractual_bp = 785\nagreed_on = 2026-02-01", r"7\.85% is below the floor of 7\.86%"),
        ("contractual_bp = 1450\nagreed_on = 2024-02-01", r"below the floor of 15\.21%"),
        ("contractual_bp = 1200", "agreed_on is missing"),
        ("contractual_bp = 1200\nagreed_on = 2031-01-01", "cannot be told.*2031-S1"),
    ],
)
def test_i23_a_policy_with_a_rate_below_the_floor_is_refused_when_it_is_read(lines: str, why: str) -> None:
    text = shipped("penalties").replace("contractual_bp = 0", lines)
    if not why:
        assert policy_from(text, PenaltyPolicy, name="penalties.toml").contractual == Fraction("0.0786")
        return
    with pytest.raises(PolicyRefused, match=why):
        policy_from(text, PenaltyPolicy, name="penalties.toml")


def test_an_agreed_rate_may_equal_the_floor() -> None:
    check_contractual(Fraction("0.0825"), agreed_on=date(2026, 7, 1))
