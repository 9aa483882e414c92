"""What a message may hold: nothing that could start a header of its own."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.errors import MessageRefused
from messaging.mail import mail_of
from messaging.message import (
    Attachment,
    Channel,
    Message,
    address_of,
    endpoint_name,
    is_mailbox,
    mailbox,
)
from tests.messaging.samples import MAIL, START, mail

_INJECTED = "x\r\nBcc: victim@example.com"


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": _INJECTED},
        {"subject": "x\ny"},
        {"subject": "x\u2028y"},
        {"sender": f"a@example.com{_INJECTED}"},
        {"recipients": (f"a@example.com{_INJECTED}",)},
        {"recipients": ("a@example.com, b@example.com",)},
        {"recipients": ("a@example.com>\x00",)},
        {"recipients": ("nobody",)},
        {"recipients": ("a@example..com",)},
        {"recipients": ("zoé@example.com",)},
        {"recipients": ()},
        {"sender": ""},
        {"subject": ""},
        {"attachments": (Attachment(f"a{_INJECTED}", "application/pdf", b""),)},
        {"attachments": (Attachment("a", "pdf", b""),)},
        {"purpose": _INJECTED},
        {"key": " "},
        {"key": "k" * 201},
    ],
)
def test_a_mail_that_could_say_more_than_it_should_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(MessageRefused, match=r"\.$"):
        mail(**({"key": "k"} | wrong))


def test_a_webhook_has_one_endpoint_and_a_payload() -> None:
    with pytest.raises(MessageRefused):
        Message("k", Channel.WEBHOOK, "p", ("a", "b"), payload={})
    with pytest.raises(MessageRefused):
        Message("k", Channel.WEBHOOK, "p", ("a",))


def test_a_mail_says_the_same_after_the_wire() -> None:
    read = message_from_bytes(mail_of(MAIL, at=START).as_bytes(), policy=policy.default)
    plain, html = read.get_body(("plain",)), read.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines() == MAIL.text.splitlines()
    assert html.get_content().strip() == MAIL.html
    assert read["Subject"] == MAIL.subject
    assert read["To"] == MAIL.recipients[0]
    (file,) = read.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("état.pdf", b"%PDF-1.7 \x00\xff")


def test_the_message_id_follows_from_the_key_alone() -> None:
    """A second try is the same mail to whoever compares ids."""
    later = datetime(2027, 1, 1, tzinfo=UTC)
    first, again = mail_of(MAIL, at=START), mail_of(mail(MAIL.key, subject="Autre"), at=later)
    assert first["Message-ID"] == again["Message-ID"] == f"<{MAIL.mark}@example.com>"
    assert mail_of(mail("another"), at=START)["Message-ID"] != first["Message-ID"]


@given(st.text(max_size=60), st.text(max_size=30))
def test_a_subject_never_becomes_a_header(subject: str, name: str) -> None:
    """Whatever is accepted has the headers it should have, and no other."""
    try:
        made = mail("k", subject=subject, sender=f"{name} <a@example.com>", attachments=())
    except MessageRefused:
        return
    head = mail_of(made, at=START).as_bytes().split(b"\r\n\r\n")[0]
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    known = [b"From", b"To", b"Subject", b"Date", b"Message-ID", b"Auto-Submitted", b"MIME-Version"]
    assert names == [*known, b"Content-Type"]


def test_an_endpoint_is_named_without_its_token() -> None:
    name = endpoint_name("erp.example.com", "https://erp.example.com/hook?token=secret")
    assert "secret" not in name
    assert name.startswith("erp.example.com#")


def test_a_name_with_a_comma_is_still_one_address() -> None:
    address = address_of(mailbox("Durand, Zoé", "zoe@example.com"))
    assert (address.display_name, address.addr_spec) == ("Durand, Zoé", "zoe@example.com")
    assert mailbox("", "zoe@example.com") == "zoe@example.com"


_NEARLY_PLAIN = st.text(alphabet="aZ9 ._-@", max_size=12)
_BOXES = st.one_of(
    _NEARLY_PLAIN,
    st.builds("{}@{}".format, _NEARLY_PLAIN, _NEARLY_PLAIN),
    st.from_regex(r"[aZ9_-]{1,3}(\.[aZ9_-]{1,3}){0,2}@[a9-]{1,3}(\.[a9-]{1,3}){1,2}", fullmatch=True),
)


@given(_NEARLY_PLAIN, _BOXES)
def test_what_is_told_without_parsing_is_what_parsing_tells(name: str, box: str) -> None:
    try:
        address_of(mailbox(name, box))
        parsed = True
    except MessageRefused:
        parsed = False
    assert is_mailbox(name, box) is parsed
