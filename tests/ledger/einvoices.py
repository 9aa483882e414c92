"""Small electronic invoices for tests, the same in both syntaxes, and the PDF that holds one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from facturx import generate_from_binary
from pypdf import PdfWriter

from ledger.einvoice.usecases import EInvoiceFile, import_einvoices
from ledger.registers.report import RegisterReport
from store.session import Database

SELLER, BUYER, OTHER = "732829320", "443061841", "552100554"
MENTIONS = (("PMD", "Pénalités : 12 %"), ("PMT", "Indemnité : 40 EUR"), ("AAB", "Pas d'escompte"))
_GUIDELINES = {
    "minimum": "urn:factur-x.eu:1p0:minimum",
    "basicwl": "urn:factur-x.eu:1p0:basicwl",
    "basic": "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic",
    "en16931": "urn:cen.eu:en16931:2017",
    "extended": "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended",
}
_CII = "urn:un:unece:uncefact:data:standard:"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"


@dataclass(frozen=True)
class Draft:
    """An invoice to be written; days are written AAAA-MM-JJ, amounts with a point. Blank is left out."""

    number: str = "F-1"
    kind: str = "380"
    issued: str = "2026-10-01"
    due: str = "2026-10-31"
    terms: str = ""
    currency: str = "EUR"
    net: str = "100.00"
    vat: str = "20.00"
    gross: str = "120.00"
    prepaid: str = ""
    owed: str = "120.00"
    line: str = "100.00"
    order: str = "PO-7"
    preceding: tuple[str, ...] = ()
    delivered: str = "2026-09-30"
    seller: str = SELLER
    buyer: str = BUYER
    buyer_name: str = "Boutique Jolie"
    buyer_vat: str = ""
    buyer_country: str = "FR"
    process: str = "S1"
    means: str = "30"
    iban: str = "FR7630006000011234567890189"
    vat_point: str = "5"
    notes: tuple[tuple[str, str], ...] = MENTIONS
    profile: str = "en16931"

    def but(self, **changed: Any) -> "Draft":
        return replace(self, **changed)


def amounts(cents: int) -> dict[str, str]:
    """Totals that agree, for a total without VAT in cents that VAT divides evenly."""
    tax = cents // 5
    net, gross = f"{cents / 100:.2f}", f"{(cents + tax) / 100:.2f}"
    return {"net": net, "line": net, "vat": f"{tax / 100:.2f}", "gross": gross, "owed": gross}


def cii(draft: Draft) -> bytes:
    """The invoice in the syntax of UN/CEFACT, with what its profile can carry."""
    minimum, lines = draft.profile == "minimum", draft.profile in ("basic", "en16931", "extended")
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="{_CII}CrossIndustryInvoice:100"
 xmlns:ram="{_CII}ReusableAggregateBusinessInformationEntity:100" xmlns:udt="{_CII}UnqualifiedDataType:100"
 xmlns:qdt="{_CII}QualifiedDataType:100">
<rsm:ExchangedDocumentContext>
{_in("ram:BusinessProcessSpecifiedDocumentContextParameter", _tag("ram:ID", draft.process))}
{_in("ram:GuidelineSpecifiedDocumentContextParameter", _tag("ram:ID", _GUIDELINES.get(draft.profile, "")))}
</rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument>{_tag("ram:ID", draft.number)}{_tag("ram:TypeCode", draft.kind)}
{_in("ram:IssueDateTime", _day(draft.issued))}{"" if minimum else _cii_notes(draft)}</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>{_cii_line(draft) if lines else ""}
<ram:ApplicableHeaderTradeAgreement>
<ram:SellerTradeParty><ram:Name>Vendeur</ram:Name>{_legal(draft.seller)}
{_in("ram:PostalTradeAddress", _tag("ram:CountryID", "FR"))}</ram:SellerTradeParty>
<ram:BuyerTradeParty>{_tag("ram:Name", draft.buyer_name)}{_legal(draft.buyer)}
{"" if minimum else _in("ram:PostalTradeAddress", _tag("ram:CountryID", draft.buyer_country))}
{"" if minimum else _cii_vat(draft.buyer_vat)}</ram:BuyerTradeParty>
{_in("ram:BuyerOrderReferencedDocument", _tag("ram:IssuerAssignedID", draft.order))}
</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery
>{"" if minimum else _cii_delivery(draft)}</ram:ApplicableHeaderTradeDelivery>
<ram:ApplicableHeaderTradeSettlement>{_tag("ram:InvoiceCurrencyCode", draft.currency)}
{"" if minimum else _cii_payment(draft)}
<ram:SpecifiedTradeSettlementHeaderMonetarySummation>
{"" if minimum else _tag("ram:LineTotalAmount", draft.line)}{_tag("ram:TaxBasisTotalAmount", draft.net)}
<ram:TaxTotalAmount currencyID="{draft.currency}">{draft.vat}</ram:TaxTotalAmount>
{_tag("ram:GrandTotalAmount", draft.gross)}{"" if minimum else _tag("ram:TotalPrepaidAmount", draft.prepaid)}
{_tag("ram:DuePayableAmount", draft.owed)}
</ram:SpecifiedTradeSettlementHeaderMonetarySummation>
{"" if minimum else _cii_preceding(draft)}</ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""
    return text.encode()


def _cii_notes(draft: Draft) -> str:
    return "".join(
        _in("ram:IncludedNote", _tag("ram:Content", text) + _tag("ram:SubjectCode", subject))
        for subject, text in draft.notes
    )


def _cii_line(draft: Draft) -> str:
    return f"""<ram:IncludedSupplyChainTradeLineItem>
<ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
<ram:SpecifiedTradeProduct><ram:Name>Conseil</ram:Name></ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>{draft.line}</ram:ChargeAmount>
</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">1</ram:BilledQuantity>
</ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode>
<ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>20.00</ram:RateApplicablePercent>
</ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLineMonetarySummation>
<ram:LineTotalAmount>{draft.line}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>
</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>"""


def _cii_vat(number: str) -> str:
    registration = f'<ram:ID schemeID="VA">{number}</ram:ID>' if number else ""
    return _in("ram:SpecifiedTaxRegistration", registration)


def _cii_delivery(draft: Draft) -> str:
    day = _in("ram:OccurrenceDateTime", _day(draft.delivered))
    return _in("ram:ActualDeliverySupplyChainEvent", day)


def _cii_payment(draft: Draft) -> str:
    account = _in("ram:PayeePartyCreditorFinancialAccount", _tag("ram:IBANID", draft.iban))
    means = _tag("ram:TypeCode", draft.means)
    tax = (
        _tag("ram:CalculatedAmount", draft.vat)
        + "<ram:TypeCode>VAT</ram:TypeCode>"
        + _tag("ram:BasisAmount", draft.net)
        + "<ram:CategoryCode>S</ram:CategoryCode>"
        + _tag("ram:DueDateTypeCode", draft.vat_point)
        + "<ram:RateApplicablePercent>20.00</ram:RateApplicablePercent>"
    )
    terms = _tag("ram:Description", draft.terms) + _in("ram:DueDateDateTime", _day(draft.due))
    return (
        _in("ram:SpecifiedTradeSettlementPaymentMeans", means + account if means else "")
        + _in("ram:ApplicableTradeTax", tax)
        + _in("ram:SpecifiedTradePaymentTerms", terms)
    )


def _cii_preceding(draft: Draft) -> str:
    return "".join(
        _in("ram:InvoiceReferencedDocument", _tag("ram:IssuerAssignedID", one)) for one in draft.preceding
    )


def _legal(siren: str) -> str:
    return _in("ram:SpecifiedLegalOrganization", f'<ram:ID schemeID="0002">{siren}</ram:ID>' if siren else "")


def _day(iso: str) -> str:
    return f'<udt:DateTimeString format="102">{iso.replace("-", "")}</udt:DateTimeString>' if iso else ""


def ubl(draft: Draft) -> bytes:
    """The invoice, or the credit note where it is of such a type, in the syntax of OASIS."""
    root = "CreditNote" if draft.kind in ("381", "261") else "Invoice"
    notes = "".join(
        _tag("cbc:Note", f"#{subject}#{text}" if subject else text) for subject, text in draft.notes
    )
    preceding = "".join(
        _in("cac:BillingReference", _in("cac:InvoiceDocumentReference", _tag("cbc:ID", one)))
        for one in draft.preceding
    )
    buyer = _ubl_party(draft.buyer_name, draft.buyer, draft.buyer_vat, draft.buyer_country)
    due = _tag("cbc:DueDate", draft.due) if root == "Invoice" else ""
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="{_UBL}{root}-2" xmlns:cac="{_UBL}CommonAggregateComponents-2"
 xmlns:cbc="{_UBL}CommonBasicComponents-2">
{_tag("cbc:CustomizationID", _GUIDELINES.get(draft.profile, ""))}{_tag("cbc:ProfileID", draft.process)}
{_tag("cbc:ID", draft.number)}{_tag("cbc:IssueDate", draft.issued)}{due}
{_tag(f"cbc:{root}TypeCode", draft.kind)}
{notes}{_tag("cbc:DocumentCurrencyCode", draft.currency)}
{_in("cac:InvoicePeriod", _tag("cbc:DescriptionCode", draft.vat_point))}
{_in("cac:OrderReference", _tag("cbc:ID", draft.order))}{preceding}
{_in("cac:AccountingSupplierParty", _ubl_party("Vendeur", draft.seller, "", "FR"))}
{_in("cac:AccountingCustomerParty", buyer)}
{_in("cac:Delivery", _tag("cbc:ActualDeliveryDate", draft.delivered))}{_ubl_payment(draft, root)}
<cac:TaxTotal>{_amount("TaxAmount", draft.vat, draft)}<cac:TaxSubtotal>
{_amount("TaxableAmount", draft.net, draft)}
{_amount("TaxAmount", draft.vat, draft)}<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>20.00</cbc:Percent>
<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal>{_amount("LineExtensionAmount", draft.line, draft)}
{_amount("TaxExclusiveAmount", draft.net, draft)}{_amount("TaxInclusiveAmount", draft.gross, draft)}
{_amount("PrepaidAmount", draft.prepaid, draft)}{_amount("PayableAmount", draft.owed, draft)}
</cac:LegalMonetaryTotal>
{_ubl_line(draft, root)}</{root}>"""
    return text.encode()


def _ubl_party(name: str, siren: str, vat: str, country: str) -> str:
    address = _in("cac:Country", _tag("cbc:IdentificationCode", country))
    scheme = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
    legal = f'<cbc:CompanyID schemeID="0002">{siren}</cbc:CompanyID>' if siren else ""
    return _in(
        "cac:Party",
        _in("cac:PostalAddress", address)
        + _in("cac:PartyTaxScheme", _tag("cbc:CompanyID", vat) + scheme if vat else "")
        + _in("cac:PartyLegalEntity", _tag("cbc:RegistrationName", name) + legal),
    )


def _ubl_payment(draft: Draft, root: str) -> str:
    code = _tag("cbc:PaymentMeansCode", draft.means)
    due = _tag("cbc:PaymentDueDate", draft.due) if root == "CreditNote" else ""
    account = _in("cac:PayeeFinancialAccount", _tag("cbc:ID", draft.iban))
    means = _in("cac:PaymentMeans", code + due + account if code else "")
    return means + _in("cac:PaymentTerms", _tag("cbc:Note", draft.terms))


def _ubl_line(draft: Draft, root: str) -> str:
    quantity = "CreditedQuantity" if root == "CreditNote" else "InvoicedQuantity"
    return f"""<cac:{root}Line><cbc:ID>1</cbc:ID><cbc:{quantity} unitCode="C62">1</cbc:{quantity}>
{_amount("LineExtensionAmount", draft.line, draft)}<cac:Item><cbc:Name>Conseil</cbc:Name></cac:Item>
<cac:Price>{_amount("PriceAmount", draft.line, draft)}</cac:Price></cac:{root}Line>"""


def _amount(name: str, value: str, draft: Draft) -> str:
    return f'<cbc:{name} currencyID="{draft.currency}">{value}</cbc:{name}>' if value else ""


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _in(name: str, inside: str) -> str:
    return f"<{name}>{inside}</{name}>" if inside else ""


def blank_pdf(*attached: tuple[str, bytes]) -> bytes:
    """A page with nothing on it, and files attached."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    for name, content in attached:
        writer.add_attachment(name, content)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def facturx(draft: Draft) -> bytes:
    """The PDF as software that issues invoices makes it."""
    return bytes(generate_from_binary(blank_pdf(), cii(draft), check_xsd=True))


def bring(
    database: Database, *contents: bytes | tuple[str, bytes | None], on: str = "2026-11-24"
) -> RegisterReport:
    """Import files in one transaction; those without a name are called after their place."""
    named: Sequence[tuple[str, bytes | None]] = [
        one if isinstance(one, tuple) else (f"file{place}.xml", one)
        for place, one in enumerate(contents, start=1)
    ]
    with database.transaction() as session:
        return import_einvoices(
            session,
            [EInvoiceFile(name, content) for name, content in named],
            source=None,
            on=date.fromisoformat(on),
            recorded_at=datetime(2026, 11, 24, 8, tzinfo=UTC),
            author="Ana",
            progress=None,
        )
