"""A small company of two customers, scored, with limits and alerts; one signs in as its credit manager."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from access import usecases
from access.gateway import Argon2Hasher
from access.rights import Role
from access.usecases import NewUser
from serving import clock
from serving.app import create_app
from serving.settings import settings
from tests.serving.conftest import Encours

WORD = "quatre mots sans lien"
SIRENS = {"ACME": "732829320", "BOLT": "552100554"}
MASTER = f"""code,name,siren,sales_owner,email
ACME,Acme,{SIRENS["ACME"]},Zoé,ap@acme.example
BOLT,Bolt,{SIRENS["BOLT"]},Max,
"""


@dataclass(frozen=True, slots=True)
class Browser:
    """A person signed in: reads pages, and sends forms with the secret of the session."""

    client: TestClient

    def get(self, path: str, status: int = 200) -> str:
        told = self.client.get(path)
        assert told.status_code == status, told.text
        return told.text

    def send(self, path: str, fields: dict[str, Any]) -> Response:
        page = self.client.get("/account").text
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        assert found
        return self.client.post(path, data={**fields, "csrf": found[1]})

    def post(self, path: str, fields: dict[str, Any]) -> int:
        return self.send(path, fields).status_code


@pytest.fixture
def scored(
    encours: Encours, home: Path, invoices: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The home of that company, made once and copied for each test."""
    made = tmp_path_factory.getbasetemp() / "scored-home"
    if made.exists():
        copytree(made, home)
        return
    master = tmp_path / "customers.csv"
    master.write_text(MASTER, encoding="utf-8")
    for line in (
        ("import", "invoices", invoices),
        ("import", "customers", master, "--on", "2024-01-02"),
        ("score", "--all"),
        ("limit", "grant", "ACME", "500", "--author", "Ana"),
        ("alerts", "run"),
    ):
        said = encours(*line)
        assert said.code == 0, (line, said.err)
    copytree(home, made)


@pytest.fixture
def client(scored: None) -> Iterator[TestClient]:
    """The application on that company."""
    app = create_app(settings())
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        with app.state.house.database.transaction() as session:
            for name, role in (("Ana", Role.CREDIT_MANAGER), ("Zoé", Role.SALES), ("Ira", Role.AUDITOR)):
                new = NewUser(name, f"{name[0].lower()}@example.com", frozenset({role}), owner=name)
                usecases.add_user(session, Argon2Hasher(memory_kib=64), new, WORD, at=clock.now())
        yield client


def signed_in(client: TestClient, email: str) -> Browser:
    client.cookies.clear()
    assert client.post("/login", data={"email": email, "password": WORD}).status_code == 303
    return Browser(client)


@pytest.fixture
def ana(client: TestClient) -> Browser:
    """The credit manager."""
    return signed_in(client, "a@example.com")


@pytest.fixture
def zoe(client: TestClient) -> Browser:
    """A salesperson, who looks after ACME."""
    return signed_in(client, "z@example.com")
