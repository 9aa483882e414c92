"""`encours export facts` and `encours predict --out`: whole books, in files."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from serving.cli.main import run
from tests.serving.conftest import Encours
from tests.training.companies import served


@pytest.fixture
def ready(encours: Encours, invoices: Path, monkeypatch: pytest.MonkeyPatch) -> Encours:
    """A ledger with two open invoices, and a model in service."""
    assert encours("import", "invoices", invoices, "--on", "2024-04-10").code == 0
    monkeypatch.setattr("serving.cli.predict.Registry", lambda _home: served())
    return encours


def test_facts_are_exported_once(ready: Encours, tmp_path: Path) -> None:
    said = ready("export", "facts", "--out", tmp_path / "facts", "--partitions", "2", "--json")
    told = json.loads(said.out)
    assert (said.code, told["partitions"], told["counts"]["invoices"]) == (0, 2, 3)
    assert len(told["fingerprint"]) == 64
    again = ready("export", "facts", "--out", tmp_path / "facts")
    assert (again.code, again.out) == (2, "")
    assert "already holds something" in again.err


def test_all_open_invoices_are_predicted_the_same_by_parts(ready: Encours, tmp_path: Path) -> None:
    assert ready("export", "facts", "--out", tmp_path / "facts", "--partitions", "3").code == 0
    whole, parts = tmp_path / "whole.csv", tmp_path / "parts.csv"
    said = ready("predict", "--out", whole, "--as-of", "2024-04-10", "--json")
    assert (said.code, json.loads(said.out)["invoices"]) == (0, 2)
    assert ready("predict", "--out", parts, "--as-of", "2024-04-10", "--facts", tmp_path / "facts").code == 0
    assert whole.read_bytes() == parts.read_bytes()
    with whole.open(encoding="utf-8") as file:
        assert [(row["customer"], row["number"], row["due_on"]) for row in csv.DictReader(file)] == [
            ("ACME", "F-2", "2024-04-03"),
            ("BOLT", "F-3", "2024-04-04"),
        ]


def test_a_table_for_programs(ready: Encours, tmp_path: Path) -> None:
    assert ready("predict", "--out", tmp_path / "told.parquet", "--as-of", "2024-04-10").code == 0
    told = pd.read_parquet(tmp_path / "told.parquet")
    assert told["p_late"].between(0, 1).all()
    assert told["open_cents"].tolist() == [80_000, 5_000]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "name one invoice"),
        (("F-2", "--out", "x.csv"), "not both"),
        (("--out", "x.txt"), "should end in"),
        (("--out", "nowhere/x.csv"), "does not exist"),
        (("F-2", "--engine", "dask"), "name a file with --out"),
        (("--out", "x.csv", "--scheduler", "tcp://h:1"), "add --engine dask"),
        (("--out", "x.csv", "--engine", "dask", "--scheduler", "tcp://h:1"), "name their folder"),
    ],
)
def test_what_does_not_go_together_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], why: str
) -> None:
    assert run(["predict", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert why in " ".join(said.err.split())
    assert not home.exists()
