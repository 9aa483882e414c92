"""Limits granted by one person or two, models listed, and answers that have not changed."""

import pytest
from fastapi import FastAPI

from access.rights import Role
from serving.shelf import Model, Shelf
from tests.serving.api.conftest import DAY, Program, program
from tests.serving.conftest import Encours

LARGE = 10**11


@pytest.fixture
def scored(encours: Encours, door: FastAPI) -> None:
    said = encours("score", "--all", "--as-of", DAY)
    assert said.code == 0, said.err


@pytest.mark.usefixtures("scored")
def test_a_large_limit_waits_for_another_person(manager: Program, door: FastAPI) -> None:
    small = {"cents": 2_000_000, "reason": "Known for years."}
    given = manager.ask("POST", "/v1/customers/ACME/limit", status=201, json=small)
    assert (given["state"], given["cents"]) == ("granted", 2_000_000)
    waits = manager.ask(
        *("POST", "/v1/customers/BOLT/limit"), status=201, json={"cents": LARGE, "reason": "A fair."}
    )
    assert waits["state"] == "asked"
    one = f"/v1/limits/{waits['number']}"
    manager.ask("POST", f"{one}/approve", status=409)
    program(door, Role.COLLECTOR).ask("POST", f"{one}/approve", status=403)
    other = program(door, Role.CREDIT_MANAGER, "Bea")
    assert other.ask("POST", f"{one}/approve")["approved_by"] == "Bea"
    taken = other.ask("POST", f"{one}/withdraw", json={"reason": "The fair is over."})
    assert taken["state"] == "withdrawn"
    other.ask("POST", "/v1/limits/999/refuse", status=404, json={"reason": "No."})
    manager.ask("POST", "/v1/customers/NOBODY/limit", status=404, json=small)


def test_models_are_listed_with_figures_that_json_knows(
    manager: Program, door: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert manager.ask("GET", "/v1/models") == {"items": [], "acts": []}
    manager.ask("GET", "/v1/models/lateness/1/card", status=404)
    figures = {"auc": 0.8, "slope": float("nan")}
    made = Model("lateness", 1, True, False, "2024-05-01", True, {}, figures, {"leaves": "31"}, "run")
    monkeypatch.setattr(Shelf, "models", lambda _, name: [made] if name == made.name else [])
    monkeypatch.setattr(Shelf, "text", lambda *_: "# For whom")
    (told,) = manager.ask("GET", "/v1/models")["items"]
    assert (told["champion"], told["metrics"]) == (True, {"auc": 0.8, "slope": None})
    assert manager.ask("GET", "/v1/models/lateness/1/card")["card"] == "# For whom"
    program(door, Role.COLLECTOR).ask("GET", "/v1/models", status=403)


def test_what_has_not_changed_is_not_sent_again(manager: Program) -> None:
    block = {"customer": "ACME", "reason": "asked"}
    case = manager.ask("POST", "/v1/blocks", status=201, json=block)["case"]
    one = f"/v1/blocks/{case}"
    first = manager.call("GET", one)
    mark = first.headers["etag"]
    same = manager.call("GET", one, headers={"If-None-Match": f'"other", {mark}'})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", mark)
    manager.ask("POST", f"{one}/lift", json={})
    assert manager.call("GET", one, headers={"If-None-Match": mark}).json()["stands"] is False
    assert "etag" not in manager.call("GET", "/v1/blocks/999").headers
