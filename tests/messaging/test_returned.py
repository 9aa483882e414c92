"""What a mail that came back is, and that nothing in one can raise."""

from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from messaging.mail import mail_of
from messaging.returned import Kind, Returned, recognise
from messaging.returned_words import other_address, return_day
from tests.messaging.samples import mail

ON = date(2025, 7, 1)
OURS = mail("reminder-1")
SENT = mail_of(OURS, at=datetime(2025, 6, 30, 9, tzinfo=UTC))


def report(
    action: str, status: str, *, returned: str = "message/rfc822", kind: str = "delivery-status"
) -> bytes:
    """A server's notice about our mail, as RFC 3464 lays it out."""
    back = SENT.as_string() if returned == "message/rfc822" else f"Message-ID: {SENT['Message-ID']}\n"
    return f"""From: MAILER-DAEMON@mx.example.net
Message-ID: <bounce@mx.example.net>
Return-Path: <>
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type={kind}; boundary=b

--b
Content-Type: text/plain

Delivery told.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; Forward@elsewhere.example
Original-Recipient: rfc822;Buyer@example.com
Action: {action}
Status: {status}

--b
Content-Type: {returned}

{back}
--b--
""".encode()


def answer(text: str = "Bonjour", charset: str = "utf-8", **headers: str) -> bytes:
    reply = EmailMessage()
    reply["From"] = "Buyer <buyer@example.com>"
    reply["Message-ID"] = "<r1@example.com>"
    reply["In-Reply-To"] = SENT["Message-ID"]
    for name, value in headers.items():
        reply.replace_header(name, value) if name in reply else reply.add_header(
            name.replace("_", "-"), value
        )
    reply.set_content(text, charset=charset)
    return reply.as_bytes()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize(
    ("action", "status", "kind"),
    [
        ("failed", "5.1.1", Kind.HARD),
        ("Failed", "5.1.1 (no such user)", Kind.HARD),
        ("failed", "", Kind.HARD),
        ("failed", "5.2.2", Kind.SOFT),  # full
        ("failed", "5.7.1", Kind.SOFT),  # refused by a rule: the address stands
        ("failed", "4.4.7", Kind.SOFT),  # given up after days of trying
        ("delayed", "4.2.0", Kind.SOFT),
        ("delayed", "5.1.1", Kind.SOFT),  # still tried
        ("delivered", "2.0.0", Kind.UNRELATED),
        ("unheard-of", "5.1.1", Kind.UNRELATED),
    ],
)
def test_a_notice_tells_who_was_not_reached(action: str, status: str, kind: Kind, returned: str) -> None:
    read = recognise(report(action, status, returned=returned), on=ON)
    assert (read.kind, read.mark) == (kind, OURS.mark)
    assert [one.recipient for one in read.failures] == (
        [] if kind is Kind.UNRELATED else ["buyer@example.com"]
    )
    assert all(one.final == (action.lower() == "failed") for one in read.failures)


def test_a_receipt_or_a_complaint_is_no_bounce() -> None:
    for kind in ("disposition-notification", "feedback-report"):
        assert recognise(report("failed", "5.1.1", kind=kind), on=ON).kind is Kind.UNRELATED


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, Kind.REPLY),
        ({"Auto_Submitted": "no"}, Kind.REPLY),
        ({"X_Spam_Flag": "YES", "Subject": "[SPAM] Re: invoice"}, Kind.REPLY),
        ({"In-Reply-To": "<x@y>", "References": f"<a@b> {SENT['Message-ID']}"}, Kind.REPLY),
        ({"Auto_Submitted": "auto-replied; owner=x"}, Kind.AUTOMATIC),
        ({"Precedence": "auto_reply"}, Kind.AUTOMATIC),
        ({"X_Autoreply": "yes"}, Kind.AUTOMATIC),
        ({"Return_Path": "<>"}, Kind.AUTOMATIC),
        ({"In-Reply-To": "<somebody-else@example.com>"}, Kind.UNRELATED),
        ({"From": "postmaster@example.com"}, Kind.UNRELATED),  # a failure told in words only
    ],
)
def test_people_are_told_from_programs(headers: dict[str, str], kind: Kind) -> None:
    assert recognise(answer(**headers), on=ON).kind is kind


def test_a_mark_in_the_text_alone_is_not_believed() -> None:
    read = recognise(answer(f"About {SENT['Message-ID']}", **{"In-Reply-To": "<x@y>"}), on=ON)
    assert (read.kind, read.mark) == (Kind.UNRELATED, "")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_an_automatic_reply_says_when_and_who_else(charset: str) -> None:
    text = "Absent, de retour le 18 août.\nMerci d'écrire à compta@example.com.\n> contact old@example.com\n"
    read = recognise(answer(text, charset, Auto_Submitted="auto-replied"), on=ON)
    assert (read.back_on, read.suggested) == (date(2025, 8, 18), "compta@example.com")
    assert (read.sender, read.mark) == ("buyer@example.com", OURS.mark)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Je serai de retour le lundi 18 août 2025.", date(2025, 8, 18)),
        ("Je reviens le 1er septembre", date(2025, 9, 1)),
        ("De retour le 08/09/2025", date(2025, 9, 8)),
        ("Retour le 3 janvier", date(2026, 1, 3)),
        ("I will be back in the office on Monday, August 18th, 2025.", date(2025, 8, 18)),
        ("returning on 18 August", date(2025, 8, 18)),
        ("back on 2025-08-18", date(2025, 8, 18)),
        ("back on 18/08/2025", date(2025, 8, 18)),
        ("back on 08/09/2025", None),  # September or August
        ("Absent jusqu'au 18 août", None),  # included or not
        ("de retour le 31 février", None),
        ("de retour le 3 mai ; Ana est de retour le 4 mai", None),
        ("Votre facture du 18 août est reçue.", None),
    ],
)
def test_only_a_day_plainly_said_is_a_day_of_return(text: str, told: date | None) -> None:
    assert return_day(text, on=ON) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Please write to ap@example.com instead.", "ap@example.com"),
        ("Veuillez contacter Mme Roy : roy@example.fr", "roy@example.fr"),
        ("Contactez a@example.com. Ou écrivez à b@example.com.", ""),
        ("Contact me@example.com", ""),
        ("Signed, x@example.com", ""),
    ],
)
def test_only_one_other_address_is_suggested(text: str, told: str) -> None:
    assert other_address(text, but="me@example.com") == told


NESTED = b"".join(b"Content-Type: multipart/report; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1_000))


@given(
    st.one_of(
        st.binary(max_size=400),
        st.builds(
            lambda whole, at, put: whole[: at % len(whole)] + put + whole[at % len(whole) :],
            st.sampled_from([report("failed", "5.1.1"), answer("de retour le 3 mai", Auto_Submitted="x")]),
            st.integers(0, 5_000),
            st.binary(max_size=30),
        ),
    )
)
@example(NESTED)
@example(b"Content-Type: message/rfc822\n\n" * 3_000)
@example(b"Content-Type: multipart/report; report-type*" + b"9" * 5_000 + b"*=x; boundary=b\n\n--b\n")
@example(b"Content-Type: multipart/report" + b"; a=b" * 200_000 + b"\n\n")
@example(b"Content-Type: multipart/report\r\n" + b" ; a=b\r\n" * 200_000 + b"\n\n")
@example(b"Auto-Submitted: x\nContent-Type: text/plain; charset=\x00nul\n\n\xff\xfe")
@example(b"Auto-Submitted: x\nContent-Type: text/plain; charset=idna\n\n\xff\xfe..")
def test_no_mail_raises(content: bytes) -> None:
    assert isinstance(recognise(content, on=ON), Returned)


def test_a_huge_notice_is_still_read() -> None:
    huge = report("failed", "5.1.1").replace(b"\n--b--", b"x" * 5_000_000 + b"\n--b--")
    assert recognise(huge, on=ON).mark == OURS.mark
