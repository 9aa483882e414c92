"""What was claimed is remembered: no day counts twice, whatever is confirmed when."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning.law.claimed import (
    Claimed,
    claimed_cents,
    claimed_until,
    first_unclaimed,
    indemnity_claimed,
    standing,
)
from dunning.law.interest import Step, interest, pieces, rounded
from dunning.law.rates import penalty_rate
from kernel.money import CurrencyMismatch

DUE = date(2025, 5, 31)
_ONE = timedelta(days=1)
_ITEM = "i:1"


def _claim(
    number: int, first: int, last: int, *, cents: int = 100, flat: int = 0, currency: str = "EUR"
) -> Claimed:
    days = (DUE + timedelta(days=first), DUE + timedelta(days=last))
    return Claimed(number, _ITEM, currency, *days, cents, flat)


_CLAIMS = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 40)), max_size=8).map(
    lambda told: [_claim(n, first, first + length) for n, (first, length) in enumerate(told)]
)


@given(_CLAIMS, st.randoms(use_true_random=False))
def test_i22_no_day_is_claimed_twice_in_whatever_order_claims_are_confirmed(
    claims: list[Claimed], chance: object
) -> None:
    counted = standing(claims, item=_ITEM)
    for one, other in pairwise(counted):
        assert one.last < other.first
    shuffled = list(claims)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standing(shuffled, item=_ITEM) == counted


@given(st.lists(st.integers(0, 90), min_size=1, max_size=6), st.booleans())
def test_i22_claims_that_add_or_replace_tell_each_day_once(lengths: list[int], replace: bool) -> None:
    """Adding, their days follow each other without gap; replacing, the last one tells them all."""
    claims: list[Claimed] = []
    last = DUE
    for number, length in enumerate(lengths):
        last += timedelta(days=length)
        first = DUE + _ONE if replace else first_unclaimed(claims, item=_ITEM, due_on=DUE)
        if first <= last:
            claims.append(Claimed(number, _ITEM, "EUR", first, last, 100))
    counted = standing(claims, item=_ITEM)
    told = [one.first + timedelta(days=n) for one in counted for n in range((one.last - one.first).days + 1)]
    assert told == [DUE + timedelta(days=n) for n in range(1, (last - DUE).days + 1)]
    assert len(counted) <= 1 or not replace


def test_c21_interest_of_a_later_claim_runs_from_the_day_after_the_last() -> None:
    """10,000.00 claimed to 30 June, then to 31 July: 31 days at 12.15 %, on what a payment left of it."""
    first = Claimed(1, _ITEM, "EUR", DUE + _ONE, date(2025, 6, 30), 10_808, 4_000)
    begin = first_unclaimed([first], item=_ITEM, due_on=DUE)
    steps = [Step(DUE, 1_000_000), Step(date(2025, 7, 11), 400_000)]
    more = interest(pieces(steps, penalty_rate, due_on=DUE, first=begin, after=date(2025, 8, 1)))
    assert begin == date(2025, 7, 1)
    assert rounded(more) == 6_125  # (10,000 x 10 + 4,000 x 21) x 0.1215 / 365 = 61.25


def test_c25_a_claim_made_again_every_hour_counts_once() -> None:
    hourly = [_claim(number, 1, 30, flat=4_000) for number in range(24)]
    assert claimed_cents(hourly, item=_ITEM, currency="EUR") == 100 + 4_000


def test_c46_a_late_confirmation_takes_no_later_claim_s_place() -> None:
    """Claim 1 is confirmed after claim 2, which told its days already."""
    early, late = _claim(1, 1, 30, cents=100), _claim(2, 1, 60, cents=190, flat=4_000)
    assert standing([late, early], item=_ITEM) == (late,)
    assert claimed_until([late, early], item=_ITEM) == late.last
    assert indemnity_claimed([late, early], item=_ITEM)


def test_c20_a_claim_in_another_currency_is_not_added() -> None:
    with pytest.raises(CurrencyMismatch, match="claimed in USD"):
        claimed_cents([_claim(1, 1, 30, currency="USD")], item=_ITEM, currency="EUR")


def test_another_item_is_left_alone() -> None:
    assert claimed_until([_claim(1, 1, 30)], item="i:2") is None
    assert first_unclaimed([], item="i:2", due_on=DUE) == DUE + _ONE
