"""A file as a table: how it is written, found out or said, and its records by our words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ledger.errors import FileUnreadable, MappingWrong
from ledger.files.amounts import cents_reader, sniff_decimal
from ledger.files.currencies import currency
from ledger.files.dates import day_reader, sniff_date_format
from ledger.files.headers import recognised
from ledger.files.mapping import FileMapping, file_mapping
from ledger.files.records import Record, records, sniff_delimiter, split_lines
from ledger.files.rejection import Rejection
from ledger.files.text import decoded, expanded

_DEFAULT_CURRENCY = "EUR"
_SPOKEN = {
    "issued_on": "issue date",
    "due_on": "due date",
    "paid_on": "payment date",
    "allocated_on": "date",
    "customer_name": "customer's name",
    "ordered_on": "order date",
    "deliver_on": "delivery date",
}
_STEP = 5_000  # records between two reports of progress
_LONGEST_RAW = 4_000  # characters kept of a rejected line, so that it is recognised
_LONGEST = 200  # characters of a code or number; longer ones do not fit the keys of PostgreSQL


Line = TypeVar("Line")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """How the file was read, to be said back to the user."""

    delimiter: str
    encoding: str
    date_format: str
    decimal: str
    columns: Mapping[str, str]
    currency: str | None
    extracted_on: date | None


@dataclass(frozen=True, slots=True)
class Table:
    """The records of one file. `take` gives our words' fields of a record, blank where there is no column."""

    settings: Settings
    width: int
    body: Sequence[Record]
    places: Mapping[str, int]
    cents: Callable[[str], int]
    day: Callable[[str], date]
    headers: Sequence[str] = ()

    def fields(self, record: Record) -> list[str]:
        """The fields of a record that has as many as the header. Raises ValueError with a sentence."""
        fields = record.fields
        if record.broken:
            raise ValueError("A quotation mark on this line is opened or closed in the wrong place.")
        if len(fields) == self.width:
            return fields
        if len(fields) > self.width and not any(fields[self.width :]):
            return fields[: self.width]
        raise ValueError(f"The line has {len(fields)} fields where the header has {self.width}.")

    def optional(self, fields: list[str], word: str) -> str | None:
        """The text of a column, None when blank or absent. Raises ValueError when it is overlong."""
        place = self.places.get(word)
        text = fields[place].strip() if place is not None else ""
        if len(text) > _LONGEST:
            raise ValueError(
                f"The {_SPOKEN.get(word, word)} has {len(text)} characters; {_LONGEST} is the most."
            )
        return text or None

    def required(self, fields: list[str], word: str) -> str:
        text = self.optional(fields, word)
        if text is None:
            raise ValueError(f"The {_SPOKEN.get(word, word)} is missing.")
        return text

    def currency(self, fields: list[str]) -> str:
        """The currency of a record: its column, else what holds for the whole file."""
        written = self.optional(fields, "currency") or self.settings.currency
        if written is None:
            raise ValueError("The currency is missing.")
        return currency(written)

    def raw(self, record: Record) -> str:
        return self.settings.delimiter.join(record.fields)[:_LONGEST_RAW]

    def read(
        self, line: Callable[["Table", list[str], int], Line], progress: Progress | None
    ) -> tuple[list[Line], list[Rejection]]:
        """Good lines and lines set aside, in the order of the file."""
        lines: list[Line] = []
        rejections: list[Rejection] = []
        for done, record in enumerate(self.body):
            try:
                lines.append(line(self, self.fields(record), record.line))
            except ValueError as error:
                rejections.append(Rejection(record.line, str(error)))
            if progress is not None and done % _STEP == 0:
                progress(done, 2 * len(self.body))
        return lines, rejections


def with_raw(rejections: Iterable[Rejection], table: Table) -> list[Rejection]:
    """Rejections in the order of the file, each with the text of its line."""
    told = list(rejections)
    lines = {rejection.line for rejection in told}
    raw = {record.line: table.raw(record) for record in table.body if record.line in lines}
    return sorted(Rejection(line, why, raw[line]) for line, why, _ in told)


def ignored_columns(table: Table) -> list[str]:
    """The headers that no word of ours was recognised in."""
    used = set(table.settings.columns.values())
    return [header for header in table.headers if header and header not in used]


def named_on_bad_lines(table: Table, rejections: Iterable[Rejection], word: str) -> set[str] | None:
    """What a column holds on the lines set aside; None when one of them does not even tell that.

    A file that is the whole list of something takes away what it no longer names; it does name what stands
    on a line that cannot be read otherwise.
    """
    lines = {rejection.line for rejection in rejections}
    found: set[str] = set()
    for record in table.body:
        if record.line in lines:
            try:
                found.add(table.required(table.fields(record), word))
            except ValueError:
                return None
    return found


def open_table(
    content: bytes,
    said: Mapping[str, object] | None,
    *,
    words: Mapping[str, str],
    needed: Sequence[str],
    days: Sequence[str],
) -> Table:
    """Read the bytes of a file whose kind knows these words, needs some of them, and has these columns of
    days.

    Raises ImportRefused, one of its kinds, when the file as a whole cannot be read.
    """
    mapping = file_mapping(said, words=words)
    text, encoding = decoded(expanded(content), encoding=mapping.encoding)
    lines = split_lines(text)
    empty = FileUnreadable("The file is empty: it has not even a header. Export it again.")
    if not text.strip():
        raise empty
    delimiter = mapping.delimiter or sniff_delimiter(lines)
    found = list(records(lines, delimiter=delimiter))
    if not found:
        raise empty
    header, *body = found
    names = [name.strip() for name in header.fields]
    columns = _columns(names, mapping, words=words, needed=needed)
    places = {word: names.index(name) for word, name in columns.items()}
    written = mapping.date_format or sniff_date_format(_all(body, places, days))
    decimal = mapping.decimal or sniff_decimal(_column(body, places.get("amount")))
    constant = mapping.currency or (None if "currency" in places else _DEFAULT_CURRENCY)
    settings = Settings(delimiter, encoding, written, decimal, columns, constant, mapping.extracted_on)
    return Table(settings, len(names), body, places, cents_reader(decimal), day_reader(written), names)


def _columns(
    names: list[str], mapping: FileMapping, *, words: Mapping[str, str], needed: Sequence[str]
) -> dict[str, str]:
    columns = {word: name.strip() for word, name in mapping.columns.items()} or recognised(names, words)
    present = f"The file has the columns: {', '.join(names)}."
    for word, name in columns.items():
        if names.count(name) != 1:
            how = "is absent from the file" if name not in names else "stands twice in the file"
            raise MappingWrong(f"The column “{name}”, named for {word}, {how}. {present}")
    for word in needed:
        if word not in columns:
            raise MappingWrong(f"{_missing(word)} {present} Name it in the mapping, under [columns].")
    return columns


def _missing(word: str) -> str:
    if word == "due_on":
        return (
            "No column holds the due date (due_on). Encours does not work it out from payment terms yet: "
            "export the due date with the invoices."
        )
    return f"No column was recognised as the {_SPOKEN.get(word, word)} ({word})."


def _all(body: Sequence[Record], places: Mapping[str, int], words: Sequence[str]) -> Iterator[str]:
    for word in words:
        if word in places:
            yield from _column(body, places[word])


def _column(body: Sequence[Record], place: int | None) -> Iterator[str]:
    if place is None:
        return iter(())
    return (record.fields[place] for record in body if len(record.fields) > place and not record.broken)
