"""A policy and messages for tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from messaging.message import Attachment, Channel, Message
from messaging.policy import MessagingPolicy

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SECRET = "a secret of some length"
POLICY = MessagingPolicy(
    version="test",
    attempts=3,
    first_wait_seconds=60,
    growth=3.0,
    longest_wait_seconds=600,
    jitter=0.2,
    timeout_seconds=2,
    lease_seconds=60,
)
MAIL = Message(
    key="digest/2026-03-02",
    channel=Channel.EMAIL,
    purpose="alert digest",
    recipients=("Zoé Durand <zoe@example.com>",),
    sender="Encours <credit@example.com>",
    subject="Trois alertes à voir",
    text="Bonjour,\n.un point en tête de ligne\nÀ bientôt",
    html="<p>Bonjour</p>",
    attachments=(Attachment("état.pdf", "application/pdf", b"%PDF-1.7 \x00\xff"),),
)


def mail(key: str, **changes: Any) -> Message:
    return replace(MAIL, key=key, **changes)


def hook(key: str, endpoint: str) -> Message:
    return Message(key, Channel.WEBHOOK, "alert.raised", (endpoint,), payload={"kind": "é", "cents": 1200})


class Hands:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
