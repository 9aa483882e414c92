"""How much may a customer owe, and what says so?"""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.limit.limit import Constraint, LimitDecision, Question, decide, worth_changing
from credit.limit.policy import LimitPolicy
from credit.limit.stored import answer_of, inputs_of, replayed
from credit.limit.words import odds_text, why_text
from credit.standing import Accounts, Covered, Granted, Scored, Standing
from kernel.language import Language
from kernel.policy import PolicyRefused, policy_from
from scoring.score import IN_DEFAULT, INSOLVENCY

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = (ROOT / "policy" / "limit.toml").read_text(encoding="utf-8")
POLICY = policy_from(SHIPPED, LimitPolicy, name="limit.toml")
ON = date(2025, 6, 30)
BOOK = Question(others_of_group_cents=0, book_cents=1_000_000_000)
MUCH = replace(BOOK, requested_cents=90_000_000)
BANDS = ((0.0025, "A"), (0.0075, "B"), (0.02, "C"), (0.05, "D"), (0.15, "E"))


def scored(pd: float) -> Scored:
    grade = next((grade for below, grade in BANDS if pd < below), "F")
    return Scored(pd, pd / 2, min(2 * pd, 1.0), grade, 2, "", "default 1", ON, days_to_cash=45.0)


def accounts(equity: int | None, working: int | None = None) -> Accounts:
    return Accounts(date(2024, 12, 31), equity, working, None, None, None)


def standing(pd: float = 0.01, **more: object) -> Standing:
    told = Standing(
        *(1, "C1", "Durand SA", ON, "EUR"),
        *(0, 0, 0, 0, 0),
        sales_by_month=(1_000_000,) * 12,
        terms_days=30,
        first_invoice_on=date(2020, 1, 1),
        group="C1",
        scored=scored(pd),
        accounts=accounts(100_000_000, 50_000_000),
    )
    return replace(told, **more)  # type: ignore[arg-type]


def new(pd: float = 0.01, **more: object) -> Standing:
    """The same, met lately."""
    return standing(pd, first_invoice_on=ON - timedelta(days=30), **more)


def overridden(by: str) -> Scored:
    return replace(scored(1.0), override=by)


def limit(one: Standing, question: Question = BOOK) -> LimitDecision:
    return decide(one, question, POLICY)


def cover(cents: int) -> tuple[Covered, ...]:
    return (Covered("P1", "named", cents, "EUR", 9_000, date(2025, 1, 1), None),)


@pytest.mark.parametrize(
    ("one", "question", "binding", "cents"),
    [
        # 1.2 x 30,000 in the busiest quarter / 91 x 45 days to cash = 17,802, in steps of 500
        (standing(), BOOK, Constraint.NEED, 1_750_000),
        (standing(), MUCH, Constraint.CAPACITY, 30_000_000),
        (new(accounts=accounts(50_000_000)), MUCH, Constraint.CAPACITY, 20_000_000),
        (new(accounts=accounts(10**7, 40_000_000)), MUCH, Constraint.CAPACITY, 24_000_000),
        (new(accounts=accounts(1)), MUCH, Constraint.CAPACITY, 20_000_000),
        (new(accounts=accounts(-1)), BOOK, Constraint.CAPACITY, 0),
        (standing(accounts=accounts(-1)), MUCH, Constraint.CAPACITY, 2_950_000),
        (new(accounts=None), MUCH, Constraint.CAPACITY, 20_000_000),
        # It usually owes 90,000 / 91 x 45 days = 44,505; of grade C it may owe eight times as much.
        (
            standing(accounts=None, sales_by_month=(3_000_000,) * 12),
            MUCH,
            Constraint.CAPACITY,
            35_600_000,
        ),
        (standing(covers=cover(300_000)), BOOK, Constraint.COVER, 800_000),
        (standing(), Question(4_950_000, 10_000_000), Constraint.GROUP, 50_000),
        (standing(insolvent_since=ON), BOOK, Constraint.OVERRIDE, 0),
        (standing(0.2), MUCH, Constraint.CAPACITY, 2_950_000),
        (new(0.2), BOOK, Constraint.CAPACITY, 1_000_000),
        # In default by lateness it buys on as far as it pays, half as much again as it usually owes.
        (standing(scored=overridden(IN_DEFAULT)), MUCH, Constraint.OVERRIDE, 2_200_000),
        (standing(scored=overridden(INSOLVENCY)), BOOK, Constraint.OVERRIDE, 0),
    ],
)
def test_the_smallest_constraint_binds(
    one: Standing, question: Question, binding: Constraint, cents: int
) -> None:
    told = limit(one, question)
    assert (told.binding, told.cents) == (binding, cents)


def test_a_score_too_old_counts_as_none() -> None:
    old = replace(scored(0.01), as_of=ON - timedelta(days=POLICY.oldest_score_days + 1))
    told = limit(standing(scored=old))
    assert told == limit(standing(scored=None))
    assert told.pd_over_terms is None


def test_the_season_counts_by_its_busiest_quarter() -> None:
    summer = (0,) * 6 + (4_000_000,) * 3 + (0,) * 3
    assert limit(standing(sales_by_month=summer)).cents > limit(standing()).cents


def test_above_break_even_only_what_is_insured_may_be_owed() -> None:
    """Whatever the policy's capacity, a further uninsured euro would be expected to lose."""
    generous = replace(
        POLICY,
        capacity=replace(
            POLICY.capacity,
            equity_share=dict.fromkeys("ABCDEF", 1.0),
            working_capital_share=dict.fromkeys("ABCDEF", 1.0),
        ),
    )
    risky = standing(0.999, covers=cover(1_000_000))
    told = decide(risky, BOOK, generous)
    assert told.pd_over_terms is not None
    assert told.pd_over_terms > told.break_even
    assert (told.binding, told.cents) == (Constraint.APPETITE, 1_000_000)


def test_the_break_even_is_where_a_sale_earns_nothing() -> None:
    told = limit(standing())
    margin, funds = POLICY.appetite.margin, POLICY.appetite.cost_of_funds_a_year * 45 / 365
    recovered = 1 - POLICY.appetite.loss_given_default
    p = told.break_even
    assert (1 - p) * (margin - funds) == pytest.approx(p * (1 - margin - recovered), abs=1e-12)


def test_the_quota_shares_a_loss_and_raises_no_cover() -> None:
    whole = cover(300_000)
    half = tuple(replace(one, quota_bp=5_000) for one in whole)
    assert limit(standing(covers=whole)).cents == limit(standing(covers=half)).cents


def test_without_a_score_or_sales_nothing_is_invented() -> None:
    told = limit(standing(scored=None, accounts=None, sales_by_month=(0,) * 12))
    missing = {one.constraint for one in told.bounds if one.cents is None}
    assert {Constraint.NEED, Constraint.CAPACITY, Constraint.APPETITE} <= missing


_PD = st.floats(0.0, 1.0)
_CENTS = st.integers(-(10**9), 10**10)


@given(_PD, _PD, _CENTS, st.integers(0, 10**8))
def test_a_limit_never_rises_with_the_probability_of_default(
    one: float, other: float, equity: int, insured: int
) -> None:
    low, high = sorted((one, other))
    more = {"accounts": accounts(equity, equity), "covers": cover(insured) if insured else ()}
    assert limit(standing(high, **more)).cents <= limit(standing(low, **more)).cents


@given(_PD, _CENTS, _CENTS, _CENTS)
def test_a_limit_never_falls_with_equity(pd: float, one: int, other: int, working: int) -> None:
    low, high = sorted((one, other))
    poor, rich = (standing(pd, accounts=accounts(equity, working)) for equity in (low, high))
    assert limit(poor).cents <= limit(rich).cents


_STANDINGS = st.builds(
    standing,
    accounts=st.builds(accounts, st.none() | _CENTS, st.none() | _CENTS) | st.none(),
    scored=st.none()
    | st.builds(scored, _PD)
    | st.builds(overridden, st.sampled_from([IN_DEFAULT, INSOLVENCY])),
    insolvent_since=st.none() | st.just(ON),
    covers=st.just(()) | st.builds(cover, st.integers(0, 10**9)),
    limit=st.none() | st.just(Granted("standing", 100_000, "EUR", ON, None, "need", "")),
)


@given(_STANDINGS, st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_stored_decision_taken_again_gives_the_same_answer(
    one: Standing, others: int, book: int, requested: int
) -> None:
    question = Question(others, book, requested)
    kept = json.loads(json.dumps(inputs_of(one, question, POLICY)))
    assert replayed(kept) == decide(one, question, POLICY)
    assert answer_of(replayed(kept)) == json.loads(json.dumps(answer_of(decide(one, question, POLICY))))


@pytest.mark.parametrize(
    ("held", "days", "changes"),
    [(1_700_000, 90, False), (1_000_000, 90, True), (1_000_000, 10, False), (None, 0, True)],
)
def test_a_limit_changes_when_far_enough_and_not_in_haste(held: int | None, days: int, changes: bool) -> None:
    granted = date.fromordinal(ON.toordinal() - days)
    now = None if held is None else Granted("standing", held, "EUR", granted, None, "need", "")
    assert worth_changing(limit(standing()), now, POLICY, on=ON) is changes


def test_a_proceeding_cuts_at_once() -> None:
    now = Granted("standing", 100_000, "EUR", ON, None, "need", "")
    assert worth_changing(limit(standing(insolvent_since=ON)), now, POLICY, on=ON)


@pytest.mark.parametrize("language", list(Language))
def test_it_says_what_binds_and_what_would_raise_it(language: Language) -> None:
    told = limit(new(accounts=accounts(50_000_000)), MUCH)
    said = why_text(told, language)
    assert ("fonds propres" if language is Language.FRENCH else "equity") in said
    assert ("200 000 EUR" if language is Language.FRENCH else "200,000 EUR") in said.replace(
        "\u202f", " "
    ).replace("\xa0", " ")
    assert "%" in odds_text(told, language)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("C = 0.30, D = 0.20", "C = 0.15, D = 0.20", "equity_share must not grow from grade A to grade F"),
        ("margin = 0.25", "margin = 25", "margin is 25; it lies between 0 and 1"),
        ("step_cents = 50_000", "step_cents = 0", "step_cents must be above 0"),
        (", F = 0.0 }", " }", "needs one figure for each of the grades"),
    ],
)
def test_a_policy_that_cannot_hold_is_refused(before: str, after: str, why: str) -> None:
    assert before in SHIPPED
    with pytest.raises(PolicyRefused, match=why):
        policy_from(SHIPPED.replace(before, after, 1), LimitPolicy, name="limit.toml")
