"""The cash forecast at the doors."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from scoring.gateway import NullRegistry
from serving.app import create_app
from serving.settings import settings
from tests.serving.conftest import Encours
from tests.training.companies import served, small_model

KEY = {"X-API-Key": "open-sesame"}
DAY = "2024-05-10"


@pytest.fixture
def book(encours: Encours, invoices: Path, monkeypatch: pytest.MonkeyPatch) -> Encours:
    """Two customers, two open invoices, and a small model in service."""
    monkeypatch.setenv("ENCOURS_API_KEY", KEY["X-API-Key"])
    monkeypatch.setattr("serving.cli.forecast.Registry", lambda _home: served())
    encours("import", "invoices", invoices, "--on", DAY)
    return encours


@pytest.fixture
def client(book: Encours, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr("serving.app.Registry", lambda _home: served())
    with TestClient(create_app(settings()), headers=KEY, raise_server_exceptions=False) as opened:
        yield opened


def test_json_adds_up(book: Encours) -> None:
    said = book("forecast", "--weeks", 4, "--as-of", DAY, "--with-future", "--json")
    assert said.code == 0
    (euro,) = json.loads(said.out)["currencies"]
    parts = ("disputed_cents", "credited_cents", "expected_cents", "later_cents")
    assert euro["open_cents"] == 85_000 == sum(euro[part] for part in parts)
    assert len(euro["periods"]) == 4
    assert sum(period["expected_cents"] for period in euro["periods"]) == euro["expected_cents"]
    assert [one["share"] for one in euro["periods"][0]["intervals"]] == [50, 80, 95]


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("expected", "scenario")), ("fr", ("attendu", "scénario"))]
)
def test_people_read_it_in_their_language(
    book: Encours, language: str, words: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENCOURS_LANGUAGE", language)
    said = book("forecast", "--by", "month", "--as-of", DAY, "--scenario", "largest=1,days=15")
    assert said.code == 0
    assert all(word in said.out for word in words)


def test_a_scenario_that_cannot_be_followed_is_a_sentence(book: Encours) -> None:
    said = book("forecast", "--scenario", "biggest", "--as-of", DAY)
    assert (said.code, said.out) == (2, "")
    assert "largest=10,days=15" in said.err


def test_over_http_it_is_the_same(book: Encours, client: TestClient) -> None:
    heard = client.get("/v1/forecast", params={"as_of": DAY, "weeks": 4, "by": "month"})
    told = json.loads(book("forecast", "--weeks", 4, "--by", "month", "--as-of", DAY, "--json").out)
    assert (heard.status_code, heard.json()) == (200, told)


@pytest.mark.parametrize(
    ("query", "status"), [("scenario=x", 422), ("weeks=0", 422), ("by=year", 422), ("as_of=soon", 422)]
)
def test_what_cannot_be_answered_is_a_problem(client: TestClient, query: str, status: int) -> None:
    assert client.get(f"/v1/forecast?{query}").status_code == status


def test_without_a_model_it_says_what_to_do(
    client: TestClient, book: Encours, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serving.cli.forecast.Registry", lambda _home: NullRegistry({}))
    said = book("forecast", "--as-of", DAY)
    assert said.code == 4
    assert "train" in said.err


def test_in_a_process_of_its_own_an_empty_house_answers_in_one_sentence(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "serving.cli.main", "forecast", "--json"],
        capture_output=True,
        text=True,
        env={**os.environ, "ENCOURS_HOME": str(home)},
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert "Traceback" not in done.stderr


def test_the_back_test_is_told_as_json_and_as_tables(
    encours: Encours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "long.csv"
    rows = ["number,customer,issued_on,due_on,amount,currency,paid_on"]
    for place in range(60):
        issued, due, paid = (
            f"2024-{1 + (place // 5 + later) % 12:02d}-{1 + place % 5:02d}" for later in (0, 1, 1)
        )
        rows.append(
            f"F-{place},C-{place % 4},{issued},{due},{100 + place}.00,EUR,{paid if place < 50 else ''}"
        )
    file.write_text("\n".join(rows[:56]), encoding="utf-8")
    encours("import", "invoices", file, "--on", "2024-12-31")
    monkeypatch.setattr("training.usecases.train", lambda *_facts, **_more: small_model())
    said = encours("backtest", "forecast", "--cut", "2024-06-30", "--evenings", 2, "--json")
    assert said.code == 0
    told = json.loads(said.out)
    assert {"wape", "baseline_wape", "coverage_80", "weeks"} <= set(told)
    assert told["weeks"] == 16
    table = encours("backtest", "forecast", "--cut", "2024-06-30", "--evenings", 2)
    assert "average delay" in table.out
    late = encours("backtest", "forecast", "--cut", "2024-12-30")
    assert late.code == 2
    assert "earlier cut" in late.err
