"""`encours messages`: what leaves, on the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from messaging import usecases
from messaging.message import Message
from serving.opening import open_house
from serving.senders import endpoints
from serving.settings import settings
from tests.messaging.samples import MAIL, SECRET, START, hook, mail
from tests.messaging.servers import mail_server, receiver
from tests.serving.conftest import Encours

_ROOT = Path(__file__).parents[2]


def _put(*messages: Message) -> None:
    database = open_house(settings())
    with database.transaction() as session:
        usecases.enqueue(session, messages, at=START)
    database.close()


def test_mail_and_webhook_leave(encours: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as box, receiver(400) as got:
        monkeypatch.setenv("ENCOURS_SMTP_URL", f"smtp://127.0.0.1:{box.port}")
        monkeypatch.setenv("ENCOURS_WEBHOOK_URL", got.url)
        monkeypatch.setenv("ENCOURS_WEBHOOK_SECRET", SECRET)
        _put(MAIL, hook("event/1", *endpoints(settings())))
        said = encours("messages", "deliver")
        assert said.code == 0
        assert said.out.startswith("1 sent, 0 to be tried again, 1 given up, 0 unclear")
        assert "1 unclear or given up: see `encours messages list" in said.err
        assert json.loads(encours("messages", "deliver", "--json").out)["forsaken"] == 0
        assert len(box.mails) == len(got.got) == 1
        got.codes[:] = [200]
        said = encours("messages", "requeue", "event/1", "--reason", "mended", "--author", "zoe")
        assert said.out == "The message event/1 is waiting.\n"
        assert json.loads(encours("messages", "deliver", "--json").out)["sent"] == 1
    told = json.loads(encours("messages", "show", "event/1", "--json").out)
    assert told["state"] == "sent"
    assert [one["step"] for one in told["history"] if one["by"] == "zoe"] == ["requeue"]


def test_what_is_unclear_is_settled_by_a_person(encours: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server({"BODY": "close"}) as box:
        monkeypatch.setenv("ENCOURS_SMTP_URL", f"smtp://127.0.0.1:{box.port}")
        _put(MAIL)
        assert "1 unclear" in encours("messages", "deliver").out
    (one,) = json.loads(encours("messages", "list", "--state", "ambiguous", "--json").out)
    assert one["key"] == MAIL.key
    said = encours("messages", "resolve", MAIL.key, "--sent", "--reason", "vu", "--author", "zoe", "--json")
    assert json.loads(said.out)["state"] == "sent"
    again = encours("messages", "resolve", MAIL.key, "--sent", "--reason", "vu", "--author", "zoe")
    assert (again.code, again.out) == (2, "")
    assert again.err == "A message that is sent cannot take the step “resolved as sent”.\n"


def test_a_list_tells_neither_names_nor_addresses(encours: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    _put(MAIL, mail("b"))
    monkeypatch.setenv("ENCOURS_LANGUAGE", "fr")
    said = encours("messages", "list")
    assert "en attente" in said.out
    assert "zoe" not in said.out.lower()
    assert "Objet: Trois alertes" in encours("messages", "show", MAIL.key).out
    told = encours("messages", "deliver")
    assert told.out.startswith("0 envoyé(s)")
    assert told.err == "2 en attente de email, qui n’est pas configuré.\n"


def test_mistakes_are_one_sentence(encours: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    assert encours("messages", "list").out == "There is no such message.\n"
    said = encours("messages", "show", "nothing")
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("No message has the key “nothing”.")
    monkeypatch.setenv("ENCOURS_WEBHOOK_URL", "https://example.com/token")
    said = encours("messages", "deliver")
    assert said.code == 2
    assert "without ENCOURS_WEBHOOK_SECRET" in said.err
    monkeypatch.setenv("ENCOURS_WEBHOOK_URL", "http://example.com/token")
    monkeypatch.setenv("ENCOURS_WEBHOOK_SECRET", SECRET)
    said = encours("messages", "deliver")
    assert said.code == 2
    assert "write https://" in said.err
    assert "token" not in said.err


def test_a_process_of_its_own_delivers(home: Path) -> None:
    with mail_server() as box:
        _put(MAIL)
        run = subprocess.run(
            [sys.executable, "-m", "serving.cli.main", "messages", "deliver", "--json"],
            cwd=_ROOT,
            env={**os.environ, "ENCOURS_SMTP_URL": f"smtp://127.0.0.1:{box.port}"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["sent"] == 1
    assert len(box.mails) == 1
