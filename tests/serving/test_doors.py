"""The table of doors: each role at each door, and nothing outside the table."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from access import usecases
from access.gateway import Argon2Hasher
from access.person import Person
from access.rights import Role
from serving import clock
from serving.api.problems import is_for_programs
from serving.app import create_app
from serving.doors import DOORS, PUBLIC, Whose, door_name
from serving.guard import ENTRANCE
from serving.settings import settings
from serving.web.rendering import TABS
from store.session import Database
from tests.serving.routes import walk


@pytest.fixture
def door(home: Path) -> Iterator[FastAPI]:
    made = create_app(settings())
    with TestClient(made):
        yield made


def test_every_route_stands_in_the_table_and_every_row_is_a_route(door: FastAPI) -> None:
    found = {
        door_name(endpoint)
        for _, _, endpoint in walk(door.routes)
        if endpoint.__module__.startswith("serving.")
    }
    assert found == set(DOORS) | PUBLIC
    others = {
        path for _, path, endpoint in walk(door.routes) if not endpoint.__module__.startswith("serving.")
    }
    assert others == {"/openapi.json"}


def test_each_role_passes_its_doors_and_no_other(door: FastAPI) -> None:
    """A cell each: refused with 403 exactly where the table says so, before anything of the route runs."""
    database: Database = door.state.house.database
    keys: dict[Role, str] = {}
    with database.transaction() as session:
        for role in Role:
            keys[role] = usecases.make_key(session, role.value, role=role, at=clock.now(), owner="Zoé")
    with TestClient(door, raise_server_exceptions=False) as client:
        for method, path, endpoint in walk(door.routes):
            name = door_name(endpoint)
            if not is_for_programs(path) or name not in DOORS:
                continue
            for role, key in keys.items():
                told = client.request(method, _filled(path), headers={"X-API-Key": key}, json={})
                person = Person("x", frozenset({role}))
                row = DOORS[name]
                allowed = row.right is None or person.may(row.right)
                shut = not allowed or (not person.sees_all and row.whose is Whose.ALL)
                assert (told.status_code == 403) == shut, (role, name, told.text)
                if not shut and not person.sees_all and row.whose is Whose.ONE:
                    assert told.status_code == 404, (role, name)


def test_a_page_that_changes_something_is_sent_from_its_own_form(door: FastAPI) -> None:
    acting = [
        (path, endpoint)
        for method, path, endpoint in walk(door.routes)
        if method not in {"GET", "HEAD"} and not is_for_programs(path) and path not in ENTRANCE
    ]
    assert acting
    with TestClient(door, raise_server_exceptions=False) as client:
        token = _signed_in(door, client)
        assert token
        for path, endpoint in acting:
            told = client.post(_filled(path), data=_fields(endpoint), follow_redirects=False)
            assert told.status_code == 403, path
            assert "form" in told.text
        assert client.post("/logout", data={"csrf": "é"}).status_code == 403


def test_every_tab_opens_for_whoever_sees_it(door: FastAPI) -> None:
    pages = {path for method, path, _ in walk(door.routes) if method == "GET"}
    assert {one.address for one in TABS} <= pages


def _filled(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "1", path)


def _fields(endpoint: object) -> dict[str, str]:
    return dict.fromkeys(inspect.signature(endpoint).parameters, "1")  # type: ignore[arg-type]


def _signed_in(door: FastAPI, client: TestClient) -> str:
    hasher = Argon2Hasher(memory_kib=64)
    roles = frozenset(Role) - {Role.SERVICE}
    new = usecases.NewUser("Ana", "ana@example.com", roles, owner="Ana")
    with door.state.house.database.transaction() as session:
        usecases.add_user(session, hasher, new, "quatre mots sans lien", at=clock.now())
    data = {"email": "ana@example.com", "password": "quatre mots sans lien"}
    client.post("/login", data=data, follow_redirects=False)
    return client.cookies.get("encours", "")
