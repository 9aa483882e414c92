"""The statement of late-payment interest on invoices paid late, as a letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dunning.letters.columns import InvoiceTable, Row, Sum
from dunning.letters.epc import epc_payload
from dunning.letters.labels import LABELS
from dunning.letters.penalty_texts import PenaltyTexts
from dunning.letters.sheet import Fact, Payment, Sheet
from dunning.letters.templates import filled
from dunning.letters.typography import account_text, clean, long_day, money_text
from dunning.notice import Form, Party
from dunning.sender import SenderPolicy
from kernel.language import Language, day_text


@dataclass(frozen=True, slots=True)
class PenaltyLine:
    """Of one invoice paid on `paid_on`: what is still owed beside it."""

    number: str
    due_on: date
    paid_on: date
    currency: str
    amount_cents: int
    interest_cents: int
    indemnity_cents: int


@dataclass(frozen=True, slots=True)
class PenaltyStatement:
    customer: str
    recipient: Party
    language: Language
    dated_on: date
    reference: str
    lines: Sequence[PenaltyLine]
    rates: str
    earlier: Sequence[tuple[str, date]] = ()


@dataclass(frozen=True, slots=True)
class _Labels:
    columns: tuple[str, ...]
    interest: str
    indemnity: str
    total: str
    letter: str
    joint: str


_LABELS = {
    Language.FRENCH: _Labels(
        columns=("Facture", "Échéance", "Réglée le", "Montant", "Pénalités", "Indemnité"),
        interest="Pénalités de retard",
        indemnity="Indemnité forfaitaire pour frais de recouvrement",
        total="Total à payer, sans TVA",
        letter="notre lettre {name} du {day}",
        joint=" et ",
    ),
    Language.ENGLISH: _Labels(
        columns=("Invoice", "Due", "Paid on", "Amount", "Interest", "Indemnity"),
        interest="Late-payment interest",
        indemnity="Fixed indemnity for recovery costs",
        total="Total to pay, no VAT",
        letter="our letter {name} of {day}",
        joint=" and ",
    ),
}


def penalty_sheet(told: PenaltyStatement, house: SenderPolicy, texts: PenaltyTexts) -> Sheet:
    """Its code asks for the euros; what is owed in another currency is told beside it."""
    language, labels, values = told.language, _LABELS[told.language], _values(told, house)
    reference = clean(told.reference)
    currencies = sorted({one.currency for one in told.lines})
    return Sheet(
        form=Form.STATEMENT,
        language=language,
        dated_on=told.dated_on,
        texts_version=texts.version,
        reference=reference,
        customer=clean(told.customer),
        registered=False,
        sender=house.party,
        recipient=told.recipient,
        subject=filled(texts.subject, values) or texts.subject,
        greeting=filled(texts.greeting, values) or texts.greeting,
        opening=_paragraphs(texts.opening, values),
        tables=tuple(_table(told, one, labels) for one in currencies),
        charges=None,
        body=tuple(text for text in (clean(told.rates), *_paragraphs(texts.body, values)) if text),
        payment=_payment(told, house, reference),
        past=(),
        closing=filled(texts.closing, values) or texts.closing,
        signed_by=clean(house.signed_by),
        columns=labels.columns,
    )


def _paragraphs(texts: Sequence[str], values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(done for one in texts if (done := filled(one, values)))


def _values(told: PenaltyStatement, house: SenderPolicy) -> dict[str, str]:
    labels, language = _LABELS[told.language], told.language
    letters = [labels.letter.format(name=name, day=long_day(day, language)) for name, day in told.earlier]
    values = {
        "contact": house.party.contact,
        "customer": told.customer,
        "earlier": labels.joint.join(filter(None, (", ".join(letters[:-1]), *letters[-1:]))),
        "email": house.party.email,
        "phone": house.party.phone,
        "recipient": told.recipient.name,
        "reference": told.reference,
        "sender": house.party.name,
        "signed_by": house.signed_by,
    }
    return {**{name: clean(text) for name, text in values.items()}, "date": long_day(told.dated_on, language)}


def _table(told: PenaltyStatement, currency: str, words: _Labels) -> InvoiceTable:
    lines, language = [one for one in told.lines if one.currency == currency], told.language
    interest = sum(one.interest_cents for one in lines)
    flat = sum(one.indemnity_cents for one in lines)

    def one_sum(label: str, cents: int, *, strong: bool = False) -> Sum:
        return Sum(label, money_text(cents, currency, language), strong)

    sums = (
        one_sum(words.interest, interest),
        *((one_sum(words.indemnity, flat),) if flat else ()),
        one_sum(words.total, interest + flat, strong=True),
    )
    return InvoiceTable(currency, tuple(_row(one, language) for one in lines), sums)


def _row(line: PenaltyLine, language: Language) -> Row:
    amounts = (line.amount_cents, line.interest_cents, line.indemnity_cents)
    days = (day_text(line.due_on, language), day_text(line.paid_on, language))
    return Row((clean(line.number), *days, *(money_text(one, line.currency, language) for one in amounts)))


def _payment(told: PenaltyStatement, house: SenderPolicy, reference: str) -> Payment:
    labels = LABELS[told.language]
    facts: list[Fact] = []
    for bank in house.banks:
        facts += [Fact(labels.holder, clean(bank.holder)), Fact("IBAN", account_text(bank.iban))]
    if house.banks:
        facts.append(Fact(labels.quote, reference, strong=True))
    euros = sum(one.interest_cents + one.indemnity_cents for one in told.lines if one.currency == "EUR")
    codes = (epc_payload(bank, euros, reference) for bank in house.banks)
    return Payment(tuple(facts), next((code for code in codes if code), "") if euros else "")
