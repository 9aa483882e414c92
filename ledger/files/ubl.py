"""Invoices and credit notes in the syntax of OASIS (UBL 2.1)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ledger.errors import FileUnreadable
from ledger.files.einvoice import (
    Delivered,
    EInvoice,
    EParty,
    Note,
    Payment,
    References,
    Said,
    Totals,
    VatGroup,
    compact,
    currency_of,
    day_of,
    decimal_of,
    every,
    required,
    short,
)
from ledger.files.xml import Element, first, local, text_of

CREDIT_NOTE = "CreditNote"  # the name of its root element
_USUAL_CREDIT_NOTE = "381"
_SIREN, _SIRET, _ADDRESS_SIREN = "0002", "0009", "0225"  # schemes of ISO 6523
_SUBJECT = re.compile(r"#([A-Z]{3})#(.*)", re.DOTALL | re.ASCII)


def read_ubl(root: Element, *, profile: str | None) -> EInvoice:
    """Raises FileUnreadable, which names the field, when a required one is missing or not readable."""
    credit = local(root) == CREDIT_NOTE
    kind = text_of(root, "CreditNoteTypeCode" if credit else "InvoiceTypeCode")
    issued_on = day_of(text_of(root, "IssueDate"), "issue date (BT-2, IssueDate)")
    if issued_on is None:
        raise FileUnreadable("The issue date (BT-2, IssueDate) is missing.")
    currency = currency_of(text_of(root, "DocumentCurrencyCode"), "currency (BT-5, DocumentCurrencyCode)")
    taxes = _taxes(root, currency)
    charges = list(_charges(root))
    total = first(root, "LegalMonetaryTotal")
    return EInvoice(
        number=required(short(text_of(root, "ID")), "invoice number (BT-1, ID)"),
        type_code=required(kind or (_USUAL_CREDIT_NOTE if credit else None), "type (BT-3, InvoiceTypeCode)"),
        issued_on=issued_on,
        currency=currency,
        process=text_of(root, "ProfileID"),
        profile=profile,
        credit=credit,
        seller=_party(first(root, "AccountingSupplierParty", "Party")),
        buyer=_party(first(root, "AccountingCustomerParty", "Party")),
        references=_references(root),
        delivered=_delivered(root),
        payment=_payment(root),
        totals=_totals(total, first(taxes, "TaxAmount")),
        vat=tuple(_vat_groups(taxes)),
        notes=tuple(_notes(root)),
        lines=tuple(_line_amounts(every(root, "CreditNoteLine" if credit else "InvoiceLine"))),
        allowances=tuple(amount for charge, amount in charges if not charge),
        charges=tuple(amount for charge, amount in charges if charge),
        other_currencies=_other_currencies(total, currency),
    )


def _party(party: Element | None) -> EParty:
    legal = first(party, "PartyLegalEntity", "CompanyID")
    numbers: dict[str, str] = {}
    if legal is not None:
        numbers[legal.get("schemeID", _SIREN)] = (legal.text or "").strip()
    for one in every(party, "PartyIdentification"):
        number = first(one, "ID")
        if number is not None:
            numbers.setdefault(number.get("schemeID", ""), (number.text or "").strip())
    address = first(party, "EndpointID")
    if address is not None and address.get("schemeID") == _ADDRESS_SIREN:
        numbers.setdefault(_SIREN, (address.text or "").strip()[: len("123456782")])
    vats = [
        text_of(one, "CompanyID")
        for one in every(party, "PartyTaxScheme")
        if (text_of(one, "TaxScheme", "ID") or "VAT").upper() == "VAT"
    ]
    return EParty(
        Said(
            name=short(text_of(party, "PartyLegalEntity", "RegistrationName"))
            or short(text_of(party, "PartyName", "Name")),
            siren=compact(numbers.get(_SIREN)),
            siret=compact(numbers.get(_SIRET)),
            vat=compact(vats[0]) if vats else None,
            country=(text_of(party, "PostalAddress", "Country", "IdentificationCode") or "").upper() or None,
        )
    )


def _references(root: Element) -> References:
    preceding = [
        short(text_of(reference, "ID"))
        for billing in every(root, "BillingReference")
        for name in ("InvoiceDocumentReference", "CreditNoteDocumentReference")
        for reference in every(billing, name)
    ]
    means = (short(text_of(one, "PaymentID")) for one in every(root, "PaymentMeans"))
    return References(
        order=short(text_of(root, "OrderReference", "ID")),
        buyer=short(text_of(root, "BuyerReference")),
        payment=next((one for one in means if one), None),
        contract=short(text_of(root, "ContractDocumentReference", "ID")),
        preceding=tuple(dict.fromkeys(one for one in preceding if one is not None)),
        unnamed=None in preceding,
    )


def _delivered(root: Element) -> Delivered:
    delivery = first(root, "Delivery")
    address = first(delivery, "DeliveryLocation", "Address")
    return Delivered(
        on=day_of(text_of(delivery, "ActualDeliveryDate"), "delivery date (BT-72, ActualDeliveryDate)"),
        period_end=day_of(
            text_of(root, "InvoicePeriod", "EndDate"), "end of the invoiced period (BT-74, EndDate)"
        ),
        place=first(delivery, "DeliveryLocation") is not None or first(delivery, "DeliveryParty") is not None,
        address=text_of(address, "Country", "IdentificationCode") is not None
        or text_of(address, "CityName") is not None,
    )


def _payment(root: Element) -> Payment:
    means = every(root, "PaymentMeans")
    written = [text_of(root, "DueDate"), *(text_of(one, "PaymentDueDate") for one in means)]
    days = [day_of(one, "due date (BT-9, DueDate)") for one in written]
    terms = [text for one in every(root, "PaymentTerms") if (text := text_of(one, "Note"))]
    ibans = [compact(text_of(one, "PayeeFinancialAccount", "ID")) for one in means]
    return Payment(
        due_on=tuple(sorted({day for day in days if day is not None})),
        terms=" ".join(" ".join(text.split()) for text in terms) or None,
        means=tuple(code for one in means if (code := text_of(one, "PaymentMeansCode"))),
        ibans=tuple(iban for iban in ibans if iban),
        vat_point=text_of(root, "InvoicePeriod", "DescriptionCode"),
    )


def _taxes(root: Element, currency: str) -> Element | None:
    """The total of VAT in the currency of the invoice; another may tell it for the tax office."""
    for one in every(root, "TaxTotal"):
        amount = first(one, "TaxAmount")
        if amount is not None and amount.get("currencyID", currency) == currency:
            return one
    return None


def _totals(total: Element | None, tax: Element | None) -> Totals:
    def amount(name: str, code: str) -> Decimal | None:
        return decimal_of(text_of(total, name), f"total {code}, {name},")

    gross = amount("TaxInclusiveAmount", "with VAT (BT-112)")
    due = amount("PayableAmount", "to pay (BT-115)")
    if gross is None or due is None:
        missing = "total with VAT (BT-112, TaxInclusiveAmount)" if gross is None else _DUE
        raise FileUnreadable(f"The {missing} is missing, so it cannot be read as an invoice.")
    return Totals(
        lines=amount("LineExtensionAmount", "of lines (BT-106)"),
        allowances=amount("AllowanceTotalAmount", "of allowances (BT-107)"),
        charges=amount("ChargeTotalAmount", "of charges (BT-108)"),
        net=amount("TaxExclusiveAmount", "without VAT (BT-109)"),
        vat=decimal_of(text_of(tax), "total of VAT (BT-110, TaxAmount)") if tax is not None else None,
        gross=gross,
        prepaid=amount("PrepaidAmount", "already paid (BT-113)"),
        rounding=amount("PayableRoundingAmount", "of rounding (BT-114)"),
        due=due,
    )


_DUE = "amount due (BT-115, PayableAmount)"


def _vat_groups(taxes: Element | None) -> Iterator[VatGroup]:
    for one in every(taxes, "TaxSubtotal"):
        yield VatGroup(
            base=decimal_of(text_of(one, "TaxableAmount"), "VAT base (BT-116, TaxableAmount)"),
            tax=decimal_of(text_of(one, "TaxAmount"), "VAT amount (BT-117, TaxAmount)"),
            category=text_of(one, "TaxCategory", "ID"),
            rate=decimal_of(text_of(one, "TaxCategory", "Percent"), "VAT rate (BT-119, Percent)"),
        )


def _notes(root: Element) -> Iterator[Note]:
    """The subject stands at the head of the text, between two marks: #PMT#…"""
    for one in every(root, "Note"):
        text = " ".join((one.text or "").split())
        if (found := _SUBJECT.fullmatch(text)) is not None:
            yield Note(found[1], found[2].strip())
        elif text:
            yield Note(None, text)


def _line_amounts(lines: Sequence[Element]) -> Iterator[Decimal]:
    for line in lines:
        total = text_of(line, "LineExtensionAmount")
        if (amount := decimal_of(total, "amount of a line (BT-131, LineExtensionAmount)")) is not None:
            yield amount


def _charges(root: Element) -> Iterator[tuple[bool, Decimal]]:
    """Whether it is a charge, else an allowance, and its amount."""
    for one in every(root, "AllowanceCharge"):
        amount = decimal_of(text_of(one, "Amount"), "amount of an allowance or charge (BT-92, BT-99)")
        if amount is not None:
            yield text_of(one, "ChargeIndicator") == "true", amount


def _other_currencies(total: Element | None, currency: str) -> tuple[str, ...]:
    amounts = [] if total is None else list(total)
    return tuple(sorted({said for one in amounts if (said := one.get("currencyID")) and said != currency}))
