"""What one mail that came back says: the bytes of a mail in, a value out.

What a mail says of itself is a claim. It names a mark of the outbox and addresses; whether the house wrote
that message to that address is for whoever acts on it to check.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from email import message_from_bytes, message_from_string
from email.message import Message as Mail
from email.utils import parseaddr, parsedate_to_datetime
from enum import StrEnum

from messaging.returned_words import other_address, return_day

# Notices stand before the mail they return, so that what is cut off is the returned mail's end.
_MOST_BYTES = 262_144
_MOST_PARTS = 100
_MOST_LETTERS = 4_000
_LONGEST_HEADER = 20_000
_MARK = re.compile(r"<([0-9a-f]{32})@[^<>@\s]{1,255}>")
_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})(?!\d)")
# Refused, but not for want of the address: RFC 3463 names a full box, a mail too long, a rule against us.
_ADDRESS_STANDS = re.compile(r"5\.(2\.2|2\.3|3\.4|7\.\d+)")
# The standard parser takes time with the square of the parameters in it; an honest one has a few.
_OVERLONG_TYPE = re.compile(rb"(?:^|[\r\n])content-type:(?:[^\n]|\n[ \t]){2000}", re.IGNORECASE)
_MACHINES = ("mailer-daemon", "postmaster")


class Kind(StrEnum):
    """What a mail that came back is."""

    HARD = "hard bounce"  # an address does not exist
    SOFT = "soft bounce"  # late, or refused for another reason than the address
    AUTOMATIC = "automatic reply"
    REPLY = "reply"
    UNRELATED = "unrelated"  # or not understood


@dataclass(frozen=True, slots=True)
class Failure:
    """One recipient a server could not reach; `final` where it has given up on this mail."""

    recipient: str = field(repr=False)
    status: str
    final: bool

    @property
    def hard(self) -> bool:
        return self.final and not self.status.startswith("4") and not _ADDRESS_STANDS.fullmatch(self.status)


@dataclass(frozen=True, slots=True)
class Returned:
    """A mail as it was understood; `mark` is that of the message it answers, `message_id` its own.

    `dated_on` is the day it says it was written. `suggested` is an address that an automatic reply names: for
    a person to judge, never used by itself.
    """

    kind: Kind
    message_id: str = ""
    mark: str = ""
    sender: str = field(default="", repr=False)
    failures: tuple[Failure, ...] = ()
    back_on: date | None = None
    suggested: str = field(default="", repr=False)
    dated_on: date | None = None


def recognise(content: bytes, *, on: date) -> Returned:
    """What a mail says that was received on a day. Never raises: what cannot be parsed is unrelated."""
    kept = content[:_MOST_BYTES]
    if _OVERLONG_TYPE.search(kept):
        return Returned(Kind.UNRELATED)
    try:
        mail = message_from_bytes(kept)
        return replace(_recognised(mail, on), dated_on=_dated(mail))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError):
        # The standard parser answers crafted mails with any of these; such a mail changes nothing.
        return Returned(Kind.UNRELATED)


def _recognised(mail: Mail, on: date) -> Returned:
    own, sender = _header(mail, "Message-ID").strip(), parseaddr(_header(mail, "From"))[1].lower()
    if mail.get_content_type() == "multipart/report":
        return _report(mail, own, sender)
    mark = _answered(mail)
    if sender.partition("@")[0] in _MACHINES:
        return Returned(Kind.UNRELATED, own, mark, sender)
    if _is_automatic(mail):
        text = _text(mail)
        suggested = other_address(text, but=sender)
        return Returned(Kind.AUTOMATIC, own, mark, sender, (), return_day(text, on=on), suggested)
    return Returned(Kind.REPLY if mark else Kind.UNRELATED, own, mark, sender)


def _report(mail: Mail, own: str, sender: str) -> Returned:
    """Only RFC 3464 reports tell of a delivery; receipts and complaints do not."""
    if str(mail.get_param("report-type", "")).lower() not in ("delivery-status", ""):
        return Returned(Kind.UNRELATED, own, "", sender)
    parts = list(_parts(mail))
    failures = tuple(one for part in parts for one in _failures(part))
    mark = next((found for part in parts if (found := _returned_mark(part))), "") or _answered(mail)
    if not failures:
        return Returned(Kind.UNRELATED, own, mark, sender)
    kind = Kind.HARD if any(one.hard for one in failures) else Kind.SOFT
    return Returned(kind, own, mark, sender, failures)


def _failures(part: Mail) -> Iterator[Failure]:
    if part.get_content_type() != "message/delivery-status":
        return
    for block in _inside(part)[:_MOST_PARTS]:
        # The original one is the address that we wrote to; the final one may be a forward we never saw.
        told = _header(block, "Original-Recipient") or _header(block, "Final-Recipient")
        action = _header(block, "Action").strip().lower()
        recipient = told.rpartition(";")[2].strip().strip("<>").lower()
        if recipient and action in ("failed", "delayed"):
            status = _STATUS.match(_header(block, "Status"))
            yield Failure(recipient, status[1] if status else "", action == "failed")


def _returned_mark(part: Mail) -> str:
    if part.get_content_type() == "message/rfc822":
        return next((_mark(_header(one, "Message-ID")) for one in _inside(part)), "")
    if part.get_content_type() == "text/rfc822-headers":
        return _mark(_header(message_from_string(_decoded(part)), "Message-ID"))
    return ""


def _answered(mail: Mail) -> str:
    """The mark a mail answers: In-Reply-To first, then the latest of its thread."""
    thread = _MARK.findall(_header(mail, "References"))
    return _mark(_header(mail, "In-Reply-To")) or (thread[-1] if thread else "")


def _is_automatic(mail: Mail) -> bool:
    """By RFC 3834, and by what programs older than it write."""
    submitted = _header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    precedence = _header(mail, "Precedence").strip().lower()
    return (
        submitted not in ("", "no")
        or precedence in ("auto_reply", "bulk", "junk", "list")
        or any(name in mail for name in ("X-Autoreply", "X-Autorespond"))
        or _header(mail, "Return-Path").strip() == "<>"
    )


def _parts(mail: Mail) -> Iterator[Mail]:
    """The parts of a mail, without those of the mails it returns: their text is not its own."""
    waiting = [mail]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        yield part
        if part.get_content_maintype() == "multipart":
            waiting.extend(_inside(part))


def _inside(part: Mail) -> list[Mail]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Mail)] if isinstance(payload, list) else []


def _text(mail: Mail) -> str:
    """What its writer says in plain text, without the lines quoted from us."""
    for part in _parts(mail):
        if part.get_content_type() == "text/plain":
            lines = _decoded(part)[:_MOST_LETTERS].splitlines()
            return "\n".join(line for line in lines if not line.lstrip().startswith(">"))
    return ""


def _decoded(part: Mail) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8", errors="replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", errors="replace")


def _header(mail: Mail, name: str) -> str:
    return str(mail.get(name, ""))[:_LONGEST_HEADER]


def _dated(mail: Mail) -> date | None:
    text = _header(mail, "Date").strip()
    if not text:
        return None
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def mark_in(text: str) -> str:
    """The mark of a Message-ID in the form of ours; blank for any other."""
    return _mark(text[:_LONGEST_HEADER])


def _mark(text: str) -> str:
    found = _MARK.search(text)
    return found[1] if found else ""
