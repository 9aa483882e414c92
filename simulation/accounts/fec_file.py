"""Accounting files (FEC, article A47 A-1 LPF): one per fiscal year, with its opening entries."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from kernel.days import end_of_month
from simulation.accounts.books import BANK, CAPITAL, LABELS, Books, Line
from simulation.accounts.lettering import Group, codes, groups

_COLUMNS = (
    *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum"),
    *("CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet"),
    *("ValidDate", "Montantdevise", "Idevise"),
)
_JOURNALS = {
    "AN": "À nouveaux",
    "VE": "Ventes",
    "HA": "Achats",
    "BQ": "Banque",
    "OD": "Opérations diverses",
}
_CARRIED = "110000"  # result of the years before
_RESULTS = ("6", "7")
_DECEMBER = 12


class FecYear(NamedTuple):
    first_on: date
    last_on: date


class FecFile(NamedTuple):
    name: str
    content: bytes


def fiscal_years(first_on: date, horizon: date, *, closes_in: int = _DECEMBER) -> list[FecYear]:
    """The years that have a day of the world in them, each closing at the end of a month."""
    closing = end_of_month(date(first_on.year, closes_in, 1))
    if closing < first_on:
        closing = _a_year_later(closing)
    opening = end_of_month(closing.replace(day=1).replace(year=closing.year - 1)) + timedelta(days=1)
    years = []
    while opening <= horizon:
        years.append(FecYear(opening, closing))
        opening, closing = closing + timedelta(days=1), _a_year_later(closing)
    return years


def _a_year_later(closing: date) -> date:
    return end_of_month(closing.replace(day=1, year=closing.year + 1))


def fec_files(
    books: Books,
    names: Mapping[str, str],
    *,
    siren: str,
    capital_cents: int,
    years: Sequence[FecYear],
) -> list[FecFile]:
    """`names` are those of customers by code. The first year opens with capital and bank alone."""
    found = groups(books)
    files = []
    for year in years:
        letters = codes(
            found, first_on=year.first_on, last_on=year.last_on, final=year.last_on == years[-1].last_on
        )
        rows = [*_opening(books, found, year, capital_cents=capital_cents), *_of_the_year(books, year)]
        lines = ["\t".join(_COLUMNS), *(_written(row, names, letters) for row in rows)]
        files.append(FecFile(f"{siren}FEC{year.last_on:%Y%m%d}.txt", ("\r\n".join(lines) + "\r\n").encode()))
    return files


class _Row(NamedTuple):
    journal: str
    number: int
    day: date
    line: Line
    piece: str
    piece_on: date
    label: str


def _opening(books: Books, found: Sequence[Group], year: FecYear, *, capital_cents: int) -> Iterator[_Row]:
    """Balances brought forward, those of customers as one line for each open item, with its own document."""
    day = year.first_on
    for account, cents in sorted(_balances(books, before=day, capital_cents=capital_cents).items()):
        if cents:
            yield _Row("AN", 1, day, Line(account, cents), "AN", day, "À nouveau")
    for group in found:
        if group.settled_on is None or group.settled_on >= day:
            for one in group.members:
                if one.day < day:
                    yield _Row("AN", 1, day, one.line, one.piece, one.day, one.label)


def _balances(books: Books, *, before: date, capital_cents: int) -> Counter[str]:
    """Of all accounts but those of customers; charges and income are the result of the years before."""
    found: Counter[str] = Counter({BANK: capital_cents, CAPITAL: -capital_cents})
    for entry in books.entries:
        if entry.day < before:
            for line in entry.lines:
                if not line.item:
                    found[_CARRIED if line.account.startswith(_RESULTS) else line.account] += line.cents
    return found


def _of_the_year(books: Books, year: FecYear) -> Iterator[_Row]:
    numbers: Counter[str] = Counter()
    for entry in books.entries:
        if year.first_on <= entry.day <= year.last_on:
            numbers[entry.journal] += 1
            for line in entry.lines:
                values = (line, entry.piece, entry.day, entry.label)
                yield _Row(entry.journal, numbers[entry.journal], entry.day, *values)


def _written(row: _Row, names: Mapping[str, str], letters: Mapping[str, tuple[str, str]]) -> str:
    line, day = row.line, f"{row.day:%Y%m%d}"
    code, lettered_on = letters.get(line.item, ("", ""))
    return "\t".join(
        (
            *(row.journal, _JOURNALS[row.journal], f"{row.journal}{row.number:06d}", day),
            *(line.account, LABELS[line.account], line.customer, names.get(line.customer, "")),
            *(row.piece, f"{row.piece_on:%Y%m%d}", " ".join(row.label.split())),
            *(_euros(max(line.cents, 0)), _euros(max(-line.cents, 0))),
            *(code, lettered_on, day, "", ""),
        )
    )


def _euros(cents: int) -> str:
    """With the decimal comma that the law asks for."""
    return f"{cents // 100},{cents % 100:02d}"
