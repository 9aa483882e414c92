"""A default model learns from its evening's facts, in a way that can be repeated."""

from pathlib import Path

import numpy as np
import pytest

from features.feature import Block
from ledger.as_known import as_known
from scoring.default.model import DEFAULT, files_of
from scoring.default.tiers import known_blocks
from scoring.gateway import Registry
from tests.features.ledgers import facts_of, on
from tests.training.companies import silent
from tests.training.default.companies import DAYS, SMALL, company, failing_facts, failing_model, told_facts
from training.default.calibrating import folds_of
from training.default.columns import BLOCKS
from training.default.evaluation import deciles, figures_of
from training.default.fitting import FEWEST_DEFAULTS, gathered, own_weight, train_default
from training.default.levels import shift_to_rate
from training.gateway import Tracking
from training.lateness.fitting import TooLittleHistory


def test_a_small_book_is_answered_by_the_prior() -> None:
    facts = facts_of(*company(customers=12), horizon=DAYS)
    model = train_default(facts, as_of=on(DAYS), country="FR", recipe=SMALL, progress=silent)
    assert model.manifest.n_defaults < FEWEST_DEFAULTS
    assert model.manifest.own_weight == 0
    assert model.booster is None
    assert not model.manifest.calibrated


def test_evidence_moves_the_answer_over() -> None:
    weights = [own_weight(n) for n in (0, 19, 20, 50, 950)]
    assert weights == pytest.approx([0, 0, 20 / 70, 0.5, 0.95])


def test_an_empty_past_is_refused() -> None:
    with pytest.raises(TooLittleHistory, match="No invoice was known"):
        train_default(failing_facts(), as_of=on(-10), recipe=SMALL, progress=silent)


def test_the_same_facts_give_the_same_bytes_whatever_came_after() -> None:
    facts, day = failing_facts(), on(800)
    quick = SMALL.__class__(trees=5, most_snapshots=1_500, most_months=2_000)
    first = train_default(facts, as_of=day, country="FR", recipe=quick, progress=silent)
    cut = train_default(as_known(facts, day), as_of=day, country="FR", recipe=quick, progress=silent)
    assert first.booster is not None
    assert files_of(first) == files_of(cut)


def test_folds_go_forward_with_a_years_embargo_and_split_no_group() -> None:
    lessons = gathered(failing_facts(), country="FR", recipe=SMALL)
    folds = list(folds_of(lessons))
    assert len(folds) >= 2
    for fold in folds:
        learnt, asked = lessons.take(fold.learn), lessons.take(fold.ask)
        assert learnt.snapshots.month.max() + 12 <= asked.snapshots.month.min()
        assert not set(learnt.group) & set(asked.group)
        assert asked.snapshots.answered.all()


def test_a_model_learns_from_what_it_reads_when_it_serves() -> None:
    """Where nothing is known of a company, its counts of nothing are as blank as they will be then."""
    frame = gathered(told_facts(), country="FR", recipe=SMALL).frame
    unknown = ~known_blocks(frame, BLOCKS)[Block.COMPANY]
    assert 0 < unknown.sum() < len(frame)
    assert frame.loc[unknown, list(BLOCKS["company"])].isna().all(axis=None)


def test_each_tier_is_calibrated_out_of_fold() -> None:
    """And the challenger's and the prior's figures on the same rows are kept beside the model's."""
    model = failing_model()
    assert model.manifest.calibrated
    assert set(model.tiers) == {0, 1, 2}
    assert model.tiers[1].spread is not None
    assert model.tiers[2].spread is not None
    assert model.manifest.figures["raw_auc"] > 0.7
    assert {"scorecard_auc", "scorecard_log_loss", "expert_auc"} <= set(model.manifest.figures)


def test_the_mean_answer_is_the_books_rate() -> None:
    said, label = np.array([-4.0, -3.0, 0.0, 1.0]), np.array([False, False, False, True])
    weight = np.array([5.0, 3.0, 1.0, 1.0])
    shift = shift_to_rate(said, label, weight)
    assert np.average(1 / (1 + np.exp(-said - shift)), weights=weight) == pytest.approx(0.1)
    assert shift_to_rate(said, np.zeros(4, bool), weight) == 0.0


def test_the_books_level_is_neither_the_last_years_alone_nor_forgotten() -> None:
    """The long run, the last year and the answers in between: the calibrated mean lies near them."""
    model = failing_model()
    lessons = gathered(told_facts(), country="FR", recipe=SMALL)
    told = lessons.take(lessons.snapshots.answered)
    mean = float(np.average(model.assess(told.frame).pd_12m, weights=told.weight))
    rates = (model.manifest.recent_rate, model.manifest.long_run_rate)
    assert 0.7 * min(rates) < mean < 1.3 * max(rates)


def test_a_released_model_is_read_back_as_the_champion(tmp_path: Path) -> None:
    done = Tracking(tmp_path).release(DEFAULT, failing_model(), figures={"n_defaults": 1})
    served = Registry(tmp_path).champion(DEFAULT)
    assert done.label == served.label == "default 1"
    assert served.manifest.data_fingerprint == failing_model().manifest.data_fingerprint


def test_figures_of_perfect_and_of_level_answers() -> None:
    label = np.array([True] * 20 + [False] * 180)
    level = figures_of(np.full(200, 0.1), label)
    assert level["expected_over_observed"] == pytest.approx(1.0)
    assert level["auc"] == 0.5
    sharp = figures_of(np.where(label, 0.99, 0.01), label)
    assert sharp["auc"] == 1.0
    assert sharp["calibration_error"] is not None
    assert sharp["calibration_error"] < 0.02
    assert figures_of(np.full(3, 0.1), np.zeros(3, bool))["auc"] is None


def test_deciles_split_the_weight_evenly() -> None:
    said = np.linspace(0, 1, 100)
    told = deciles(said, said > 0.5, np.ones(100))
    assert [one.n for one in told] == [10] * 10
    assert [one.expected for one in told] == sorted(one.expected for one in told)
