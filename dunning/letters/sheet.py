"""A message with every figure written out, before it becomes an e-mail or a page."""

from dataclasses import dataclass
from datetime import date

from dunning.letters.checked import check
from dunning.letters.epc import epc_payload
from dunning.letters.labels import LABELS, Labels
from dunning.letters.columns import Charges, InvoiceTable, charges_of, tables_of
from dunning.letters.templates import Templates, filled
from dunning.letters.typography import account_text, clean, long_day
from dunning.letters.values import values_of
from dunning.notice import Form, Notice, Party
from kernel.language import Language


@dataclass(frozen=True, slots=True)
class Account:
    """Where to pay, as written: the account number in groups of four."""

    holder: str
    iban: str
    bic: str


@dataclass(frozen=True, slots=True)
class Payment:
    """How to pay; `code` is what a telephone reads, blank where no code can be made."""

    accounts: tuple[Account, ...]
    reference: str
    until: str
    code: str
    link: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Texts and figures of one message; `texts_version` names the file its texts came from."""

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

    @property
    def labels(self) -> Labels:
        return LABELS[self.language]

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
        body=_paragraphs((*wording.body, *professional), values),
        payment=_payment(notice),
        past=_past(notice),
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
    """The code asks for the net of the invoices in euros; interest and indemnities are never in it."""
    euros = sum(total.net_cents for total in notice.totals if total.currency == "EUR")
    codes = (epc_payload(bank, euros, notice.reference) for bank in notice.banks)
    return Payment(
        accounts=tuple(
            Account(clean(bank.holder), account_text(bank.iban), clean(bank.bic).upper())
            for bank in notice.banks
        ),
        reference=clean(notice.reference),
        until=long_day(notice.deadline_on, notice.language) if notice.deadline_on else "",
        code=next((code for code in codes if code), ""),
        link=clean(notice.payment_link),
    )


def _past(notice: Notice) -> tuple[str, ...]:
    """By day; a reminder without a level is told by its channel alone."""
    labels = LABELS[notice.language]
    told = []
    for one in sorted(notice.past, key=lambda past: (past.sent_on, past.level, past.channel)):
        channel = labels.channels.get(one.channel, clean(one.channel))
        level = f" ({labels.level.format(level=one.level)})" if one.level > 0 else ""
        told.append(f"{long_day(one.sent_on, notice.language)}{labels.colon}{channel}{level}")
    return tuple(told)
