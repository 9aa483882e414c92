"""`encours replies`, the worker and the door for mail services: mail that came back, from end to end."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from threading import Event

import pytest
from fastapi.testclient import TestClient

from messaging import usecases
from messaging.mail import mail_of
from serving.app import create_app
from serving.opening import open_house
from serving.running.worker import Worker
from serving.settings import settings
from tests.messaging.samples import MAIL, START
from tests.messaging.servers import mail_server
from tests.messaging.test_returns_gateway import imap_server
from tests.serving.conftest import Encours

DAY = date(2026, 3, 3)
MARKED = str(mail_of(MAIL, at=START)["Message-ID"])
BOUNCE = f"""From: MAILER-DAEMON@mx.example.net
Message-ID: <b@mx.example.net>
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822;zoe@example.com
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: {MARKED}
--b--
""".encode()


@pytest.fixture
def sent(encours: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    """One mail left, to an address that does not exist."""
    database = open_house(settings())
    with database.transaction() as session:
        usecases.enqueue(session, [MAIL], at=START)
    database.close()
    with mail_server() as box:
        monkeypatch.setenv("ENCOURS_SMTP_URL", f"smtp://127.0.0.1:{box.port}")
        assert encours("messages", "deliver").out.startswith("1 sent")


def _state(encours: Encours) -> str:
    return str(json.loads(encours("messages", "show", MAIL.key, "--json").out)["state"])


@pytest.mark.usefixtures("sent")
def test_a_file_is_read_once_and_listed(encours: Encours, tmp_path: Path) -> None:
    (tmp_path / "back.eml").write_bytes(BOUNCE)
    (tmp_path / "spam.eml").write_bytes(b"Subject: spam\n\nhello")
    said = encours("replies", "read", tmp_path)
    assert (said.code, said.out.splitlines()[0]) == (0, "2 mails, 2 new: hard bounce 1, not understood 1.")
    assert _state(encours) == "dead"
    told = json.loads(encours("replies", "read", tmp_path, "--json").out)
    assert (told["mails"], told["new"], told["lost"]) == (2, 0, 0)
    found = json.loads(encours("replies", "list", "--json").out)
    assert {(one["came"], one["recipient"], one["wrong"]) for one in found} == {
        ("hard bounce", "zoe@example.com", True),
        ("not understood", "", False),
    }
    assert "wrong address" in encours("replies", "list").out
    assert encours("replies", "read", tmp_path / "nowhere.eml").code == 1
    assert "ENCOURS_IMAP_URL" in encours("replies", "read").err


@pytest.mark.usefixtures("sent")
def test_the_worker_reads_the_mailbox(encours: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    with imap_server(BOUNCE, day="01-Jan-2026") as house:
        monkeypatch.setenv("ENCOURS_IMAP_URL", f"imap://zoe:p%40ss@127.0.0.1:{house.port}")
        where = settings()
        database = open_house(where)
        now = datetime(2026, 3, 2, 9, tzinfo=UTC)
        worker = Worker(database, where, lambda: now, time(23, 59), 0.01)
        worker.run(Event(), rounds=2)
        database.close()
        assert house.taken == {1}
    assert _state(encours) == "dead"


@pytest.mark.usefixtures("sent")
def test_a_mail_service_tells_of_a_bounce(encours: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCOURS_API_KEY", "open-sesame")
    told = {"kind": "hard_bounce", "message_id": MARKED, "recipient": "nobody@example.com", "status": "5.1.1"}
    with TestClient(create_app(settings()), headers={"X-API-Key": "open-sesame"}) as client:

        def tell(**changes: str) -> tuple[int, object, object]:
            body = {**told, "at": "2026-03-03T08:00:00Z", **changes}
            response = client.post("/v1/messages/returns", json=body)
            answer = response.json()
            return response.status_code, answer.get("taken_for"), answer.get("nobody_reached")

        assert tell() == (201, "not understood", False)
        assert tell(recipient="Zoe@example.com", kind="soft_bounce", status="4.4.1") == (
            *(201, "soft bounce"),
            False,
        )
        assert tell(recipient="Zoe@example.com") == (201, "hard bounce", True)
        assert tell(recipient="Zoe@example.com") == (201, "", False)
        assert tell(kind="guess")[0] == 422
    assert _state(encours) == "dead"
