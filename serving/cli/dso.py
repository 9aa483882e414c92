"""`encours dso`: days of sales outstanding, what was collected, and how late."""

from collections.abc import Sequence
from typing import Annotated

import typer

from kernel.language import Language, day_text
from ledger.reports import usecases
from ledger.reports.dso import SalesDays
from ledger.reports.groups import By
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import say
from serving.cli.report_words import reason, word
from serving.cli.reporting import (
    All,
    AsCsv,
    AsRecorded,
    days_text,
    key_of,
    print_rows,
    question_of,
    tell,
    units_text,
)
from serving.settings import settings

app = typer.Typer(add_completion=False)

_YEAR = 365
_MONTHS = 12
Days = Annotated[int, typer.Option("--days", min=1, max=3_650, help="Over how many days sales are taken.")]
Months = Annotated[int, typer.Option("--months", min=1, max=120, help="How many months, with --by month.")]

_CENTS = ("receivable_cents", "sales_cents", "collected_cents")
_FIGURES = (
    *("count_back_days", "standard_days", "best_possible_days", "days_delinquent"),
    *("collection_effectiveness", "days_late", "days_late_weighted", "days_late_trend"),
)
_COLUMNS = tuple(name for name in SalesDays.__slots__ if name not in {"group", "why"})


@app.command()
def dso(
    as_of: AsOf = None,
    as_recorded: AsRecorded = None,
    by: Annotated[
        By | None, typer.Option("--by", help="One row for each of these; all together when left out.")
    ] = None,
    days: Days = _YEAR,
    months: Months = _MONTHS,
    every: All = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show days of sales outstanding (count-back, standard, best possible), cash collected and delays.

    By month, each row is what the last evening of the month knew.
    """
    where = settings()
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        rows = usecases.dso(session, question_of(day, as_recorded, by), days=days, months=months)
    if as_json or as_csv:
        key = "group" if by is None else key_of(by)
        told = [row.as_json(key=key) for row in rows]
        print_rows(told, as_json=as_json, columns=(key, *_COLUMNS))
    elif rows:
        _tell(rows, by=by, every=every, language=where.language)
    else:
        say(word("nothing_open", where.language))


def _tell(rows: Sequence[SalesDays], *, by: By | None, every: bool, language: Language) -> None:
    named = ["name"] if by in {By.CUSTOMER, By.SECTOR} else []
    key = [] if by is None else [key_of(by)]
    tell(
        [row.as_json(key=key_of(by) if by else "group") for row in rows],
        columns=[*key, *named, "currency", *_CENTS, *_FIGURES],
        texts={
            **dict.fromkeys(_CENTS, units_text(language)),
            **dict.fromkeys(_FIGURES, days_text(language)),
        },
        totals=[],
        every=every,
        language=language,
    )
    last = rows[-1]
    first = day_text(last.from_on, language)
    say(
        word("dso_month" if by is By.MONTH else "dso_period", language).format(
            first=first, last=day_text(last.until_on, language), days=last.over_days
        )
    )
    for why in dict.fromkeys(why for row in rows for why in row.why.values()):
        say(f"–  {reason(why, language)}")
