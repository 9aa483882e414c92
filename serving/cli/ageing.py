"""`encours ageing`: who owes what, and since when."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from kernel.language import Language
from ledger.reports import usecases
from ledger.reports.ageing import AMOUNTS, AgedBalance, totals
from ledger.reports.groups import By
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import say
from serving.cli.report_words import word
from serving.cli.reporting import (
    SHOWN,
    All,
    AsCsv,
    AsRecorded,
    Cut,
    cents_text,
    count_text,
    key_of,
    print_rows,
    question_of,
    tell,
)
from serving.settings import settings

app = typer.Typer(add_completion=False)

Exposure = Annotated[
    bool,
    typer.Option(
        "--exposure", help="The table shows how exposure splits, with bills, advances and orders, not days."
    ),
]
Currency = Annotated[
    str | None,
    typer.Option("--currency", metavar="CODE", help="Convert all into this currency, with --rates."),
]
Rates = Annotated[
    Path | None,
    typer.Option(
        "--rates",
        exists=True,
        dir_okay=False,
        metavar="RATES",
        help="A CSV file of rates: day, from, to, rate; the latest of the last 31 days counts.",
    ),
]
_AGEING = (
    *("open_cents", "not_due_cents", "days_1_30_cents", "days_31_60_cents", "days_61_90_cents"),
    *("days_over_90_cents", "disputed_cents", "credits_cents"),
)
_EXPOSURE = (
    *("exposure_cents", "not_due_cents", "overdue_cents", "disputed_cents", "credits_cents", "bills_cents"),
    *("doubtful_cents", "advances_cents", "orders_cents"),
)
_ALWAYS = {"open_cents", "exposure_cents", "not_due_cents", "overdue_cents"}


@app.command()
def ageing(
    as_of: AsOf = None,
    as_recorded: AsRecorded = None,
    by: Cut = By.CUSTOMER,
    exposure: Exposure = False,
    currency: Currency = None,
    rates: Rates = None,
    every: All = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show the aged balance: what is open by days late, not yet due and disputed apart.

    What is not due, the buckets and what is disputed, less credits, make the open amount: the balance of
    accounts 411 to the cent. Bills (413), doubtful accounts (416), advances (4191) and orders stand apart.
    """
    converting = _converting(currency, rates)
    where = settings()
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        rows = usecases.ageing(session, question_of(day, as_recorded, by), converting=converting)
    if as_json or as_csv:
        key = key_of(by)
        columns = (key, "name", "currency", *AMOUNTS, "items")
        print_rows([_told(row, key) for row in rows], as_json=as_json, columns=columns)
    elif rows:
        _tell(rows, by=by, exposure=exposure, most=len(rows) if every else SHOWN, language=where.language)
    else:
        say(word("nothing_open", where.language))


def _converting(currency: str | None, rates: Path | None) -> usecases.InOneCurrency | None:
    if currency is None and rates is None:
        return None
    if currency is None or rates is None:
        raise typer.BadParameter("--currency and --rates go together: in which currency, and at what rates.")
    return usecases.InOneCurrency(currency.upper(), rates.read_bytes())


def tell_largest(rows: Sequence[AgedBalance], *, most: int, language: Language) -> None:
    """The customers who owe the most, and the total of all."""
    _tell(rows, by=By.CUSTOMER, exposure=False, most=most, language=language)


def _tell(rows: Sequence[AgedBalance], *, by: By, exposure: bool, most: int, language: Language) -> None:
    """Amounts nobody has need no column; a note under the table says which parts lie beside it."""
    key, sums = key_of(by), totals(rows)
    amounts = [
        name
        for name in (_EXPOSURE if exposure else _AGEING)
        if name in _ALWAYS or any(getattr(one, name) for one in sums)
    ]
    named = [] if by in {By.MONTH, By.SALES_OWNER} else ["name"]
    total = [_told(one, key) | {key: word("total", language)} for one in sums]
    tell(
        [_told(row, key) for row in rows],
        columns=[key, *named, "currency", *amounts, "items"],
        texts={**dict.fromkeys(amounts, cents_text(language)), "items": count_text(language)},
        totals=total,
        every=False,
        most=most,
        language=language,
    )
    beside = ("bills_cents", "doubtful_cents", "advances_cents", "orders_cents")
    if not exposure and any(getattr(one, name) for one in sums for name in beside):
        say(word("beside", language))


def _told(row: AgedBalance, key: str) -> dict[str, Any]:
    told = asdict(row)
    return {key: told.pop("group"), **told}
