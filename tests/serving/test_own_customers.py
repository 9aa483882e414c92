"""What a salesperson may ask: about the customers it looks after, and about strangers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from access import usecases
from access.rights import Role
from serving import clock
from serving.app import create_app
from serving.settings import settings
from tests.serving.conftest import Encours

MINE, THEIRS, NOBODYS = "732829320", "552100554", "542065479"
MASTER = f"""code,name,siren,sales_owner
ACME,Acme,{MINE},Zoé
BOLT,Bolt,{THEIRS},Max
"""
TERMS = {"request": {"amount_cents": 100_000}, "terms": {"days": 30}}


@pytest.fixture
def sales(encours: Encours, invoices: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A program of a salesperson, who looks after one of two customers."""
    master = tmp_path / "customers.csv"
    master.write_text(MASTER, encoding="utf-8")
    assert encours("import", "invoices", invoices).code == 0
    said = encours("import", "customers", master, "--on", "2024-01-02")
    assert said.code == 0, said.err
    app = create_app(settings())
    with TestClient(app) as client:
        with app.state.house.database.transaction() as session:
            key = usecases.make_key(session, "zoe", role=Role.SALES, at=clock.now(), owner="Zoé")
        client.headers["X-API-Key"] = key
        yield client


def test_an_order_of_anothers_customer_is_that_of_nobody(sales: TestClient) -> None:
    def ask(code: str) -> tuple[int, str]:
        told = sales.post("/v1/orders/check", json={"customer": code, "amount_cents": 1_000})
        return told.status_code, told.text.replace(code, "")

    assert ask("ACME")[0] == 200
    assert ask("BOLT")[0] == 404
    assert ask("BOLT") == ask("NONE")


@pytest.mark.parametrize("siren", [THEIRS, "552 100 554", f" {THEIRS}"])
def test_the_company_of_anothers_customer_is_not_answered(sales: TestClient, siren: str) -> None:
    told = sales.post("/v1/prospects/score", json={"siren": siren, **TERMS})
    assert told.status_code == 403
    assert "BOLT" not in told.text


@pytest.mark.parametrize("siren", [MINE, NOBODYS])
def test_ones_own_and_strangers_are(sales: TestClient, siren: str) -> None:
    told = sales.post("/v1/prospects/score", json={"siren": siren, **TERMS})
    assert told.status_code == 200, told.text
    assert told.json()["customers"] == (["ACME"] if siren == MINE else [])
