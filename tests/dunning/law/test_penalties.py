"""Interest day by day, rates by half-year, and the indemnity once."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning.charges.charging import LateInvoice, charged, charges_of
from dunning.charges.policy import PenaltyPolicy
from dunning.claims import Kind
from dunning.law.indemnity import indemnity_cents
from dunning.law.interest import Step, interest, pieces, rounded
from dunning.law.rates import RateBelowFloor, check_contractual, penalty_rate
from kernel.dated import NotInForce
from kernel.language import Language
from kernel.policy import policy_from
from tests.policies import shipped

POLICY = policy_from(shipped("penalties"), PenaltyPolicy, name="penalties.toml")
DUE = date(2025, 5, 31)


def late(*steps: tuple[str, int], due: date = DUE, **more: object) -> LateInvoice:
    told = tuple(Step(date.fromisoformat(day), cents) for day, cents in steps)
    return LateInvoice("i:1", "F1", "EUR", due, told, **more)  # type: ignore[arg-type]


def cents_of(one: LateInvoice, on: str, debtor: Kind = Kind.COMPANY) -> int:
    return charged(one, POLICY, debtor=debtor, opened_on=None, on=date.fromisoformat(on)).interest_cents


def test_i22_by_hand_over_two_half_years() -> None:
    """10,000.00 due on 31 May: 30 days at 13.15 %, then 45 at 12.15 % until it is paid on 15 August."""
    one = late(("2025-05-01", 1_000_000), ("2025-08-15", 0))
    assert cents_of(one, "2025-12-31") == 25_788  # 10,000 x (0.1315 x 30 + 0.1215 x 45) / 365 = 257.876
    assert cents_of(one, "2025-05-31") == 0
    assert cents_of(one, "2025-06-30") == 10_808


def test_i22_a_part_paid_costs_by_what_is_left() -> None:
    half = late(("2025-05-01", 1_000_000), ("2025-06-11", 500_000))
    assert cents_of(half, "2025-06-20") == rounded(
        Fraction(1315, 10_000) * (1_000_000 * 10 + 500_000 * 10) / 365
    )


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 10**7)), min_size=1, max_size=6),
    st.integers(0, 300),
    st.integers(0, 400),
)
def test_i22_splitting_the_period_at_any_day_gives_the_same_sum(
    told: list[tuple[int, int]], split: int, length: int
) -> None:
    steps = [Step(DUE + timedelta(days=day), cents) for day, cents in sorted(dict(told).items())]
    first, after = DUE, DUE + timedelta(days=length)
    middle = min(first + timedelta(days=split), after)
    whole, one, two = (
        interest(pieces(steps, penalty_rate, due_on=DUE, first=begin, after=end))
        for begin, end in ((first, after), (first, middle), (middle, after))
    )
    assert whole == one + two


@given(st.integers(1, 200), st.integers(0, 200))
def test_i22_a_later_claim_adds_only_the_new_days(first: int, more: int) -> None:
    until = DUE + timedelta(days=first)
    later = until + timedelta(days=more)
    steps = [Step(DUE, 123_456)]
    begun = interest(pieces(steps, penalty_rate, due_on=DUE, first=DUE, after=until + timedelta(days=1)))
    added = interest(
        pieces(
            steps,
            penalty_rate,
            due_on=DUE,
            first=until + timedelta(days=1),
            after=later + timedelta(days=1),
        )
    )
    whole = interest(pieces(steps, penalty_rate, due_on=DUE, first=DUE, after=later + timedelta(days=1)))
    assert begun + added == whole


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        ("2024-06-30", "0.1450"),
        ("2024-07-01", "0.1425"),
        ("2025-12-31", "0.1215"),
        ("2026-07-01", "0.1240"),
    ],
)
def test_i23_the_rate_is_that_of_the_half_year(day: str, rate: str) -> None:
    assert penalty_rate(date.fromisoformat(day)) == Fraction(rate)


def test_i23_nothing_is_guessed_beyond_the_sources() -> None:
    with pytest.raises(NotInForce, match="2027-01-01"):
        penalty_rate(date(2027, 1, 1))


def test_i23_an_agreed_rate_is_held_against_the_floor_of_its_day() -> None:
    """In early 2024 the floor, 15.21 %, lay above the law's own default rate."""
    check_contractual(Fraction("0.1521"), agreed_on=date(2024, 3, 1))
    with pytest.raises(RateBelowFloor, match=r"15\.21%"):
        check_contractual(Fraction("0.1450"), agreed_on=date(2024, 3, 1))


@pytest.mark.parametrize(
    ("more", "cents"),
    [
        ({}, 4_000),
        ({"late": False}, 0),
        ({"debtor": Kind.PERSON}, 0),
        ({"claimed_before": True}, 0),
        ({"currency": "USD"}, 0),
        ({"on": DUE}, 0),
        ({"proceeding_opened_on": DUE}, 0),
        ({"proceeding_opened_on": DUE + timedelta(days=1)}, 4_000),
    ],
)
def test_i24_the_indemnity_is_owed_once_by_professionals(more: dict[str, object], cents: int) -> None:
    asked = {"due_on": DUE, "late": True, "debtor": Kind.COMPANY, "currency": "EUR", "claimed_before": False}
    asked |= {"proceeding_opened_on": None, "on": DUE + timedelta(days=1)}
    assert indemnity_cents(**{**asked, **more}) == cents  # type: ignore[arg-type]


def test_c18_interest_is_not_lost_when_the_invoice_is_paid() -> None:
    one = late(("2025-05-01", 1_000_000), ("2025-08-15", 0), paid_on=date(2025, 8, 15))
    found = charged(one, POLICY, debtor=Kind.COMPANY, opened_on=None, on=date(2025, 9, 1))
    assert (found.interest_cents, found.indemnity_cents) == (25_788, 4_000)


def test_c25_a_second_reckoning_of_a_day_adds_nothing() -> None:
    one = late(("2025-05-01", 1_000_000), claimed_until=date(2025, 6, 30), indemnity_claimed=True)
    found = charged(one, POLICY, debtor=Kind.COMPANY, opened_on=None, on=date(2025, 6, 30))
    assert (found.interest_cents, found.indemnity_cents) == (0, 0)


@pytest.mark.parametrize("language", list(Language))
def test_a_notice_says_rate_and_article(language: Language) -> None:
    one = charged(
        late(("2025-05-01", 1_000_000)), POLICY, debtor=Kind.PUBLIC, opened_on=None, on=date(2025, 6, 30)
    )
    told = charges_of([one], POLICY, debtor=Kind.PUBLIC, language=language, on=date(2025, 6, 30))
    assert ("11,15" if language is Language.FRENCH else "11.15") in told.rates
    assert "L441-10" in told.rates


def test_a_consumer_owes_neither() -> None:
    assert cents_of(late(("2025-05-01", 1_000_000)), "2025-12-31", Kind.PERSON) == 0
