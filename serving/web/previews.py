"""How a file that was sent would be read: by what was found out, or by what somebody said of it."""

import gzip
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from ledger.errors import ImportRefused
from ledger.files.fec_header import read_header
from ledger.files.heading import TABLES, Heading, TableKind, heading_of
from ledger.files.table import Table, ignored_columns
from ledger.files.text import decoded
from serving.web.errors import UploadRefused
from serving.web.uploads import Upload

_HEAD = 200_000  # bytes that a preview looks at
_ROWS, _CELL = 8, 60
_SAID, _MAPPING = "said.json", "mapping.toml"

DATES = ("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d")  # in what order a file may write its days
DECIMALS = (",", ".")
MAPPED = frozenset(TABLES)
_SOME_DAY = date(2025, 12, 31)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of a file: blank where the file itself shall tell, as without any columns."""

    dates: str = ""
    decimal: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    def as_mapping(self) -> dict[str, object]:
        """As `encours import … --mapping` takes it."""
        written = {"date_format": self.dates, "decimal": self.decimal}
        told = {name: text for name, text in written.items() if text}
        return {name: section for name, section in (("file", told), ("columns", self.columns)) if section}


@dataclass(frozen=True, slots=True)
class Preview:
    """Our word for each column, what is left aside, and the first lines; `refused` says why not.

    `how` is the encoding; of a table also a day and the mark before cents, as they are written in it.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    delimiter: str = ""
    how: tuple[str, ...] = ()
    refused: str = ""


def said_of(upload: Upload) -> Said | None:
    """What was said of a file so far; None for nothing."""
    try:
        return Said(**json.loads((upload.path.parent / _SAID).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def keep_said(upload: Upload, said: Said) -> None:
    (upload.path.parent / _SAID).write_text(json.dumps(asdict(said)), encoding="utf-8")


def write_mapping(upload: Upload, said: Said) -> Path | None:
    """The same beside the file, as `encours import` takes it; None where nothing was said."""
    sections = said.as_mapping()
    if not sections:
        return None
    lines: list[str] = []
    for name, section in sections.items():
        lines.append(f"[{name}]")
        if isinstance(section, Mapping):
            lines += [f"{key} = {_quoted(str(text))}" for key, text in section.items()]
    path = upload.path.parent / _MAPPING
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _quoted(text: str) -> str:
    """A text between the quotation marks of TOML, which are those of JSON but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def preview(upload: Upload, said: Said) -> Preview:
    """From the beginning of the file alone, however large it is or unfolds to."""
    kind, content = TABLES.get(upload.kind), b""
    try:
        content = _beginning(upload.path)
        if kind is None:
            return _of_accounts(content) if upload.kind == "fec" else Preview()
        return _of_table(kind.open(content, said.as_mapping()))
    except (ImportRefused, ValueError) as error:
        return _unread(kind, content, said, str(error))


def _unread(kind: TableKind | None, content: bytes, said: Said, why: str) -> Preview:
    """Why the file cannot be read as it is; of a table, its columns too, so that somebody may say more."""
    found: Heading | None = None
    with suppress(ImportRefused, ValueError):  # the first reason says as much
        found = None if kind is None else heading_of(content, kind, most=_ROWS)
    if found is None:
        return Preview(refused=why)
    return Preview(
        columns=said.columns or found.guess,
        head=found.names,
        rows=_short(found.rows),
        delimiter=found.delimiter,
        refused=why,
    )


def _of_accounts(content: bytes) -> Preview:
    text, encoding = decoded(content)
    lines = text.splitlines()
    header = read_header(lines[0] if lines else "")
    head = tuple(lines[0].split(header.separator))
    rows = tuple(tuple(line.split(header.separator)) for line in lines[1 : 1 + _ROWS])
    used = set(header.places.values())
    return Preview(
        columns={word: head[place] for word, place in header.places.items()},
        ignored=tuple(name for place, name in enumerate(head) if place not in used),
        head=head,
        rows=_short(rows),
        delimiter=header.separator,
        how=(encoding,),
    )


def _of_table(table: Table) -> Preview:
    read = table.settings
    return Preview(
        columns=dict(read.columns),
        ignored=tuple(ignored_columns(table)),
        head=tuple(table.headers),
        rows=_short(tuple(one.fields) for one in table.body[:_ROWS]),
        delimiter=read.delimiter,
        how=(read.encoding, _SOME_DAY.strftime(read.date_format), read.decimal),
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
