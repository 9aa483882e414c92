"""Invoices in the syntax of UN/CEFACT (Cross Industry Invoice), as Factur-X holds them."""

from collections.abc import Iterator, Sequence
from datetime import date
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

_SIREN, _SIRET, _ADDRESS_SIREN = "0002", "0009", "0225"  # schemes of ISO 6523
_NOT_COUNTED = frozenset(("GROUP", "INFORMATION"))  # lines of EXTENDED that only sum up or explain others
_PERCENT_NOT_USED = frozenset(("minimum", "basicwl", "basic", "en16931"))


def read_cii(root: Element, *, profile: str | None) -> EInvoice:
    """Raises FileUnreadable, which names the field, when a required one is missing or not readable."""
    heading = first(root, "ExchangedDocument")
    trade = first(root, "SupplyChainTradeTransaction")
    agreement = first(trade, "ApplicableHeaderTradeAgreement")
    settlement = first(trade, "ApplicableHeaderTradeSettlement")
    summation = first(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation")
    issued_on = _day(heading, "IssueDateTime", field="issue date (BT-2, IssueDateTime)")
    if issued_on is None:
        raise FileUnreadable("The issue date (BT-2, IssueDateTime) is missing.")
    currency = currency_of(text_of(settlement, "InvoiceCurrencyCode"), "currency (BT-5, InvoiceCurrencyCode)")
    lines = every(trade, "IncludedSupplyChainTradeLineItem")
    charges = list(_charges(settlement))
    return EInvoice(
        number=required(short(text_of(heading, "ID")), "invoice number (BT-1, ExchangedDocument/ID)"),
        type_code=required(text_of(heading, "TypeCode"), "type (BT-3, TypeCode)"),
        issued_on=issued_on,
        currency=currency,
        process=text_of(
            root, "ExchangedDocumentContext", "BusinessProcessSpecifiedDocumentContextParameter", "ID"
        ),
        profile=profile,
        credit=False,
        seller=_party(first(agreement, "SellerTradeParty")),
        buyer=_party(first(agreement, "BuyerTradeParty")),
        references=_references(agreement, settlement),
        delivered=_delivered(first(trade, "ApplicableHeaderTradeDelivery"), settlement),
        payment=_payment(settlement),
        totals=_totals(summation, currency),
        vat=tuple(_vat_groups(settlement)),
        notes=tuple(_notes(heading)),
        lines=tuple(_line_amounts(lines)),
        allowances=tuple(amount for charge, amount in charges if not charge),
        charges=tuple(amount for charge, amount in charges if charge),
        other_currencies=_other_currencies(summation, currency),
        unused=_unused(lines) if profile in _PERCENT_NOT_USED else (),
    )


def _party(party: Element | None) -> EParty:
    numbers: dict[str, str] = {}
    legal = first(party, "SpecifiedLegalOrganization", "ID")
    if legal is not None:
        numbers[legal.get("schemeID", _SIREN)] = (legal.text or "").strip()
    for one in every(party, "GlobalID"):
        numbers.setdefault(one.get("schemeID", ""), (one.text or "").strip())
    address = first(party, "URIUniversalCommunication", "URIID")
    if address is not None and address.get("schemeID") == _ADDRESS_SIREN:
        numbers.setdefault(_SIREN, (address.text or "").strip()[: len("123456782")])
    taxes = every(party, "SpecifiedTaxRegistration")
    vats = [text_of(one, "ID") for one in taxes if _scheme(one) == "VA"]
    return EParty(
        Said(
            name=short(text_of(party, "Name"))
            or short(text_of(party, "SpecifiedLegalOrganization", "TradingBusinessName")),
            siren=compact(numbers.get(_SIREN)),
            siret=compact(numbers.get(_SIRET)),
            vat=compact(vats[0]) if vats else None,
            country=(text_of(party, "PostalTradeAddress", "CountryID") or "").upper() or None,
        )
    )


def _scheme(registration: Element) -> str | None:
    number = first(registration, "ID")
    return None if number is None else number.get("schemeID")


def _references(agreement: Element | None, settlement: Element | None) -> References:
    found = every(settlement, "InvoiceReferencedDocument")
    preceding = [short(text_of(one, "IssuerAssignedID")) for one in found]
    return References(
        order=short(text_of(agreement, "BuyerOrderReferencedDocument", "IssuerAssignedID")),
        buyer=short(text_of(agreement, "BuyerReference")),
        payment=short(text_of(settlement, "PaymentReference")),
        contract=short(text_of(agreement, "ContractReferencedDocument", "IssuerAssignedID")),
        preceding=tuple(dict.fromkeys(one for one in preceding if one is not None)),
        unnamed=None in preceding,
    )


def _delivered(delivery: Element | None, settlement: Element | None) -> Delivered:
    place = first(delivery, "ShipToTradeParty")
    return Delivered(
        on=_day(
            first(delivery, "ActualDeliverySupplyChainEvent"),
            "OccurrenceDateTime",
            field="delivery date (BT-72, OccurrenceDateTime)",
        ),
        period_end=_day(
            first(settlement, "BillingSpecifiedPeriod"),
            "EndDateTime",
            field="end of the invoiced period (BT-74, EndDateTime)",
        ),
        place=place is not None,
        address=text_of(place, "PostalTradeAddress", "CountryID") is not None
        or text_of(place, "PostalTradeAddress", "CityName") is not None,
    )


def _payment(settlement: Element | None) -> Payment:
    terms = every(settlement, "SpecifiedTradePaymentTerms")
    means = every(settlement, "SpecifiedTradeSettlementPaymentMeans")
    days = [_day(one, "DueDateDateTime", field="due date (BT-9, DueDateDateTime)") for one in terms]
    said = [text_of(one, "Description") for one in terms]
    ibans = [compact(text_of(one, "PayeePartyCreditorFinancialAccount", "IBANID")) for one in means]
    points = [text_of(one, "DueDateTypeCode") for one in every(settlement, "ApplicableTradeTax")]
    return Payment(
        due_on=tuple(sorted({day for day in days if day is not None})),
        terms=" ".join(" ".join(text.split()) for text in said if text) or None,
        means=tuple(code for one in means if (code := text_of(one, "TypeCode"))),
        ibans=tuple(iban for iban in ibans if iban),
        vat_point=next((point for point in points if point), None),
    )


def _totals(summation: Element | None, currency: str) -> Totals:
    def amount(name: str, code: str) -> Decimal | None:
        return decimal_of(text_of(summation, name), f"total {code}, {name},")

    gross = amount("GrandTotalAmount", "with VAT (BT-112)")
    due = amount("DuePayableAmount", "to pay (BT-115)")
    if gross is None or due is None:
        missing = "total with VAT (BT-112, GrandTotalAmount)" if gross is None else _DUE
        raise FileUnreadable(f"The {missing} is missing, so it cannot be read as an invoice.")
    taxes = every(summation, "TaxTotalAmount")
    own = [one for one in taxes if one.get("currencyID", currency) == currency]
    return Totals(
        lines=amount("LineTotalAmount", "of lines (BT-106)"),
        allowances=amount("AllowanceTotalAmount", "of allowances (BT-107)"),
        charges=amount("ChargeTotalAmount", "of charges (BT-108)"),
        net=amount("TaxBasisTotalAmount", "without VAT (BT-109)"),
        vat=decimal_of(text_of(own[0]), "total of VAT (BT-110, TaxTotalAmount)") if own else None,
        gross=gross,
        prepaid=amount("TotalPrepaidAmount", "already paid (BT-113)"),
        rounding=amount("RoundingAmount", "of rounding (BT-114)"),
        due=due,
    )


_DUE = "amount due (BT-115, DuePayableAmount)"


def _vat_groups(settlement: Element | None) -> Iterator[VatGroup]:
    for one in every(settlement, "ApplicableTradeTax"):
        yield VatGroup(
            base=decimal_of(text_of(one, "BasisAmount"), "VAT base (BT-116, BasisAmount)"),
            tax=decimal_of(text_of(one, "CalculatedAmount"), "VAT amount (BT-117, CalculatedAmount)"),
            category=text_of(one, "CategoryCode"),
            rate=decimal_of(text_of(one, "RateApplicablePercent"), "VAT rate (BT-119)"),
        )


def _notes(heading: Element | None) -> Iterator[Note]:
    for one in every(heading, "IncludedNote"):
        if (text := text_of(one, "Content")) is not None:
            yield Note(text_of(one, "SubjectCode"), " ".join(text.split()))


def _line_amounts(lines: Sequence[Element]) -> Iterator[Decimal]:
    for line in lines:
        if text_of(line, "AssociatedDocumentLineDocument", "LineStatusReasonCode") in _NOT_COUNTED:
            continue
        total = text_of(
            first(line, "SpecifiedLineTradeSettlement"),
            "SpecifiedTradeSettlementLineMonetarySummation",
            "LineTotalAmount",
        )
        if (amount := decimal_of(total, "amount of a line (BT-131, LineTotalAmount)")) is not None:
            yield amount


def _charges(settlement: Element | None) -> Iterator[tuple[bool, Decimal]]:
    """Whether it is a charge, else an allowance, and its amount."""
    for one in every(settlement, "SpecifiedTradeAllowanceCharge"):
        amount = decimal_of(text_of(one, "ActualAmount"), "amount of an allowance or charge (BT-92, BT-99)")
        if amount is not None:
            yield text_of(one, "ChargeIndicator", "Indicator") == "true", amount


def _other_currencies(summation: Element | None, currency: str) -> tuple[str, ...]:
    """VAT may also be told in the currency of the tax office (BT-111), anything else not."""
    amounts = [] if summation is None else [one for one in summation if local(one) != "TaxTotalAmount"]
    return tuple(sorted({said for one in amounts if (said := one.get("currencyID")) and said != currency}))


def _unused(lines: Sequence[Element]) -> tuple[str, ...]:
    discounts = (
        first(
            line,
            "SpecifiedLineTradeAgreement",
            "GrossPriceProductTradePrice",
            "AppliedTradeAllowanceCharge",
            "CalculationPercent",
        )
        for line in lines
    )
    return ("CalculationPercent of a price discount",) if any(one is not None for one in discounts) else ()


def _day(element: Element | None, name: str, *, field: str) -> date | None:
    written = first(element, name)
    text = None
    for inner in () if written is None else written:
        text = (inner.text or "").strip() or None if local(inner) else text
    return day_of(text, field)
