"""When an invoice must be paid: as it says, else as its terms say beyond doubt, as agreed, or by law."""

import re
from datetime import date
from typing import NamedTuple

from kernel.days import Terms
from ledger.files.einvoice import EInvoice

PROVIDED, TERMS, BY_DEFAULT = "provided", "terms", "default"
SURENESS = {PROVIDED: 2, TERMS: 1, BY_DEFAULT: 0}

# Thirty days after the invoice: what French law sets where nothing was agreed (art. L441-10 C. com.).
_DEFAULT = Terms(30)
_LONGEST = 365
_DAYS = re.compile(r"\b(\d{1,3})\s*(?:jours?|jrs?|j|days?|d)\b|\bnet\s+(\d{1,3})\b", re.IGNORECASE)
_AT_ONCE = re.compile(
    r"à r[ée]ception(?: de (?:la )?facture)?|a reception|comptant|imm[ée]diat|(?:up)?on receipt|due now",
    re.IGNORECASE,
)
# What gives days another meaning: month ends, which are counted in two ways, discounts, parts, deliveries.
_ANOTHER_MEANING = re.compile(
    r"fin|f\.?d\.?m|mois|month|eom|escompte|discount|%|acompte|solde|deposit|livraison|deliver|d[ée]lai"
    r"|r[ée]ception (?:des|de la) (?:marchandise|commande)|le \d|\bou\b|\bor\b",
    re.IGNORECASE,
)


class Due(NamedTuple):
    on: date
    source: str
    parts: int = 1  # several where it is to be paid in parts: the day is that of the last


def due_of(invoice: EInvoice, agreed: Terms | None) -> Due:
    """`agreed` are the customer's terms. Nothing is claimed before the last day the document names."""
    days = invoice.payment.due_on
    if days:
        return Due(days[-1], PROVIDED, len(days))
    written = terms_of(invoice.payment.terms or "")
    if (terms := written or agreed) is not None:
        return Due(_due_on(terms, invoice.issued_on), TERMS)
    return Due(_due_on(_DEFAULT, invoice.issued_on), BY_DEFAULT)


def terms_of(text: str) -> Terms | None:
    """The terms that a text states, if it can be read in one way only."""
    if _ANOTHER_MEANING.search(text):
        return None
    found = {int(days or net) for days, net in _DAYS.findall(text)}
    if _AT_ONCE.search(text):
        return Terms(0) if not found else None
    numbers = re.findall(r"\d+", text)
    if len(found) == 1 and len(numbers) == 1 and max(found) <= _LONGEST:
        return Terms(found.pop())
    return None


def _due_on(terms: Terms, issued_on: date) -> date:
    """Calendars end: an invoice of the last year of all is due on its day."""
    try:
        return terms.due_on(issued_on)
    except OverflowError:
        return issued_on
