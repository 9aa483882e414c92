"""A message with every figure written out, before it becomes an e-mail or a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dunning.letters.checked import check
from dunning.letters.columns import Charges, InvoiceTable, charges_of, tables_of
from dunning.letters.epc import epc_payload
from dunning.letters.filed import files_told
from dunning.letters.labels import LABELS, Labels
from dunning.letters.templates import Templates, filled
from dunning.letters.typography import account_text, clean, long_day
from dunning.letters.values import values_of
from dunning.notice import Form, Notice, Party, Tone
from kernel.language import Language


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of how to pay; what stands out is strong."""

    name: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Payment:
    """How to pay; `code` is what a telephone reads, blank where no code can be made."""

    facts: tuple[Fact, ...]
    code: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Texts and figures of one message; `texts_version` is that of the file its texts came from.

    Formal notices and reminders that are firm or grave list the reminders before them.
    """

    form: Form
    language: Language
    dated_on: date
    texts_version: str
    reference: str
    customer: str
    registered: bool
    sender: Party
    recipient: Party
    subject: str
    greeting: str
    opening: tuple[str, ...]
    tables: tuple[InvoiceTable, ...]
    charges: Charges | None
    body: tuple[str, ...]
    payment: Payment
    past: tuple[str, ...]
    closing: str
    signed_by: str
    columns: tuple[str, ...] = ()  # of its tables; the usual ones where blank

    @property
    def labels(self) -> Labels:
        return LABELS[self.language]

    @property
    def signature(self) -> tuple[str, ...]:
        """For whom, and by whom."""
        told = (self.labels.for_creditor.format(name=self.sender.name), self.signed_by)
        return tuple(text for text in told if text)

    @property
    def day(self) -> str:
        return self.labels.on.format(day=long_day(self.dated_on, self.language))


def sheet_of(notice: Notice, templates: Templates) -> Sheet:
    """The notice in words. Raises NoticeRefused and TemplateRefused."""
    check(notice)
    texts = templates.of(notice.language, notice.form)
    wording, values = texts.wording(notice.tone), values_of(notice)
    professional = () if notice.natural_person else wording.professional
    return Sheet(
        form=notice.form,
        language=notice.language,
        dated_on=notice.dated_on,
        texts_version=texts.version,
        reference=clean(notice.reference),
        customer=clean(notice.customer),
        registered=notice.registered or notice.form is Form.FORMAL_NOTICE,
        sender=_party(notice.sender),
        recipient=_party(notice.recipient),
        subject=filled(wording.subject, values) or wording.subject,
        greeting=filled(wording.greeting, values) or wording.greeting,
        opening=_paragraphs(wording.opening, values),
        tables=tables_of(notice),
        charges=charges_of(notice),
        body=(*_paragraphs((*wording.body, *professional), values), *files_told(notice)),
        payment=_payment(notice),
        past=_past(notice) if _counts_up(notice) else (),
        closing=filled(wording.closing, values) or wording.closing,
        signed_by=clean(notice.signed_by),
    )


def _paragraphs(texts: tuple[str, ...], values: dict[str, str]) -> tuple[str, ...]:
    return tuple(done for text in texts if (done := filled(text, values)))


def _party(party: Party) -> Party:
    return Party(
        name=clean(party.name),
        lines=tuple(line for told in party.lines if (line := clean(told))),
        contact=clean(party.contact),
        email=clean(party.email),
        phone=clean(party.phone),
        mentions=tuple(line for told in party.mentions if (line := clean(told))),
    )


def _payment(notice: Notice) -> Payment:
    """The code asks for the net of the invoices in euros; interest and indemnities are never in it.

    A statement's code leaves the amount to the payer: its balance holds what is not due or in dispute.
    """
    euros = sum(total.net_cents for total in notice.totals if total.currency == "EUR")
    asked = None if notice.form is Form.STATEMENT and euros > 0 else euros
    codes = (epc_payload(bank, asked, notice.reference) for bank in notice.banks)
    return Payment(tuple(_facts(notice)), next((code for code in codes if code), ""))


def _facts(notice: Notice) -> Iterator[Fact]:
    """Until when, where to and under which reference; a statement sets no deadline."""
    labels = LABELS[notice.language]
    if notice.deadline_on is not None and notice.form is not Form.STATEMENT:
        yield Fact(labels.until, long_day(notice.deadline_on, notice.language), strong=True)
    for bank in notice.banks:
        yield Fact(labels.holder, clean(bank.holder))
        yield Fact("IBAN", account_text(bank.iban))
        if bank.bic:
            yield Fact("BIC", clean(bank.bic).upper())
    if notice.banks or notice.payment_link:
        yield Fact(labels.quote, clean(notice.reference), strong=True)
    if notice.payment_link:
        yield Fact(labels.by_link, clean(notice.payment_link))


def _counts_up(notice: Notice) -> bool:
    """A kind reminder does not reproach those before it."""
    stern = notice.form is Form.REMINDER and notice.tone in {Tone.FIRM, Tone.GRAVE}
    return stern or notice.form is Form.FORMAL_NOTICE


def _past(notice: Notice) -> tuple[str, ...]:
    """By day; a reminder without a level is told by its channel alone."""
    labels = LABELS[notice.language]
    told = []
    for one in sorted(notice.past, key=lambda past: (past.sent_on, past.level, past.channel)):
        channel = labels.channels.get(one.channel, clean(one.channel))
        level = f" ({labels.level.format(level=one.level)})" if one.level > 0 else ""
        told.append(f"{long_day(one.sent_on, notice.language)}{labels.colon}{channel}{level}")
    return tuple(told)
