"""`encours order check` and `POST /v1/orders/check`, `encours cover` and `/v1/covers`, at their doors."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from serving.app import create_app
from serving.settings import settings
from tests.serving.conftest import Encours, encours, home, invoices  # noqa: F401  # fixtures of the doors

KEY = {"X-API-Key": "open-sesame"}
DAY = "2024-03-06"


@pytest.fixture
def acting(encours: Encours, invoices: Path, monkeypatch: pytest.MonkeyPatch) -> Encours:  # noqa: F811
    """ACME owes 800.00 since F-2; Ana acts."""
    monkeypatch.setenv("ENCOURS_AUTHOR", "Ana")
    monkeypatch.setenv("ENCOURS_API_KEY", KEY["X-API-Key"])
    encours("import", "invoices", invoices)
    return encours


@pytest.fixture
def client(acting: Encours) -> Iterator[TestClient]:
    with TestClient(create_app(settings()), headers=KEY, raise_server_exceptions=False) as client:
        yield client


def test_both_doors_give_the_same_answer(acting: Encours, client: TestClient) -> None:
    """What the command answered, the ERP hears again: same decision, same figures."""
    said = acting("order", "check", "BOLT", "450.00", "--number", "S1", "--on", DAY, "--json")
    asked = {"customer": "BOLT", "amount_cents": 45_000, "number": "S1", "on": DAY}
    heard = client.post("/v1/orders/check", json=asked)
    assert heard.status_code == 200, heard.text
    first, second = json.loads(said.out), heard.json()
    assert (first["outcome"], first["rule"], second["again"]) == ("release", "small", True)
    assert {**first, "again": True} == second


def test_an_answer_is_told_in_both_languages(acting: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    said = acting("order", "check", "ACME", "450", "--on", DAY)
    assert said.out.startswith("Release on conditions: No limit was granted")
    assert "a temporary limit of 1,300 EUR or prepayment of 450 EUR" in said.out
    monkeypatch.setenv("ENCOURS_LANGUAGE", "fr")
    assert (
        "Ce qui la libère : un encours temporaire" in acting("order", "check", "ACME", "450", "--on", DAY).out
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"customer": "NOBODY", "amount_cents": 1}, 404),
        ({"customer": "ACME", "amount_cents": 0}, 422),
        ({"customer": "ACME", "amount_cents": 1, "currency": "euro"}, 422),
        ({"customer": "ACME", "amount_cents": 1, "colour": "red"}, 422),
    ],
)
def test_what_cannot_be_answered_is_a_problem(
    client: TestClient, body: dict[str, object], status: int
) -> None:
    response = client.post("/v1/orders/check", json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_cover_from_the_policy_to_the_claim(acting: Encours, client: TestClient, tmp_path: Path) -> None:
    """Every command once, as a person would; each refusal is a sentence."""
    days = ("--notify-days", "20", "--claim-days", "60", "--from", "2024-01-01")
    for line in (
        ("cover", "policy", "add", "P1", "--insurer", "Acme", "--quota", "90", *days, "--on", "2024-01-02"),
        ("cover", "set", "ACME", "600", "--policy", "P1", "--from", "2024-01-01", "--on", DAY),
        ("cover", "reduce", "ACME", "300", "--policy", "P1", "--from", "2024-04-01", "--on", DAY),
        ("cover", "cancel", "ACME", "--policy", "P1", "--from", "2024-05-01", "--on", DAY),
    ):
        said = acting(*line)
        assert said.code == 0, said.err
    shown = json.loads(acting("cover", "show", "ACME", "--as-of", "2024-04-05", "--json").out)
    assert shown["owed"][0]["covered_cents"] == 60_000  # delivered in March, before both cuts
    assert shown["in_force"][0]["cents"] == 30_000
    calendar = json.loads(acting("cover", "calendar", "--on", "2024-04-05", "--json").out)
    assert [(one["kind"], one["last_on"]) for one in calendar] == [("overdue", "2024-04-23")]
    assert client.get("/v1/covers/calendar", params={"as_of": "2024-04-05"}).json() == calendar
    assert client.get("/v1/covers/customers/ACME", params={"as_of": "2024-04-05"}).json() == shown
    assert acting("cover", "told", "ACME", "--policy", "P1", "--on", "2024-04-05").code == 0
    assert acting("cover", "calendar", "--on", "2024-04-05", "--json").out.strip() == "[]"
    out = tmp_path / "claim.zip"
    assert acting("cover", "claim", "ACME", "--out", out, "--on", "2024-04-05").code == 0
    assert out.read_bytes().startswith(b"PK")
    refused = acting("cover", "set", "ACME", "1", "--policy", "P9", "--on", DAY)
    assert (refused.code, refused.err.splitlines()[-1].startswith("No policy has the number")) == (2, True)
    for listing in (("cover", "list"), ("cover", "policy", "list"), ("cover", "show", "ACME")):
        assert acting(*listing, "--as-of", "2024-04-05").code == 0
