"""The estimator finds a ratio, counts right, and looks at nothing that it is judged on."""

from functools import lru_cache

import numpy as np
import pytest

from tests.training.tabular.invented import QUICK, invented, silent
from training.tabular.backtest import OURS, PLAIN, SCORECARD, SMALL, Judged, Report, backtest
from training.tabular.estimator import Fitted, fit
from training.tabular.ratios import NONE, Ratios, best, candidates, gains
from training.tabular.splits import Plan
from training.tabular.table import Asked, Table, table_of


@lru_cache(maxsize=1)
def _table() -> Table:
    return table_of(invented(), Asked("failed", drop=("firm", "year")))


@lru_cache(maxsize=1)
def _fitted() -> Fitted:
    return fit(_table(), recipe=QUICK, seed=1, progress=silent)


@lru_cache(maxsize=1)
def _judged() -> tuple[Report, tuple[Judged, ...]]:
    seen: list[Judged] = []
    plan = Plan(folds=3)
    return backtest(_table(), plan, recipe=QUICK, seed=0, progress=silent, watch=seen.append), tuple(seen)


def test_the_ratio_that_decides_is_found() -> None:
    among = candidates(5, seed=0)
    gain = gains(_table().values, _table().label, among, seed=0)
    (only,) = zip(*(part.tolist() for part in _parts(best(among, gain, most=1))), strict=True)
    assert only == (0, 1)  # equity over debt


def _parts(ratios: Ratios) -> tuple[np.ndarray, np.ndarray]:
    return ratios.above, ratios.below


def test_a_ratio_over_nothing_is_unknown() -> None:
    found = Ratios(np.array([0]), np.array([1])).of(np.array([[1.0, 0.0], [np.nan, 1.0], [3.0, 2.0]]))
    assert np.isnan(found[:2, 0]).all()
    assert found[2, 0] == 1.5
    assert NONE.beside(np.ones((2, 3))).shape == (2, 3)


def test_a_wide_table_draws_its_pairs() -> None:
    drawn = candidates(200, seed=3)
    assert len(drawn.above) == 2016
    assert (drawn.above < drawn.below).all()
    assert len({*zip(drawn.above.tolist(), drawn.below.tolist(), strict=True)}) == 2016


def test_both_estimators_tell_probabilities_and_the_full_one_both_ends() -> None:
    values = _table().values
    told, ends = _fitted().full.probability(values), _fitted().full.range(values)
    assert ((told > 0.0) & (told < 1.0)).all()
    assert (ends.low <= ends.high).all()
    assert len(_fitted().full.members) == QUICK.inner_folds
    assert len(_fitted().full.tried) == 4
    assert _fitted().full.chosen in QUICK.candidates
    assert np.corrcoef(told, _fitted().small.probability(values))[0, 1] > 0.8


def test_same_seed_same_probabilities() -> None:
    again = fit(_table(), recipe=QUICK, seed=1, progress=silent)
    assert again.full.probability(_table().values).tolist() == (
        _fitted().full.probability(_table().values).tolist()
    )


def test_every_method_is_judged_on_the_same_rows() -> None:
    report, judged = _judged()
    assert set(report.folds) == {OURS, SMALL, SCORECARD, PLAIN}
    assert sorted(np.concatenate([one.fold.test for one in judged])) == list(range(len(_table())))
    assert sum(report.chosen.values()) == 3
    ours, plain = report.figures(OURS), report.figures(PLAIN)
    assert ours["auc"] > 0.8
    assert ours["log_loss"] < plain["log_loss"]
    assert ours["expected_over_observed"] == pytest.approx(1.0, abs=0.15)


def test_nothing_judged_is_seen() -> None:
    """Half of the rows to judge spoilt, and all rows of the embargo: what is told of the others stays."""
    table = table_of(invented(), Asked("failed", time="year", drop=("firm",)))
    assert table.time is not None
    plan = Plan(train_until="2014", test_from="2016")
    year = table.time.to_numpy()
    spoilt = Table(table.columns, table.values.copy(), table.label.copy(), time=table.time)
    spoilt.values[year > 2017] = 1e6
    spoilt.values[year == 2015] = -1e6
    spoilt.label[year == 2015] = 1.0
    kept = year[year >= 2016] <= 2017
    told: list[dict[str, list[float]]] = []
    for one in (table, spoilt):
        seen: list[Judged] = []
        backtest(one, plan, recipe=QUICK, seed=0, progress=silent, watch=seen.append)
        told.append({method: found[kept].tolist() for method, found in seen[0].told.items()})
    assert told[0] == told[1]


def test_a_label_drawn_at_random_is_not_ranked() -> None:
    """Ratios chosen with labels would rank even noise, were they chosen on the rows that judge."""
    frame = invented(700)
    frame["failed"] = (np.random.default_rng(2).random(700) < 0.2).astype(int)
    table = table_of(frame, Asked("failed", drop=("firm", "year")))
    report = backtest(table, Plan(folds=3), recipe=QUICK, seed=0, progress=silent)
    assert report.figures(OURS)["auc"] == pytest.approx(0.5, abs=0.08)


def test_the_level_leans_to_the_latest_rows() -> None:
    """Defaults twice as frequent in the last years: those are what the next ones will look like."""
    frame = invented(2400, seed=6)
    forgiven = (frame["year"] < 2016) & (np.arange(len(frame)) % 2 == 0)
    frame.loc[forgiven, "failed"] = 0
    timed = table_of(frame, Asked("failed", time="year", drop=("firm",)))
    plan = Plan(train_until="2018", test_from="2019")
    seen: list[Judged] = []
    backtest(timed, plan, recipe=QUICK, seed=0, progress=silent, watch=seen.append)
    (judged,) = seen
    past = timed.take(judged.fold.train)
    blind = Table(past.columns, past.values, past.label)
    without = fit(blind, recipe=QUICK, seed=0, progress=silent).full
    assert without.shift == 0.0
    level = without.probability(timed.values[judged.fold.test]).mean()
    assert 1.1 * level < judged.told[OURS].mean() < judged.label.mean()
