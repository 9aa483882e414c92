"""Webhooks to a real receiver on this machine."""

import json

import pytest

from messaging.delivery import Answer, Outcome
from messaging.errors import AddressRefused
from messaging.gateway import WebhookSender, webhook_endpoints
from messaging.signature import verify
from tests.messaging.samples import SECRET, START, hook
from tests.messaging.servers import Hook, receiver


def _send(at: Hook, key: str = "k") -> Answer:
    sender = WebhookSender([at.url], secret=SECRET, timeout=2)
    return sender.send(hook(key, *webhook_endpoints([at.url])), at=START)


def test_a_receiver_can_check_who_sent_it() -> None:
    with receiver() as got:
        assert _send(got).outcome is Outcome.ACCEPTED
    headers, body = got.got[0]
    now = int(START.timestamp())
    assert verify(SECRET, headers["Encours-Signature"], body, now=now)
    assert not verify("another secret", headers["Encours-Signature"], body, now=now)
    told = json.loads(body)
    assert told["data"] == {"kind": "é", "cents": 1200}
    assert (told["id"], told["type"]) == (headers["Encours-Event-Id"], "alert.raised")


def test_a_second_try_has_the_same_event_id_and_body() -> None:
    with receiver(500, 204) as got:
        assert [_send(got).outcome, _send(got).outcome] == [Outcome.REFUSED_FOR_NOW, Outcome.ACCEPTED]
        _send(got, key="another")
    (first, body), (again, same), (other, _) = got.got
    assert first["Encours-Event-Id"] == again["Encours-Event-Id"] != other["Encours-Event-Id"]
    assert body == same


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (200, Outcome.ACCEPTED),
        (204, Outcome.ACCEPTED),
        (302, Outcome.REFUSED),
        (307, Outcome.REFUSED),
        (400, Outcome.REFUSED),
        (404, Outcome.REFUSED),
        (408, Outcome.REFUSED_FOR_NOW),
        (429, Outcome.REFUSED_FOR_NOW),
        (500, Outcome.REFUSED_FOR_NOW),
        (503, Outcome.REFUSED_FOR_NOW),
        (0, Outcome.REFUSED_FOR_NOW),  # hung up after the body: the event id makes a second try harmless
    ],
)
def test_each_answer_has_its_meaning(code: int, outcome: Outcome) -> None:
    with receiver(code) as got:
        assert _send(got).outcome is outcome
    assert len(got.got) == 1  # no redirect was followed


def test_nobody_listening_is_tried_again() -> None:
    with receiver() as got:
        pass
    assert _send(got).outcome is Outcome.REFUSED_FOR_NOW


def test_an_endpoint_that_left_the_settings_gets_nothing() -> None:
    with receiver() as got:
        sender = WebhookSender([got.url], secret=SECRET, timeout=2)
        assert sender.send(hook("k", "elsewhere#00000000"), at=START).outcome is Outcome.REFUSED
    assert got.got == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hook",
        "ftp://127.0.0.1/x",
        "https:///x",
        "https://u:secret@example.com/",
        "https://h:p",
    ],
)
def test_an_address_must_be_encrypted_unless_on_this_machine(url: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        webhook_endpoints([url])
    assert "secret" not in str(refused.value)
