"""What leaves the house, and what a person settles about it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel, Field

from messaging.delivery import Standing
from messaging.usecases import Story
from serving.api.schemas.common import Why

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR = r"^[0-9]{1,16}-[^\x00]{1,200}$"


class MessageAnswer(BaseModel):
    """A message, and where it stands. Instants are RFC 3339, in UTC."""

    key: str = Field(description="By which it is named.")
    channel: str = Field(description="email, letter or webhook.")
    purpose: str = Field(description="What it is about.")
    customer_id: int | None = Field(description="The customer's number; null for nobody's.")
    state: str = Field(description="waiting, reserved, sending, sent, failed, ambiguous, dead or cancelled.")
    tries: int = Field(description="How often it was tried.")
    created_at: datetime = Field(description="RFC 3339, in UTC.")
    changed_at: datetime = Field(description="RFC 3339, in UTC.")
    not_before: datetime = Field(description="When it may be tried next.")
    told: str = Field(description="What the server of the recipient said.")


class AttachmentAnswer(BaseModel):
    """A file of a message, without its content."""

    name: str = Field(description="By which it is known.")
    media_type: str = Field(description="Such as application/pdf.")
    sha256: str = Field(description="SHA-256 of its content.")
    bytes: int = Field(description="Its size.")


class AttemptAnswer(BaseModel):
    """A step on a message's way."""

    at: datetime = Field(description="RFC 3339, in UTC.")
    step: str = Field(description="Which step.")
    state: str = Field(description="How it stands.")
    send: int = Field(description="Which attempt it was.")
    by: str = Field(description="Who did it.")
    told: str = Field(description="What was said of it.")


class MessageStory(MessageAnswer):
    """A message whole, with its history."""

    sender: str = Field(description="Who sends it.")
    recipients: list[str] = Field(description="To whom it goes.")
    subject: str = Field(description="Its subject.")
    text: str = Field(description="Its text.")
    html: str = Field(description="The same for a browser; blank for others.")
    payload: dict[str, Any] | None = Field(description="What a webhook is told; null for others.")
    attachments: list[AttachmentAnswer] = Field(description="Files that go along.")
    history: list[AttemptAnswer] = Field(description="What happened to it, the first first.")


class MessagePage(BaseModel):
    """Messages, the latest change first."""

    items: list[MessageAnswer] = Field(description="At most as many as asked for.")
    next: str | None = Field(description="Ask again `after` this; null at the end.")


class MessageReason(BaseModel):
    """Why, for those who read the history."""

    reason: Why


class MessageResolved(MessageReason):
    """Whether a message that may have arrived did."""

    sent: bool = Field(description="If not, it is sent again.")


def message_answer(one: Standing) -> MessageAnswer:
    return MessageAnswer(**_plain(one))


def story_answer(told: Story) -> MessageStory:
    one, message = told.standing, told.standing.message
    plain = {name: getattr(message, name) for name in ("sender", "subject", "text", "html", "payload")}
    return MessageStory(
        **_plain(one),
        **plain,
        recipients=list(message.recipients),
        attachments=[
            AttachmentAnswer(
                name=file.name, media_type=file.media_type, sha256=file.sha256, bytes=len(file.content)
            )
            for file in message.attachments
        ],
        history=[
            AttemptAnswer(
                at=it.at, step=it.step, state=it.state.value, send=it.attempt, by=it.by, told=it.told
            )
            for it in told.history
        ],
    )


def cursor_of(one: Standing) -> str:
    return f"{(one.changed_at - _BEGINNING) // timedelta(microseconds=1)}-{one.message.key}"


def place_of(cursor: str) -> tuple[datetime, str]:
    passed, _, key = cursor.partition("-")
    return _BEGINNING + timedelta(microseconds=int(passed)), key


def _plain(one: Standing) -> dict[str, Any]:
    return {
        "key": one.message.key,
        "channel": one.message.channel.value,
        "purpose": one.message.purpose,
        "customer_id": one.message.customer_id,
        "state": one.state.value,
        "tries": one.tries,
        "created_at": one.created_at,
        "changed_at": one.changed_at,
        "not_before": one.not_before,
        "told": one.told,
    }
