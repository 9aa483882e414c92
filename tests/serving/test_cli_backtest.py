"""`encours backtest default`: labels of one's own on the command line."""

import json
from pathlib import Path

import pytest

from serving.cli import backtest as command
from tests.serving.conftest import Encours
from tests.training.tabular.invented import QUICK, invented


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table on file, and a search that a test can wait for."""
    monkeypatch.setattr(command, "Recipe", lambda: QUICK)
    file = tmp_path / "firms.csv.gz"
    invented(600).to_csv(file, index=False)
    return file


def test_every_method_has_the_same_keys(encours: Encours, table: Path) -> None:
    said = encours(
        *("backtest", "default", "--table", table, "--label", "failed", "--group", "firm"),
        *("--drop", "year", "--drop", "noise", "--folds", 2, "--json"),
    )
    assert said.code == 0
    told = json.loads(said.out)
    keys = {"auc", "auc_sd", "average_precision", "log_loss", "brier", "expected_over_observed"}
    assert keys <= set(told)
    for method in ("small", "scorecard", "lightgbm"):
        assert set(told[method]) == keys
    assert (told["rows"], told["columns"], told["folds"]) == (600, 4, 2)
    assert told["auc"] > 0.7


@pytest.mark.parametrize(
    ("language", "words"), [("en", "plain boosted trees"), ("fr", "arbres boostés tels quels")]
)
def test_people_read_a_table_in_their_language(
    encours: Encours, table: Path, language: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENCOURS_LANGUAGE", language)
    said = encours(
        *("backtest", "default", "--table", table, "--label", "failed", "--drop", "firm"),
        *("--time", "year", "--train-until", "2014", "--test-from", "2016"),
    )
    assert said.code == 0
    assert words in said.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "The column firm holds text"),
        (("--drop", "firm", "--time", "year"), None),
        (("--drop", "firm", "--train-until", "2014"), "needs all three"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_in_a_sentence(
    encours: Encours, table: Path, arguments: tuple[str, ...], sentence: str | None
) -> None:
    said = encours("backtest", "default", "--table", table, "--label", "failed", "--folds", 2, *arguments)
    if sentence is None:
        assert said.code == 0
        return
    assert (said.code, said.out) == (1, "")
    assert sentence in said.err
    assert "Traceback" not in said.err
