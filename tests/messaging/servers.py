"""Servers on this machine that take mail and webhooks, and misbehave when told to."""

import socketserver
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CLOSE = "close"  # instead of an answer
_USUAL = {"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "BODY": "250 taken", "AUTH": "235 welcome"}


@dataclass
class MailBox:
    """What a mail server was told; `answers` replace its usual ones, by verb or by recipient.

    `delay` are the seconds it thinks before each answer.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    extensions: tuple[str, ...] = ()
    context: ssl.SSLContext | None = None
    port: int = 0
    mails: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    delay: float = 0.0


class _Mail(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        self.box: MailBox = self.server.box
        self.named: list[str] = []
        self._say("220 here")
        while line := self.rfile.readline():
            text = line.decode().strip()
            self.box.said.append(text)
            if not self._answer(text):
                return

    def _answer(self, text: str) -> bool:
        verb = text.split(" ")[0].upper()
        if verb == "EHLO":
            lines = ["here", *self.box.extensions]
            for number, one in enumerate(lines, start=1):
                self._say(f"250{'-' if number < len(lines) else ' '}{one}")
            return True
        if verb == "QUIT":
            self._say("221 bye")
            return False
        if verb == "STARTTLS" and self.box.context is not None:
            return self._encrypt()
        if verb == "DATA":
            return self._take_body()
        named = text[text.find("<") + 1 : text.find(">")] if verb == "RCPT" else ""
        reply = self.box.answers.get(named, self.box.answers.get(verb, _USUAL.get(verb, "500 what?")))
        if verb == "RCPT" and reply.startswith("2"):
            self.named.append(named)
        return self._say(reply)

    def _encrypt(self) -> bool:
        assert self.box.context is not None
        self._say("220 go on")
        self.connection = self.box.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        return True

    def _take_body(self) -> bool:
        reply = self.box.answers.get("DATA", _USUAL["DATA"])
        if not self._say(reply) or not reply.startswith("354"):
            return reply != CLOSE
        body = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line.endswith(b"\n"):
                return False  # cut off before its end: no server keeps such a mail
            body.append(line.removeprefix(b"."))
        self.box.mails.append(b"".join(body))
        self.box.recipients.append(self.named)
        return self._say(self.box.answers.get("BODY", _USUAL["BODY"]))

    def _say(self, reply: str) -> bool:
        if reply == CLOSE:
            return False
        if self.server.box.delay:
            time.sleep(self.server.box.delay)
        self.wfile.write(f"{reply}\r\n".encode())
        return True


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server(
    answers: Mapping[str, str] | None = None,
    *,
    extensions: tuple[str, ...] = (),
    context: ssl.SSLContext | None = None,
) -> Iterator[MailBox]:
    with _Server(("127.0.0.1", 0), _Mail) as server:
        box = MailBox(answers or {}, extensions, context, server.server_address[1])
        server.box = box  # type: ignore[attr-defined]
        with _running(server):
            yield box


@dataclass
class Hook:
    """What a receiver of webhooks got; it answers with `codes` in turn, the last for ever."""

    codes: list[int]
    url: str = ""
    got: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)


class _Receiver(BaseHTTPRequestHandler):
    server: Any

    def do_POST(self) -> None:
        hook: Hook = self.server.hook
        body = self.rfile.read(int(self.headers["Content-Length"]))
        hook.got.append((dict(self.headers), body))
        code = hook.codes.pop(0) if len(hook.codes) > 1 else hook.codes[0]
        if code == 0:  # takes the body and hangs up
            self.close_connection = True
            return
        self.send_response(code)
        if code // 100 == 3:
            self.send_header("Location", hook.url + "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST  # noqa: N815  # the library's own name

    def log_message(self, *_told: Any) -> None:
        return


@contextmanager
def receiver(*codes: int) -> Iterator[Hook]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Receiver) as server:
        hook = Hook(list(codes) or [204], f"http://127.0.0.1:{server.server_address[1]}/hook")
        server.hook = hook  # type: ignore[attr-defined]
        with _running(server):
            yield hook


@contextmanager
def _running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
