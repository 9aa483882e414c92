"""The case of a customer, actions, messages and the queue over HTTP."""

from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI

from access.rights import Role
from messaging.message import Channel, Message
from messaging.usecases import enqueue
from serving import clock
from tests.serving.api.conftest import DAY, Program, program
from tests.serving.conftest import Encours

COLLECTORS = """
[[collectors]]
name = "Léo"

[[collectors]]
name = "Mia"
"""


def test_a_case_tells_what_stands_and_what_comes_next(manager: Program, zoe: Program) -> None:
    manager.ask("POST", "/v1/blocks", status=201, json={"customer": "ACME", "reason": "sales asked"})
    told = zoe.ask("GET", "/v1/customers/ACME/case")
    assert [one["matter"] for one in told["standing"]] == ["block"]
    assert told["history"][0]["author"] == "Ana"
    assert told["next"]["outcome"]
    assert told["next"]["why"]
    zoe.ask("GET", "/v1/customers/BOLT/case", status=404)


def test_an_action_is_listed_and_refused_with_a_reason(
    encours: Encours, manager: Program, door: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"customer": "ACME", "invoice": "F-2", "why": "Nobody has their address."}
    for level, on in enumerate((date(2024, 4, 9), date(2024, 4, 19)), start=1):
        monkeypatch.setattr(clock, "today", lambda on=on: on)
        assert manager.ask("POST", "/v1/actions/skip", json=asked)["level"] == level
    monkeypatch.setattr(clock, "today", lambda: DAY)
    said = encours("dun", "--on", DAY, "--author", "Ana")
    assert said.code == 0, said.err
    (listed,) = manager.ask("GET", "/v1/actions?customer=ACME")["items"]
    assert (listed["customer"], listed["name"], listed["state"]) == ("ACME", "Ateliers Acmé", "open")
    one = f"/v1/actions/{listed['action']}"
    collector = program(door, Role.COLLECTOR)
    collector.ask("POST", f"{one}/refuse", status=403, json={"why": "no"})
    manager.ask("POST", f"{one}/approve", status=409)
    manager.ask("POST", f"{one}/refuse", status=422, json={"why": ""})
    over = collector.ask("POST", f"{one}/done", json={"note": "Called."})
    assert (over["state"], over["history"][-1]["by"]) == ("passed", "collector")
    (passed,) = manager.ask("GET", "/v1/actions?customer=ACME&state=passed")["items"]
    assert passed["action"] == over["action"]


def test_messages_are_listed_in_parts_and_settled_by_a_person(manager: Program, door: FastAPI) -> None:
    mails = [
        Message(key=f"test:{number}", channel=Channel.EMAIL, purpose="test", sender="us@example.com",
                recipients=("ann@example.com",), subject="Hello", text="Hello.")
        for number in range(3)
    ]  # fmt: skip
    with door.state.house.database.transaction() as session:
        enqueue(session, mails, at=clock.now())
    first = manager.ask("GET", "/v1/messages?limit=2")
    rest = manager.ask("GET", "/v1/messages", params={"limit": 2, "after": first["next"]})
    assert [one["key"] for one in first["items"] + rest["items"]] == ["test:0", "test:1", "test:2"]
    assert rest["next"] is None
    over = manager.ask("POST", "/v1/messages/test:1/cancel", json={"reason": "Sent by hand."})
    assert over["state"] == "cancelled"
    story = manager.ask("GET", "/v1/messages/test:1")
    assert (story["history"][-1]["by"], story["subject"]) == ("Ana", "Hello")
    again = {"sent": True, "reason": "They answered."}
    assert manager.ask("POST", "/v1/messages/test:1/resolve", status=409, json=again)["type"].endswith(
        "step-refused"
    )


def test_two_collectors_take_two_customers(
    manager: Program, door: FastAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = manager.ask("POST", "/v1/queue/take", status=409, json={"collector": "Léo"})
    assert "no collector" in none["detail"]
    policy = Path("policy/queue.toml").read_text(encoding="utf-8")
    (tmp_path / "home" / "policy").mkdir(parents=True, exist_ok=True)
    (tmp_path / "home" / "policy" / "queue.toml").write_text(policy + COLLECTORS, encoding="utf-8")
    leo = manager.ask("POST", "/v1/queue/take", json={"collector": "Léo"})["entry"]["customer"]
    mia = manager.ask("POST", "/v1/queue/take", json={"collector": "Mia"})["entry"]["customer"]
    assert {leo, mia} == {"ACME", "BOLT"}
    assert manager.ask("POST", "/v1/queue/take", json={"collector": "Léo"})["entry"]["customer"] == leo
    manager.ask(
        "POST", f"/v1/queue/{leo}/outcome", status=201, json={"outcome": "no-answer", "author": "Léo"}
    )
    assert manager.ask("POST", f"/v1/queue/{leo}/undo", json=None)["undoes"]
    handed = manager.ask("POST", f"/v1/queue/{leo}/hand", json={"collector": "Mia", "why": "Holidays."})
    assert (handed["customer"], handed["collector"]) == (leo, "Mia")
