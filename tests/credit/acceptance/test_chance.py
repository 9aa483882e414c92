"""What others say of a company, and what is not known, in the probability of default."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from credit.acceptance.application import Application, Chance, ExternalScore, Piece, Reference
from credit.acceptance.chance import combined, missing, model_chance, outside_chance
from credit.acceptance.policy import Combine
from scoring.score import score_of
from tests.credit.acceptance.applications import ON, POLICY, application, applications

NEW = date(2022, 1, 8)
GOOD = Reference("Durand", date(2015, 1, 1), 500_000, 0, 0)
LATE = Reference("Durand", date(2015, 1, 1), 500_000, 45, 0)
BAD = Reference("Durand", date(2015, 1, 1), 500_000, 0, 3)


def external(value: str, *, scale: str = "banque_de_france", dated_on: date = date(2025, 3, 1),
             scale_on: date | None = None) -> ExternalScore:  # fmt: skip
    return ExternalScore("somebody", scale, value, dated_on, scale_on)


def pd(one: Application) -> float:
    return combined(model_chance(one), one, POLICY, certain=False).chance.pd_12m


@pytest.mark.parametrize(
    ("one", "used", "found"),
    [
        (external("4+"), True, 0.0075),
        (external(" 4 + "), True, 0.0075),
        (external("7,5", scale="zero_to_ten"), True, 0.008),
        (external("10", scale="zero_to_ten"), True, 0.002),
        (external("11", scale="zero_to_ten"), False, None),
        (external("nan", scale="zero_to_ten"), False, None),
        (external("Z"), False, None),
        (external("4+", scale="other"), False, None),
        (external("4+", dated_on=date(2021, 12, 31)), False, None),
        (external("4+", scale_on=NEW), True, 0.0075),
        (external("4+", scale_on=date(2015, 1, 1)), False, None),
        (external("4+", dated_on=date(2024, 3, 1)), False, None),
        (external("4+", dated_on=date(2025, 7, 1)), False, None),
    ],
)
def test_an_external_score_counts_on_its_scale_of_its_day(
    one: ExternalScore, used: bool, found: float | None
) -> None:
    """The same letter of an older scale meant another risk; what is too old or of no scale is only told."""
    told = outside_chance(one, POLICY, on=ON)
    assert (told.used, told.pd) == (used, found)
    assert used or told.why


def test_the_average_lies_between_both_and_the_worse_is_the_worse() -> None:
    one = replace(application(0.05), external=external("1"))
    assert 0.0005 < pd(one) < 0.05
    worse = replace(POLICY, external=replace(POLICY.external, combine=Combine.WORSE))
    assert combined(model_chance(one), one, worse, certain=False).chance == model_chance(one)
    bad = replace(application(0.05), external=external("8"))
    assert combined(model_chance(bad), bad, worse, certain=False).chance.pd_12m == pytest.approx(0.30)


def test_references_move_the_answer_in_their_direction_and_not_too_far() -> None:
    plain = pd(application(0.03))
    good, late, bad = (pd(replace(application(0.03), references=(one,))) for one in (GOOD, LATE, BAD))
    assert good < plain < late < bad
    many = replace(application(0.03), references=(GOOD,) * 20)
    found = combined(model_chance(many), many, POLICY, certain=False)
    assert found.adjustments[0].log_odds == -POLICY.references.most
    new = replace(GOOD, since=date(2025, 1, 1))
    assert pd(replace(application(0.03), references=(new,))) == plain


def test_nothing_moves_what_is_certain() -> None:
    one = replace(application(1.0), references=(GOOD,), external=external("1+"))
    found = combined(model_chance(one), one, POLICY, certain=True)
    assert (found.chance, found.adjustments) == (model_chance(one), ())
    assert missing(one, POLICY, certain=True) == ()


def test_what_is_missing_is_told_with_the_widest_first() -> None:
    """Each with the answer if it were good and if it were bad, references by the policy's own weights."""
    wide = Piece("statements", Chance(0.005, 0.002, 0.01), Chance(0.12, 0.05, 0.3))
    narrow = Piece("age", Chance(0.009, 0.003, 0.02), Chance(0.01, 0.004, 0.03))
    found = missing(replace(application(0.01), pieces=(narrow, wide)), POLICY, certain=False)
    assert [one.piece for one in found] == ["statements", "references", "age"]
    assert found[0].points == pytest.approx(score_of(0.005) - score_of(0.12))
    assert (found[0].pd_good, found[0].pd_bad, found[0].low, found[0].high) == (0.005, 0.12, 0.002, 0.3)
    told = missing(replace(application(0.01), references=(GOOD,)), POLICY, certain=False)
    assert told == ()


@given(applications())
def test_the_interval_always_holds_the_answer(one: Application) -> None:
    found = combined(model_chance(one), one, POLICY, certain=False).chance
    assert 0.0 <= found.low <= found.pd_12m <= found.high <= 1.0
