"""A message of the house: what is said, to whom, and by which way it leaves."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import getaddresses
from enum import StrEnum
from hashlib import sha256
from typing import Any

from messaging.errors import MessageRefused

_LONGEST_KEY = 200
_LONGEST_SUBJECT = 500
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 ]{0,80}|")
_PLAIN_BOX = re.compile(
    r"[A-Za-z0-9_-]{1,40}(\.[A-Za-z0-9_-]{1,40}){0,3}@[A-Za-z0-9-]{1,40}(\.[A-Za-z0-9-]{1,40}){1,3}"
)
_BOX = re.compile(r"[!-~]+@[A-Za-z0-9.\-\[\]:]+", re.ASCII)
_MARKS = frozenset('<>,;\\"')  # they end an address, or quote what would
_MARK_DIGITS = 32  # 128 bits: two keys never share a mark


class Channel(StrEnum):
    """By which way a message leaves."""

    EMAIL = "email"
    WEBHOOK = "webhook"
    LETTER = "letter"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with an e-mail."""

    name: str
    media_type: str
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Message:
    """One message under a key of its caller's choice: the same key never leaves twice.

    An e-mail has a sender, recipients, a subject and a text, and answers go to `reply_to` where it says so; a
    webhook has the name of its endpoint as its only recipient, and a payload. Raises MessageRefused for what
    could not be sent as it is.
    """

    key: str
    channel: Channel
    purpose: str
    recipients: tuple[str, ...] = field(repr=False)
    sender: str = ""
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    html: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    payload: Mapping[str, Any] | None = field(default=None, repr=False)
    customer_id: int | None = None
    reply_to: str = ""

    def __post_init__(self) -> None:
        for wrong in _wrongs(self):
            raise MessageRefused(f"The message “{_shown(self.key)}” cannot be sent: {wrong}")

    @property
    def mark(self) -> str:
        """The same for the same key, whatever is in it: event id and Message-ID are made of it."""
        return sha256(self.key.encode()).hexdigest()[:_MARK_DIGITS]


def address_of(text: str) -> Address:
    """“Name <box@domain>” or “box@domain” as an address. Raises MessageRefused."""
    (name, box), *others = getaddresses([text]) or [("", "")]
    try:
        if others or _breaks(text) or not _BOX.fullmatch(box) or set(box) & _MARKS:
            raise ValueError(text)
        return Address(display_name=name, addr_spec=box)
    except (HeaderParseError, ValueError, LookupError) as error:
        raise MessageRefused(f"“{_shown(text)}” is not a mail address. Write box@example.com.") from error


def is_mailbox(name: str, box: str) -> bool:
    """Whether both make an address; plain ones are told without parsing, which takes fifty times as long."""
    if _PLAIN_NAME.fullmatch(name) and _PLAIN_BOX.fullmatch(box):
        return True
    try:
        address_of(mailbox(name, box))
    except MessageRefused:
        return False
    return True


def mailbox(name: str, box: str) -> str:
    """A name and a box as one address; a comma in the name does not make two of it. Raises MessageRefused."""
    if not name:
        return box
    address_of(box)
    try:
        return str(Address(display_name=name, addr_spec=box))
    except (HeaderParseError, ValueError) as error:
        raise MessageRefused(f"“{_shown(name)}” cannot be the name in a mail address.") from error


def endpoint_name(host: str, url: str) -> str:
    """By what a message names a webhook: its URL may hold a token, which no outbox should keep."""
    return f"{host}#{sha256(url.encode()).hexdigest()[:8]}"


def _wrongs(message: Message) -> Iterator[str]:
    """What is wrong, line breaks first: in a header, each would start another header."""
    headers = [message.key, message.purpose, message.sender, message.subject]
    headers += [message.reply_to, *message.recipients]
    headers += [text for one in message.attachments for text in (one.name, one.media_type)]
    if any(_breaks(text) for text in headers):
        yield "a line break or control character stands in a name, address or subject. Take it out."
    if not message.key.strip() or len(message.key) > _LONGEST_KEY:
        yield f"its key must have 1 to {_LONGEST_KEY} letters."
    if len(message.subject) > _LONGEST_SUBJECT:
        yield f"its subject is longer than {_LONGEST_SUBJECT} letters. Shorten it."
    if message.channel is Channel.EMAIL:
        yield from _wrongs_of_mail(message)
    elif message.channel is Channel.WEBHOOK and (len(message.recipients) != 1 or message.payload is None):
        yield "a webhook has one endpoint and a payload. Write one message per endpoint."


def _wrongs_of_mail(message: Message) -> Iterator[str]:
    if not message.recipients:
        yield "it has no recipient. Name at least one."
    if not message.subject or not message.text:
        yield "an e-mail needs a subject and a text."
    for text in (message.sender, *message.recipients, *filter(None, (message.reply_to,))):
        address_of(text)
    for one in message.attachments:
        if one.media_type.count("/") != 1 or not one.name:
            yield "an attachment needs a name and a media type such as application/pdf."


def _breaks(text: str) -> bool:
    """Whether something stands in it that ends a line somewhere, or cannot be shown."""
    return any(not mark.isprintable() and mark not in "\u00a0\u202f" for mark in text)


def _shown(text: str) -> str:
    return "".join(mark if mark.isprintable() else "?" for mark in text[:60])
