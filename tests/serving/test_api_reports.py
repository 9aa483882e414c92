"""The reports of the ledger over HTTP say what the command line says."""

import json
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
    monkeypatch.setenv("ENCOURS_API_KEY", KEY["X-API-Key"])
    encours("import", "invoices", invoices, "--on", DAY)
    with TestClient(create_app(settings()), headers=KEY, raise_server_exceptions=False) as opened:
        yield opened


@pytest.mark.parametrize("by", ["customer", "month", "sector"])
@pytest.mark.parametrize("report", ["ageing", "dso", "causes"])
def test_both_doors_tell_the_same(client: TestClient, encours: Encours, report: str, by: str) -> None:
    heard = client.get(f"/v1/{report}", params={"as_of": DAY, "by": by})
    assert heard.status_code == 200, heard.text
    said = json.loads(encours(report, "--as-of", DAY, "--by", by, "--json").out)
    assert [{"group": one.pop(by), **one} for one in said] == heard.json()


def test_the_whole_is_one_row_a_currency(client: TestClient) -> None:
    (row,) = client.get("/v1/ageing", params={"as_of": DAY}).json()
    assert (row["group"], row["open_cents"], row["days_31_60_cents"]) == (None, 85_000, 85_000)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("report", ["ageing", "dso", "dso?by=month&months=120", "causes"])
def test_no_day_of_the_calendar_is_too_far(client: TestClient, report: str, day: str) -> None:
    assert client.get(f"/v1/{report}{'&' if '?' in report else '?'}as_of={day}").status_code == 200
