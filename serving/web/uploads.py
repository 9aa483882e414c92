"""Files that somebody sent: kept under their own SHA-256 until they are imported, or a day."""

import gzip
import json
import re
import shutil
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from ledger.errors import ImportRefused
from ledger.files.allocations import open_allocations
from ledger.files.contacts import open_contacts
from ledger.files.customers import open_customers
from ledger.files.fec_header import read_header
from ledger.files.invoices import open_invoices
from ledger.files.orders import open_orders
from ledger.files.payments import open_payments
from ledger.files.table import Table, ignored_columns
from ledger.files.text import decoded
from serving.web.errors import UploadRefused

_STEP = 1 << 20
_HEAD = 200_000  # bytes that a preview looks at
_ROWS, _CELL = 8, 60
_KEPT_FOR = timedelta(days=1)
_LONGEST_NAME = 100
_NAME = re.compile(r"[^\w.() -]")
_MARK = re.compile(r"[0-9a-f]{64}", re.ASCII)
_TOLD, _MAPPING = "told.json", "mapping.toml"

_TABLES: Mapping[str, Callable[[bytes, Mapping[str, object] | None], Table]] = {
    "customers": open_customers,
    "contacts": open_contacts,
    "invoices": open_invoices,
    "payments": open_payments,
    "allocations": open_allocations,
    "orders": open_orders,
}


MAPPED = frozenset(_TABLES)
DATES = ("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d")  # in what order a file may write its days


@dataclass(frozen=True, slots=True)
class Upload:
    """What was sent, by whom and when; `mark` is the SHA-256 of its bytes."""

    mark: str
    kind: str
    name: str
    size: int
    by: str
    at: str
    path: Path


@dataclass(frozen=True, slots=True)
class Preview:
    """How a file would be read: our word for each column, what is left aside, and its first lines."""

    columns: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    delimiter: str = ""
    how: tuple[str, ...] = ()
    refused: str = ""


def keep(home: Path, sent: BinaryIO, *, kind: str, name: str, by: str, at: datetime) -> Upload:
    """Raises UploadRefused for an empty file."""
    folder = home / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    held, digest, size = folder / f"{at:%Y%m%dT%H%M%S%f}.part", sha256(), 0
    with held.open("wb") as file:
        while piece := sent.read(_STEP):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
    if not size:
        held.unlink()
        raise UploadRefused("The file is empty, or none was chosen. Choose one, and send it again.")
    mark = digest.hexdigest()
    own = folder / mark
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir()
    named = own / safe_name(name)
    held.replace(named)
    made = Upload(mark, kind, named.name, size, by, at.isoformat(), named)
    (own / _TOLD).write_text(json.dumps({**asdict(made), "path": ""}), encoding="utf-8")
    return made


def kept(home: Path, mark: str) -> Upload | None:
    """By its SHA-256 and nothing else: no part of an address is a path."""
    if not _MARK.fullmatch(mark):
        return None
    folder = home / "uploads" / mark
    try:
        told = json.loads((folder / _TOLD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Upload(**{**told, "path": folder / told["name"]})


def forget(home: Path, mark: str) -> None:
    if _MARK.fullmatch(mark):
        shutil.rmtree(home / "uploads" / mark, ignore_errors=True)


def forget_old(home: Path, *, now: datetime) -> None:
    """What nobody imported within a day, and what was left half sent."""
    for one in (home / "uploads").glob("*"):
        old = now.timestamp() - one.stat().st_mtime > _KEPT_FOR.total_seconds()
        if old and one.is_dir():
            shutil.rmtree(one, ignore_errors=True)
        elif old:
            one.unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """The last part of a name, of harmless letters only, that no program takes for an option or a path."""
    last = re.split(r"[/\\]", name)[-1]
    plain = _NAME.sub("_", last).strip(" .-")[-_LONGEST_NAME:].strip(" .-")
    return plain if plain and plain not in {_TOLD, _MAPPING} else "file"


def write_mapping(upload: Upload, dates: str) -> Path:
    """What was said of the file, beside it, as `encours import` takes it; `dates` is one of DATES."""
    path = upload.path.parent / _MAPPING
    path.write_text(f'[file]\ndate_format = "{dates}"\n', encoding="utf-8")
    return path


def preview(upload: Upload, *, dates: str = "") -> Preview:
    """From the beginning of the file alone, however large it is or unfolds to."""
    said = {"file": {"date_format": dates}} if dates else None
    try:
        return _preview(upload.kind, _beginning(upload.path), said)
    except (ImportRefused, ValueError) as error:
        return Preview(refused=str(error))


def _preview(kind: str, content: bytes, said: Mapping[str, object] | None) -> Preview:
    opening = _TABLES.get(kind)
    if opening is not None:
        return _of_table(opening(content, said))
    if kind != "fec":
        return Preview()
    text, encoding = decoded(content)
    lines = text.splitlines()
    header = read_header(lines[0] if lines else "")
    head = tuple(lines[0].split(header.separator))
    rows = tuple(tuple(line.split(header.separator)) for line in lines[1 : 1 + _ROWS])
    used = set(header.places.values())
    return Preview(
        columns=tuple((word, head[place]) for word, place in header.places.items()),
        ignored=tuple(name for place, name in enumerate(head) if place not in used),
        head=head,
        rows=_short(rows),
        delimiter=header.separator,
        how=(encoding,),
    )


def _of_table(table: Table) -> Preview:
    read = table.settings
    return Preview(
        columns=tuple(read.columns.items()),
        ignored=tuple(ignored_columns(table)),
        head=tuple(table.headers),
        rows=_short(tuple(one.fields) for one in table.body[:_ROWS]),
        delimiter=read.delimiter,
        how=(read.encoding, read.date_format, read.decimal),
    )


def _short(rows: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell[:_CELL] for cell in row) for row in rows)


def _beginning(path: Path) -> bytes:
    """Whole lines from the start; of a compressed file no more is unfolded. Raises UploadRefused."""
    try:
        with path.open("rb") as plain:
            packed = plain.read(2) == b"\x1f\x8b"
        with gzip.open(path) if packed else path.open("rb") as file:
            content: bytes = file.read(_HEAD)
    except (OSError, EOFError, zlib.error) as error:
        raise UploadRefused("The compressed file is damaged. Export or fetch it again.") from error
    if len(content) < _HEAD or b"\n" not in content:
        return content
    return content[: content.rindex(b"\n") + 1]
