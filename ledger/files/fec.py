"""Accounting files (FEC, article A47 A-1 LPF): every line read in blocks, what cannot be used set aside.

Only what entries need is kept of every line, as numbers; texts are kept for lines of customers alone.
"""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ledger.errors import FileUnreadable
from ledger.files.fec_header import Header, read_header
from ledger.files.fec_values import Cents, Days, direction
from ledger.files.records import records
from ledger.files.rejection import Rejection
from ledger.files.text import decoded, expanded

Ints = NDArray[np.int64]
Progress = Callable[[int, int], None]
_BLOCK = 20_000  # lines in memory as texts at a time
_LONGEST = 100  # characters of a code: several of them make one key of the database
_LONGEST_NAME = 200
_LONGEST_RAW = 4_000
_CLOSING = re.compile(r"FEC(\d{8})", re.IGNORECASE)
RECEIVABLE = ("411", "413", "416", "4191")


class ReceivableLine(NamedTuple):
    """A line on an account of customers; `at` is its place among the lines used."""

    at: int
    account: str
    customer: str
    name: str | None
    piece: str
    piece_on: date
    letter: str
    lettered_on: str
    due_on: date | None


class _Codes(dict[str, int]):
    """Numbers by text, given in the order the texts are met; blanks around a text do not count."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def __missing__(self, text: str) -> int:
        plain = text.strip()
        if plain != text:
            number = self[plain]
        else:
            number = len(self.texts)
            self.texts.append(plain)
        self[text] = number
        return number


@dataclass(frozen=True, slots=True)
class FecFile:
    """The lines of one file that can be used, one place per line in every array; cents are debit - credit.

    Journals, numbers, pieces and accounts stand as numbers for their texts.
    """

    name: str
    encoding: str
    header: Header
    read: int
    rejections: tuple[Rejection, ...]
    line: Ints
    day: Ints
    cents: Ints
    journal: Ints
    number: Ints
    piece: Ints
    account: Ints
    journals: Sequence[str]
    labels: dict[str, str]
    numbers: Sequence[str]
    pieces: Sequence[str]
    accounts: Sequence[str]
    receivable: Sequence[ReceivableLine]

    @property
    def first_on(self) -> date | None:
        return date.fromordinal(int(self.day.min())) if len(self.day) else None

    @property
    def last_on(self) -> date | None:
        return date.fromordinal(int(self.day.max())) if len(self.day) else None


class _Block(NamedTuple):
    """Some records of the file: the number of each line, and its fields, one sequence per column."""

    lines: list[int]
    columns: list[tuple[str, ...]]


def read_fec(content: bytes, *, name: str, progress: Progress | None = None) -> FecFile:
    """Read a file whatever its dialect. Raises ImportRefused, one of its kinds, when it is not a FEC."""
    content = expanded(content)
    text, encoding = decoded(content)
    start = next((line for line in io.StringIO(text[:100_000]) if line.strip()), "")
    if not start:
        raise FileUnreadable("The file is empty: it has not even a header. Export it again.")
    header = read_header(start)
    quoted = '"' in start or (header.separator in ";," and '"' in text)
    reader = _Reader(header)
    parts = _quoted(text, header) if quoted else _plain(content, encoding, header)
    del text
    total = content.count(b"\n")
    for numbers, rows in parts:
        reader.take(_block(numbers, rows, reader))
        if progress is not None:
            progress(numbers[-1], max(numbers[-1], total))
    return reader.file(name, encoding)


_Part = tuple[Sequence[int], list[list[str]]]


def _plain(content: bytes, encoding: str, header: Header) -> Iterator[_Part]:
    """Without quotation marks a line is a record; read from the bytes, so that texts do not pile up."""
    lines = io.TextIOWrapper(io.BytesIO(content), encoding=encoding)
    done = 0
    for line in lines:
        done += 1
        if line.strip():  # the header
            break
    while part := list(islice(lines, _BLOCK)):
        separator = header.separator
        yield range(done + 1, done + 1 + len(part)), [line.rstrip("\n").split(separator) for line in part]
        done += len(part)


def _quoted(text: str, header: Header) -> Iterator[_Part]:
    found = islice(records(list(io.StringIO(text, newline="")), delimiter=header.separator), 1, None)
    while part := list(islice(found, _BLOCK)):
        yield [one.line for one in part], [[] if one.broken else one.fields for one in part]


def _block(numbers: Sequence[int], rows: list[list[str]], reader: "_Reader") -> _Block:
    """The lines that have as many fields as the header, or can be made to."""
    width = reader.header.width
    if set(map(len, rows)) != {width}:
        fitted = [
            (number, row if len(row) == width else reader.fitted(number, row))
            for number, row in zip(numbers, rows, strict=True)
        ]
        numbers = [number for number, row in fitted if row is not None]
        rows = [row for _, row in fitted if row is not None]
    return _Block(list(numbers), list(zip(*rows, strict=True)))


class _Reader:
    """Turns blocks into arrays, remembering texts by number."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self.read = 0
        self.rejections: list[Rejection] = []
        self.cents, self.days = Cents(), Days()
        self.codes = {name: _Codes() for name in ("journal", "number", "piece", "account")}
        self.labels: dict[str, str] = {}
        self.words: dict[str, str] = {}  # each text once in memory, however many lines repeat it
        self.arrays: dict[str, list[Ints]] = {}
        self.used = 0
        self.receivable: list[ReceivableLine] = []

    def fitted(self, line: int, row: list[str]) -> list[str] | None:
        """The fields of a line longer or shorter than the header, when nothing but blanks differs."""
        width = self.header.width
        if not "".join(row).strip() and row:
            return None
        if len(row) > width and not "".join(row[width:]).strip():
            return row[:width]
        if self.header.needed_width <= len(row) < width:
            return row + [""] * (width - len(row))
        why = f"The line has {len(row)} fields where the header has {width}."
        if not row:
            why = "A quotation mark on this line is opened or closed in the wrong place."
        self._refuse(line, why, row)
        return None

    def _refuse(self, line: int, why: str, row: Sequence[str]) -> None:
        self.read += 1
        self.rejections.append(Rejection(line, why, self.header.separator.join(row)[:_LONGEST_RAW]))

    def take(self, block: _Block) -> None:
        if not block.lines:
            return
        try:
            day, cents = self._days_and_cents(block)
            self._check(block, day)
        except ValueError:
            block = self._without_bad_lines(block)
            if not block.lines:
                return
            day, cents = self._days_and_cents(block)
        self._keep(block, day, cents)

    def _column(self, block: _Block, name: str) -> Sequence[str]:
        place = self.header.places.get(name)
        return block.columns[place] if place is not None else ("",) * len(block.lines)

    def _days_and_cents(self, block: _Block) -> tuple[list[date | None], list[int]]:
        days, cents = self.days, self.cents
        day = [days[text] for text in self._column(block, "EcritureDate")]
        if self.header.signed:
            amounts = zip(self._column(block, "Montant"), self._column(block, "Sens"), strict=True)
            return day, [cents[text] and cents[text] * direction(sense) for text, sense in amounts]
        amounts = zip(self._column(block, "Debit"), self._column(block, "Credit"), strict=True)
        return day, [cents[debit] - cents[credit] for debit, credit in amounts]

    def _check(self, block: _Block, day: list[date | None]) -> None:
        """Raises ValueError with what one of the lines lacks."""
        if None in day:
            raise ValueError("The date of the entry (EcritureDate) is missing.")
        if not all(map(str.strip, self._column(block, "CompteNum"))):
            raise ValueError("The account (CompteNum) is missing.")
        for name in ("JournalCode", "EcritureNum", "CompteNum", "CompAuxNum", "PieceRef"):
            if max(map(len, self._column(block, name))) > _LONGEST and any(
                len(text.strip()) > _LONGEST for text in self._column(block, name)
            ):
                raise ValueError(f"{name} has more than {_LONGEST} characters.")

    def _without_bad_lines(self, block: _Block) -> _Block:
        """Line by line, which a block with a bad line in it deserves and no other."""
        lines, fields = [], []
        for number, row in zip(block.lines, zip(*block.columns, strict=True), strict=True):
            alone = _Block([number], [(text,) for text in row])
            try:
                day, _ = self._days_and_cents(alone)
                self._check(alone, day)
            except ValueError as error:
                self._refuse(number, str(error), row)
            else:
                lines.append(number)
                fields.append(row)
        return _Block(lines, list(zip(*fields, strict=True)))

    def _keep(self, block: _Block, day: list[date | None], cents: list[int]) -> None:
        accounts = self._column(block, "CompteNum")
        for at, account in enumerate(accounts):
            if account.lstrip().startswith(RECEIVABLE):
                self.receivable.append(self._receivable(block, at, day[at]))
        journals = self._column(block, "JournalCode")
        self.labels.update(set(zip(journals, self._column(block, "JournalLib"), strict=True)))
        journal, number, piece, of_account = (
            self.codes[name] for name in ("journal", "number", "piece", "account")
        )
        columns = {
            "line": block.lines,
            "day": [one.toordinal() for one in day if one is not None],
            "cents": cents,
            "journal": [journal[text] for text in journals],
            "number": [number[text] for text in self._column(block, "EcritureNum")],
            "piece": [piece[text] for text in self._column(block, "PieceRef")],
            "account": [of_account[text] for text in accounts],
        }
        for name, values in columns.items():
            self.arrays.setdefault(name, []).append(np.array(values, dtype=np.int64))
        self.used += len(block.lines)
        self.read += len(block.lines)

    def _receivable(self, block: _Block, at: int, day: date | None) -> ReceivableLine:
        def text(name: str) -> str:
            place = self.header.places.get(name)
            word = block.columns[place][at].strip() if place is not None else ""
            return self.words.setdefault(word, word)

        account, auxiliary = text("CompteNum"), text("CompAuxNum")
        name = (text("CompAuxLib") if auxiliary else text("CompteLib")) or text("CompteLib")
        return ReceivableLine(
            self.used + at,
            account,
            auxiliary or account,
            name[:_LONGEST_NAME] or None,
            text("PieceRef"),
            self._maybe(text("PieceDate")) or day or date.min,
            text("EcritureLet"),
            text("DateLet"),
            self._maybe(text("DateEcheance")),
        )

    def _maybe(self, text: str) -> date | None:
        """A day that a line can do without: unreadable is as good as blank."""
        try:
            return self.days[text]
        except ValueError:
            return None

    def file(self, name: str, encoding: str) -> FecFile:
        none = np.array([], dtype=np.int64)
        names = ("line", "day", "cents", "journal", "number", "piece", "account")
        arrays = {
            one: np.concatenate(self.arrays.pop(one)) if self.arrays.get(one) else none for one in names
        }
        labels = {code.strip(): label.strip() for code, label in self.labels.items()}
        return FecFile(
            name,
            encoding,
            self.header,
            self.read,
            tuple(sorted(self.rejections)),
            **arrays,
            journals=self.codes["journal"].texts,
            labels=labels,
            numbers=self.codes["number"].texts,
            pieces=self.codes["piece"].texts,
            accounts=self.codes["account"].texts,
            receivable=self.receivable,
        )


def closing_of(name: str) -> date | None:
    """The end of the fiscal year that the name SirenFECAAAAMMJJ tells, None when it was renamed."""
    found = _CLOSING.search(name)
    try:
        return Days()[found.group(1)] if found else None
    except ValueError:
        return None
