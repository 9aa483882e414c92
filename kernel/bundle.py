"""Files for somebody outside: tables that no spreadsheet runs, digests, and a zip always packed alike."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_NO_INSTANT = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can tell: the day it was packed is no fact
_PLAIN_FILE = 0o644 << 16
# A cell that begins so is run as a formula by spreadsheets; customers write their own names.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip whose bytes depend on nothing but the files."""
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        for name in sorted(files):
            entry = ZipInfo(name, date_time=_NO_INSTANT)
            entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, _PLAIN_FILE, 3
            archive.writestr(entry, files[name])
    return held.getvalue()


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    held = StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return held.getvalue().encode()


def digest(content: bytes) -> str:
    """SHA-256, in hex."""
    return sha256(content).hexdigest()


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """The file that `sha256sum --check` reads."""
    return "".join(f"{digest(content)}  {name}\n" for name, content in sorted(files.items())).encode()


def decimal_text(cents: int) -> str:
    """“-1250.00”: an amount as machines read it."""
    sign, (units, rest) = "-" if cents < 0 else "", divmod(abs(cents), 100)
    return f"{sign}{units}.{rest:02d}"


def _harmless(cell: str) -> str:
    number = cell.removeprefix("-").replace(".", "", 1).isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and not number else cell
