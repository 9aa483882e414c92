"""Scenarios read, tried and chosen; messages approved, refused and settled."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from access import usecases
from access.gateway import Argon2Hasher
from access.rights import Role
from access.usecases import NewUser
from messaging import usecases as messages
from messaging.message import Channel, Message
from messaging.returns.fact import Came, ReturnFact
from messaging.returns.repository import ReturnRepository
from serving import clock
from serving.app import create_app
from serving.running.errands import errands
from serving.settings import settings
from tests.serving.conftest import Encours

WORD = "quatre mots sans lien"
TO_APPROVE = """version = "1"
code = "careful"
[name]
fr = "Prudent"
en = "Careful"
[[steps]]
level = 1
days = 1
way = "letter"
form = "reminder"
tone = "firm"
roles = ["accounts_payable", "other"]
approval = true
"""


@pytest.fixture
def door(home: Path, encours: Encours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FastAPI]:
    """ACME and BOLT each owe an invoice, ten days late; a scenario asks for approval of its letter."""
    today = date(2026, 11, 24)  # a Tuesday: nothing leaves at a week's end
    monkeypatch.setattr(clock, "today", lambda: today)
    rows = [
        f"F-{number},{code},{today - timedelta(days=25)},{today - timedelta(days=10)},900.00,EUR,"
        for number, code in enumerate(("ACME", "BOLT"))
    ]
    (tmp_path / "invoices.csv").write_text(
        "\n".join(["number,customer,issued_on,due_on,amount,currency,paid_on", *rows])
    )
    master = "code,name,address,postcode,city\nACME,Acme,1 rue A,75001,Paris\nBOLT,Bolt,2 rue B,69001,Lyon\n"
    (tmp_path / "customers.csv").write_text(master)
    assert encours("import", "invoices", tmp_path / "invoices.csv").code == 0
    assert encours("import", "customers", tmp_path / "customers.csv").code == 0
    contacts = "customer,role,name\nACME,accounts payable,Zoé\nBOLT,accounts payable,Bob\n"
    (tmp_path / "contacts.csv").write_text(contacts)
    assert encours("import", "contacts", tmp_path / "contacts.csv").code == 0
    (home / "scenarios").mkdir()
    (home / "scenarios" / "careful.toml").write_text(TO_APPROVE)
    made = create_app(settings())
    with TestClient(made):
        with made.state.house.database.transaction() as session:
            for name, role in (("ana", Role.CREDIT_MANAGER), ("ada", Role.ADMINISTRATOR)):
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
    return answer.status_code, answer.text


def test_scenarios_are_read_by_whoever_may_and_tried_by_whoever_sees_customers(door: FastAPI) -> None:
    ana, ada = signed_in(door, "ana"), signed_in(door, "ada")
    for one in (ana, ada):
        assert "Careful" in one.get("/scenarios").text
        assert one.get("/scenarios/careful").status_code == 200
        assert one.get("/scenarios/none").status_code == 404
    assert ada.get("/scenarios/standard/try?customer=ACME&level=1").status_code == 403
    assert "F-0" in ana.get("/scenarios/standard/try?customer=ACME&level=1&language=fr").text
    assert "No customer" in ana.get("/scenarios/standard/try?customer=NONE&level=1").text
    letter = ana.get("/scenarios/careful/try.pdf?customer=ACME&level=1")
    assert (letter.status_code, letter.content[:5]) == (200, b"%PDF-")
    assert letter.headers["content-disposition"].startswith("attachment")


def test_a_choice_needs_a_reason_and_ends(door: FastAPI) -> None:
    ana = signed_in(door, "ana")
    assert sent(ana, "/scenarios/careful/choose", customer="ACME", why=" ")[0] == 409
    assert sent(ana, "/scenarios/careful/choose", customer="NONE", why="asked")[0] == 404
    assert sent(ana, "/scenarios/careful/choose", customer="ACME", why="asked", until="soon")[0] == 409
    assert sent(ana, "/scenarios/careful/choose", customer="ACME", why="asked")[0] == 303
    assert sent(ana, "/scenarios/careful/choose", customer="ACME", why="over", end="true")[0] == 303
    with door.state.house.database.read() as session:
        assert usecases.trail(session)[0].done.subject == "careful ACME"


def test_messages_are_approved_and_refused_in_a_batch(door: FastAPI, encours: Encours) -> None:
    for code in ("ACME", "BOLT"):
        assert encours("scenario", "choose", code, "careful", "--why", "asked", "--author", "Ana").code == 0
    assert encours("dun").code == 0
    ana = signed_in(door, "ana")
    page = ana.get("/scenarios/waiting").text
    numbers = [piece.split('"')[0] for piece in page.split('name="number" value="')[1:]]
    assert len(numbers) == 2, page
    assert ana.get(f"/scenarios/waiting/{numbers[0]}.pdf").content[:5] == b"%PDF-"
    assert "as PDF" in ana.get(f"/scenarios/waiting?read={numbers[0]}").text
    assert sent(ana, "/scenarios/waiting/refuse", number=numbers[0], why=" ")[0] == 409
    assert sent(ana, "/scenarios/waiting/refuse", number=numbers[0], why="called them")[0] == 303
    status, told = sent(ana, "/scenarios/waiting/approve", number=[*numbers, "99"])
    assert (status, "1 message is on its way" in told) == (200, True)
    assert f"Action {numbers[0]} is void" in told
    assert "No action has the number 99" in told
    with door.state.house.database.read() as session:
        assert [one.message.key for one in messages.listed(session)] == [f"dunning:{numbers[1]}"]


def test_a_stuck_message_is_settled_with_a_reason(door: FastAPI) -> None:
    text = "<script>alert(1)</script>"
    mail = Message("k:1", Channel.EMAIL, "x", ("a@example.com",), "b@example.com", "Hello", text)
    with door.state.house.database.transaction() as session:
        messages.enqueue(session, [mail], at=clock.now())
    ana = signed_in(door, "ana")
    told = ana.get("/scenarios/messages?read=k:1").text
    assert "&lt;script&gt;" in told
    assert "<script>alert" not in told
    assert sent(ana, "/scenarios/messages/k:1/cancel", why=" ")[0] in {409, 422}
    assert sent(ana, "/scenarios/messages/k:1/cancel", why="not needed")[0] == 303
    assert sent(ana, "/scenarios/messages/k:1/requeue", why="again")[0] == 409


def test_mail_that_came_back_is_listed_and_an_address_vouched_for(door: FastAPI) -> None:
    today = clock.today()
    fact = ReturnFact("m1", 1, Came.HARD, today, today, clock.now(), "Ana", key="k:1", customer_id=1)
    refused = replace(fact, recipient="zoe@acme.example", status="5.1.1", final=True, wrong=True)
    away = replace(fact, mail="m2", came=Came.AUTOMATIC, key="", back_on=today)
    with door.state.house.database.transaction() as session:
        ReturnRepository(session).add([refused, away])
    ana, ada = signed_in(door, "ana"), signed_in(door, "ada")
    page = ana.get("/scenarios/messages").text
    for told in ("zoe@acme.example", "5.1.1", "wrong address", "back on", "/customers/ACME"):
        assert told in page
    vouched = {"customer": "ACME", "address": "zoe@acme.example"}
    assert sent(ada, "/scenarios/messages/address", **vouched, why="she called")[0] == 403
    assert sent(ana, "/scenarios/messages/address", **vouched, why=" ")[0] in {409, 422}
    assert sent(ana, "/scenarios/messages/address", **vouched, why="she called")[0] == 303
    page = ana.get("/scenarios/messages").text
    assert "address vouched for" in page
    assert "is good all the same" not in page


def test_the_past_year_is_replayed_in_a_process_of_its_own(door: FastAPI) -> None:
    ana, ada = signed_in(door, "ana"), signed_in(door, "ada")
    assert sent(ana, "/scenarios/none/replay")[0] == 404
    assert sent(ada, "/scenarios/careful/replay")[0] == 403
    assert sent(ana, "/scenarios/careful/replay")[0] == 303
    (begun,) = errands(settings(), "replay")
    where = f"/scenarios/replays/{begun.name}"
    for _ in range(240):
        text = ana.get(where).text
        if "http-equiv" not in text:
            break
        time.sleep(0.25)
    assert "careful" in text.split("<pre>")[1]
    assert ada.get(where).status_code == 403
