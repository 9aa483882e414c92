"""A document is read as the invoice it is, or refused with the field that is missing or wrong."""

import zlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.einvoice.gateway import read_document
from ledger.errors import FileUnreadable
from tests.ledger.einvoices import BUYER, SELLER, Draft, amounts, blank_pdf, cii, facturx, ubl
from tests.tables import rows

_WRITERS = {"cii": cii, "ubl": ubl, "factur-x": facturx}
_BOTH = pytest.mark.parametrize("writer", [cii, ubl])
_TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=20)


@pytest.mark.parametrize("form", _WRITERS)
def test_every_form_gives_the_fields_of_the_norm(form: str) -> None:
    document = read_document(_WRITERS[form](Draft(prepaid="20.00", owed="100.00", preceding=("A", "B"))))
    invoice = document.invoice
    assert (document.form, document.profile) == (form, "en16931")
    assert (invoice.number, invoice.type_code, invoice.currency) == ("F-1", "380", "EUR")
    assert (invoice.issued_on, invoice.payment.due_on) == (date(2026, 10, 1), (date(2026, 10, 31),))
    assert (invoice.seller.siren, invoice.buyer.siren) == (SELLER, BUYER)
    assert (invoice.references.order, invoice.references.preceding) == ("PO-7", ("A", "B"))
    assert invoice.delivered.on == date(2026, 9, 30)
    assert invoice.payment.ibans == ("FR7630006000011234567890189",)
    assert [note.subject for note in invoice.notes] == ["PMD", "PMT", "AAB"]
    total = invoice.totals
    assert (total.gross, total.prepaid, total.due) == (Decimal("120"), Decimal("20"), Decimal("100"))


@pytest.mark.parametrize("profile", ["minimum", "basicwl", "basic", "en16931", "extended"])
def test_every_profile_is_read(profile: str) -> None:
    document = read_document(cii(Draft(profile=profile)))
    assert (document.profile, document.invoice.totals.due) == (profile, Decimal(120))


@given(number=_TEXT, name=_TEXT, order=_TEXT, net=st.integers(1, 10**8), day=st.dates(date(2000, 1, 1)))
@settings(deadline=None, max_examples=25)
def test_both_syntaxes_tell_the_same_invoice(number: str, name: str, order: str, net: int, day: date) -> None:
    issued = str(min(day, date(2150, 1, 1)))
    draft = Draft(
        number=f"N{number}", buyer_name=f"N{name}", order=f"N{order}", issued=issued, **amounts(5 * net)
    )
    assert read_document(cii(draft)).invoice == read_document(ubl(draft)).invoice


@_BOTH
@rows("""
    left out     | named
    number       | BT-1,
    kind         | BT-3
    issued       | BT-2
    currency     | BT-5
    gross        | BT-112
    owed         | BT-115
""")
def test_a_required_field_left_out_is_named(writer: object, field: str, named: str) -> None:
    assert callable(writer)
    with pytest.raises(FileUnreadable, match=named):
        read_document(writer(Draft().but(**{field: ""})))


@_BOTH
@rows("""
    field    | written    | named
    issued   | 2026-13-01 | BT-2
    issued   | 0026-01-01 | BT-2
    due      | 2026-02-30 | BT-9
    currency | EURO2      | BT-5
    gross    | a lot      | BT-112
    owed     | 1e5000     | BT-115
    owed     | NaN        | BT-115
    net      | 12,00      | BT-109
""")
def test_a_field_that_cannot_be_used_is_named(writer: object, field: str, written: str, named: str) -> None:
    assert callable(writer)
    with pytest.raises(FileUnreadable, match=named):
        read_document(writer(Draft().but(**{field: written})))


def test_a_cii_without_profile_has_no_schema_to_be_checked_by() -> None:
    with pytest.raises(FileUnreadable, match="BT-24"):
        read_document(cii(Draft(profile="")))
    assert read_document(ubl(Draft(profile=""))).profile is None


@rows("""
    in the document                 | instead
    <ram:TypeCode>VAT</ram:TypeCode> |
    unitCode="C62">1<               | unitCode="C62">one<
    <ram:BuyerTradeParty>            | <ram:Surprise/><ram:BuyerTradeParty>
""")
def test_what_breaks_the_official_schema_is_refused_with_line_and_element(written: str, instead: str) -> None:
    content = cii(Draft()).decode()
    assert written in content
    with pytest.raises(FileUnreadable, match=r"official schema of factur-x en16931, line \d+: Element '"):
        read_document(content.replace(written, instead).encode())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<a/>", "whose root is “a”"),
        (b"<Order xmlns='urn:oasis:names:specification:ubl:schema:xsd:Order-2'/>", "an order"),
        (b"<CrossIndustryDocument xmlns='urn:ferd:CrossIndustryDocument:invoice:1p0'/>", "ZUGFeRD 1.0"),
        (b"", "not XML"),
        (b"number;amount\n1;2\n", "not XML"),
        (blank_pdf(), "holds no XML"),
        (blank_pdf(("photo.jpg", b"123")), "holds no XML"),
        (blank_pdf(("other.xml", b"<a/>")), "In the PDF: .*whose root is"),
        (blank_pdf(("factur-x.xml", b"<a>")), "In the PDF: .*not XML"),
        (b"%PDF-1.7\n", "cannot be read"),
    ],
)
def test_what_is_no_invoice_says_so(content: bytes, why: str) -> None:
    with pytest.raises(FileUnreadable, match=why):
        read_document(content)


@_BOTH
def test_entities_and_document_types_are_refused(writer: object) -> None:
    assert callable(writer)
    declared = b'<!DOCTYPE a [<!ENTITY x "F-1"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    content: bytes = writer(Draft())
    head, _, rest = content.partition(b"?>")
    hostile = head + b"?>" + declared + rest.replace(b">F-1<", b">&f;&x;<")
    with pytest.raises(FileUnreadable, match="document type"):
        read_document(hostile)
    with pytest.raises(FileUnreadable, match="document type"):
        read_document(blank_pdf(("factur-x.xml", hostile)))


def test_a_pdf_that_unfolds_without_end_is_refused() -> None:
    """A small file may hold a stream that fills the memory."""
    folded = zlib.compress(zlib.compress(b"\0" * (64 << 20), 9), 9)
    assert len(folded) < 2_000
    content = blank_pdf(("factur-x.xml", folded)).replace(
        b"/Type /EmbeddedFile", b"/Filter [/FlateDecode /FlateDecode] /Type /EmbeddedFile"
    )
    assert b"/FlateDecode /FlateDecode" in content
    with pytest.raises(FileUnreadable, match="LimitReached"):
        read_document(content)


def test_the_invoice_is_found_among_other_attachments() -> None:
    content = blank_pdf(("a.xml", b"<a/>"), ("delivery.pdf", b"x"), ("factur-x.xml", cii(Draft())))
    assert read_document(content).invoice.number == "F-1"
    assert read_document(blank_pdf(("a.xml", b"<a/>"), ("invoice.XML", ubl(Draft())))).form == "factur-x"


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.4\n", b"<?xml version='1.0'?>"]))
@settings(deadline=None, max_examples=150)
def test_any_bytes_are_read_or_refused(content: bytes, head: bytes) -> None:
    _read_or_refused(head + content)


_PDF = facturx(Draft())
_WRITTEN = [cii(Draft()), ubl(Draft()), _PDF]


@given(st.sampled_from(_WRITTEN), st.floats(0, 1), st.binary(max_size=6), st.integers(0, 40))
@settings(deadline=None, max_examples=200)
def test_any_damage_is_read_or_refused(content: bytes, place: float, put: bytes, cut: int) -> None:
    at = int(place * len(content))
    _read_or_refused(content[:at] + put + content[at + cut :])


@given(st.sampled_from(_WRITTEN[:2]), st.floats(0, 0.999))
@settings(deadline=None, max_examples=40)
def test_a_truncated_document_is_refused(content: bytes, place: float) -> None:
    with pytest.raises(FileUnreadable):
        read_document(content[: int(place * (len(content) - 1))])


def _read_or_refused(content: bytes) -> None:
    try:
        read_document(content)
    except FileUnreadable as error:
        assert str(error).endswith(".")  # noqa: PT017
