"""Alerts from the command line and over HTTP, and what leaves by mail and webhook."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from messaging.message import Channel
from messaging.repository import OutboxReader, State
from serving.app import create_app
from serving.settings import settings
from store.session import open_database
from tests.serving.conftest import Encours, encours, home  # noqa: F401  # fixtures of the doors

KEY = {"X-API-Key": "open-sesame"}
DAY = "2024-05-10"
_BOOK = """number,customer,issued_on,due_on,amount,currency
F1,ACME,2024-05-01,2024-06-30,950.00,EUR
F2,BOLT,2024-05-01,2024-06-30,100.00,EUR
"""


@pytest.fixture
def book(encours: Encours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """ACME owes 950 and nothing insures it; it alone is nine tenths of the book."""
    monkeypatch.setenv("ENCOURS_AUTHOR", "Ana")
    file = tmp_path / "invoices.csv"
    file.write_text(_BOOK, encoding="utf-8")
    assert encours("import", "invoices", file, "--on", DAY).code == 0


@pytest.mark.usefixtures("book")
def test_from_a_run_to_an_act(encours: Encours) -> None:  # noqa: F811
    """The day's run lists what is open; what is put aside is not open."""
    first = json.loads(encours("alerts", "--on", DAY, "--json").out)
    assert [(one["customer"], one["kind"], one["threshold"]) for one in first] == [
        ("ACME", "concentration", 10)
    ]
    assert first[0]["why"].startswith("Exposure 950 EUR is 90 %")
    assert json.loads(encours("alerts", "run", "--on", DAY, "--json").out) == []
    kept = json.loads(encours("alerts", "--on", DAY, "--json").out)
    assert kept == first
    slept = json.loads(encours("alerts", "snooze", "1", "--until", "2024-05-20", "--on", DAY, "--json").out)
    assert (slept["state"], slept["until"]) == ("snoozed", "2024-05-20")
    assert json.loads(encours("alerts", "list", "--on", DAY, "--json").out) == []
    awake = json.loads(encours("alerts", "list", "--on", "2024-05-21", "--json").out)
    assert [one["id"] for one in awake] == [1]
    assigned = encours("alerts", "assign", "1", "Bo", "--on", DAY)
    assert "Bo" in assigned.out
    done = json.loads(encours("alerts", "ack", "1", "--note", "Seen", "--on", DAY, "--json").out)
    assert [one["act"] for one in done["history"]] == ["snoozed", "assigned", "acknowledged"]


@pytest.mark.usefixtures("book")
def test_a_french_house_reads_french(encours: Encours, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setenv("ENCOURS_LANGUAGE", "fr")
    told = encours("alerts", "--on", DAY)
    assert "ouverte" in told.out
    assert "nouvelles au 10/05/2024" in told.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("ack", "9", "--on", DAY), 3),
        (("snooze", "1", "--until", DAY, "--on", DAY), 2),
        (("run", "--on", "2024-05-09"), 2),
        (("run", "--on", "2924-05-09"), 2),  # no run could follow before that day
        (("list", "--kind", "weather"), 2),
        (("list", "--customer", "NOPE"), 3),
    ],
)
@pytest.mark.usefixtures("book")
def test_what_cannot_be_done_is_said(encours: Encours, arguments: tuple[str, ...], code: int) -> None:  # noqa: F811
    encours("alerts", "--on", DAY)
    refused = encours("alerts", *arguments)
    assert (refused.code, refused.out) == (code, "")
    assert "Traceback" not in refused.err
    assert refused.err.strip()


@pytest.mark.usefixtures("home")
def test_an_empty_house_has_nothing_to_worry_about(encours: Encours) -> None:  # noqa: F811
    told = encours("alerts", "--on", DAY, "--json")
    assert (told.code, json.loads(told.out)) == (0, [])


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCOURS_SMTP_URL", "smtp://127.0.0.1:2525")
    monkeypatch.setenv("ENCOURS_MAIL_FROM", "house@example.com")
    monkeypatch.setenv("ENCOURS_ALERTS_TO", "credit@example.com")
    monkeypatch.setenv("ENCOURS_WEBHOOK_URL", "https://erp.example.com/hook")
    monkeypatch.setenv("ENCOURS_WEBHOOK_SECRET", "0123456789abcdef")


@pytest.mark.usefixtures("book", "posted")
def test_an_alert_leaves_once_by_mail_and_by_webhook(encours: Encours, tmp_path: Path) -> None:  # noqa: F811
    """The mail goes to the sales contact of the customer; who has none is told to the fallback."""
    contacts = tmp_path / "contacts.csv"
    contacts.write_text("customer,role,name,email\nACME,sales_owner,Léa,lea@example.com\n", encoding="utf-8")
    assert encours("import", "contacts", contacts, "--on", DAY).code == 0
    encours("alerts", "--on", DAY)
    encours("alerts", "--on", DAY)
    waiting = _waiting()
    assert [(one.message.channel, one.message.recipients) for one in waiting] == [
        (Channel.EMAIL, ("lea@example.com",)),
        (Channel.WEBHOOK, waiting[1].message.recipients),
    ]
    mail, hook = (one.message for one in waiting)
    assert "Exposure 950 EUR is 90 %" in mail.text
    assert hook.payload is not None
    assert (hook.payload["customer"], hook.payload["kind"]) == ("ACME", "concentration")
    assert hook.key.startswith("alert:1:")


@pytest.mark.usefixtures("book", "posted")
def test_without_an_owner_the_fallback_is_told_and_quiet_sends_nothing(encours: Encours) -> None:  # noqa: F811
    assert encours("alerts", "run", "--on", DAY, "--quiet").code == 0
    assert _waiting() == []
    encours("limit", "grant", "BOLT", "100", "--reason", "Small", "--on", DAY)
    encours("alerts", "assign", "1", "bo@example.com", "--on", DAY)
    (mail,) = (one.message for one in _waiting())
    assert (mail.recipients, mail.key) == (("bo@example.com",), "assigned:1:1")


def _waiting() -> list[Any]:
    database = open_database(settings().database_url)
    with database.read() as session:
        found = OutboxReader(session).listed(states=[State.WAITING], limit=50)
    database.close()
    return sorted(found, key=lambda one: one.message.channel.value)


@pytest.fixture
def client(book: None, encours: Encours, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:  # noqa: F811
    monkeypatch.setenv("ENCOURS_API_KEY", KEY["X-API-Key"])
    encours("alerts", "--on", DAY)
    with TestClient(create_app(settings()), headers=KEY, raise_server_exceptions=False) as opened:
        yield opened


def test_alerts_are_listed_by_number_and_filtered(client: TestClient) -> None:
    page = client.get("/v1/alerts", params={"limit": 1}).json()
    assert [one["id"] for one in page["alerts"]] == [1]
    assert client.get("/v1/alerts", params={"after": page["next"]}).json() == {"alerts": [], "next": None}
    for wanted, count in (
        ({"kind": "concentration"}, 1),
        ({"kind": "limit"}, 0),
        ({"customer": "ACME", "state": "open"}, 1),
        ({"customer": "BOLT"}, 0),
        ({"state": "over"}, 0),
    ):
        assert len(client.get("/v1/alerts", params=wanted).json()["alerts"]) == count


def test_alerts_of_a_customer_nobody_is_are_not_simply_none(client: TestClient) -> None:
    heard = client.get("/v1/alerts", params={"customer": "NOPE"})
    assert heard.status_code == 404
    assert "“NOPE”" in heard.json()["detail"]


def test_acts_over_http_are_those_of_the_desk(client: TestClient) -> None:
    """The day is that of the ledger, which ended long ago."""
    slept = client.post("/v1/alerts/1/snooze", json={"author": "Ana", "until": "2024-06-01"}).json()
    assert (slept["state"], slept["history"][0]["author"]) == ("snoozed", "Ana")
    given = client.post("/v1/alerts/1/assign", json={"author": "Ana", "person": "Bo"}).json()
    assert given["assigned_to"] == "Bo"
    done = client.post("/v1/alerts/1/acknowledge", json={"author": "Bo", "note": "Called"}).json()
    assert (done["state"], done["history"][-1]["note"]) == ("acknowledged", "Called")


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v1/alerts/99/acknowledge", {"author": "Ana"}, 404),
        ("/v1/alerts/1/acknowledge", {"author": ""}, 422),
        ("/v1/alerts/1/snooze", {"author": "Ana", "until": "2020-01-01"}, 409),
        ("/v1/alerts/1/assign", {"author": "Ana", "person": "  "}, 409),
    ],
)
def test_what_cannot_be_done_over_http_is_a_problem(
    client: TestClient, path: str, body: dict[str, str], status: int
) -> None:
    heard = client.post(path, json=body)
    assert heard.status_code == status
    assert heard.json()["detail"] or heard.json()["title"]
