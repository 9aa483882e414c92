"""Is an instalment plan kept?"""

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import ActRefused
from ledger.relation.deciding import Wanted, When
from ledger.relation.plans import (
    ALIVE,
    BREACHED,
    CANCELLED,
    FULFILLED,
    UNREADABLE,
    Instalment,
    PlanOnEvening,
    agree_plan,
    plans_on,
)
from tests.ledger.relation.acts import OVER, agreed, on, said
from tests.ledger.relation.ledgers import Bill, Cash, accounts_of
from tests.tables import rows

quick = settings(derandomize=True, deadline=None, max_examples=60)
BILLS = [Bill(1, 0, 30, 10_000), Bill(2, 0, 30, 5_000)]


def _plan(acts, cash, *, day: int) -> PlanOnEvening:
    return plans_on(acts, accounts_of(BILLS, cash, day=day), as_of=on(day))[0]


def _thirds(*, acceleration: bool = False) -> list:
    """100.00 on invoice 1, agreed on day 40: 40.00 by day 50, 30.00 by 60 and 70; three days of grace."""
    terms = agreed(
        [(1, 10_000, 10_000)], [(50, 4_000), (60, 3_000), (70, 3_000)], grace=3, acceleration=acceleration
    )
    return [said(1, "plan agreed", terms, day=40)]


@rows("""
    paid            | evening | state     | since | due   | next
                    | 49      | alive     | -     | 0     | 50 4000
                    | 50      | alive     | -     | 4000  | 50 4000
                    | 53      | alive     | -     | 4000  | 50 4000
                    | 54      | breached  | 54    | 4000  | 50 4000
    53:4000         | 60      | alive     | -     | 3000  | 60 3000
    54:4000         | 60      | breached  | 54    | 3000  | 60 3000
    45:5000         | 61      | alive     | -     | 2000  | 60 2000
    45:5000         | 64      | breached  | 64    | 2000  | 60 2000
    45:10000        | 64      | fulfilled | -     | 0     | -
    54:10000        | 64      | fulfilled | 54    | 0     | -
    30:1000 45:4000 | 60      | alive     | -     | 3000  | 60 3000
""")
def test_i19_a_missed_instalment_breaks_the_plan_after_its_grace(
    paid: str, evening: str, state: str, since: str, due: str, following: str
) -> None:
    """What was paid goes to the instalments in order; the invoice was of 100.00 with nothing paid but what
    came before the plan.
    """
    told = [one.split(":") for one in paid.split()]
    before = sum(int(cents) for day, cents in told if int(day) < 40)
    bills = [Bill(1, 0, 30, 10_000 + before)]
    cash = [Cash(place, 1, int(day), int(cents)) for place, (day, cents) in enumerate(told, start=1)]
    accounts = accounts_of(bills, cash, day=int(evening))
    (plan,) = plans_on(_thirds(), accounts, as_of=on(int(evening)))
    assert plan.state == state
    assert plan.breached_on == (None if since == "-" else on(int(since)))
    assert plan.due_cents == int(due)
    day, cents = (None, None) if following == "-" else map(int, following.split())
    assert plan.next is None if day is None else (plan.next.day, plan.next.open_cents) == (on(day), cents)


def test_i19_with_acceleration_a_breach_makes_the_rest_due() -> None:
    assert _plan(_thirds(acceleration=True), [], day=53).due_cents == 4_000
    assert _plan(_thirds(acceleration=True), [], day=54).due_cents == 10_000
    assert _plan(_thirds(acceleration=True), [Cash(1, 1, 54, 4_000)], day=55).due_cents == 6_000


def test_i19_a_payment_in_time_that_becomes_known_later_was_no_breach_from_then_on() -> None:
    cash = [Cash(1, 1, 52, 4_000, known=58)]
    assert [_plan(_thirds(), cash, day=day).state for day in (54, 57, 58)] == [BREACHED, BREACHED, ALIVE]


@st.composite
def _plans(draw: st.DrawFn) -> tuple[list[tuple[int, int]], int]:
    """Instalments that add up to the 150.00 of both invoices, and days of grace."""
    days = sorted(draw(st.sets(st.integers(41, 80), min_size=1, max_size=5)))
    cuts = sorted(draw(st.sets(st.integers(1, 14_999), min_size=len(days) - 1, max_size=len(days) - 1)))
    cents = [end - start for start, end in zip([0, *cuts], [*cuts, 15_000], strict=True)]
    return list(zip(days, cents, strict=True)), draw(st.integers(0, 5))


@quick
@given(
    drawn=_plans(),
    cash=st.lists(st.tuples(st.sampled_from([1, 2]), st.integers(40, 90), st.integers(1, 5_000)), max_size=6),
    evening=st.integers(40, 95),
)
def test_i19_instalments_share_what_was_paid_in_order_and_nothing_is_lost(
    drawn: tuple[list[tuple[int, int]], int], cash: list[tuple[int, int, int]], evening: int
) -> None:
    instalments, grace = drawn
    terms = agreed([(1, 10_000, 10_000), (2, 5_000, 5_000)], instalments, grace=grace)
    paid = [Cash(place, *one) for place, one in enumerate(cash, start=1)]
    plan = _plan([said(1, "plan agreed", terms, day=40)], paid, day=evening)

    def covered(until: int) -> int:
        limits = ((1, 10_000), (2, 5_000))
        return sum(min(most, sum(c for i, d, c in cash if i == key and d <= until)) for key, most in limits)

    assert sum(one.cents for one in plan.instalments) == 15_000
    assert plan.open_cents == 15_000 - covered(evening) == sum(plan.left.values())
    states = [(one.open_cents == 0, one.open_cents != one.cents) for one in plan.instalments]
    assert states == sorted(states, reverse=True), "an instalment is paid before the next one is touched"
    asked = list(accumulate(cents for _, cents in instalments))
    missed = [
        day + grace + 1
        for (day, _), owed in zip(instalments, asked, strict=True)
        if day + grace < evening and covered(day + grace) < owed
    ]
    assert plan.breached_on == (on(min(missed)) if missed else None)
    assert sum(plan.not_due.values()) == plan.open_cents - plan.due_cents


def test_a_plan_of_a_part_of_an_invoice_asks_for_that_part() -> None:
    terms = agreed([(1, 6_000, 10_000)], [(50, 6_000)])
    acts = [said(1, "plan agreed", terms, day=40)]
    assert _plan(acts, [Cash(1, 1, 45, 6_000)], day=45).state == FULFILLED
    assert _plan(acts, [Cash(1, 1, 45, 2_000)], day=45).left == {1: 4_000}


def test_a_credit_note_covers_instalments_too() -> None:
    """Nobody is asked to pay what the invoice no longer claims."""
    assert _plan(_thirds(), [Cash(1, 1, 45, 10_000, kind="offset")], day=46).state == FULFILLED


def test_a_cancelled_plan_is_over() -> None:
    acts = [*_thirds(), said(2, "plan cancelled", OVER, day=45, case=1)]
    assert [_plan(acts, [], day=day).state for day in (44, 45)] == [ALIVE, CANCELLED]


def test_i6_a_plan_whose_sums_disagree_is_unreadable() -> None:
    terms = agreed([(1, 10_000, 10_000)], [(50, 9_999)])
    assert _plan([said(1, "plan agreed", terms, day=40)], [], day=41).state == UNREADABLE


@quick
@given(parts=st.lists(st.integers(1, 12_000), min_size=1, max_size=4))
def test_i19_a_plan_is_agreed_iff_its_instalments_add_up(parts: list[int]) -> None:
    item = accounts_of(BILLS).items[1]
    instalments = [Instalment(on(50 + place), cents) for place, cents in enumerate(parts)]

    def decide() -> object:
        return agree_plan(
            [Wanted(item, None)],
            [],
            instalments=instalments,
            grace_days=0,
            acceleration=False,
            note="",
            when=When(on(40), on(40)),
        )

    if sum(parts) == 10_000:
        decide()
    else:
        with pytest.raises(ActRefused, match="add up to"):
            decide()
