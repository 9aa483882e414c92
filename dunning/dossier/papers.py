"""A paper: a file somebody attached to a customer, known by what is in it and never by its name."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from lxml import etree

from dunning.dossier.errors import PaperRefused
from ledger.errors import FileUnreadable
from ledger.files.xml import Element, parse_xml

# A scan of a hundred pages; a dossier of many such papers is still sent by mail.
LARGEST_BYTES = 10 << 20
_LONGEST_NAME = 120
_PDF_END_WITHIN = 2_048  # bytes: programs append their own words behind the end
_PAGES = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg")
_WHITE = frozenset("\t\n\r\f")


class Kind(StrEnum):
    """What a paper proves."""

    INVOICE = "invoice"
    DELIVERY = "delivery"
    CONTRACT = "contract"
    TERMS = "terms"
    DECLARATION = "declaration"  # of a claim in a proceeding
    OTHER = "other"

    @property
    def of_invoice(self) -> bool:
        """Whether it proves one invoice, and not the relation as a whole."""
        return self in (Kind.INVOICE, Kind.DELIVERY)


class Media(StrEnum):
    """The only types a paper may have."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    XML = "application/xml"
    TEXT = "text/plain"


EXTENSIONS = {Media.PDF: "pdf", Media.PNG: "png", Media.JPEG: "jpg", Media.XML: "xml", Media.TEXT: "txt"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it is kept; `invoice_id` is 0 where it is about the customer as a whole.

    `name` is what its file was called, for the reader only. `withdrawn` says why it no longer counts.
    """

    id: int
    customer_id: int
    invoice_id: int
    kind: Kind
    name: str
    media: Media
    sha256: str
    size: int
    happened_on: date
    known_on: date
    recorded_at: datetime
    author: str
    note: str
    withdrawn: str = ""

    @property
    def path(self) -> str:
        """Where it lies in a dossier: made of what we gave it, its number, kind and type."""
        return f"{_FOLDERS[self.kind]}/{self.kind.value}-{self.id:05d}.{EXTENSIONS[self.media]}"


_FOLDERS = {
    Kind.INVOICE: "invoices",
    Kind.DELIVERY: "deliveries",
    Kind.CONTRACT: "contract",
    Kind.TERMS: "contract",
    Kind.DECLARATION: "proceeding",
    Kind.OTHER: "other",
}


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as somebody brings it."""

    name: str
    content: bytes = field(repr=False)
    kind: Kind
    invoice: str = ""
    note: str = ""


def media_of(content: bytes) -> Media:
    """What the bytes are, whatever the file is called. Raises PaperRefused."""
    if not content:
        raise PaperRefused("The file is empty. Attach the document itself.")
    if len(content) > LARGEST_BYTES:
        raise PaperRefused(f"The file has more than {LARGEST_BYTES >> 20} MiB. Scan it smaller, or split it.")
    if content.startswith(b"%PDF-"):
        return _whole(Media.PDF, b"%%EOF" in content[-_PDF_END_WITHIN:])
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _whole(Media.PNG, b"IEND" in content[-16:])
    if content.startswith(b"\xff\xd8\xff"):
        return _whole(Media.JPEG, b"\xff\xd9" in content[-64:])
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return _xml(content)
    return _text(content)


def name_shown(name: str) -> str:
    """The last part of a file's name, as far as it can be shown: for readers, never for a path."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join(mark if mark.isprintable() else "?" for mark in last).strip()
    return shown[:_LONGEST_NAME] or "?"


def _whole(media: Media, ends: bool) -> Media:
    if not ends:
        raise PaperRefused("The file breaks off before its end. Copy it again from where it came from.")
    return media


def _xml(content: bytes) -> Media:
    try:
        root = parse_xml(content)
    except FileUnreadable as error:
        raise PaperRefused(f"It looks like XML, but cannot be kept. {error}") from error
    if any(_is_page(one) for one in root.iter()):
        raise PaperRefused("The file is a web page or a drawing, which may run code. Attach it as a PDF.")
    return Media.XML


def _is_page(element: Element) -> bool:
    return isinstance(element.tag, str) and etree.QName(element).namespace in _PAGES


def _text(content: bytes) -> Media:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PaperRefused(
            "The file is no PDF, PNG, JPEG, XML or text in UTF-8. Save it as one of these."
        ) from error
    if any(mark < " " and mark not in _WHITE for mark in text):
        raise PaperRefused("The file holds signs that no text has. Save it as PDF, PNG, JPEG or XML.")
    return Media.TEXT
