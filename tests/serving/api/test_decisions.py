"""Automatic decisions over HTTP: contested by whoever speaks to the customer, overridden by few."""

import pytest
from fastapi import FastAPI

from access.rights import Role
from tests.serving.api.conftest import DAY, Program, program
from tests.serving.conftest import Encours

_ORDER = {"amount_cents": 900_000_00, "number": "SO-1"}
_SAYS = {"by": "Ms Doe", "says": "We pay in advance."}


def test_a_decision_is_contested_answered_and_overridden(
    manager: Program, zoe: Program, door: FastAPI
) -> None:
    asked = manager.ask("POST", "/v1/orders/check", json={"customer": "ACME", **_ORDER})
    one = f"/v1/decisions/{asked['decision']}"
    assert asked["overruled"] is None
    told = zoe.ask("POST", f"{one}/contests", status=201, json=_SAYS)
    assert (told["state"], told["decision"]) == ("open", asked["decision"])
    assert [each["number"] for each in manager.ask("GET", "/v1/contests?waiting=true")["items"]] == [
        told["number"]
    ]
    answer = {"state": "stands", "reason": "Nothing came in."}
    program(door, Role.COLLECTOR).ask(
        "POST", f"/v1/contests/{told['number']}/answer", status=403, json=answer
    )
    assert manager.ask("POST", f"/v1/contests/{told['number']}/answer", json=answer)["state"] == "stands"
    word = {"outcome": "release", "reason": "It came.", "person": "Ana Roy"}
    manager.ask("POST", f"{one}/override", status=422, json={**word, "person": ""})
    manager.ask("POST", f"{one}/override", status=409, json={**word, "outcome": "maybe"})
    zoe.ask("POST", f"{one}/override", status=403, json=word)
    assert manager.ask("POST", f"{one}/override", json=word)["overridden"][0]["by"] == "Ana Roy"
    again = manager.ask("POST", "/v1/orders/check", json={"customer": "ACME", **_ORDER})
    assert (again["outcome"], again["overruled"]["outcome"]) == (asked["outcome"], "release")
    assert manager.ask("GET", "/v1/customers/ACME/decisions")["items"][0]["number"] == asked["decision"]


def test_a_salesperson_meets_no_decision_on_customers_of_others(manager: Program, zoe: Program) -> None:
    asked = manager.ask("POST", "/v1/orders/check", json={"customer": "BOLT", **_ORDER})
    one = f"/v1/decisions/{asked['decision']}"
    manager.ask("POST", f"{one}/contests", status=201, json=_SAYS)
    for method, path in (("GET", one), ("POST", f"{one}/contests"), ("GET", "/v1/customers/BOLT/decisions")):
        zoe.ask(method, path, status=404, json=_SAYS)
    zoe.ask("POST", "/v1/customers/BOLT/score/contests", status=404, json=_SAYS)
    assert zoe.ask("GET", "/v1/contests")["items"] == []


def test_a_score_is_contested_by_its_customer(encours: Encours, manager: Program) -> None:
    manager.ask("POST", "/v1/customers/ACME/score/contests", status=409, json=_SAYS)
    assert encours("score", "--all", "--as-of", DAY).code == 0
    told = manager.ask("POST", "/v1/customers/ACME/score/contests", status=201, json=_SAYS)
    decided = manager.ask("GET", f"/v1/decisions/{told['decision']}")
    assert decided["kind"] == "score"
    assert decided["may_be_overridden_by"] == list("ABCDEF")
    assert "default within a year" in decided["text"]["en"]["why"]


@pytest.mark.parametrize("method", ["show", "contests"])
def test_the_command_line_tells_the_same(encours: Encours, manager: Program, method: str) -> None:
    asked = manager.ask("POST", "/v1/orders/check", json={"customer": "ACME", **_ORDER})
    number = asked["decision"]
    line = ("decisions", "contest", number, "--says", "Prepaid.", "--by", "Doe", "--author", "Bo")
    assert encours(*line, "--on", DAY).code == 0
    said = encours("decisions", *(["show", number] if method == "show" else ["contests"]))
    assert "Prepaid." in said.out
    assert encours("decisions", "override", number, "--reason", "x", "--author", "Bo", "--on", DAY).code == 2
