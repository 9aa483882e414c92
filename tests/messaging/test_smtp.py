"""Mail to a real server on this machine: what each of its answers means for the message."""

import shutil
import socket
import ssl
import subprocess
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from messaging.delivery import Outcome
from messaging.errors import AddressRefused
from messaging.gateway import SmtpSender, SmtpServer, smtp_server
from tests.messaging.samples import MAIL, START, mail
from tests.messaging.servers import CLOSE, MailBox, mail_server


def _sender(box: MailBox, *, user: str = "", context: ssl.SSLContext | None = None) -> SmtpSender:
    server = SmtpServer("127.0.0.1", box.port, user, "p" if user else "", encrypted=False)
    return SmtpSender(server, timeout=2, context=context)


def test_a_mail_arrives_whole() -> None:
    with mail_server() as box:
        answer = _sender(box).send(MAIL, at=START)
    assert (answer.outcome, answer.told) == (Outcome.ACCEPTED, "250 taken")
    assert box.recipients == [["zoe@example.com"]]
    read = message_from_bytes(box.mails[0], policy=policy.default)
    plain = read.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().splitlines() == MAIL.text.splitlines()
    assert read["Message-ID"] == f"<{MAIL.mark}@example.com>"


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"MAIL": "451 later"}, Outcome.REFUSED_FOR_NOW),
        ({"MAIL": "550 never"}, Outcome.REFUSED),
        ({"MAIL": CLOSE}, Outcome.REFUSED_FOR_NOW),
        ({"RCPT": "450 greylisted"}, Outcome.REFUSED_FOR_NOW),
        ({"RCPT": "550 unknown"}, Outcome.REFUSED),
        ({"RCPT": CLOSE}, Outcome.REFUSED_FOR_NOW),
        ({"DATA": "452 full"}, Outcome.REFUSED_FOR_NOW),
        ({"DATA": "554 no"}, Outcome.REFUSED),
        ({"DATA": CLOSE}, Outcome.REFUSED_FOR_NOW),
        ({"BODY": "451 later"}, Outcome.REFUSED_FOR_NOW),
        ({"BODY": "554 spam"}, Outcome.REFUSED),
        ({"BODY": CLOSE}, Outcome.UNCERTAIN),
        ({"BODY": "noise"}, Outcome.UNCERTAIN),
    ],
)
def test_each_answer_has_its_meaning(answers: dict[str, str], outcome: Outcome) -> None:
    """Until the body starts, silence is a certain failure; after it, nobody can tell."""
    with mail_server(answers) as box:
        assert _sender(box).send(MAIL, at=START).outcome is outcome


def test_nobody_listening_is_a_certain_failure() -> None:
    with mail_server() as box:
        pass
    assert _sender(box).send(MAIL, at=START).outcome is Outcome.REFUSED_FOR_NOW


def test_one_refused_recipient_is_told_and_the_others_get_it() -> None:
    both = mail("k", recipients=("gone@example.com", "zoe@example.com"))
    with mail_server({"gone@example.com": "550 unknown"}) as box:
        answer = _sender(box).send(both, at=START)
    assert answer.outcome is Outcome.ACCEPTED
    assert "one recipient refused: 550 unknown" in answer.told
    assert box.recipients == [["zoe@example.com"]]


def test_a_wrong_password_waits_for_its_owner() -> None:
    with mail_server({"AUTH": "535 no"}, extensions=("AUTH PLAIN",)) as box:
        answer = _sender(box, user="u").send(MAIL, at=START)
    assert (answer.outcome, box.mails) == (Outcome.REFUSED_FOR_NOW, [])


def test_no_password_leaves_without_encryption() -> None:
    """A server, or whoever stands before it, that hides STARTTLS gets neither password nor mail."""
    with mail_server(extensions=("AUTH PLAIN",)) as box:
        sender = _sender(box, user="u", context=ssl.create_default_context())
        answer = sender.send(MAIL, at=START)
    assert answer.outcome is Outcome.REFUSED_FOR_NOW
    assert not [line for line in box.said if line.startswith("AUTH")]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_mail_leaves_encrypted_and_only_to_a_certificate_we_trust(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    making = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    making += ["-nodes", "-keyout", str(key), "-out", str(certificate), "-days", "9999"]
    making += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(making, check=True, capture_output=True)
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(certificate, key)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with mail_server(extensions=("STARTTLS", "AUTH PLAIN"), context=ours) as box:
        sent = _sender(box, user="u", context=trusting).send(MAIL, at=START)
        refused = _sender(box, user="u", context=ssl.create_default_context()).send(MAIL, at=START)
    assert (sent.outcome, refused.outcome) == (Outcome.ACCEPTED, Outcome.REFUSED_FOR_NOW)
    assert len(box.mails) == 1


def test_an_address_is_read_with_its_password() -> None:
    server = smtp_server("smtps://me%40x:p%2Fw@mail.example.com")
    assert server == SmtpServer("mail.example.com", 465, "me@x", "p/w", encrypted=True)
    assert "p/w" not in repr(server)
    assert smtp_server("smtp://mail.example.com").port == 587


@pytest.mark.parametrize("url", ["http://x", "smtp://", "mail.example.com", "smtp://u:secret@h:port"])
def test_a_wrong_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(AddressRefused, match=r"[.…0-9]$") as refused:
        smtp_server(url)
    assert "secret" not in str(refused.value)


def test_a_mail_cut_off_before_its_end_is_not_taken() -> None:
    with mail_server() as box, socket.create_connection(("127.0.0.1", box.port)) as line:
        said = line.makefile("rwb")
        said.readline()
        for told in (b"EHLO a", b"MAIL FROM:<a@b.fr>", b"RCPT TO:<c@d.fr>", b"DATA"):
            said.write(told + b"\r\n")
            said.flush()
            said.readline()
        said.write(b"Subject: half a ma")
        said.flush()
        line.shutdown(socket.SHUT_WR)
        assert said.read() == b""
        assert box.mails == []
