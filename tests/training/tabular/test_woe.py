"""Bins tell evidence, signs hold, and the card's points follow its evidence."""

import numpy as np
import pandas as pd
import pytest

from training.tabular.woe import bins_of, fit_scorecard


def _table(rows: int = 3000) -> tuple[pd.DataFrame, np.ndarray]:
    """Equity protects, delay harms with a bump, size is noise; an unknown equity is a bad sign."""
    chance = np.random.default_rng(8)
    equity, delay, size = chance.normal(size=(3, rows))
    odds = -2.5 - 1.2 * equity + 0.8 * delay + 0.7 * np.sin(3 * delay)
    unknown = chance.random(rows) < 0.1
    label = (chance.random(rows) < 1.0 / (1.0 + np.exp(-odds - 1.0 * unknown))).astype(np.float64)
    return pd.DataFrame({"equity": np.where(unknown, np.nan, equity), "delay": delay, "size": size}), label


def test_evidence_is_the_log_odds_of_a_bin_less_those_of_the_table() -> None:
    """100 rows at 1 in 10 and 100 at 3 in 10, the table at 2 in 10, each bin drawn by 20 rows of it."""
    values = np.repeat([1.0, 2.0], 100)
    label = np.tile(np.arange(10), 20) < np.repeat([1, 3], 100)
    bins = bins_of(values, label.astype(np.float64))
    assert bins.edges == (1.5,)
    low, high = (10 + 4) / 120, (30 + 4) / 120
    expected = [np.log(rate / (1 - rate)) - np.log(0.2 / 0.8) for rate in (low, high)]
    assert bins.evidence == pytest.approx(expected)
    assert bins.missing == pytest.approx(0.0)


def test_a_sign_holds_in_every_bin() -> None:
    frame, label = _table()
    free = bins_of(frame["delay"].to_numpy(), label)
    bound = bins_of(frame["delay"].to_numpy(), label, sign=1)
    assert (np.diff(free.evidence) < 0).any()
    assert (np.diff(bound.evidence) >= -1e-9).all()


def test_the_missing_are_a_bin_of_their_own() -> None:
    frame, label = _table()
    bins = bins_of(frame["equity"].to_numpy(), label)
    assert bins.missing > 0.2
    assert bins.of(np.array([np.nan]))[0] == bins.missing


def test_a_column_without_a_value_carries_nothing() -> None:
    label = np.array([0.0, 1.0, 0.0, 1.0])
    assert bins_of(np.full(4, np.nan), label).edges == ()
    card = fit_scorecard(pd.DataFrame({"empty": np.full(4, np.nan)}), label)
    assert card.lines == ()
    assert card.probability(pd.DataFrame({"empty": [1.0]}))[0] == pytest.approx(0.5)


def test_points_fall_as_evidence_rises() -> None:
    frame, label = _table()
    card = fit_scorecard(frame, label, signs={"equity": -1})
    lines = {line.column: line for line in card.lines}
    assert (np.diff(lines["equity"].points) >= 0).all()
    bins = bins_of(frame["delay"].to_numpy(), label)
    assert np.corrcoef(bins.evidence, lines["delay"].points)[0, 1] == pytest.approx(-1.0)


def test_the_card_ranks_and_counts_right_on_rows_it_has_not_seen() -> None:
    frame, label = _table(6000)
    card = fit_scorecard(frame[:3000], label[:3000])
    told = card.probability(frame[3000:])
    after = label[3000:]
    ranks = pd.Series(told).rank().to_numpy()
    events = after.sum()
    auc = (ranks[after == 1].sum() - events * (events + 1) / 2) / (events * (len(after) - events))
    assert auc > 0.78
    assert told.mean() / after.mean() == pytest.approx(1.0, abs=0.12)


def test_weights_count_as_rows() -> None:
    frame, label = _table(800)
    doubled = pd.concat([frame, frame[:400]], ignore_index=True)
    weight = np.where(np.arange(800) < 400, 2.0, 1.0)
    told = bins_of(frame["equity"].to_numpy(), label, weight=weight)
    repeated = bins_of(doubled["equity"].to_numpy(), np.concatenate([label, label[:400]]))
    assert told.missing == pytest.approx(repeated.missing)
