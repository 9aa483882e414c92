"""How much is taken from whom, and what is told to whoever watches."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from access import usecases
from access.rights import Role
from serving import clock
from serving.app import create_app
from serving.limits import Rate
from serving.logs import JsonLines
from serving.settings import settings

KEY = {"X-API-Key": "open-sesame"}


@pytest.fixture
def door(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FastAPI]:
    monkeypatch.setenv("ENCOURS_API_KEY", KEY["X-API-Key"])
    monkeypatch.setenv("ENCOURS_RATE_PER_MINUTE", "3")
    made = create_app(settings())
    with TestClient(made):
        yield made


@given(st.integers(1, 100), st.lists(st.floats(0, 30), max_size=60))
def test_never_more_than_a_burst_and_what_time_brings(per_minute: int, pauses: list[float]) -> None:
    rate, now, taken = Rate(per_minute), 0.0, 0
    for pause in pauses:
        now += pause
        taken += rate.wait("erp", now) == 0
        assert taken <= per_minute + now * per_minute / 60 + 1e-6


def test_whoever_waits_as_told_is_let_in() -> None:
    rate = Rate(2)
    assert [rate.wait("erp", 0.0) for _ in range(2)] == [0.0, 0.0]
    wait = rate.wait("erp", 0.0)
    assert wait > 0
    assert rate.wait("other", 0.0) == 0
    assert rate.wait("erp", wait + 1e-6) == 0
    assert Rate(0).wait("erp", 0.0) == 0


def test_a_key_that_asks_too_often_is_told_when_to_come_back(door: FastAPI) -> None:
    client = TestClient(door)
    told = [client.get("/v1/alerts", headers=KEY) for _ in range(4)]
    assert [one.status_code for one in told] == [200, 200, 200, 429]
    assert int(told[-1].headers["retry-after"]) >= 1
    assert told[-1].json()["type"] == "urn:encours:problem:too-many-requests"
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(door: FastAPI, declared: bool) -> None:
    client = TestClient(door, raise_server_exceptions=False)
    large = b"x" * 2_100_000

    def pieces() -> Iterator[bytes]:
        yield from (large[place : place + 100_000] for place in range(0, len(large), 100_000))

    body = large if declared else pieces()
    headers = KEY | {"Content-Type": "application/json"}
    told = client.post("/v1/orders/check", content=body, headers=headers)
    assert told.status_code == 413
    assert "MB" in told.json()["detail"]


def test_what_is_watched_names_nobody(door: FastAPI, caplog: pytest.LogCaptureFixture) -> None:
    database = door.state.house.database
    with database.transaction() as session:
        key = usecases.make_key(session, "prometheus", role=Role.AUDITOR, at=clock.now())
    client = TestClient(door)
    with caplog.at_level(logging.INFO, logger="encours.requests"):
        client.get("/v1/customers/ACME/score", headers=KEY)
    (record,) = [one for one in caplog.records if one.name == "encours.requests"]
    line = json.loads(JsonLines().format(record))
    assert (line["door"], line["status"]) == ("api.customers.score", 409)
    assert "ACME" not in json.dumps(line)
    told = client.get("/metrics", headers={"X-API-Key": key}).text
    assert 'encours_requests_total{door="api.customers.score",method="GET",status="409"}' in told
    assert "ACME" not in told
    assert client.get("/metrics").status_code == 401


def test_a_fault_is_logged_by_its_kind_and_place() -> None:
    try:
        raise ValueError("ACME owes 1,200")
    except ValueError:
        record = logging.getLogger("x").makeRecord(
            "x", logging.ERROR, __file__, 1, "failed", (), __import__("sys").exc_info()
        )
    line = JsonLines().format(record)
    assert json.loads(line)["fault"] == "ValueError"
    assert "ACME" not in line
