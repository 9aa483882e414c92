"""Claims, payments and waivers of penalties fold to what is open, whatever came in which order."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dunning.law.claimed import Claimed
from dunning.receivable.held import held, used
from dunning.receivable.receivable import PenaltyAct, What, paid_interest, receivables, waived_until
from dunning.receivable.told import Told

DUE = date(2025, 5, 31)
_ITEM = "i:1"


def _told(number: int, last: int, *, first: int = 1, cents: int | None = None, flat: int = 0) -> Told:
    days = (DUE + timedelta(days=first), DUE + timedelta(days=last))
    claim = Claimed(number, _ITEM, "EUR", *days, last - first + 1 if cents is None else cents, flat)
    return Told(claim, "F-1", DUE, DUE + timedelta(days=last))


def _act(number: int, what: What, day: int, *, interest: int = 0, flat: int = 0) -> PenaltyAct:
    on = DUE + timedelta(days=day)
    return PenaltyAct(number, 1, what, _ITEM, "F-1", "EUR", on, interest, flat, 0, "why", "Ana")


@given(st.sets(st.integers(1, 90), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_i22_whole_claims_count_the_days_of_the_last_one_whatever_is_confirmed(
    lasts: set[int], chance: object
) -> None:
    """Any of the letters may prove never to have left: those that did tell each day once."""
    told = [_told(number, last, flat=4_000) for number, last in enumerate(sorted(lasts), start=1)]
    left = [one for one in told if chance.random() < 0.7] or told[-1:]  # type: ignore[attr-defined]
    (found,) = receivables(left, [])
    assert found.interest_cents == (left[-1].claim.last - DUE).days
    assert found.indemnity_cents == 4_000
    assert found.letter == f"R{left[-1].claim.number}"


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
def test_i22_what_was_waived_is_claimed_no_more_and_days_after_it_are(
    first: int, more: int, before: int, after: int
) -> None:
    paid = min(before, first)
    acts = [_act(1, What.PAID, first, interest=paid), _act(2, What.WAIVED, first)]
    told = [_told(1, first, flat=4_000)]
    (waived,) = receivables(told, acts)
    assert waived.open_cents == 0
    assert waived.claimed_cents == waived.paid_cents + waived.waived_cents
    assert waived_until(acts, item=_ITEM) == DUE + timedelta(days=first)
    later = [*told, _told(2, first + more, first=first + 1)]
    settled = [*acts, _act(3, What.PAID, first + more, interest=min(after, more))]
    (found,) = receivables(later, settled)
    assert found.open_cents == more - min(after, more)
    assert found.claimed_cents == found.paid_cents + found.waived_cents + found.open_cents
    assert paid_interest(settled, item=_ITEM) == min(after, more)


def test_a_letter_confirmed_after_a_waiver_of_its_days_claims_nothing() -> None:
    acts = [_act(1, What.WAIVED, 30)]
    (found,) = receivables([_told(1, 20, flat=4_000), _told(2, 30)], acts)
    assert found.open_cents == 0


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 50), st.integers(0, 50)), max_size=6), st.data())
def test_i25_no_more_of_a_payment_settles_penalties_than_invoices_left_of_it(
    told: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    """The ledger wins; what was written down first keeps its money first."""
    acts = [
        replace(_act(number, What.PAID, 1, interest=interest, flat=flat), payment_id=payment)
        for number, (payment, interest, flat) in enumerate(told, start=1)
    ]
    free = data.draw(st.dictionaries(st.integers(1, 3), st.integers(0, 120)))
    found = held(acts, free)
    for payment in (1, 2, 3):
        asked = sum(_cents(one) for one in acts if one.payment_id == payment)
        left = sum(_cents(one) for one in found if one.payment_id == payment)
        assert left == min(asked, free.get(payment, 0))
    for was, now in zip(acts, found, strict=True):
        assert _cents(now) + now.taken_back_cents == _cents(was)
    assert used({1: found}).get(1, {}).get("EUR", 0) == sum(_cents(one) for one in found)
    assert held(acts, {1: 999, 2: 999, 3: 999}) == acts


def _cents(one: PenaltyAct) -> int:
    return one.interest_cents + one.indemnity_cents
