"""`encours promise`: what customers promise, and whether they keep it."""

from datetime import date
from typing import Annotated

import typer

from ledger.relation import usecases
from serving.cli.acting import (
    Author,
    Customer,
    Happened,
    Invoices,
    LearntOn,
    Note,
    Number,
    acting,
    listing,
    parse_amount,
    tell_case,
)
from serving.cli.options import AsJson, parse_day

app = typer.Typer(no_args_is_help=True, add_completion=False)

Day = Annotated[
    date, typer.Option("--for", parser=parse_day, metavar="DATE", help="The day by which it will be paid.")
]
Amount = Annotated[
    int | None,
    typer.Option(parser=parse_amount, metavar="AMOUNT", help="All that is open when left out."),
]
Currency = Annotated[
    str | None, typer.Option(metavar="CODE", help="Of the amount, where the customer owes in several.")
]
By = Annotated[str, typer.Option(metavar="NAME", help="Who promised.")]


@app.callback()
def promise() -> None:
    """Tell what customers promise to pay; whether they keep it is judged by what comes in."""


@app.command()
def make(
    customer: Customer,
    day: Day,
    amount: Amount = None,
    invoice: Invoices = None,
    currency: Currency = None,
    by: By = "",
    note: Note = "",
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Write a promise down: an amount by a day, on some invoices or on all that is owed."""
    with acting(author, on, happened) as desk:
        case = usecases.make_promise(
            *(desk.session, desk.act, customer, invoice or []),
            cents=amount,
            currency=currency,
            promised_on=day,
            by=by,
            note=note,
            happened_on=desk.happened_on,
        )
    tell_case(case, as_json=as_json)


@app.command()
def cancel(
    number: Number,
    note: Note = "",
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Call a promise off before its day."""
    with acting(author, on, happened) as desk:
        case = usecases.cancel_promise(
            desk.session, desk.act, number, note=note, happened_on=desk.happened_on
        )
    tell_case(case, as_json=as_json)


app.command("list", help="List promises as judged on an evening.")(listing("promise", "There is no promise."))
