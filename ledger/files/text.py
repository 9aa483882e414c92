"""Bytes into text: compressed or not, in whatever encoding accounting software writes."""

import codecs
import zlib
from collections.abc import Iterator

from ledger.errors import FileUnreadable

_LIMIT = 2 << 30  # 2 GiB expanded: some ten million invoices, and far from what a bomb unfolds to
# Ledgers as text are compressed to a tenth, seldom to a fortieth; a file of one letter to a thousandth.
_ALWAYS, _TIMES = 32 << 20, 100
_STEP = 1 << 20
_GZIP = b"\x1f\x8b"
_KNOWN_OTHERS = {
    b"PK\x03\x04": "an Excel workbook or a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF document",
}
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Unassigned or control codes in ISO 8859; typographic quotes, dashes and the euro in Windows code page 1252.
_WINDOWS_ONLY = frozenset(range(0x80, 0xA0))


def expanded(content: bytes, *, limit: int = _LIMIT) -> bytes:
    """The content itself, or what gzip compressed into it.

    Raises FileUnreadable beyond `limit` bytes, and for what unfolds as no file of ours does: a bomb.
    """
    if not content.startswith(_GZIP):
        return content
    limit = min(limit, max(_ALWAYS, len(content) * _TIMES))
    parts: list[bytes] = []
    size = 0
    for part in _unfolded(content):
        size += len(part)
        if size > limit:
            raise FileUnreadable(f"The file unfolds to more than {limit:,} bytes. Split it first.")
        parts.append(part)
    return b"".join(parts)


def _unfolded(content: bytes) -> Iterator[bytes]:
    """Never more than one step in memory, however much a few bytes unfold to."""
    rest = content
    while rest.startswith(_GZIP):  # gzip files glued together are one gzip file
        stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            while not stream.eof and (part := stream.decompress(rest, _STEP)):
                yield part
                rest = stream.unconsumed_tail
        except zlib.error as error:
            raise FileUnreadable(
                f"The compressed file is damaged: {error}. Export or fetch it again."
            ) from error
        if not stream.eof:
            raise FileUnreadable("The compressed file is cut short. Export or fetch it again.")
        rest = stream.unused_data


def decoded(content: bytes, *, encoding: str | None = None) -> tuple[str, str]:
    """The text and the encoding it was read with, which is found out when not given."""
    for start, other in _KNOWN_OTHERS.items():
        if content.startswith(start):
            raise FileUnreadable(f"The file is {other}, not a table of text. Export it as CSV first.")
    chosen = encoding or _sniffed(content)
    try:
        text = content.decode(chosen)
        if encoding is not None:
            text.encode()  # some encodings a user may name hold halves of characters that no database takes
    except LookupError as error:
        raise FileUnreadable(
            f"“{chosen}” is not a known encoding. Try utf-8, cp1252 or iso-8859-15."
        ) from error
    except (UnicodeError, ValueError) as error:
        raise FileUnreadable(f"The file is not written in {chosen}: {error}. Name its encoding.") from error
    if not isinstance(text, str) or "\0" in text:
        raise FileUnreadable("The file holds zero bytes, so it is not a table of text. Export it as CSV.")
    return text.removeprefix("\ufeff"), chosen


def _sniffed(content: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return encoding
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "iso-8859-15" if _WINDOWS_ONLY.isdisjoint(content) else "cp1252"
    return "utf-8"
