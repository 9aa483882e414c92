"""People and programs let in, changed and shut out; and the trail of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from access import usecases
from access.gateway import Argon2Hasher
from access.rights import Role
from access.usecases import NewUser
from serving import clock
from serving.app import create_app
from serving.settings import settings

WORD = "quatre mots sans lien"


@pytest.fixture
def door(home: Path) -> Iterator[FastAPI]:
    made = create_app(settings())
    with TestClient(made):
        with made.state.house.database.transaction() as session:
            for name, role in (("Ada", Role.ADMINISTRATOR), ("Carl", Role.CREDIT_MANAGER)):
                new = NewUser(name, f"{name.lower()}@example.com", frozenset({role}))
                usecases.add_user(session, Argon2Hasher(memory_kib=64), new, WORD, at=clock.now())
        yield made


def signed_in(door: FastAPI, name: str) -> TestClient:
    client = TestClient(door, raise_server_exceptions=False, follow_redirects=False)
    client.post("/login", data={"email": f"{name}@example.com", "password": WORD})
    return client


def sent(client: TestClient, path: str, **told: object) -> tuple[int, str]:
    csrf = client.get("/account").text.split('name="csrf" value="')[1].split('"')[0]
    answer = client.post(path, data={"csrf": csrf, **told})
    return answer.status_code, answer.text


@pytest.fixture
def ada(door: FastAPI) -> TestClient:
    return signed_in(door, "ada")


def test_somebody_is_let_in_changed_and_shut_out(door: FastAPI, ada: TestClient) -> None:
    zoe = {"name": "Zoé", "email": "zoe@example.com", "password": WORD}
    assert sent(ada, "/users", **zoe)[0] == 422  # no role
    assert sent(ada, "/users", **zoe, role=["sales"])[0] == 422  # of whose customers?
    assert sent(ada, "/users", **zoe, role=["sales", "collector"], owner="Zoé", language="fr")[0] == 303
    assert "Zoé" in ada.get("/users").text
    hers = signed_in(door, "zoe")
    assert hers.get("/account").status_code == 200
    sent(ada, "/users/zoe@example.com/change", role=["auditor"])
    assert hers.get("/account").status_code == 303, "a change of roles ends the session"
    sent(ada, "/users/zoe@example.com/password", password="cinq autres mots bien choisis")
    sent(ada, "/users/zoe@example.com/remove")
    assert "has left" in ada.get("/users/zoe@example.com").text
    assert ada.get("/users/nobody@example.com").status_code == 404
    with door.state.house.database.read() as session:
        told = [
            (one.done.act, one.done.subject) for one in usecases.trail(session, actor="Ada", act="users.")
        ]
    assert told[-1] == ("users.add", "zoe@example.com")
    assert told[0] == ("users.remove", "zoe@example.com")


def test_the_last_administrator_stays(ada: TestClient) -> None:
    status, told = sent(ada, "/users/ada@example.com/remove")
    assert status == 422
    assert "last administrator" in told


def test_a_key_is_shown_once_and_opens_until_it_is_revoked(door: FastAPI, ada: TestClient) -> None:
    status, told = sent(ada, "/keys", name="ERP", only=["read_customers"], days="30")
    assert status == 200
    key = told.split("<code>")[1].split("</code>")[0]
    assert key not in ada.get("/users").text
    assert ada.get("/v1/customers/X/score", headers={"X-API-Key": key}).status_code != 401
    status, told = sent(ada, "/keys/ERP/rotate", hours="0")
    fresh = told.split("<code>")[1].split("</code>")[0]
    assert (status, fresh != key) == (200, True)
    assert sent(ada, "/keys/ERP/revoke")[0] == 303
    assert ada.get("/v1/customers/X/score", headers={"X-API-Key": fresh}).status_code == 401
    assert sent(ada, "/keys/ERP/revoke")[0] == 404


def test_the_trail_is_filtered_and_verified(door: FastAPI, ada: TestClient) -> None:
    sent(ada, "/keys", name="ERP")
    with door.state.house.database.read() as session:
        head = usecases.verify(session).head
    carl = signed_in(door, "carl")
    assert "users.make_key" in carl.get("/audit").text
    assert "users.make_key" not in carl.get("/audit?actor=Carl").text
    assert "users.make_key" in carl.get("/audit?act=users&actor=Ada").text
    assert head not in carl.get("/audit").text
    assert "The trail holds" in carl.get("/audit?verify=true").text
    assert carl.get("/users").status_code == 403


def test_what_is_in_force_is_shown_without_a_secret(
    home: Path, monkeypatch: pytest.MonkeyPatch, door: FastAPI, ada: TestClient
) -> None:
    told = ada.get("/settings").text
    assert "policy/limit.toml" in told
    assert "refinancing" in told
    assert "quatre" not in told


def test_a_secret_of_the_environment_stays_there(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCOURS_SMTP_URL", "smtp://ana:hush@mail.example:587")
    monkeypatch.setenv("ENCOURS_WEBHOOK_URL", "https://hook.example/hush")
    monkeypatch.setenv("ENCOURS_WEBHOOK_SECRET", "hush-hush-hush-hush")
    made = create_app(settings())
    with TestClient(made), made.state.house.database.transaction() as session:
        new = NewUser("Ada", "ada@example.com", frozenset({Role.ADMINISTRATOR}))
        usecases.add_user(session, Argon2Hasher(memory_kib=64), new, WORD, at=clock.now())
    assert "hush" not in signed_in(made, "ada").get("/settings").text
