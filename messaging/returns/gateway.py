"""Where mail that came back lies: files, mailboxes in files, and a mailbox on a server."""

import imaplib
import mailbox
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from messaging.errors import AddressRefused, MailboxUnreadable
from messaging.gateway import is_loopback

MOST_BYTES = 262_144  # of one mail; a notice stands before the mail that it returns
_TAKEN = "EncoursTaken"
_BACK = timedelta(days=60)
_IMAPS_PORT, _IMAP_PORT = 993, 143


def mails_at(path: Path) -> Iterator[bytes]:
    """The mails of an .eml file, an mbox, a Maildir, or a folder of .eml files. Raises MailboxUnreadable."""
    try:
        if path.is_dir() and (path / "cur").is_dir():
            yield from _of_mailbox(mailbox.Maildir(path, create=False))
        elif path.is_dir():
            for one in sorted(path.glob("*.eml")):
                yield _beginning(one)
        elif _beginning(path)[:5] == b"From ":
            yield from _of_mailbox(mailbox.mbox(path, create=False))
        else:
            yield _beginning(path)
    except OSError as error:
        raise MailboxUnreadable(f"{path} cannot be read: {error.strerror or error}.") from error


def _of_mailbox(box: mailbox.Mailbox[mailbox.Message]) -> Iterator[bytes]:
    for key in sorted(box.keys()):
        with box.get_file(key) as content:
            yield content.read(MOST_BYTES)


def _beginning(path: Path) -> bytes:
    with path.open("rb") as content:
        return content.read(MOST_BYTES)


@dataclass(frozen=True, slots=True)
class ImapBox:
    """A mailbox on a server, from its address: imaps://user:password@host/INBOX."""

    host: str
    port: int
    encrypted: bool
    user: str = field(repr=False)
    password: str = field(repr=False)
    folder: str = "INBOX"


def imap_box(url: str) -> ImapBox:
    """Raises AddressRefused: mail is read encrypted, or on this machine."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressRefused("ENCOURS_IMAP_URL cannot be read. Write imaps://user:password@host.") from error
    encrypted = parts.scheme == "imaps"
    if not host or parts.scheme not in ("imap", "imaps") or not parts.username:
        raise AddressRefused(
            "ENCOURS_IMAP_URL is no mailbox's address. Write imaps://user:password@host, "
            "with letters such as @ and / in user or password as %40 and %2F."
        )
    if not encrypted and not is_loopback(host):
        raise AddressRefused("ENCOURS_IMAP_URL would send the password in clear. Write imaps://…")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    secret = (unquote(parts.username), unquote(parts.password or ""))
    if not all(text.isprintable() for text in (folder, *secret)) or set(folder) & set('"\\'):
        raise AddressRefused("ENCOURS_IMAP_URL holds a letter that no mailbox knows. Write imaps://…/INBOX.")
    return ImapBox(host, port or (_IMAPS_PORT if encrypted else _IMAP_PORT), encrypted, *secret, folder)


class Mailbox:
    """Mail of the last weeks that was not taken yet. Nothing is deleted, and nothing is marked as read."""

    def __init__(self, box: ImapBox, *, timeout: float, context: ssl.SSLContext | None = None) -> None:
        self._box, self._timeout = box, timeout
        self._context = context or ssl.create_default_context()

    def mails(self, *, on: date) -> Iterator[bytes]:
        """Each mail, marked as taken once whoever asked comes back for the next. Raises MailboxUnreadable."""
        try:
            session = self._session()
            try:
                yield from self._untaken(session, on)
            finally:
                session.logout()
        except (imaplib.IMAP4.error, OSError) as error:
            # The server's words may quote what it was sent.
            told = f"{self._box.host} does not let its mail be read: {type(error).__name__}."
            raise MailboxUnreadable(f"{told} Check ENCOURS_IMAP_URL.") from error

    def _session(self) -> imaplib.IMAP4:
        box = self._box
        if box.encrypted:
            session: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                box.host, box.port, ssl_context=self._context, timeout=self._timeout
            )
        else:
            session = imaplib.IMAP4(box.host, box.port, timeout=self._timeout)
        if (box.user + box.password).isascii():
            session.login(box.user, box.password)
        else:
            session.authenticate("PLAIN", lambda _asked: f"\0{box.user}\0{box.password}".encode())
        session.select(f'"{box.folder}"')
        return session

    def _untaken(self, session: imaplib.IMAP4, on: date) -> Iterator[bytes]:
        first = datetime.combine(on - _BACK, time(), UTC)
        since = imaplib.Time2Internaldate(first)[1:12]  # 01-Jul-2025, whatever the language of the machine
        _, found = session.uid("SEARCH", f"SINCE {since} UNKEYWORD {_TAKEN}")
        for uid in (found[0] or b"").split():
            _, told = session.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
            content = next((one[1] for one in told if isinstance(one, tuple)), None)
            if content is not None:
                yield content
            # A server that keeps no marks of ours shows the mail again: it is known by then.
            session.uid("STORE", uid.decode(), "+FLAGS.SILENT", f"({_TAKEN})")
