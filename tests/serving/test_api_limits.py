"""Limits over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from serving.app import create_app
from serving.settings import settings
from tests.serving.conftest import Encours

KEY = {"X-API-Key": "open-sesame"}
DAY = "2024-05-10"


@pytest.fixture
def client(encours: Encours, invoices: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Two customers with scores; Ana granted one of them a limit."""
    monkeypatch.setenv("ENCOURS_AUTHOR", "Ana")
    monkeypatch.setenv("ENCOURS_API_KEY", KEY["X-API-Key"])
    encours("import", "invoices", invoices, "--on", DAY)
    encours("score", "--all", "--as-of", DAY)
    assert encours("limit", "grant", "ACME", "20000", "--reason", "Known for years", "--on", DAY).code == 0
    with TestClient(create_app(settings()), headers=KEY, raise_server_exceptions=False) as opened:
        yield opened


def test_the_limit_in_force_stands_beside_what_the_policy_says(client: TestClient) -> None:
    told = client.get("/v1/customers/ACME/limit", params={"as_of": DAY}).json()
    assert told["in_force"]["cents"] == 2_000_000
    assert told["exposure_cents"] == 80_000
    assert told["proposed"]["binding"] in {one["constraint"] for one in told["proposed"]["bounds"]}
    assert told["proposed"]["why"]
    bare = client.get("/v1/customers/BOLT/limit", params={"as_of": DAY}).json()
    assert bare["in_force"] is None


def test_the_history_says_who_asked_and_who_agreed(client: TestClient) -> None:
    (one,) = client.get("/v1/customers/ACME/limit/history").json()["limits"]
    assert (one["state"], one["asked_by"], one["approved_by"]) == ("granted", "Ana", "Ana")
    assert client.get("/v1/customers/BOLT/limit/history").json()["limits"] == []


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/v1/customers/NOBODY/limit", 404, "unknown-customer"),
        ("/v1/customers/NOBODY/limit/history", 404, "unknown-customer"),
        ("/v1/customers/ACME/limit?as_of=2024-05-09", 409, "no-score"),
        ("/v1/customers/ACME/limit?currency=euro", 422, "refused-value"),
    ],
)
def test_what_cannot_be_answered_is_a_problem(client: TestClient, path: str, status: int, kind: str) -> None:
    heard = client.get(path)
    assert (heard.status_code, heard.json()["type"].rsplit("/")[-1].rsplit(":")[-1]) == (status, kind)
