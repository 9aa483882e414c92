"""Where mail that came back is read: files of every kind, and a mailbox on a server."""

import mailbox
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from messaging.errors import AddressRefused, MailboxUnreadable
from messaging.returns.gateway import Mailbox, imap_box, mails_at

ON = date(2025, 7, 1)
ONE = b"From: a@example.com\nSubject: one\n\nfirst\n"
TWO = b"From: b@example.com\nSubject: two\n\nsecond\n"


@dataclass
class ImapHouse:
    """Mails of one mailbox, and those that carry our mark."""

    mails: list[bytes]
    since: str
    password: str = "p@ss"
    port: int = 0
    taken: set[int] = field(default_factory=set)
    said: list[str] = field(default_factory=list)


class _Imap(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        self._say("* OK here")
        while line := self.rfile.readline():
            tag, _, text = line.decode().strip().partition(" ")
            self.server.house.said.append(text.split(" ")[0])
            if not self._answer(tag, text):
                return

    def _answer(self, tag: str, text: str) -> bool:
        house: ImapHouse = self.server.house
        verb, done = text.upper(), f"{tag} OK done"
        if verb.startswith("CAPABILITY"):
            self._say("* CAPABILITY IMAP4rev1")
        elif verb.startswith("LOGIN") and house.password not in text:
            done = f"{tag} NO wrong"
        elif verb.startswith("SELECT"):
            self._say(f"* {len(house.mails)} EXISTS")
        elif verb.startswith("UID SEARCH"):
            assert f"SINCE {house.since} UNKEYWORD EncoursTaken" in text
            left = [str(n) for n in range(1, len(house.mails) + 1) if n not in house.taken]
            self._say(f"* SEARCH {' '.join(left)}".rstrip())
        elif verb.startswith("UID FETCH"):
            assert "BODY.PEEK[]" in verb
            self._fetched(int(text.split(" ")[2]), house)
        elif verb.startswith("UID STORE"):
            house.taken.add(int(text.split(" ")[2]))
        self._say(done)
        return not verb.startswith("LOGOUT")

    def _fetched(self, number: int, house: ImapHouse) -> None:
        content = house.mails[number - 1]
        self.wfile.write(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(content)}}}\r\n".encode())
        self.wfile.write(content + b")\r\n")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def imap_server(*mails: bytes, day: str = "02-May-2025") -> Iterator[ImapHouse]:
    """A mailbox on this machine."""
    house = ImapHouse(list(mails), day)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Imap) as server:
        server.daemon_threads = True
        server.house = house  # type: ignore[attr-defined]
        house.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield house
        server.shutdown()


def test_files_of_every_kind_hold_the_same_mails(tmp_path: Path) -> None:
    folder, maildir = tmp_path / "eml", mailbox.Maildir(tmp_path / "maildir")
    folder.mkdir()
    mbox = mailbox.mbox(tmp_path / "all.mbox")
    for number, content in enumerate((ONE, TWO)):
        (folder / f"{number}.eml").write_bytes(content)
        maildir.add(content)
        mbox.add(content)
    mbox.close()
    assert list(mails_at(folder / "0.eml")) == [ONE]
    assert list(mails_at(folder)) == [ONE, TWO]
    assert sorted(mails_at(tmp_path / "maildir")) == [ONE, TWO]
    assert [one.rstrip() for one in mails_at(tmp_path / "all.mbox")] == [ONE.rstrip(), TWO.rstrip()]
    with pytest.raises(MailboxUnreadable, match="nowhere cannot be read"):
        list(mails_at(tmp_path / "nowhere"))


def test_a_mailbox_shows_each_mail_until_it_was_taken() -> None:
    with imap_server(ONE, TWO) as house:
        box = Mailbox(imap_box(f"imap://zoe:p%40ss@127.0.0.1:{house.port}"), timeout=5)
        reading = box.mails(on=ON)
        assert next(reading) == ONE
        reading.close()  # whoever asked for it failed before the next one
        assert list(box.mails(on=ON)) == [ONE, TWO]
        assert list(box.mails(on=ON)) == []
        assert house.taken == {1, 2}
        wrong = Mailbox(imap_box(f"imap://a:no@127.0.0.1:{house.port}"), timeout=5)
        with pytest.raises(MailboxUnreadable) as told:
            list(wrong.mails(on=ON))
        assert "no@" not in str(told.value)


@pytest.mark.parametrize(
    "url",
    ["imap://a:b@mail.example.com", "https://a:b@x", "imaps://host", "imaps://a:b@h/%22x", "imaps://[a"],
)
def test_an_address_that_would_tell_the_password_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused) as told:
        imap_box(url)
    assert "a:b" not in str(told.value)
