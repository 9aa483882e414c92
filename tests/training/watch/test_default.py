"""The default model watched: what was expected so far against what came so far."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from ledger.as_known import as_known
from ledger.facts import Facts
from scoring.default.curve import MONTHS
from scoring.default.model import DEFAULT, DefaultModel
from scoring.gateway import NoChampion, NullRegistry
from scoring.lateness.artifact import LATENESS
from tests.features.ledgers import on
from tests.training.companies import HORIZON, company_facts, silent, small_model
from tests.training.default.companies import SMALL, told_facts
from training.default.fitting import train_default
from training.default.snapshots import month_of
from training.watch.default import watched
from training.watch.policy import DEFAULT_POLICY
from training.watch.report import WatchReport, report_of
from training.watch.usecases import watch
from training.watch.watched import Watched

LEARNT, YOUNG, OLD = 820, 1_000, 1_230
POLICY = replace(
    DEFAULT_POLICY,
    reference_months=3,
    fewest_customers=20,
    fewest_outcomes=20,
    fewest_events=5,
    most_rows=80,
)


@lru_cache(maxsize=1)
def model() -> DefaultModel:
    quick = replace(SMALL, trees=8, most_snapshots=1_500, most_months=2_000)
    return train_default(told_facts(), as_of=on(LEARNT), country="FR", recipe=quick, progress=silent)


@lru_cache(maxsize=4)
def seen(day: int) -> Watched:
    return watched(model(), told_facts(), as_of=on(day), policy=POLICY)


def report(day: int) -> WatchReport:
    return report_of(seen(day), (), policy=POLICY)


def test_each_month_end_tells_how_much_of_its_year_is_seen() -> None:
    told = [one for one in report(YOUNG).performances if one.question == "default"]
    assert [one.months_seen for one in told] == [5, 4, 3, 2, 1, 0]
    assert told[0].month == seen(YOUNG).reference[-1]
    assert told[-1].answered == 0
    expected = [one.expected / max(one.answered, 1) for one in told]
    assert expected[0] > expected[4] > 0


def test_what_is_expected_in_a_whole_year_is_the_probability_itself() -> None:
    """And the months of a year add up to it."""
    one = seen(OLD)
    so_far, *tiers = one.questions
    assert so_far.seen is not None
    mature = (so_far.seen == MONTHS) & np.isin(one.month, one.judged)
    assert mature.any()
    np.testing.assert_allclose(so_far.told[mature], one.scores["default"][mature], atol=1e-6)
    assert [bool((tier.answered & mature).any()) for tier in tiers] == [True, True, True]


def test_tiers_are_judged_on_mature_month_ends_alone() -> None:
    told = [one for one in report(YOUNG).performances if one.question != "default"]
    assert {one.question for one in told} == {"default_t0", "default_t1", "default_t2"}
    assert sum(one.answered for one in told) == 0
    assert {one.months_seen for one in report(OLD).performances if one.answered} >= {MONTHS}


def test_the_newest_month_end_is_looked_at_for_drift() -> None:
    assert max(one.month for one in report(YOUNG).shifts) == seen(YOUNG).months[-1]
    assert seen(YOUNG).month.max() == int(month_of(np.array([(on(YOUNG) - on(0)).days + 19_723]))[0]) - 1


def test_what_comes_later_changes_nothing() -> None:
    cut = watched(model(), as_known(told_facts(), on(YOUNG)), as_of=on(YOUNG), policy=POLICY)
    assert report_of(cut, (), policy=POLICY).as_json() == report(YOUNG).as_json()


def test_both_champions_are_watched_and_none_is_one_sentence() -> None:
    facts: Facts = company_facts()
    both = NullRegistry({DEFAULT.name: model(), LATENESS.name: small_model()})
    assert [one.kind for one in watch(facts, both, as_of=on(HORIZON))] == ["lateness", "default"]
    alone = NullRegistry({DEFAULT.name: model()})
    assert [one.kind for one in watch(facts, alone, as_of=on(HORIZON))] == ["default"]
    with pytest.raises(NoChampion, match="encours train lateness"):
        watch(facts, NullRegistry(), as_of=on(HORIZON))
