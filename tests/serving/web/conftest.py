"""The pages of a small company, with somebody who may do everything."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from serving import clock
from serving.app import create_app
from serving.settings import settings
from tests.serving.conftest import Encours
from tests.serving.web.house import CONTACTS, CUSTOMERS, INVOICES, Browser, people
from tests.training.companies import served

DAY = date(2024, 5, 10)


@pytest.fixture
def company(encours: Encours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FastAPI]:
    """Two customers, an invoice late of each, and a small model in service."""
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


@pytest.fixture
def ana(company: FastAPI) -> Browser:
    return Browser(company, people(company))
