"""The statement of late-payment interest on invoices paid late, as a letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dunning.letters.columns import InvoiceTable, Row, Sum
from dunning.letters.epc import epc_payload
from dunning.letters.labels import LABELS
from dunning.letters.sheet import Fact, Payment, Sheet
from dunning.letters.typography import account_text, clean, long_day, money_text
from dunning.notice import Form, Party
from dunning.sender import SenderPolicy
from kernel.language import Language, day_text

_VERSION = "2026-12"


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


@dataclass(frozen=True, slots=True)
class _Words:
    subject: str
    greeting: str
    opening: str
    columns: tuple[str, ...]
    interest: str
    indemnity: str
    total: str
    body: tuple[str, ...]
    closing: str


_WORDS = {
    Language.FRENCH: _Words(
        subject="Pénalités de retard sur factures réglées, référence {reference}",
        greeting="Madame, Monsieur,",
        opening="Les factures ci-dessous ont été réglées après leur échéance, et nous vous en remercions. "
        "Leur règlement laisse dues les pénalités de retard et l’indemnité forfaitaire, arrêtées au {day}.",
        columns=("Facture", "Échéance", "Réglée le", "Montant", "Pénalités", "Indemnité"),
        interest="Pénalités de retard",
        indemnity="Indemnité forfaitaire pour frais de recouvrement",
        total="Total à payer, sans TVA",
        body=(
            "Ces sommes sont dues de plein droit, sans qu’un rappel soit nécessaire (articles L441-10 II et "
            "D441-5 du code de commerce). Elles courent du lendemain de l’échéance au règlement, jour par "
            "jour, sur le montant restant dû, et ne sont pas soumises à la TVA.",
            "Ce relevé reprend et remplace ce qu’une lettre précédente aurait réclamé au même titre ; aucun "
            "jour n’y est compté deux fois.",
        ),
        closing="Nous vous prions d’agréer, Madame, Monsieur, nos salutations distinguées.",
    ),
    Language.ENGLISH: _Words(
        subject="Late-payment interest on paid invoices, reference {reference}",
        greeting="Dear Sir or Madam,",
        opening="The invoices below were paid after their due date, for which we thank you. "
        "Paying them leaves late-payment interest and the fixed indemnity due, reckoned to {day}.",
        columns=("Invoice", "Due", "Paid on", "Amount", "Interest", "Indemnity"),
        interest="Late-payment interest",
        indemnity="Fixed indemnity for recovery costs",
        total="Total to pay, no VAT",
        body=(
            "These sums are due by law, without any reminder (articles L441-10 II and D441-5 of the French "
            "commercial code). Interest runs from the day after the due date to the payment, by the day on "
            "what was open; no VAT is charged on it.",
            "This statement takes up and replaces whatever an earlier letter may have claimed for the same; "
            "no day is counted twice in it.",
        ),
        closing="Yours faithfully,",
    ),
}


def penalty_sheet(told: PenaltyStatement, house: SenderPolicy) -> Sheet:
    """Its code asks for the euros; what is owed in another currency is told beside it."""
    language, words = told.language, _WORDS[told.language]
    reference = clean(told.reference)
    currencies = sorted({one.currency for one in told.lines})
    return Sheet(
        form=Form.STATEMENT,
        language=language,
        dated_on=told.dated_on,
        texts_version=_VERSION,
        reference=reference,
        customer=clean(told.customer),
        registered=False,
        sender=house.party,
        recipient=told.recipient,
        subject=words.subject.format(reference=reference),
        greeting=words.greeting,
        opening=(words.opening.format(day=long_day(told.dated_on, language)),),
        tables=tuple(_table(told, one, words) for one in currencies),
        charges=None,
        body=tuple(text for text in (clean(told.rates), *words.body) if text),
        payment=_payment(told, house, reference),
        past=(),
        closing=words.closing,
        signed_by=clean(house.signed_by),
        columns=words.columns,
    )


def _table(told: PenaltyStatement, currency: str, words: _Words) -> InvoiceTable:
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
