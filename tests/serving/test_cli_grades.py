"""Grades and provisions at the doors, on a small book without any trained model."""

import csv
import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from serving.app import create_app
from serving.settings import settings
from tests.serving.conftest import Encours

DAY, LATER = "2024-03-31", "2024-05-31"


@pytest.fixture
def book(encours: Encours, invoices: Path) -> Encours:
    assert encours("import", "invoices", invoices, "--on", "2024-06-01").code == 0
    return encours


def test_the_book_is_scored_once_an_evening(book: Encours) -> None:
    first = json.loads(book("score", "--all", "--as-of", DAY, "--json").out)
    assert first["customers"] == sum(first["by_grade"].values()) == 2
    assert json.loads(book("score", "--all", "--as-of", DAY, "--json").out) == first
    assert "2 customers scored as of 31 Mar 2024" in book("score", "--all", "--as-of", DAY).out


def test_score_asks_for_one_thing(book: Encours) -> None:
    assert book("score", "ACME", "--all").code == 2


def test_grades_and_their_migration(book: Encours) -> None:
    none_yet = book("grades", "--as-of", DAY)
    assert (none_yet.code, none_yet.out) == (4, "")
    assert "encours score --all" in none_yet.err
    book("score", "--all", "--as-of", DAY)
    book("score", "--all", "--as-of", LATER)
    told = json.loads(book("grades", "--as-of", LATER, "--json").out)
    assert sum(line["customers"] for line in told["grades"]) == 2
    assert (told["cohort"], told["too_early"]) == (None, "2025-03-31")
    assert "Too early" in book("grades", "--as-of", LATER).out
    moved = json.loads(book("grades", "migration", "--from", DAY, "--to", LATER, "--json").out)
    assert (moved["from_on"], moved["to_on"]) == (DAY, LATER)
    assert sum(move["customers"] for move in moved["moves"]) == 2
    assert sum(move["exposure_cents"].get("EUR", 0) for move in moved["moves"]) == 85_000
    assert "in customers" in book("grades", "migration", "--from", DAY, "--to", LATER).out


def test_provisions_are_told_and_exported(book: Encours, tmp_path: Path) -> None:
    file = tmp_path / "provisions.csv"
    told = book("provisions", "--as-of", LATER, "--csv", file)
    assert told.code == 0
    assert "No lateness model" in told.err
    assert "floor" in told.out
    answer = json.loads(book("provisions", "--as-of", LATER, "--json").out)
    (total,) = answer["totals"]
    rows = list(csv.DictReader(file.open(encoding="utf-8")))
    assert sum(int(row["open_cents"]) for row in rows) == total["open_cents"] == 85_000
    assert sum(int(row["matrix_cents"]) for row in rows) == total["matrix_cents"]
    assert book("provisions", "--csv", tmp_path / "nowhere" / "p.csv").code == 2
    assert book("provisions", "--csv", tmp_path).code == 2  # a folder


def test_french_words(book: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCOURS_LANGUAGE", "fr")
    assert "Pertes de crédit attendues" in book("provisions", "--as-of", LATER).out
    assert "clients notés" in book("score", "--all", "--as-of", LATER).out
    assert "Trop tôt" in book("grades", "--as-of", LATER).out


def test_a_band_that_was_mistyped_is_refused(book: Encours, home: Path) -> None:
    (home / "policy").mkdir(parents=True)
    (home / "policy" / "grades.toml").write_text("version = 1\n", encoding="utf-8")
    told = book("score", "--all", "--as-of", DAY)
    assert (told.code, told.out) == (2, "")
    assert "grades.toml" in told.err


def test_the_same_over_http(book: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCOURS_API_KEY", "open-sesame")
    with TestClient(create_app(settings()), headers={"X-API-Key": "open-sesame"}) as client:
        assert client.get("/v1/grades", params={"as_of": LATER}).status_code == 409
        book("score", "--all", "--as-of", DAY)
        book("score", "--all", "--as-of", LATER)
        grades = client.get("/v1/grades", params={"as_of": LATER}).json()
        moved = client.get("/v1/grades/migration", params={"from": DAY, "to": LATER}).json()
        lost = client.get("/v1/provisions", params={"as_of": LATER}).json()
    assert grades == json.loads(book("grades", "--as-of", LATER, "--json").out)
    assert moved == json.loads(book("grades", "migration", "--from", DAY, "--to", LATER, "--json").out)
    assert lost == json.loads(book("provisions", "--as-of", LATER, "--json").out)
