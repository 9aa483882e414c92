"""What the commands that read the ledger back share: their options, and three ways to print rows."""

import csv
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from kernel.language import Language, number_text
from ledger.reports.groups import By
from ledger.reports.usecases import Question
from serving.cli.output import print_json, print_table, remark
from serving.cli.report_words import sector_word, word

_HERE: tzinfo = ZoneInfo("Europe/Paris")  # the time zone of the companies that type an instant without one
SHOWN = 30  # rows of a table that a person reads; all are in --all, --json and --csv
_NAME = 22  # letters of a name beside figures
_CENTS = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # by which a cell begins that a spreadsheet takes for a formula


def parse_instant(text: str) -> datetime:
    """An instant as typed; a day means its last moment, an instant without zone the time in Paris."""
    try:
        if "T" not in text and " " not in text.strip():
            return datetime.combine(date.fromisoformat(text), time.max, tzinfo=_HERE)
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            f"“{text}” is not an instant; write it as 2024-05-31 or 2024-05-31T18:00."
        ) from error
    return instant if instant.tzinfo else instant.replace(tzinfo=_HERE)


AsRecorded = Annotated[
    datetime | None,
    typer.Option(
        "--as-recorded",
        parser=parse_instant,
        metavar="INSTANT",
        help="Only what the database held at that instant, whatever was imported since.",
    ),
]
Cut = Annotated[By, typer.Option("--by", help="One row for each of these.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV, amounts in cents.")]
All = Annotated[bool, typer.Option("--all", help=f"Print every row of the table, not the first {SHOWN}.")]


def question_of(day: date, recorded: datetime | None, by: By | None) -> Question:
    return Question(as_of=day, as_recorded=recorded, by=by)


def key_of(by: By) -> str:
    """What a group is called in JSON and CSV."""
    return by.value.replace("-", "_")


def print_rows(rows: Sequence[Mapping[str, Any]], *, as_json: bool, columns: Sequence[str]) -> None:
    """JSON, or CSV with these columns even where there is no row."""
    if as_json:
        print_json(list(rows))
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[_cell(row.get(name)) for name in columns] for row in rows])


def _cell(value: Any) -> Any:
    """A name that a spreadsheet would run as a formula, behind an apostrophe: files of strangers name
    customers.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def tell(
    rows: Sequence[Mapping[str, Any]],
    *,
    columns: Sequence[str],
    texts: Mapping[str, Callable[[Any], str]],
    totals: Sequence[Mapping[str, Any]],
    every: bool,
    language: Language,
    most: int = SHOWN,
) -> None:
    """A table of the first rows, largest first as they come, then a line of totals for each currency."""
    shown = rows if every else rows[:most]
    right = [place for place, name in enumerate(columns) if name in texts]
    if "sector" in columns:
        shown = [{**row, "name": sector_word(row.get("name"), language)} for row in shown]
    lines = [_cells(row, columns, texts) for row in [*shown, *totals]]
    print_table([word(name, language) for name in columns], lines, right=right)
    if len(rows) > len(shown):
        more = number_text(len(rows) - len(shown), language)
        remark(word("more", language).format(count=more))


def _cells(
    row: Mapping[str, Any], columns: Sequence[str], texts: Mapping[str, Callable[[Any], str]]
) -> list[str]:
    cells = []
    for name in columns:
        value = row.get(name)
        if name in texts:
            cells.append(texts[name](value))
        else:
            text = "–" if value is None else str(value)
            cells.append(text[:_NAME] if name == "name" else text)
    return cells


def cents_text(language: Language) -> Callable[[Any], str]:
    """An amount to the cent, without its currency, which has a column of its own; blank when zero."""

    def written(cents: Any) -> str:
        if not cents:
            return "" if cents == 0 else "–"
        whole, rest = divmod(abs(int(cents)), _CENTS)
        mark = "," if language is Language.FRENCH else "."
        return f"{'-' if cents < 0 else ''}{number_text(whole, language)}{mark}{rest:02d}"

    return written


def units_text(language: Language) -> Callable[[Any], str]:
    """An amount in whole units, for who compares and does not check."""
    return lambda cents: number_text(round(int(cents) / _CENTS), language)


def days_text(language: Language) -> Callable[[Any], str]:
    """Days or per cent to one decimal, a dash where there is no figure."""

    def written(value: Any) -> str:
        if value is None:
            return "–"
        text = f"{value:,.1f}"
        return text.translate(str.maketrans(",.", "\u202f,")) if language is Language.FRENCH else text

    return written


def count_text(language: Language) -> Callable[[Any], str]:
    return lambda count: "" if count is None else number_text(int(count), language)
