"""Models shown, and runs begun and watched from a page."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
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
from serving.running.errands import Order, begin, errand, errands
from serving.running.errors import ErrandRefused
from serving.settings import settings

WORD = "quatre mots sans lien"


@pytest.fixture
def door(home: Path) -> Iterator[FastAPI]:
    made = create_app(settings())
    with TestClient(made):
        with made.state.house.database.transaction() as session:
            for name, role in (("ana", Role.CREDIT_MANAGER), ("aud", Role.AUDITOR)):
                new = NewUser(name, f"{name}@example.com", frozenset({role}))
                usecases.add_user(session, Argon2Hasher(memory_kib=64), new, WORD, at=clock.now())
        yield made


def signed_in(door: FastAPI, name: str) -> TestClient:
    client = TestClient(door, raise_server_exceptions=False, follow_redirects=False)
    client.post("/login", data={"email": f"{name}@example.com", "password": WORD})
    return client


def sent(client: TestClient, path: str, **told: object) -> tuple[int, str]:
    csrf = client.get("/account").text.split('name="csrf" value="')[1].split('"')[0]
    answer = client.post(path, data={"csrf": csrf, **told})
    return answer.status_code, answer.headers.get("location", "")


def test_a_run_is_begun_once_watched_and_ends_with_its_sentence(door: FastAPI) -> None:
    ana = signed_in(door, "ana")
    assert "train one" in ana.get("/models").text
    status, where = sent(ana, "/models/train", name="lateness", trials="7")
    assert (status, where.startswith("/models/runs/train/")) == (303, True)
    assert sent(ana, "/models/train", name="default")[0] == 409, "one at a time"
    for _ in range(240):
        text = ana.get(where).text
        if "http-equiv" not in text:
            break
        time.sleep(0.25)
    assert "It failed" in text
    assert "The ledger is empty" in text
    assert "failed" in ana.get("/models").text


def test_only_what_stands_in_a_list_becomes_part_of_a_command(door: FastAPI) -> None:
    ana, aud = signed_in(door, "ana"), signed_in(door, "aud")
    assert sent(ana, "/models/train", name="--help")[0] == 404
    assert sent(ana, "/models/lateness-1/promote", why="better")[0] == 404
    assert sent(ana, "/models/other/rollback", why="worse")[0] == 404
    assert ana.get("/models/runs/import/x").status_code == 404
    assert ana.get("/models/..%2f..%2fencours.db").status_code == 404
    assert aud.get("/models").status_code == 200
    assert sent(aud, "/models/watch")[0] == 403


def test_a_run_is_known_after_a_restart_and_its_death_too(home: Path) -> None:
    where, now = settings(), clock.now()
    name = begin(where, Order("watch", ("--help",), {"name": "watch"}, "Ana", now))
    with pytest.raises(ErrandRefused):
        begin(where, Order("watch", ("--help",), {}, "Ana", now + timedelta(seconds=1)))
    found = errand(where, "watch", name)
    assert found is not None
    assert found.running
    os.killpg(found.process, 9)
    for _ in range(100):
        found = errands(where, "watch")[0]
        if not found.running:
            break
        time.sleep(0.05)
    assert (found.died, found.by) == (True, "Ana")
    assert errand(where, "watch", "../watch") is None
