"""What came back, as it is kept, and how it is checked against the message it claims to be about: pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from messaging.delivery import Standing, State
from messaging.message import Channel, Message, address_of
from messaging.returned import Failure, Kind, Returned

_HANDED_OVER = (State.SENT, State.SENDING, State.AMBIGUOUS)


class Came(StrEnum):
    """What a fact about mail that came back is."""

    HARD = "hard bounce"
    SOFT = "soft bounce"
    AUTOMATIC = "automatic reply"
    REPLY = "reply"
    NOT_UNDERSTOOD = "not understood"  # or not about anything we sent: it changes nothing
    GOOD = "address good"  # a person's word


@dataclass(frozen=True, slots=True)
class ReturnFact:
    """One thing that one mail said: nothing of its text is kept.

    `mail` tells it from every other mail, `key` and `attempt` name the send it is about. `final` means that
    a server gave up on the recipient, `wrong` that the address counts as wrong from `known_on` on.
    """

    mail: str
    place: int
    came: Came
    happened_on: date
    known_on: date
    recorded_at: datetime
    author: str
    key: str = ""
    mark: str = ""
    attempt: int = 0
    customer_id: int | None = None
    recipient: str = field(default="", repr=False)
    status: str = ""
    final: bool = False
    wrong: bool = False
    back_on: date | None = None
    suggested: str = field(default="", repr=False)
    why: str = ""


def handed_over(standing: Standing | None) -> bool:
    """Whether a mail really left, or may have: no other can come back."""
    if standing is None or standing.message.channel is not Channel.EMAIL:
        return False
    return standing.state in _HANDED_OVER


def boxes(message: Message) -> frozenset[str]:
    """The recipients of a mail without their names, in small letters."""
    return frozenset(address_of(one).addr_spec.lower() for one in message.recipients)


def believed(returned: Returned, standing: Standing | None) -> tuple[Came, tuple[Failure, ...]]:
    """What a mail is taken for, and which of its failures are about a recipient of the message it names."""
    if standing is None or not handed_over(standing) or returned.kind is Kind.UNRELATED:
        return Came.NOT_UNDERSTOOD, ()
    if returned.kind in (Kind.REPLY, Kind.AUTOMATIC):
        return Came(returned.kind.value), ()
    ours = boxes(standing.message)
    failures = {one.recipient: one for one in returned.failures if one.recipient in ours}
    if not failures:
        return Came.NOT_UNDERSTOOD, ()
    hard = any(one.hard for one in failures.values())
    return (Came.HARD if hard else Came.SOFT), tuple(failures.values())


def happened(told: date | None, standing: Standing | None, *, on: date) -> date:
    """The day a mail says it was written, where it lies between its message and today."""
    first = None if standing is None else standing.created_at.date()
    return told if told is not None and first is not None and first <= told <= on else on


def in_a_row(recipient: str, mails: Sequence[Standing], failed: Collection[str]) -> int:
    """How many of the last mails to an address were given up on, by their keys; the last mail comes first."""
    count = 0
    for one in mails:
        if recipient not in boxes(one.message):
            continue
        if one.message.key not in failed:
            break
        count += 1
    return count


def nobody_reached(standing: Standing, facts: Collection[ReturnFact]) -> bool:
    """Whether the last send of a mail was given up on for every recipient."""
    lost = {one.recipient for one in facts if one.final and one.attempt == standing.attempt}
    return boxes(standing.message) <= lost
