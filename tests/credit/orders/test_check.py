"""May an order leave? The rule that decides, what would let it go, and what never changes."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.orders.check import decide
from credit.orders.order import Means, Order, OrderAnswer, Outcome
from credit.orders.policy import OrderPolicy
from credit.orders.stored import answer_as_stored, answer_from, inputs_of, replayed
from credit.orders.words import outcome_text, release_text, why_text
from credit.standing import Accounts, Covered, Granted, Scored, Standing
from kernel.language import Language
from kernel.money import CurrencyMismatch
from tests.tables import rows

DAY = date(2024, 7, 1)
POLICY = OrderPolicy("t", 15, 100_00, 500_00, 0, 2_500, 5_000, 100_00, 10_000_00, ("F",), ("E",), 7)


def standing(
    *,
    owed: int = 0,
    overdue: int = 0,
    late: int = 0,
    orders: int = 0,
    limit: int | None = 10_000,
    cover: int = 0,
    grade: str = "",
    insolvent: bool = False,
    until: date | None = None,
) -> Standing:
    """A customer, in whole euros."""
    return Standing(
        *(1, "C1", "Un", DAY, "EUR", owed * 100, overdue * 100, 0, orders * 100, late, (), 30, None),
        insolvent_since=DAY if insolvent else None,
        scored=Scored(0.1, 0.05, 0.2, grade, 1, "", "m", DAY) if grade else None,
        limit=None if limit is None else Granted("standing", limit * 100, "EUR", DAY, until, "need", "n"),
        covers=(Covered("P", "named", cover * 100, "EUR", 9_000, DAY, None),) if cover else (),
    )


def order(euros: int, *, listed: int = 0, held: int = 0, gone: bool = False) -> Order:
    return Order("N1", euros * 100, "EUR", listed * 100, held * 100, gone)


@rows("""
    limit | owed  | overdue | late | orders | listed | held  | cover | grade | asked | outcome    | rule         | ways
    10000 | 4000  | 0       | 0    | 0      | 0      | 0     | 0     |       | 6000  | release    | within_limit |
    10000 | 4000  | 0       | 0    | 0      | 0      | 0     | 0     |       | 6001  | conditions | above_limit  | approval temporary_limit=10100 deposit=100
    10000 | 4000  | 0       | 0    | 3000   | 3000   | 0     | 0     |       | 6000  | release    | within_limit |
    10000 | 4000  | 0       | 0    | 3000   | 0      | 0     | 0     |       | 6000  | conditions | above_limit  | deposit=3000
    10000 | 4000  | 0       | 0    | 0      | 0      | 1000  | 0     |       | 6000  | conditions | above_limit  | approval temporary_limit=11000 deposit=1000
    10000 | 13000 | 0       | 0    | 0      | 0      | 0     | 0     |       | 100   | hold       | above_limit  | payment=3100 prepayment=100
    10000 | 4000  | 200     | 15   | 0      | 0      | 0     | 0     |       | 10    | hold       | overdue      | payment=200
    10000 | 4000  | 200     | 14   | 0      | 0      | 0     | 0     |       | 10    | release    | within_limit |
    10000 | 4000  | 100     | 60   | 0      | 0      | 0     | 0     |       | 10    | release    | within_limit |
    10000 | 0     | 0       | 0    | 0      | 0      | 0     | 0     | F     | 10    | conditions | grade        | prepayment=10
    10000 | 0     | 0       | 0    | 0      | 0      | 0     | 0     | E     | 10    | conditions | grade        | approval prepayment=10
    10000 | 0     | 0       | 0    | 0      | 0      | 0     | 0     | D     | 10    | release    | within_limit |
    0     | 0     | 0       | 0    | 0      | 0      | 0     | 0     |       | 10    | conditions | no_credit    | prepayment=10
    none  | 0     | 0       | 0    | 0      | 0      | 0     | 0     |       | 500   | release    | small        |
    none  | 400   | 0       | 0    | 0      | 0      | 0     | 0     |       | 500   | conditions | no_limit     | temporary_limit=900 prepayment=500
    50000 | 20000 | 0       | 0    | 0      | 0      | 0     | 15000 |       | 5000  | release    | within_limit |
    50000 | 20000 | 0       | 0    | 0      | 0      | 0     | 15000 |       | 6000  | conditions | above_cover  | approval deposit=1000
""")  # noqa: E501
def test_the_first_rule_that_speaks_decides(
    limit: str,
    owed: str,
    overdue: str,
    late: str,
    orders: str,
    listed: str,
    held: str,
    cover: str,
    grade: str,
    asked: str,
    outcome: str,
    rule: str,
    ways: str,
) -> None:
    """Amounts in euros. An order already listed is not counted twice (complaint 23); cover counts (11)."""
    who = standing(
        owed=int(owed),
        overdue=int(overdue),
        late=int(late),
        orders=int(orders),
        limit=None if limit == "none" else int(limit),
        cover=int(cover),
        grade=grade,
    )
    answer = decide(who, order(int(asked), listed=int(listed), held=int(held)), POLICY, on=DAY)
    assert (answer.outcome.value, answer.rule.value, _ways(answer)) == (outcome, rule, ways)


def _ways(answer: OrderAnswer) -> str:
    return " ".join(f"{one.means}={one.cents // 100}" if one.cents else one.means for one in answer.ways)


def test_insolvency_comes_before_everything() -> None:
    """Even within the limit; only the administrator or money in hand lets it go."""
    answer = decide(standing(insolvent=True), order(1), POLICY, on=DAY)
    assert (answer.outcome, answer.rule.value, answer.insolvent) == (Outcome.HOLD, "insolvent", True)
    handed = decide(standing(), order(1, gone=True), POLICY, on=DAY)
    assert (handed.outcome, handed.rule.value) == (Outcome.HOLD, "handed_over")


def test_a_limit_that_ended_is_none() -> None:
    ended = standing(until=DAY - timedelta(days=1))
    assert decide(ended, order(1_000), POLICY, on=DAY).limit is None
    assert decide(standing(until=DAY), order(1_000), POLICY, on=DAY).outcome is Outcome.RELEASE


def test_two_currencies_never_meet() -> None:
    with pytest.raises(CurrencyMismatch, match="ask in the currency"):
        decide(standing(), replace(order(1), currency="USD"), POLICY, on=DAY)


STANDINGS = st.builds(
    standing,
    owed=st.integers(-5_000, 50_000),
    overdue=st.integers(0, 5_000),
    late=st.integers(0, 40),
    orders=st.integers(0, 20_000),
    limit=st.none() | st.integers(0, 60_000),
    cover=st.integers(0, 30_000),
    grade=st.sampled_from(["", "A", "E", "F"]),
    insolvent=st.booleans(),
    until=st.none() | st.dates(DAY - timedelta(days=5), DAY + timedelta(days=5)),
)
ORDERS = st.builds(
    order,
    st.integers(1, 40_000),
    listed=st.integers(0, 5_000),
    held=st.integers(0, 5_000),
    gone=st.booleans(),
)
_RANK = [Outcome.RELEASE, Outcome.CONDITIONS, Outcome.HOLD]


@given(STANDINGS, ORDERS)
def test_a_decision_replays_from_what_it_stored(who: Standing, asked: Order) -> None:
    """Through JSON, as the database keeps it."""
    who = replace(who, accounts=Accounts(DAY, 1, None, 3, None, 5), sales_by_month=(1, 2))
    answer = decide(who, asked, POLICY, on=DAY)
    kept = json.loads(json.dumps(inputs_of(who, asked, POLICY, on=DAY)))
    assert replayed(kept) == answer
    assert answer_from(json.loads(json.dumps(answer_as_stored(answer)))) == answer


@given(STANDINGS, ORDERS, st.integers(1, 39_999))
def test_a_smaller_order_is_never_judged_worse(who: Standing, asked: Order, less: int) -> None:
    smaller = replace(asked, cents=max(asked.cents - less * 100, 100))
    worse, better = (decide(who, one, POLICY, on=DAY).outcome for one in (asked, smaller))
    assert _RANK.index(better) <= _RANK.index(worse)


@given(STANDINGS, ORDERS)
def test_what_would_let_it_go_does(who: Standing, asked: Order) -> None:
    """A deposit leaves the exposure within limit and own risk; a temporary limit, once granted, suffices."""
    answer = decide(who, asked, POLICY, on=DAY)
    for way in answer.ways:
        if way.means is Means.TEMPORARY_LIMIT and asked.cents:
            granted = replace(who, limit=Granted("temporary", way.cents, "EUR", DAY, None, "", ""))
            assert decide(granted, asked, POLICY, on=DAY).rule.value in {"within_limit", "above_cover"}
        if way.means is Means.DEPOSIT and answer.limit is not None and answer.rule.value == "above_limit":
            assert answer.after_cents - way.cents <= answer.limit.cents
            assert 0 < way.cents <= asked.cents // 2
    assert bool(answer.ways) is (answer.outcome is not Outcome.RELEASE)


@given(STANDINGS, ORDERS)
def test_figures_add_up_and_words_exist(who: Standing, asked: Order) -> None:
    answer = decide(who, asked, POLICY, on=DAY)
    assert answer.after_cents == answer.before_cents + asked.cents
    if answer.limit is not None and answer.headroom_after_cents is not None:
        assert answer.headroom_before_cents == answer.headroom_after_cents + asked.cents
    for language in Language:
        assert outcome_text(answer, language)
        assert "{" not in why_text(answer, language) + release_text(answer, language)


@rows("""
    figure              | value
    hold_from_days_late | 0
    deposit_at_most_bp  | 10001
    step_cents          | 0
    held_days           | -1
    tolerance_bp        | 3000
""")
def test_a_policy_that_cannot_be_is_refused(figure: str, value: str) -> None:
    with pytest.raises(ValueError, match=figure):
        replace(POLICY, **{figure: int(value)})
