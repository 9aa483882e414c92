"""The papers that go with a day's letters: what was printed, and what the registered post asks for."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import StringIO

from dunning.letters.sheet import Sheet

_ADDRESS_LINES = 6  # what the post reads on an envelope
# A cell that begins so is run as a formula by spreadsheets; customers write their own names.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_INDEX = ("number", "reference", "customer", "recipient", "first_page", "pages", "registered", "sha256")
_ADDRESS = tuple(f"address_{number}" for number in range(1, _ADDRESS_LINES + 1))
_REGISTERED = ("reference", "recipient_name", "recipient_contact", *_ADDRESS)
_SENDER = ("sender_name", "sender_address", "pages", "sha256")


@dataclass(frozen=True, slots=True)
class Printed:
    """One letter as printed; `not_drawn` are the letters of its data that no font could show."""

    sheet: Sheet
    pdf: bytes = field(repr=False)
    pages: int
    sha256: str
    not_drawn: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Many letters in one file for the printer, with the papers beside it."""

    letters: tuple[Printed, ...]
    pdf: bytes = field(repr=False)
    index_csv: str = field(repr=False)
    registered_csv: str = field(repr=False)


def index_csv(letters: Sequence[Printed], *, two_sided: bool = False) -> str:
    """A line a letter: where it begins in the file of the batch, and the mark of the letter by itself."""
    rows, page = [], 1
    for number, one in enumerate(letters, start=1):
        if two_sided and page % 2 == 0:
            page += 1
        sheet = one.sheet
        told = (number, sheet.reference, sheet.customer, sheet.recipient.name, page, one.pages)
        rows.append([*map(str, told), "yes" if sheet.registered else "no", one.sha256])
        page += one.pages
    return _csv(_INDEX, rows)


def registered_csv(letters: Iterable[Printed]) -> str:
    """A line for each letter that goes by registered post; longer addresses share their last line."""
    rows = []
    for one in letters:
        sheet = one.sheet
        if sheet.registered:
            to = [
                sheet.reference,
                sheet.recipient.name,
                sheet.recipient.contact,
                *_six(sheet.recipient.lines),
            ]
            sender = [sheet.sender.name, ", ".join(sheet.sender.lines)]
            rows.append([*to, *sender, str(one.pages), one.sha256])
    return _csv((*_REGISTERED, *_SENDER), rows)


def _six(lines: tuple[str, ...]) -> list[str]:
    kept = [*lines[: _ADDRESS_LINES - 1], ", ".join(lines[_ADDRESS_LINES - 1 :])]
    return (kept + [""] * _ADDRESS_LINES)[:_ADDRESS_LINES]


def _csv(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    held = StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return held.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
