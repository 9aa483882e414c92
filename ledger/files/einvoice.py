"""An electronic invoice as its XML tells it, in either syntax: groups and terms of the norm EN 16931.

Each field says its business term (BT), which is how a person finds it in any software.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from kernel.siren import siren, vat
from ledger.errors import FileUnreadable
from ledger.files.currencies import currency
from ledger.files.xml import Element, children

FRANCE = "FR"
_SIREN, _SIRET = 9, 14  # digits
_LONGEST = 200  # characters of a name or a reference; beyond it is a text in the wrong place
_LARGEST = Decimal(10) ** 13  # units: beyond ten thousand billion it is an account number
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
_NOTHING = frozenset(("", "na", "n/a", "none", "néant", "sans", "-", "--", "."))


@dataclass(frozen=True, slots=True)
class Said:
    """What identifies a party, as written and without blanks; None where the document is silent."""

    name: str | None = None
    siren: str | None = None
    siret: str | None = None
    vat: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class EParty:
    """The seller or the buyer. A number that fails its own check identifies nobody: it is only in `said`."""

    said: Said

    @property
    def siren(self) -> str | None:
        """From the legal registration, else from the establishment."""
        return checked_siren(self.said.siren) or checked_siren(self.said.siret)

    @property
    def vat(self) -> str | None:
        written = self.said.vat
        if written is None or not written.startswith(FRANCE):
            return written
        try:
            return vat(written)
        except ValueError:
            return None

    @property
    def company(self) -> str | None:
        """The SIREN, taken from the French VAT number when nothing else gives it."""
        number = self.vat or ""
        return self.siren or (checked_siren(number[4:]) if number.startswith(FRANCE) else None)

    @property
    def french(self) -> bool:
        return self.said.country == FRANCE or self.company is not None


@dataclass(frozen=True, slots=True)
class References:
    """BT-13, BT-10, BT-83, BT-12 and BT-25: how buyer and seller find the case in their own files.

    unnamed: a preceding invoice is spoken of, but not by its number
    """

    order: str | None
    buyer: str | None
    payment: str | None
    contract: str | None
    preceding: tuple[str, ...]
    unnamed: bool


@dataclass(frozen=True, slots=True)
class Delivered:
    """BT-72, BT-74, and whether the document names a place (BG-13) and its address (BG-15)."""

    on: date | None
    period_end: date | None
    place: bool
    address: bool


@dataclass(frozen=True, slots=True)
class Payment:
    """BT-9 (several where it is to be paid in parts), BT-20, BT-81, BT-84 and BT-8."""

    due_on: tuple[date, ...]
    terms: str | None
    means: tuple[str, ...]
    ibans: tuple[str, ...]
    vat_point: str | None


@dataclass(frozen=True, slots=True)
class Totals:
    """BT-106 to BT-115, in units of the currency as written; None where the document is silent."""

    lines: Decimal | None
    allowances: Decimal | None
    charges: Decimal | None
    net: Decimal | None
    vat: Decimal | None
    gross: Decimal
    prepaid: Decimal | None
    rounding: Decimal | None
    due: Decimal


@dataclass(frozen=True, slots=True)
class VatGroup:
    """BT-116, BT-117, BT-118 and BT-119."""

    base: Decimal | None
    tax: Decimal | None
    category: str | None
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Note:
    """BT-21 and BT-22."""

    subject: str | None
    text: str


@dataclass(frozen=True, slots=True)
class EInvoice:
    """BT-1, BT-3, BT-2, BT-5, BT-23 and the groups above.

    profile: how much of an invoice its data tells; None when it names none of those of Factur-X
    credit: the syntax itself says that it is a credit note (UBL CreditNote)
    lines, allowances, charges: BT-131, BT-92 and BT-99
    other_currencies: those of amounts that should be in the currency of the invoice
    unused: elements that stand in the document although its profile does not use them
    """

    number: str
    type_code: str
    issued_on: date
    currency: str
    process: str | None
    profile: str | None
    credit: bool
    seller: EParty
    buyer: EParty
    references: References
    delivered: Delivered
    payment: Payment
    totals: Totals
    vat: tuple[VatGroup, ...]
    notes: tuple[Note, ...]
    lines: tuple[Decimal, ...]
    allowances: tuple[Decimal, ...]
    charges: tuple[Decimal, ...]
    other_currencies: tuple[str, ...]
    unused: tuple[str, ...] = ()

    @property
    def french(self) -> bool:
        return self.seller.french


def checked_siren(text: str | None) -> str | None:
    """The SIREN, if its key is right; a SIRET begins with it."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) not in (_SIREN, _SIRET):
        return None
    try:
        return siren(text[:_SIREN])
    except ValueError:
        return None


def every(element: Element | None, name: str) -> list[Element]:
    """The children of this local name, of an element that may be absent."""
    return [] if element is None else list(children(element, name))


def required(value: str | None, field: str) -> str:
    """Raises FileUnreadable, which names the field."""
    if value is None:
        raise FileUnreadable(f"The {field} is missing, so it cannot be read as an invoice.")
    return value


def short(text: str | None) -> str | None:
    """On one line and no longer than a name or reference is; None when it says nothing."""
    said = " ".join((text or "").split())[:_LONGEST].strip()
    return None if said.casefold() in _NOTHING else said


def compact(text: str | None) -> str | None:
    """A number without the blanks and points some write it with."""
    said = re.sub(r"[\s.\u00a0\u202f]", "", text or "")[:_LONGEST].upper()
    return said or None


def day_of(text: str | None, field: str) -> date | None:
    """Raises FileUnreadable when it is written but is no day."""
    if text is None:
        return None
    found = _DAY.fullmatch(text)
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise FileUnreadable(f"The {field} is “{text[:40]}”, which is not a day.")
    return day


def currency_of(text: str | None, field: str) -> str:
    """Raises FileUnreadable when it is missing or no currency."""
    written = required(text, field)
    try:
        return currency(written)
    except ValueError as error:
        raise FileUnreadable(f"The {field} cannot be used: {error}") from error


def decimal_of(text: str | None, field: str) -> Decimal | None:
    """Raises FileUnreadable when it is written but is no amount."""
    if text is None:
        return None
    try:
        value = Decimal(text) if text.isascii() and len(text) <= len("-1234567890123.12345678") else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or abs(value) >= _LARGEST:
        raise FileUnreadable(f"The {field} is “{text[:40]}”, which is not an amount.")
    return value


def cents_of(value: Decimal, field: str) -> int:
    """Whole cents. Raises FileUnreadable when there is a fraction of a cent."""
    cents = value * 100
    if cents != cents.to_integral_value():
        raise FileUnreadable(f"The {field} is {value}, which has a fraction of a cent.")
    return int(cents)
