"""The database goes away and comes back: refusals that say when to ask again, then answers, by themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from mlflow.exceptions import MlflowException

from access import usecases as access
from access.rights import Role
from scoring.default.model import DEFAULT
from scoring.default.prior import expert_model
from scoring.gateway import NoChampion, Registry
from serving import clock
from serving.app import create_app
from serving.settings import settings
from tests.serving.conftest import Encours
from tests.serving.web.house import Browser, people
from training.gateway import Tracking


@pytest.fixture
def client(home: Path) -> Iterator[TestClient]:
    with TestClient(create_app(settings()), raise_server_exceptions=False) as made:
        yield made


def _gone(home: Path, client: TestClient) -> None:
    """Nothing can be opened where the database was."""
    client.app.state.house.database.close()  # type: ignore[attr-defined]
    for file in home.glob("encours.db*"):
        file.rename(home / f"kept-{file.name}")
    (home / "encours.db").mkdir()


def _back(home: Path) -> None:
    (home / "encours.db").rmdir()
    for file in home.glob("kept-*"):
        file.rename(home / file.name.removeprefix("kept-"))


def test_a_program_is_told_when_to_ask_again(home: Path, client: TestClient) -> None:
    """The key is in the database too: the door itself cannot tell who asks."""
    with client.app.state.house.database.transaction() as session:  # type: ignore[attr-defined]
        key = {"X-API-Key": access.make_key(session, "shop", role=Role.SERVICE, at=clock.now())}
    _gone(home, client)
    for headers in (key, {**key, "Authorization": "Bearer another"}):
        refused = client.get("/v1/promises", headers=headers)
        assert refused.status_code == 503
        assert refused.headers["content-type"] == "application/problem+json"
        assert int(refused.headers["retry-after"]) > 0
        assert refused.json()["type"] == "urn:encours:problem:database-unreachable"
    assert client.get("/ready").status_code == 503
    assert client.get("/health").status_code == 200
    _back(home)
    assert client.get("/v1/promises", headers=key).status_code == 200


def test_a_person_reads_it_on_a_page(home: Path, client: TestClient) -> None:
    browser = Browser(client.app, people(client.app))  # type: ignore[arg-type]
    _gone(home, client)
    refused = browser.client.get("/customers")
    assert (refused.status_code, refused.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert int(refused.headers["retry-after"]) > 0
    _back(home)
    assert browser.client.get("/customers").status_code == 200


def test_several_processes_do_not_begin_without_a_database(
    encours: Encours, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would end at once, and be begun again for ever."""
    monkeypatch.setenv("ENCOURS_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    said = encours("serve", "--workers", "2", "--port", "0")
    assert (said.code, said.out) == (5, "")
    assert len(said.err.splitlines()) == 1


def test_a_registry_that_does_not_answer_is_not_one_without_models(tmp_path: Path) -> None:
    """Whoever took it for one would answer by the expert prior, without a word."""
    with pytest.raises(NoChampion):
        Registry(tmp_path).champion(DEFAULT)
    Tracking(tmp_path).release(DEFAULT, expert_model(country="FR"), figures={})
    door = Registry(tmp_path)
    held = door.champion(DEFAULT)
    (tmp_path / "mlflow.db").write_bytes(b"no database" * 1_000)
    assert door.champion(DEFAULT) is held
    with pytest.raises(MlflowException):
        Registry(tmp_path).champion(DEFAULT)
