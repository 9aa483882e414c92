"""The XML inside a PDF of the form Factur-X, without trusting the PDF."""

import logging
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any

from pypdf import PdfReader, apply_configuration

from ledger.errors import FileUnreadable

_MARK = b"%PDF-"
_MARK_WITHIN = 1024  # bytes: some software writes a few before the mark
_LARGEST = 64 << 20  # bytes of a PDF; a scanned invoice of many pages has far fewer
_LARGEST_XML = 16 << 20  # bytes of its XML: an invoice of ten thousand lines
_ATTACHMENTS = 50  # delivery notes and the like go with an invoice, not hundreds of files
_XML_FILES = 3  # of them, those that may be the invoice
_BOUNDS: dict[str, Any] = {
    "maximum_declared_stream_length": _LARGEST_XML,
    "array_based_stream_maximum_output_length": _LARGEST_XML,
    "zlib_maximum_output_length": _LARGEST_XML,
    "lzw_maximum_output_length": _LARGEST_XML,
    "run_length_maximum_output_length": _LARGEST_XML,
    "brotli_maximum_output_length": _LARGEST_XML,
    "zlib_maximum_recovery_input_length": 100_000,
    "stream_filters_maximum_length": 4,
    "stream_decoding_work_maximum_length": 4 * _LARGEST_XML,
    "jbig2dec_binary": None,
}
# How Factur-X and its German twins name the file, then any other XML.
_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
_UNHEARD = logging.CRITICAL + 1


def is_pdf(content: bytes) -> bool:
    return _MARK in content[:_MARK_WITHIN]


def embedded_xml(content: bytes) -> list[bytes]:
    """The XML files of a PDF, the most likely invoice first. Raises FileUnreadable when it has none."""
    if len(content) > _LARGEST:
        raise FileUnreadable(f"The PDF has more than {_LARGEST:,} bytes. Ask its sender for a smaller one.")
    # What the library has to say of a stranger's file would go to standard error, and names with it.
    logging.getLogger("pypdf").setLevel(_UNHEARD)
    try:
        with apply_configuration(**_BOUNDS):
            found = list(_attached(content))
    except Exception as error:  # whatever a broken or hostile PDF provokes, recursion and overflow included
        raise FileUnreadable(
            f"The PDF cannot be read ({type(error).__name__}). Ask its sender for another."
        ) from error
    if not found:
        raise FileUnreadable(
            "The PDF holds no XML: it is a picture of an invoice, not an electronic one (Factur-X)."
        )
    return found


def _attached(content: bytes) -> Iterator[bytes]:
    files = islice(PdfReader(BytesIO(content)).attachment_list, _ATTACHMENTS)
    named = [(attached.name.casefold(), attached) for attached in files]
    ranked = sorted(
        (_NAMES.index(name) if name in _NAMES else len(_NAMES), place)
        for place, (name, _) in enumerate(named)
        if name.endswith(".xml")
    )
    for _, place in ranked[:_XML_FILES]:
        yield bytes(named[place][1].content)
