"""The provision matrix multiplies what rolled from one age to the next."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.provisions.matrix import Rolled, Source, bucket_at, loss_rates
from credit.provisions.policy import BUCKETS, Bucket, ProvisionPolicy, Scenario
from kernel.policy import PolicyRefused, policy_from
from tests.policies import PROVISIONS, shipped
from tests.tables import rows

SHARES = (0.5, 0.4, 0.5, 0.8, 0.5)


def history(invoices: int = 100, *, segment: str = "all", shares: tuple[float, ...] = SHARES) -> list[Rolled]:
    return [
        Rolled("EUR", segment, bucket, invoices, 1_000_000, round(1_000_000 * share))
        for bucket, share in zip(BUCKETS, shares, strict=True)
    ]


@rows("""
    days late | bucket
    -40       | not_due
    0         | not_due
    1         | days_1_30
    30        | days_1_30
    31        | days_31_60
    60        | days_31_60
    61        | days_61_90
    90        | days_61_90
    91        | days_over_90
    4000      | days_over_90
""")
def test_ages_are_those_of_the_aged_balance(days_late: str, bucket: str) -> None:
    assert bucket_at(int(days_late)) is Bucket(bucket)


def test_a_rate_is_the_product_of_the_steps_ahead_worked_by_hand() -> None:
    """0.5 x 0.4 x 0.5 x 0.8 x 0.5 = 4 % of what is not due is unpaid a year after, 85 % of it for good."""
    told = loss_rates(history(), currency="EUR", segment="all", policy=PROVISIONS)
    worked = (0.04 * 0.85, 0.08 * 0.85, 0.2 * 0.85, 0.4 * 0.85, 0.5 * 0.85)
    assert [told[bucket].rate for bucket in BUCKETS] == pytest.approx(worked)
    assert {one.source for one in told.values()} == {Source.SEGMENT}
    assert {one.invoices for one in told.values()} == {100}


def test_a_thin_segment_is_answered_for_by_its_currency_and_a_thin_currency_by_the_floor() -> None:
    both = [*history(), *history(3, segment="thin", shares=(1, 1, 1, 1, 1))]
    thin = loss_rates(both, currency="EUR", segment="thin", policy=PROVISIONS)
    assert {one.source for one in thin.values()} == {Source.CURRENCY}
    other = loss_rates(both, currency="USD", segment="all", policy=PROVISIONS)
    assert {one.source for one in other.values()} == {Source.FLOOR}
    assert [other[one].rate for one in BUCKETS] == [PROVISIONS.floor_rates.of(one) for one in BUCKETS]


def test_a_floor_never_exceeds_the_rate_of_an_older_age() -> None:
    """The last steps are known to lose nothing, the first ones are not known."""
    seen = [*history(shares=(1, 1, 0.1, 0.1, 0.0))[2:], *history(2)[:2]]
    told = loss_rates(seen, currency="EUR", segment="all", policy=PROVISIONS)
    assert [told[one].source for one in BUCKETS] == [Source.FLOOR] * 2 + [Source.SEGMENT] * 3
    assert [told[one].rate for one in BUCKETS] == [0.0] * 5


@given(st.lists(st.floats(0, 1), min_size=5, max_size=5), st.floats(0, 3), st.integers(0, 40))
def test_rates_are_shares_that_do_not_fall_with_age(
    shares: list[float], factor: float, invoices: int
) -> None:
    policy = replace(PROVISIONS, scenarios=(Scenario("x", 1.0, factor),))
    told = loss_rates(history(invoices, shares=tuple(shares)), currency="EUR", segment="all", policy=policy)
    rates = [told[bucket].rate for bucket in BUCKETS]
    assert all(0 <= rate <= 1 for rate in rates)
    assert rates == sorted(rates)


def test_the_future_multiplies_the_rates() -> None:
    worse = replace(PROVISIONS, scenarios=(Scenario("as it was", 0.5, 1.0), Scenario("worse", 0.5, 1.4)))
    assert worse.factor == pytest.approx(1.2)
    now = loss_rates(history(), currency="EUR", segment="all", policy=PROVISIONS)
    then = loss_rates(history(), currency="EUR", segment="all", policy=worse)
    assert then[Bucket.NOT_DUE].rate == pytest.approx(1.2 * now[Bucket.NOT_DUE].rate)
    assert worse.mark != PROVISIONS.mark


@rows("""
    line                      | instead                   | why
    weight = 1.0              | weight = 0.9              | add up to 1
    factor = 1.0              | factor = -1.0             | below 0
    days_31_60 = 0.04         | days_31_60 = 0.2          | do not fall
    unsecured = 0.85          | unsecured = 0.5           | above unsecured
    unsecured = 0.85          | unsecured = 1.85          | is a share
    disputed = 0.20           | disputed = 2.0            | is a share
    window_days = 730         | window_days = 0           | window_days
    at_least_invoices = 15    | at_least_invoices = 0     | at_least_invoices
    segment_by = "none"       | segment_by = "colour"     | Write one of
""")
def test_a_policy_that_makes_no_sense_is_refused(line: str, instead: str, why: str) -> None:
    text = shipped("provisions").replace(line, instead)
    assert text != shipped("provisions")
    with pytest.raises(PolicyRefused, match=why):
        policy_from(text, ProvisionPolicy, name="provisions.toml")
