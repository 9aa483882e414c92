"""The HTTP door of a small company, asked with the keys of several roles."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from access import usecases
from access.rights import Role
from serving import clock
from serving.app import create_app
from serving.settings import settings
from tests.serving.conftest import Encours
from tests.serving.web.house import CONTACTS, CUSTOMERS, INVOICES
from tests.training.companies import served

DAY = date(2024, 5, 10)


@dataclass(frozen=True, slots=True)
class Program:
    """A client that holds one key."""

    client: TestClient
    key: str

    def ask(self, method: str, path: str, *, status: int = 200, **more: Any) -> Any:
        told = self.call(method, path, **more)
        assert told.status_code == status, told.text
        return told.json() if told.content else None

    def call(self, method: str, path: str, **more: Any) -> Any:
        headers = {"X-API-Key": self.key, **more.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **more)


@pytest.fixture
def door(encours: Encours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FastAPI]:
    """ACME owes 1100.00, BOLT 5000.00; Zoé looks after ACME, Marc after BOLT."""
    for kind, text in (("customers", CUSTOMERS), ("contacts", CONTACTS), ("invoices", INVOICES)):
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        said = encours("import", kind, path, "--on", DAY)
        assert said.code == 0, said.err
    monkeypatch.setattr("serving.app.Registry", lambda _home: served())
    monkeypatch.setattr(clock, "today", lambda: DAY)
    made = create_app(settings())
    with TestClient(made):
        yield made


def program(door: FastAPI, role: Role, name: str = "", owner: str = "") -> Program:
    with door.state.house.database.transaction() as session:
        key = usecases.make_key(session, name or role.value, role=role, at=clock.now(), owner=owner)
    return Program(TestClient(door, raise_server_exceptions=False), key)


@pytest.fixture
def manager(door: FastAPI) -> Program:
    return program(door, Role.CREDIT_MANAGER, "Ana")


@pytest.fixture
def zoe(door: FastAPI) -> Program:
    """A salesperson who looks after ACME."""
    return program(door, Role.SALES, "Zoé", owner="Zoé")
