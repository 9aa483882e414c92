"""What a mail service tells of a message, and what it is taken for."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from messaging.returned import Failure, Kind, Returned, mark_in

_KINDS = {
    "hard_bounce": Kind.HARD,
    "soft_bounce": Kind.SOFT,
    "automatic_reply": Kind.AUTOMATIC,
    "reply": Kind.REPLY,
}


class ReturnTold(BaseModel):
    """A mail that bounced, or was answered."""

    kind: Literal["hard_bounce", "soft_bounce", "automatic_reply", "reply"] = Field(
        description="What came back. A soft bounce is final unless its status starts with 4."
    )
    message_id: str = Field(
        max_length=1000,
        description="The Message-ID of the mail that we sent.",
        examples=["<0123456789abcdef0123456789abcdef@example.com>"],
    )
    recipient: str = Field(default="", max_length=320, description="To whom it was not delivered.")
    status: str = Field(
        default="", max_length=11, pattern=r"^([245]\.\d{1,3}\.\d{1,3})?$", description="RFC 3463, 5.1.1."
    )
    at: datetime = Field(description="When it came back.")

    def returned(self) -> Returned:
        kind = _KINDS[self.kind]
        failures: tuple[Failure, ...] = ()
        if kind in (Kind.HARD, Kind.SOFT):
            # A soft bounce without a status is one whose address stands: 5.2.2 is a full mailbox.
            status = self.status or ("5.1.1" if kind is Kind.HARD else "5.2.2")
            final = kind is Kind.HARD or not status.startswith("4")
            failures = (Failure(self.recipient.strip().lower(), status, final),)
        return Returned(kind, mark=mark_in(self.message_id), failures=failures, dated_on=self.at.date())


class ReturnAnswer(BaseModel):
    """What was made of it."""

    taken_for: str = Field(
        description="hard bounce, soft bounce, automatic reply, reply; not understood where we sent no such "
        "mail to this recipient; empty if it was told before."
    )
    new: bool = Field(description="Whether it was told for the first time.")
    nobody_reached: bool = Field(description="Whether the mail is known by it to have reached nobody.")
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
    customer_id: int | None
    state: str = Field(description="waiting, reserved, sending, sent, failed, ambiguous, dead or cancelled.")
    tries: int
    created_at: datetime
    changed_at: datetime
    not_before: datetime = Field(description="When it may be tried next.")
    told: str = Field(description="What the server of the recipient said.")


class AttachmentAnswer(BaseModel):
    """A file of a message, without its content."""

    name: str
    media_type: str
    sha256: str
    bytes: int


class AttemptAnswer(BaseModel):
    """A step on a message's way."""

    at: datetime
    step: str
    state: str
    send: int
    by: str
    told: str


class MessageStory(MessageAnswer):
    """A message whole, with its history."""

    sender: str
    recipients: list[str]
    subject: str
    text: str
    html: str
    payload: dict[str, Any] | None
    attachments: list[AttachmentAnswer]
    history: list[AttemptAnswer]


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
