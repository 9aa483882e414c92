"""What is held of a person, as files that they and any machine can read, with an index in two languages."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FIRST_OF_ZIP = (1980, 1, 1, 0, 0, 0)  # the same data is the same file
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ENGLISH, _FRENCH = 0, 1
_INDEX = (
    (
        "Everything held of {code} on {day}",
        "Each table is there twice, as JSON with all its columns and as CSV for a spreadsheet. Amounts are "
        "whole cents; days are year-month-day; instants are in UTC.",
        "| file | what | rows | SHA-256 |",
    ),
    (
        "Tout ce qui est détenu sur {code} au {day}",
        "Chaque table s'y trouve deux fois : en JSON avec toutes ses colonnes, et en CSV pour un tableur. "
        "Les montants sont en centimes ; les jours s'écrivent année-mois-jour ; les instants sont en UTC.",
        "| fichier | contenu | lignes | SHA-256 |",
    ),
)
_NAMES = ("INDEX.en.md", "INDEX.fr.md")
_QUOTED = ("Lines and answers that quote you", "Lignes et réponses qui vous citent")


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one table; `files` are those that lie in columns of theirs, by the name the rows give."""

    table: str
    title: tuple[str, str]
    rows: Sequence[Mapping[str, Any]]
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    title: tuple[str, str]
    rows: int
    content: bytes


def section_of(
    table: str, title: tuple[str, str], rows: Sequence[Mapping[str, Any]], files_in: Sequence[str]
) -> Section:
    """Files leave their rows for a place of their own."""
    files: dict[str, bytes] = {}
    told = []
    for number, row in enumerate(rows, start=1):
        plain = {name: value for name, value in row.items() if name != "company_id"}
        for column in files_in:
            name = f"files/{table}-{number}{_ending(row)}"
            files[name], plain[column] = row[column], name
        told.append(plain)
    return Section(table, title, told, files)


def archive(code: str, day: date, sections: Sequence[Section]) -> bytes:
    """A zip of all of it, the index first."""
    entries = [entry for one in sections if one.rows for entry in _entries(one)]
    indexes = [
        _Entry(_NAMES[language], ("", ""), 0, _index(code, day, entries, language).encode())
        for language in (_ENGLISH, _FRENCH)
    ]
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as file:
        for one in [*indexes, *entries]:
            info = ZipInfo(one.name, _FIRST_OF_ZIP)
            info.compress_type = ZIP_DEFLATED
            file.writestr(info, one.content)
    return written.getvalue()


def quoted(rows: Sequence[Mapping[str, Any]]) -> Section:
    return section_of("quotes", _QUOTED, rows, ())


def _entries(one: Section) -> list[_Entry]:
    return [
        _Entry(f"{one.table}.json", one.title, len(one.rows), _json(one.rows)),
        _Entry(f"{one.table}.csv", one.title, len(one.rows), _csv(one.rows)),
        *(_Entry(name, one.title, 1, content) for name, content in one.files.items()),
    ]


def _index(code: str, day: date, entries: Sequence[_Entry], language: int) -> str:
    title, how, head = _INDEX[language]
    lines = [
        f"| {one.name} | {one.title[language]} | {one.rows} | {sha256(one.content).hexdigest()} |"
        for one in entries
    ]
    return "\n".join(
        [f"# {title.format(code=code, day=day)}", "", how, "", head, "|---|---|---|---|", *lines, ""]
    )


def _json(rows: Sequence[Mapping[str, Any]]) -> bytes:
    return (json.dumps(rows, ensure_ascii=False, indent=2, default=_plain) + "\n").encode()


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    written = io.StringIO()
    names = list(rows[0])
    made = csv.writer(written, lineterminator="\n")
    made.writerow(names)
    made.writerows([_cell(row[name]) for name in names] for row in rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()  # spreadsheets take it for Latin-1 without


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return _plain(value) if isinstance(value, date | datetime) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _ending(row: Mapping[str, Any]) -> str:
    name = str(row.get("name", ""))
    _, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and ending.isalnum() else ""
