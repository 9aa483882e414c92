"""`encours write-off`: what is given up."""

from typing import Annotated

import typer

from ledger.relation import usecases
from ledger.relation.write_offs import REASONS
from serving.cli.acting import (
    Author,
    Claims,
    Customer,
    Happened,
    LearntOn,
    Note,
    Number,
    acting,
    listing,
    tell_case,
)
from serving.cli.options import AsJson

app = typer.Typer(no_args_is_help=True, add_completion=False)

Reason = Annotated[str, typer.Option(metavar="REASON", help=f"One of {', '.join(REASONS)}.")]


@app.callback()
def write_off() -> None:
    """Give up what will not be paid; balances follow."""


@app.command()
def record(
    customer: Customer,
    reason: Reason,
    invoice: Claims,
    note: Note = "",
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Write invoices off: all that is open of each, unless a part of it is named."""
    with acting(author, on, happened) as desk:
        case = usecases.write_off(
            *(desk.session, desk.act, customer, invoice),
            reason=reason,
            note=note,
            happened_on=desk.happened_on,
        )
    tell_case(case, as_json=as_json)


@app.command()
def reverse(
    number: Number,
    note: Note = "",
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Undo a write-off: what was given up is owed again."""
    with acting(author, on, happened) as desk:
        case = usecases.reverse_write_off(
            desk.session, desk.act, number, note=note, happened_on=desk.happened_on
        )
    tell_case(case, as_json=as_json)


app.command("list", help="List write-offs as known on an evening.")(
    listing("write_off", "There is no write-off.")
)
