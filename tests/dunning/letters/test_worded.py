"""What a customer reads in an e-mail: all the notice's figures, and nothing that the data smuggles in."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from dunning.letters.checked import NoticeRefused
from dunning.letters.sheet import sheet_of
from dunning.letters.typography import long_day, money_text
from dunning.letters.worded import worded
from dunning.notice import Form, Party, Tone, Total
from kernel.language import Language
from messaging.message import Channel, Message
from tests.dunning.letters.notices import ON, RECIPIENT, SENDER, SHIPPED, line, notice, totals

FR, EN = Language.FRENCH, Language.ENGLISH
EVIL = 'A<script>alert("1")</script>&amp; \'"#import "x": * $1$ \u202egro\x00\r\nBcc: a@b.c {net}'
_OVERCLAIMED = replace(line(1, charged=False), claimed_cents=99_999_999)


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_data(self, data: str) -> None:
        if self.seen[-1:] != ["style"]:
            self.texts.append(data)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("tone", Tone)
@pytest.mark.parametrize("form", Form)
def test_every_form_and_tone_is_worded_with_the_totals_of_the_notice(
    form: Form, tone: Tone, language: Language
) -> None:
    told = notice(form, tone, language)
    mail = worded(told, SHIPPED)
    (total,) = told.totals
    shown = "".join(_Tags(mail.html).texts)
    for text in (mail.text, shown):
        for cents in (total.gross_cents, -total.credits_cents, total.net_cents):
            assert money_text(cents, "EUR", language) in text
        for one in told.lines:
            assert one.number in text
            assert money_text(one.open_cents, "EUR", language) in text
        assert money_text(total.interest_cents, "EUR", language) in text
        assert money_text(total.indemnity_cents, "EUR", language) in text
        assert told.rates in text
        assert "{" not in text
    assert told.reference in mail.subject


def test_a_worded_notice_can_be_queued_as_it_is() -> None:
    mail = worded(notice(reference=EVIL[:40], recipient=replace(RECIPIENT, name=EVIL)), SHIPPED)
    message = Message(
        key="k",
        channel=Channel.EMAIL,
        purpose="dunning",
        recipients=("a@example.com",),
        sender="b@example.com",
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        attachments=mail.attachments,
    )
    assert [one.media_type for one in message.attachments] == ["image/png"]


@pytest.mark.parametrize("form", Form)
def test_names_are_text_wherever_they_stand(form: Form) -> None:
    plain = notice(form, lines=(line(1),), credits_cents=0)
    tags = _Tags(worded(plain, SHIPPED).html).seen
    evil = replace(
        plain,
        customer=EVIL,
        reference=EVIL,
        recipient=Party(EVIL, (EVIL,), EVIL),
        sender=Party(EVIL, (EVIL,), EVIL, EVIL, EVIL, (EVIL,) * len(SENDER.mentions)),
        signed_by=EVIL,
        rates=EVIL,
        lines=(replace(line(1), number=EVIL, instalment=""),),
    )
    mail = worded(evil, SHIPPED)
    assert _Tags(mail.html).seen == tags
    for text in (mail.subject, mail.text, mail.html):
        assert not set(text) & {"\u202e", "\x00", "\r"}
        assert "\nBcc" not in text
    assert "\n" not in mail.subject


def test_one_currency_a_total_and_never_a_sum_of_two() -> None:
    told = notice(lines=(line(1), line(2, currency="GBP")), credits_cents=0)
    sheet = sheet_of(told, SHIPPED)
    assert [table.currency for table in sheet.tables] == ["EUR", "GBP"]
    for table, sign in zip(sheet.tables, "€£", strict=True):
        assert all(one.amount.endswith(sign) for one in table.sums)
        assert all(row.cells[4].endswith(sign) for row in table.rows)
    both = f"{money_text(61_967, 'EUR', FR)} et {money_text(75_684, 'GBP', FR)}"
    assert both in " ".join(sheet.opening)


def test_the_code_asks_for_the_net_of_the_invoices_alone() -> None:
    told = notice()
    (total,) = told.totals
    code = sheet_of(told, SHIPPED).payment.code.split("\n")
    assert code[7] == f"EUR{total.net_cents / 100:.2f}"
    assert code[-1] == told.reference


def test_a_statement_demands_nothing() -> None:
    sheet = sheet_of(notice(Form.STATEMENT), SHIPPED)
    assert sheet.payment.code.split("\n")[7] == ""
    assert not any(fact.name == sheet.labels.until for fact in sheet.payment.facts)
    assert sheet.tables[0].sums[-1].label == "Solde du compte"


@pytest.mark.parametrize(
    ("form", "tone", "count"),
    [
        (Form.REMINDER, Tone.KIND, 0),
        (Form.REMINDER, Tone.NEUTRAL, 0),
        (Form.REMINDER, Tone.FIRM, 3),
        (Form.FORMAL_NOTICE, Tone.FIRM, 3),
        (Form.STATEMENT, Tone.GRAVE, 0),
    ],
)
def test_stern_messages_list_those_before_them_by_day(form: Form, tone: Tone, count: int) -> None:
    told = notice(form, tone)
    past = sheet_of(replace(told, past=told.past[::-1]), SHIPPED).past
    assert len(past) == count
    assert past == sheet_of(told, SHIPPED).past


def test_the_disputed_part_is_told_apart() -> None:
    sheet = sheet_of(notice(lines=(line(1), line(2, disputed=20_000))), SHIPPED)
    notes = [row.note for row in sheet.tables[0].rows]
    assert notes == ["", f"dont {money_text(20_000, 'EUR', FR)} en litige, non réclamés"]
    steps = {one.label: one.amount for one in sheet.tables[0].sums}
    assert steps["Part en litige, non réclamée"] == money_text(-20_000, "EUR", FR)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("tone", Tone)
@pytest.mark.parametrize("form", Form)
def test_a_natural_person_reads_of_no_indemnity_and_no_law_of_merchants(
    form: Form, tone: Tone, language: Language
) -> None:
    told = notice(form, tone, language, lines=(line(1, charged=False),), natural_person=True)
    mail = worded(told, SHIPPED)
    for text in (mail.text, mail.html):
        assert "441" not in text
        assert "40\u00a0€" not in text
        assert "€40" not in text


@pytest.mark.parametrize("tone", Tone)
def test_a_formal_notice_holds_what_it_must(tone: Tone) -> None:
    told = notice(Form.FORMAL_NOTICE, tone)
    text = worded(told, SHIPPED).text
    assert told.deadline_on is not None
    expected = ["mise en demeure", "1344", "8\u00a0jours", long_day(told.deadline_on, FR)]
    expected += [long_day(one.sent_on, FR) for one in told.past]
    expected += [*SENDER.mentions, "en justice" if tone is not Tone.GRAVE else "tribunal", "L441-10"]
    for one in expected:
        assert one in text
    assert sheet_of(told, SHIPPED).registered


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"lines": ()}, "no invoice"),
        ({"totals": ()}, "no total"),
        ({"totals": (Total("EUR", 1, 0, 1),)}, "gross"),
        ({"totals": (Total("EUR", 275_798, 1, 275_798, 10_979, 16_000),)}, "net"),
        ({"natural_person": True}, "D441-5"),
        ({"deadline_on": ON, "form": Form.FORMAL_NOTICE}, "deadline"),
        ({"sender": Party("X"), "form": Form.FORMAL_NOTICE}, "creditor"),
        ({"payment_link": "javascript:alert(1)"}, "https"),
        ({"lines": (_OVERCLAIMED,), "totals": totals((_OVERCLAIMED,), Form.REMINDER)}, "more is claimed"),
    ],
)
def test_a_notice_that_contradicts_itself_is_not_worded(changed: dict[str, object], says: str) -> None:
    with pytest.raises(NoticeRefused, match=says):
        worded(replace(notice(), **changed), SHIPPED)  # type: ignore[arg-type]


def test_nothing_left_to_pay_is_no_reminder() -> None:
    with pytest.raises(NoticeRefused, match="nothing is left"):
        worded(notice(lines=(line(1),), credits_cents=61_967), SHIPPED)


def test_a_natural_persons_rates_name_no_law_of_merchants() -> None:
    told = notice(lines=(line(1, charged=False),), natural_person=True, rates="art. L. 441-10 C. com.")
    with pytest.raises(NoticeRefused, match="L441-10"):
        worded(told, SHIPPED)
