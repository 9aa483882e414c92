"""Whose reminder comes later, to learn what reminders do?"""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning.deciding import Outcome, decide
from dunning.holdout import HoldOut, draw
from dunning.notice import Form
from dunning.trials.trial import trials_of
from tests.dunning.queue_cases import TODAY, claim, debtor, dunning_policy, scenarios

HALF = HoldOut(0.5)
POLICY, SCENARIOS = dunning_policy(rules=()), scenarios()
_ROOT = Path(__file__).parents[2]


def _code(*, held: bool, first: date = TODAY) -> str:
    return next(f"C{n}" for n in range(99) if draw(HALF, f"C{n}", first).held is held)


def _days(code: str, days_late_first: int, level: int = 0, span: int = 12) -> list[tuple[date, str]]:
    """The outcome of each day from the one on which the first step is due."""
    found = []
    for n in range(span):
        on = TODAY + timedelta(days=n)
        due = claim(days_late=days_late_first + n, level=level, passed_days_ago=30 + n, on=on)
        of = debtor(due, code=code)
        found.append((on, decide(of, SCENARIOS, POLICY, on=on, holdout=HALF).outcome.value))
    return found


@given(st.text(max_size=8), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.floats(0.0, 0.5))
def test_a_draw_is_stable_within_a_month_and_grows_with_the_share(
    code: str, first: date, share: float
) -> None:
    one = draw(HoldOut(share), code, first)
    assert one == draw(HoldOut(share), code, first.replace(day=1))
    assert 3 <= one.days <= 5
    assert not one.held or draw(HALF, code, first).held


def test_about_so_many_are_drawn() -> None:
    told = [draw(HoldOut(0.05), f"C{n}", TODAY).held for n in range(4_000)]
    assert 140 < sum(told) < 260


def test_who_is_held_out_is_reminded_three_to_five_days_later() -> None:
    """The standard scenario reminds on the fifth day late; nobody else is moved."""
    assert _days(_code(held=False), 5)[0][1] == Outcome.SEND
    told = _days(_code(held=True), 5)
    first = next(on for on, outcome in told if outcome == Outcome.SEND)
    assert 3 <= (first - TODAY).days <= 7  # the fifth day may be a Saturday
    assert {outcome for on, outcome in told if on < first} == {Outcome.WAIT}


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4, 5])
def test_never_a_legal_step_nor_the_one_before_it(level: int) -> None:
    """In the standard scenario the fifth is the formal notice, and the sixth the end of the road."""
    step = SCENARIOS["standard"].step(level + 1)
    assert step is not None
    told = _days(_code(held=True), step.days, level)[0][1]
    moved = told == Outcome.WAIT
    following = SCENARIOS["standard"].step(level + 2)
    legal = step.form is Form.FORMAL_NOTICE or following is None or following.form is Form.FORMAL_NOTICE
    assert moved is not (legal or step.level == 5)


def test_never_beyond_the_bounds_of_the_policy() -> None:
    """Where no rule may move levels by three days, nobody is held out."""
    policy = replace(POLICY, later_at_most=2)
    of = debtor(claim(days_late=5), code=_code(held=True))
    assert decide(of, SCENARIOS, policy, on=TODAY, holdout=HALF).acts


def test_what_is_caught_up_is_not_held_out() -> None:
    """Who waited since long by our fault waits no longer."""
    of = debtor(claim(days_late=40), code=_code(held=True, first=TODAY - timedelta(days=35)))
    assert decide(of, SCENARIOS, POLICY, on=TODAY, holdout=HALF).acts


@pytest.mark.parametrize("held", [True, False])
def test_both_arms_are_logged_by_what_would_be_sent(held: bool) -> None:
    of = debtor(claim("F-1", days_late=5), claim("F-2", days_late=5), code=_code(held=held))
    told = trials_of(of, SCENARIOS, POLICY, HoldOut(0.5), on=TODAY)
    assert [(one.item, one.level, one.held, one.propensity) for one in told] == [
        ("i:F-1", 1, held, 0.5),
        ("i:F-2", 1, held, 0.5),
    ]


def test_a_customer_with_anything_chance_could_not_move_is_in_no_trial() -> None:
    """Else what was written to it anyway would be told as the effect of silence."""
    of = debtor(claim("F-1", days_late=5), claim("F-2", days_late=60), code=_code(held=True))
    assert trials_of(of, SCENARIOS, POLICY, HALF, on=TODAY) == []


def test_without_a_share_nothing_is_drawn() -> None:
    of = debtor(claim(days_late=5))
    assert trials_of(of, SCENARIOS, POLICY, HoldOut(), on=TODAY) == []


@pytest.mark.parametrize("wrong", [{"share": 0.6}, {"share": -0.1}, {"from_days": 0}, {"to_days": 2}])
def test_a_holdout_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"hold-?out"):
        HoldOut(**wrong)  # type: ignore[arg-type]
