"""What the law or the buyer asks of an invoice, and which of it a document lacks: lateness to come.

Only what the profile can carry is asked of its XML: MINIMUM holds neither notes nor bank details, which are
then on the page that goes with it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kernel.dated import Dated
from kernel.language import Language
from ledger.einvoice.document import Document
from ledger.einvoice.kinds import is_credit_note
from ledger.files.einvoice import EInvoice

_MINIMUM = "minimum"
_GOODS = ("B", "M")  # BT-23 begins with B for goods, S for services, M for both
_SERVICES = ("S", "M")
_PROCESS = re.compile(r"[BSM]\d", re.ASCII)
_TRANSFERS = frozenset(
    ("30", "31", "42", "58", "1", "ZZZ")
)  # means of payment (UNTDID 4461) that need an account
_ON_DEBITS = re.compile(r"d[ée]bits", re.IGNORECASE)
_PENALTY = re.compile(r"p[ée]nalit|int[ée]r[êe]ts? de retard|late payment|penalt", re.IGNORECASE)
_INDEMNITY = re.compile(r"indemnit|40\s*(?:€|eur)", re.IGNORECASE)
_DISCOUNT = re.compile(r"escompte|discount", re.IGNORECASE)

# Large and mid-size companies from 1 September 2026, all others from 1 September 2027 (impots.gouv.fr,
# questions and answers of 16 January 2026). We do not know the size of the seller: asked from the first day.
REFORM = Dated(
    {date(1900, 1, 1): False, date(2026, 9, 1): True},
    source="Calendar of electronic invoicing in France (impots.gouv.fr, 2026-01-16)",
)
_INDEMNITY_DUE = Dated(
    {date(1900, 1, 1): False, date(2013, 1, 1): True}, source="Code de commerce, art. D441-5"
)
_ALWAYS = Dated({date(1900, 1, 1): True}, source="Code de commerce, art. L441-9")


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention by its stable key: from when it is asked, by what text, and how to tell that it is absent.

    french: asked of French sellers only; credit: of credit notes too; minimum: MINIMUM can carry it.
    """

    key: str
    asked: Dated[bool]
    absent: Callable[[EInvoice], bool]
    in_english: str
    in_french: str
    french: bool = True
    credit: bool = False
    minimum: bool = False

    def text(self, language: Language) -> str:
        return self.in_french if language is Language.FRENCH else self.in_english


def missing_mentions(document: Document) -> list[str]:
    """The keys of what is asked of this document and is not there, in the order of the table."""
    return [mention.key for mention in MENTIONS if _lacks(mention, document)]


def mention_text(key: str, language: Language) -> str:
    """The sentence of a key; the key itself when a later version no longer knows it."""
    return next((one.text(language) for one in MENTIONS if one.key == key), key)


def _lacks(mention: Mention, document: Document) -> bool:
    invoice = document.invoice
    if mention.french and not invoice.french:
        return False
    if not mention.credit and is_credit_note(invoice):
        return False
    if not mention.minimum and document.profile == _MINIMUM:
        return False
    return mention.asked.on(invoice.issued_on) and mention.absent(invoice)


def _note(subject: str, words: re.Pattern[str]) -> Callable[[EInvoice], bool]:
    """Absent when no note has the subject, nor says it in the words one would use."""

    def absent(invoice: EInvoice) -> bool:
        terms = invoice.payment.terms or ""
        told = any(note.subject == subject or words.search(note.text) for note in invoice.notes)
        return not told and words.search(terms) is None

    return absent


def _no_account(invoice: EInvoice) -> bool:
    payment = invoice.payment
    by_transfer = not payment.means or bool(_TRANSFERS & set(payment.means))
    return invoice.totals.due > 0 and by_transfer and not payment.ibans


def _no_address(invoice: EInvoice) -> bool:
    goods = (invoice.process or "").startswith(_GOODS) or invoice.delivered.place
    return goods and not invoice.delivered.address


def _debits_not_said(invoice: EInvoice) -> bool:
    services = (invoice.process or "").startswith(_SERVICES)
    said = invoice.payment.vat_point is not None or any(_ON_DEBITS.search(one.text) for one in invoice.notes)
    return services and not said


MENTIONS = (
    Mention(
        "order_reference",
        _ALWAYS,
        lambda invoice: invoice.references.order is None,
        "The buyer's order number (BT-13) is missing: many buyers pay nothing without it.",
        "Le numéro de commande de l'acheteur (BT-13) manque : beaucoup ne paient pas sans lui.",
        french=False,
        minimum=True,
    ),
    Mention(
        "due_date",
        _ALWAYS,
        lambda invoice: not invoice.payment.due_on,
        "The due date (BT-9) is missing (art. L441-9 C. com.).",
        "La date d'échéance (BT-9) manque (art. L441-9 C. com.).",
        french=False,
    ),
    Mention(
        "payment_account",
        _ALWAYS,
        _no_account,
        "The account to pay to (BT-84) is missing.",
        "Le compte à créditer (BT-84) manque.",
        french=False,
    ),
    Mention(
        "buyer_siren",
        REFORM,
        lambda invoice: invoice.buyer.french and invoice.buyer.siren is None,
        "The buyer's SIREN (BT-47) is missing or wrong (asked from 2026-09-01, "
        "of smaller sellers from 2027-09-01).",
        "Le SIREN de l'acheteur (BT-47) manque ou est faux (exigé dès le 01/09/2026, "
        "le 01/09/2027 pour les PME).",
        credit=True,
        minimum=True,
    ),
    Mention(
        "delivery_address",
        REFORM,
        _no_address,
        "The address of delivery (BG-15) is missing: asked where goods go elsewhere than to "
        "the buyer's address.",
        "L'adresse de livraison (BG-15) manque : exigée si elle diffère de celle de l'acheteur.",
    ),
    Mention(
        "operation_category",
        REFORM,
        lambda invoice: _PROCESS.fullmatch(invoice.process or "") is None,
        "It is not said (BT-23) whether goods, services or both are invoiced.",
        "La catégorie de l'opération (BT-23 : biens, services ou les deux) manque.",
        minimum=True,
    ),
    Mention(
        "vat_on_debits",
        REFORM,
        _debits_not_said,
        "It is not said (BT-8) when VAT on services falls due: the option for debits must be told if taken.",
        "L'exigibilité de la TVA sur les services (BT-8) manque : l'option pour les "
        "débits doit être mentionnée.",
    ),
    Mention(
        "penalty_mention",
        _ALWAYS,
        _note("PMD", _PENALTY),
        "The rate of late payment penalties (note PMD) is missing (art. L441-9 and L441-10 C. com.).",
        "Le taux des pénalités de retard (note PMD) manque (art. L441-9 et L441-10 C. com.).",
    ),
    Mention(
        "indemnity_mention",
        _INDEMNITY_DUE,
        _note("PMT", _INDEMNITY),
        "The flat indemnity of 40 EUR (note PMT) is missing (art. L441-9 and D441-5 C. com.).",
        "L'indemnité forfaitaire de 40 € (note PMT) manque (art. L441-9 et D441-5 C. com.).",
    ),
    Mention(
        "discount_mention",
        _ALWAYS,
        _note("AAB", _DISCOUNT),
        "The terms of discount, or that there is none (note AAB), are missing (art. L441-9 C. com.).",
        "Les conditions d'escompte, ou leur absence (note AAB), manquent (art. L441-9 C. com.).",
    ),
)
