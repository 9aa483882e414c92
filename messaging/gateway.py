"""The ways out: a mail server, webhooks, and the one that sends nothing."""

import http.client
import json
import os
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from messaging.delivery import Answer, Outcome
from messaging.errors import AddressRefused
from messaging.mail import mail_of
from messaging.message import Message, address_of, endpoint_name
from messaging.signature import sign

_LONGEST_TOLD = 300
_SMTP_PORT, _SMTPS_PORT = 587, 465
_START_OF_BODY = 354
_TAKEN = range(200, 300)
_TRY_AGAIN_SMTP = range(400, 500)
_TRY_AGAIN_HTTP = frozenset({408, 429})
_SERVER_FAULTS = range(500, 600)


class Sender(Protocol):
    """One way out. Never raises for what a server does: that is an answer."""

    def send(self, message: Message, *, at: datetime) -> Answer: ...


@dataclass(frozen=True, slots=True)
class NullSender:
    """Accepts everything and sends nothing."""

    def send(self, message: Message, *, at: datetime) -> Answer:
        return Answer(Outcome.ACCEPTED, "Not sent: there is no way out here.")


@dataclass(frozen=True, slots=True)
class PrintFolder:
    """Lays letters in a folder by day, for whoever posts them. The same letter is the same file."""

    folder: Path

    def send(self, message: Message, *, at: datetime) -> Answer:
        if not message.attachments:
            return Answer(Outcome.REFUSED, "It has no page to print.")
        day = self.folder / f"{at:%Y-%m-%d}" / message.purpose
        names = [f"{message.mark}-{place}.pdf" for place in range(1, len(message.attachments) + 1)]
        try:
            day.mkdir(parents=True, exist_ok=True)
            for name, one in zip(names, message.attachments, strict=True):
                _laid_down(day / name, one.content)
        except OSError as error:
            return Answer(Outcome.REFUSED_FOR_NOW, _line(f"The folder cannot be written: {error}"))
        return Answer(Outcome.ACCEPTED, f"{day.name}: {', '.join(names)}")


def _laid_down(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    draft = path.with_suffix(".part")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed over; the password stays out of its printed form."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    encrypted: bool  # from the first byte; otherwise by STARTTLS

    @property
    def on_this_machine(self) -> bool:
        return is_loopback(self.host)


def smtp_server(url: str) -> SmtpServer:
    """Read smtp://user:password@host:port or smtps://…. Raises AddressRefused without repeating the URL."""
    parts, port = _parts(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise AddressRefused(
            "The mail server's address cannot be used. Write smtp://user:password@host:587 or smtps://…:465."
        )
    encrypted = parts.scheme == "smtps"
    usual = _SMTPS_PORT if encrypted else _SMTP_PORT
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return SmtpServer(parts.hostname, port or usual, user, password, encrypted)


class SmtpSender:
    """Hands mail to one server: encrypted, or on this machine."""

    def __init__(self, server: SmtpServer, *, timeout: float, context: ssl.SSLContext | None = None) -> None:
        self._server, self._timeout = server, timeout
        # Mail to this machine crosses no wire; whoever names certificates wants them used all the same.
        self._by_starttls = not server.encrypted and (context is not None or not server.on_this_machine)
        self._context = context or ssl.create_default_context()

    def send(self, message: Message, *, at: datetime) -> Answer:
        mail = mail_of(message, at=at)
        try:
            session = self._session()
        except smtplib.SMTPResponseException as error:
            # A wrong password is mended by its owner, then the mail leaves: never the end of a message.
            return Answer(Outcome.REFUSED_FOR_NOW, _line(_said(error)))
        except (OSError, smtplib.SMTPException) as error:
            return Answer(Outcome.REFUSED_FOR_NOW, _line(f"No connection: {error}"))
        try:
            return _hand_over(session, message, mail)
        finally:
            _leave(session)

    def _session(self) -> smtplib.SMTP:
        server = self._server
        if server.encrypted:
            session: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._timeout, context=self._context
            )
        else:
            session = smtplib.SMTP(server.host, server.port, timeout=self._timeout)
        try:
            session.ehlo_or_helo_if_needed()
            if self._by_starttls:
                session.starttls(context=self._context)  # refuses when the server does not offer it
                session.ehlo()
            if server.user:
                session.login(server.user, server.password)
        except BaseException:
            session.close()
            raise
        return session


def _hand_over(session: smtplib.SMTP, message: Message, mail: EmailMessage) -> Answer:
    """Until the body starts, a silence is a certain failure; from there on, nobody can tell."""
    begun = False
    try:
        _expect(session.mail(address_of(message.sender).addr_spec), _TAKEN)
        missed = _name_recipients(session, message.recipients)
        _expect(session.docmd("DATA"), range(_START_OF_BODY, _START_OF_BODY + 1))
        begun = True
        session.send(_dotted(mail.as_bytes()))
        told = _expect(session.getreply(), _TAKEN)
    except smtplib.SMTPDataError as refused:
        return Answer(_after(refused.smtp_code, begun=begun), _line(_said(refused)))
    except (OSError, smtplib.SMTPException) as error:
        if begun:
            return Answer(Outcome.UNCERTAIN, _line(f"No answer after the mail was handed over: {error}"))
        return Answer(Outcome.REFUSED_FOR_NOW, _line(f"The connection broke: {error}"))
    return Answer(Outcome.ACCEPTED, _line("; ".join([told, *missed])))


def _after(code: int, *, begun: bool) -> Outcome:
    """An answer that is none, such as noise, is a certain failure only while nothing had been handed over."""
    if code in _SERVER_FAULTS:
        return Outcome.REFUSED
    return Outcome.REFUSED_FOR_NOW if code in _TRY_AGAIN_SMTP or not begun else Outcome.UNCERTAIN


def _name_recipients(session: smtplib.SMTP, recipients: Sequence[str]) -> list[str]:
    """What the server said of recipients it refused; when it takes none, that ends the mail."""
    refused: list[smtplib.SMTPDataError] = []
    for one in recipients:
        try:
            _expect(session.rcpt(address_of(one).addr_spec), _TAKEN)
        except smtplib.SMTPDataError as error:
            refused.append(error)
    if len(refused) == len(recipients):
        # One that may be taken later is reason enough to come back.
        raise next((one for one in refused if one.smtp_code in _TRY_AGAIN_SMTP), refused[0])
    return [f"one recipient refused: {_said(one)}" for one in refused]


def _expect(reply: tuple[int, bytes], wanted: range) -> str:
    """What the server said. Raises SMTPDataError for an answer that is none of those wanted.

    Of smtplib's exceptions the one that the calls made here never raise by themselves: an answer too long to
    be read, which smtplib tells as a 500, must not pass for a refusal.
    """
    code, told = reply
    if code not in wanted:
        raise smtplib.SMTPDataError(code, told)
    return f"{code} {_text(told)}"


def _dotted(body: bytes) -> bytes:
    """A line that starts with a dot gets another one; a lone dot ends the mail (RFC 5321, 4.5.2)."""
    lines = body.removesuffix(b"\r\n").split(b"\r\n")
    return b"".join((b"." + line if line.startswith(b".") else line) + b"\r\n" for line in lines) + b".\r\n"


def _leave(session: smtplib.SMTP) -> None:
    """What the server says to a goodbye changes nothing."""
    try:
        session.quit()
    except (OSError, smtplib.SMTPException):
        session.close()


class _NoRedirect(HTTPRedirectHandler):
    """A signed body goes where its owner said, and nowhere else."""

    def redirect_request(self, *_told: Any, **_named: Any) -> None:
        return None


class WebhookSender:
    """Posts signed JSON to the endpoints of the settings; messages name them, never their URLs."""

    def __init__(self, urls: Sequence[str], *, secret: str, timeout: float) -> None:
        self._urls = webhook_endpoints(urls)
        self._secret, self._timeout = secret, timeout

    def send(self, message: Message, *, at: datetime) -> Answer:
        (name,) = message.recipients
        url = self._urls.get(name)
        if url is None:
            return Answer(Outcome.REFUSED, "Its endpoint is no longer in the settings.")
        request = _signed(url, message, secret=self._secret, at=int(at.timestamp()))
        try:
            with _opener(url).open(request, timeout=self._timeout) as answer:
                return Answer(Outcome.ACCEPTED, str(answer.status))
        except HTTPError as error:
            with error:
                return _refusal(error.code)
        except (OSError, http.client.HTTPException) as error:
            # Even when the body has left: the receiver knows a second one by its event id.
            return Answer(Outcome.REFUSED_FOR_NOW, _line(f"No answer: {error}"))


def webhook_endpoints(urls: Sequence[str]) -> Mapping[str, str]:
    """URLs by the name messages use. Raises AddressRefused without repeating the URL."""
    return {endpoint_name(_checked(url).hostname or "", url): url for url in urls}


def _checked(url: str) -> SplitResult:
    parts, _port = _parts(url)
    host = parts.hostname or ""
    plain_here = parts.scheme == "http" and is_loopback(host)
    if not host or not (parts.scheme == "https" or plain_here):
        raise AddressRefused(
            f"The webhook address on “{host}” cannot be used: write https://…; "
            "http:// is for this machine only."
        )
    if parts.username or parts.password:
        raise AddressRefused(
            f"The webhook address on “{host}” holds a login, which is not sent. Take it out."
        )
    return parts


def _signed(url: str, message: Message, *, secret: str, at: int) -> Request:
    told = {"id": f"evt_{message.mark}", "type": message.purpose, "data": message.payload}
    body = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Encours",
        "Encours-Event-Id": f"evt_{message.mark}",
        "Encours-Signature": sign(secret, body=body, at=at),
    }
    return Request(url, data=body, headers=headers, method="POST")  # noqa: S310  # its scheme was checked


def _opener(url: str) -> OpenerDirector:
    """Past any proxy when the receiver is on this machine."""
    here = is_loopback(urlsplit(url).hostname or "")
    return build_opener(_NoRedirect, *([ProxyHandler({})] if here else []))


def _refusal(code: int) -> Answer:
    for_now = code in _TRY_AGAIN_HTTP or code in _SERVER_FAULTS
    return Answer(Outcome.REFUSED_FOR_NOW if for_now else Outcome.REFUSED, str(code))


def _parts(url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError:
        # Not chained: the cause repeats a part of the address, where a password may stand.
        raise AddressRefused("An address cannot be read: check its port and brackets.") from None


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _said(error: smtplib.SMTPResponseException) -> str:
    return f"{error.smtp_code} {_text(error.smtp_error)}"


def _text(told: bytes | str) -> str:
    return told if isinstance(told, str) else told.decode("utf-8", "replace")


def _line(told: str) -> str:
    return " ".join(told.split())[:_LONGEST_TOLD]
