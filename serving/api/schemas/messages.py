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
