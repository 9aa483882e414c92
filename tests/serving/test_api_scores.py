"""Scores without the ledger: stored ones by customer and by page, and one of features that somebody holds."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from access import usecases as access
from access.rights import Role
from scoring.repository import ScoreRepository
from scoring.usecases import refresh_scores
from scoring.vectors.repository import WholeScores
from serving import clock
from serving.app import create_app
from serving.settings import settings
from tests.ledger.deliveries import deliver
from tests.policies import GRADES
from tests.scoring.test_usecases import OPEN
from tests.training.companies import served

KEY = {"X-API-Key": "open-sesame"}
DAY = date(2024, 6, 30)


@pytest.fixture
def client(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("ENCOURS_API_KEY", KEY["X-API-Key"])
    door = create_app(settings())
    database = door.state.house.database
    deliver(database, OPEN)
    with database.transaction() as session:
        refresh_scores(session, served(), as_of=DAY, grades=GRADES)
    with TestClient(door, raise_server_exceptions=False) as made:
        yield made


def codes(client: TestClient) -> list[str]:
    return [one["customer"] for one in client.get("/v1/scores", headers=KEY).json()["scores"]]


def test_the_stored_score_is_that_of_the_evening(client: TestClient) -> None:
    code = codes(client)[0]
    fresh = client.get(f"/v1/customers/{code}/score", params={"as_of": str(DAY)}, headers=KEY).json()
    told = client.get(f"/v1/customers/{code}/score", params={"stored": True}, headers=KEY).json()
    assert told.keys() == fresh.keys()
    assert {"as_of", "grade", "adverse", "siren", "source_text"} <= told.keys()
    for name in ("as_of", "grade", "adverse", "favourable", "siren", "source_text", "tier", "customer"):
        assert told[name] == fresh[name], name
    assert told["pd_12m"] == pytest.approx(fresh["pd_12m"])
    assert told["next_payment"]["model"]
    before = client.get(f"/v1/customers/{code}/score?stored=true&as_of=2024-05-31", headers=KEY)
    assert (before.status_code, before.json()["type"]) == (409, "urn:encours:problem:not-scored")


def test_pages_follow_each_other_and_end(client: TestClient) -> None:
    every, cursor, seen = codes(client), 0, []
    while cursor is not None:
        page = client.get("/v1/scores", params={"cursor": cursor, "limit": 1}, headers=KEY).json()
        seen += [one["customer"] for one in page["scores"]]
        cursor = page["next"]
    assert seen == every
    assert len(every) == 2


def test_whoever_looks_after_nobody_is_shown_nobody(client: TestClient) -> None:
    with client.app.state.house.database.transaction() as session:  # type: ignore[attr-defined]
        key = access.make_key(session, "zoe", role=Role.SALES, at=clock.now(), owner="Zoé")
    told = client.get("/v1/scores", headers={"X-API-Key": key}).json()
    assert told == {"scores": [], "next": None}


def test_features_are_scored_with_reasons(client: TestClient) -> None:
    """By the expert prior here, where no default model was trained; as the stored score was."""
    database = client.app.state.house.database  # type: ignore[attr-defined]
    with database.read() as session:
        whole = next(WholeScores(session).every(DAY))
        assert ScoreRepository(session).on(DAY)[0].pd_12m == whole.score.pd_12m
    asked = {"features": whole.features, "language": "fr"}
    told = client.post("/v1/scores", json=asked, headers=KEY).json()
    assert told["pd_12m"] == pytest.approx(whole.score.pd_12m)
    assert told["contributions"] == pytest.approx(whole.score.contributions)
    assert told["model"] == "expert prior"
    assert "a priori d'expert" in told["source_text"]


@pytest.mark.parametrize(
    ("asked", "status", "slug"),
    [
        ({"features": {"late_shares": 1}}, 422, "vector-refused"),
        ({"features": {}, "model": "default 9"}, 404, "unknown-version"),
        ({"features": {"n_paid": "many"}}, 422, "refused-value"),
        ({"features": {}, "colour": "red"}, 422, "refused-value"),
    ],
)
def test_what_cannot_be_scored_is_a_problem(
    client: TestClient, asked: dict[str, object], status: int, slug: str
) -> None:
    told = client.post("/v1/scores", json=asked, headers=KEY)
    assert (told.status_code, told.json()["type"]) == (status, f"urn:encours:problem:{slug}")
