"""Disputes, promises, plans and blocks over HTTP."""

from typing import Any

import pytest

from tests.serving.api.conftest import Program

OPENINGS: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
    (
        "disputes",
        {"reason": "price", "invoices": [{"number": "F-2", "cents": 30_000}]},
        "resolve",
        {"outcome": "seller"},
    ),
    ("promises", {"promised_on": "2024-05-20", "cents": 50_000, "currency": "EUR"}, "cancel", {}),
    (
        "plans",
        {
            "invoices": [{"number": "F-2"}],
            "instalments": [{"day": "2024-06-10", "cents": 50_000}, {"day": "2024-07-10", "cents": 30_000}],
        },
        "cancel",
        {},
    ),
    ("blocks", {"reason": "sales asked", "until": "2024-05-31"}, "lift", {}),
]


@pytest.mark.parametrize(("word", "opened", "end", "ended"), OPENINGS, ids=lambda one: str(one)[:9])
def test_a_case_is_opened_listed_and_ended(
    manager: Program, zoe: Program, word: str, opened: dict[str, Any], end: str, ended: dict[str, Any]
) -> None:
    case = manager.ask("POST", f"/v1/{word}", status=201, json={"customer": "ACME", **opened})
    assert (case["customer"], case["author"], case["stands"]) == ("ACME", "Ana", True)
    one = f"/v1/{word}/{case['case']}"
    assert manager.ask("GET", one) == zoe.ask("GET", one) == case
    assert manager.ask("GET", f"/v1/{word}?standing=true&customer=ACME")["items"] == [case]
    zoe.ask("POST", f"{one}/{end}", status=403, json=ended)
    over = manager.ask("POST", f"{one}/{end}", json={**ended, "note": "settled"})
    assert over["stands"] is False
    assert manager.ask("GET", f"/v1/{word}?standing=true") == {"items": [], "next": None}
    assert manager.ask("GET", f"/v1/{word}")["items"] == [over]
    again = manager.ask("POST", f"{one}/{end}", status=409, json=ended)
    assert again["type"] == "urn:encours:problem:act-refused"


def test_a_list_goes_on_where_its_part_ended(manager: Program) -> None:
    for customer in ("ACME", "BOLT", "ACME"):
        manager.ask("POST", "/v1/blocks", status=201, json={"customer": customer, "reason": "asked"})
    first = manager.ask("GET", "/v1/blocks?limit=2")
    rest = manager.ask("GET", f"/v1/blocks?limit=2&after={first['next']}")
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [2, 1, None]


def test_a_salesperson_sees_cases_of_its_own_customers_only(manager: Program, zoe: Program) -> None:
    case = manager.ask("POST", "/v1/blocks", status=201, json={"customer": "BOLT", "reason": "asked"})
    assert zoe.ask("GET", "/v1/blocks")["items"] == []
    zoe.ask("GET", "/v1/blocks?customer=BOLT", status=404)
    zoe.ask("GET", f"/v1/blocks/{case['case']}", status=404)
