"""`encours block`: no reminder until a day."""

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
    tell_case,
)
from serving.cli.options import AsJson, parse_day

app = typer.Typer(no_args_is_help=True, add_completion=False)

Until = Annotated[
    date | None,
    typer.Option(parser=parse_day, metavar="DATE", help="Its last day; until it is lifted when left out."),
]


@app.callback()
def block() -> None:
    """Hold reminders back, for a customer or for some invoices."""


@app.command("set")
def set_block(
    customer: Customer,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why nobody should be reminded.")],
    until: Until = None,
    invoice: Invoices = None,
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Set a block, to the end of a day or until it is lifted."""
    with acting(author, on, happened) as desk:
        case = usecases.set_block(
            *(desk.session, desk.act, customer, invoice or []),
            until=until,
            reason=reason,
            happened_on=desk.happened_on,
        )
    tell_case(case, as_json=as_json)


@app.command()
def lift(
    number: Number,
    note: Note = "",
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Lift a block before its last day."""
    with acting(author, on, happened) as desk:
        case = usecases.lift_block(desk.session, desk.act, number, note=note, happened_on=desk.happened_on)
    tell_case(case, as_json=as_json)


app.command("list", help="List blocks as known on an evening.")(listing("block", "There is no block."))
