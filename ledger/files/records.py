"""Text into records: quoted fields, line breaks inside them, and quotation marks nobody closed."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ledger.errors import FileUnreadable

_DELIMITERS = (";", "\t", ",", "|")
_LONGEST_FIELD = 32_768  # characters; beyond it somebody forgot a closing quotation mark
_SAMPLE = 200  # records, enough to see which delimiter cuts them alike
_ALIKE = 0.8  # a few broken lines do not make a delimiter doubtful


class Record(NamedTuple):
    """The fields of one record and the number of its first line. Broken: its quotation marks do not pair."""

    line: int
    fields: list[str]
    broken: bool = False


def split_lines(text: str) -> list[str]:
    """Physical lines with their ends: the three line ends of text files, and no other character."""
    return list(io.StringIO(text, newline=""))


def records(lines: list[str], *, delimiter: str) -> Iterator[Record]:
    """The records that are not blank, header first.

    When quotation marks do not pair, one line alone is given as broken and reading resumes on the next:
    otherwise one forgotten mark would swallow the rest of the file.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    width: int | None = None
    while True:
        start = source.at
        try:
            fields = next(reader)
            broken = source.at - start > 1 and width is not None and len(fields) != width
        except StopIteration:
            return
        except csv.Error:
            fields, broken = [], True
        if broken:
            source.at = start + 1
            reader = csv.reader(source, delimiter=delimiter, strict=True)
            yield Record(start + 1, [lines[start].rstrip("\r\n")], broken=True)
        elif "".join(fields).strip():
            width = width or len(fields)
            yield Record(start + 1, fields)


class _Lines:
    """An iterator over lines that can be set back."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def sniff_delimiter(lines: list[str]) -> str:
    """The delimiter that cuts the first records into the most columns, all alike.

    Raises FileUnreadable when none cuts the header.
    """
    columns = {delimiter: _columns(lines, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda delimiter: columns[delimiter])
    if columns[best] < 1:
        raise FileUnreadable(
            "No delimiter was found among semicolon, tab, comma and bar: the first line has one column only. "
            "Name the delimiter in the mapping, or export the file as CSV with a header."
        )
    return best


def _columns(lines: list[str], delimiter: str) -> float:
    """How many delimiters the header holds; less, by half, when the records do not follow it."""
    sample = [len(record.fields) for record in islice(records(lines, delimiter=delimiter), _SAMPLE)]
    if not sample:
        return 0
    alike = sum(width == sample[0] for width in sample) / len(sample)
    return (sample[0] - 1) * (1 if alike >= _ALIKE else 0.5)
