"""`encours dispute`: what customers object to."""

from typing import Annotated

import typer

from ledger.relation import usecases
from ledger.relation.disputes import OUTCOMES, REASONS
from serving.cli.acting import (
    Author,
    Claims,
    Customer,
    Happened,
    LearntOn,
    MaybeClaims,
    Note,
    Number,
    acting,
    listing,
    tell_case,
)
from serving.cli.options import AsJson

app = typer.Typer(no_args_is_help=True, add_completion=False)

Reason = Annotated[str, typer.Option(metavar="REASON", help=f"One of {', '.join(REASONS)}.")]
For = Annotated[str, typer.Option("--for", metavar="SIDE", help=f"One of {', '.join(OUTCOMES)}.")]
CreditNote = Annotated[
    str | None,
    typer.Option(metavar="NUMBER", help="The credit note, when it is in the ledger already."),
]


@app.callback()
def dispute() -> None:
    """Tell what customers object to; it holds reminders back, and stays in exposure."""


@app.command("open")
def open_dispute(
    customer: Customer,
    reason: Reason,
    invoice: Claims,
    note: Note = "",
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Open a dispute; what is open of an invoice is in dispute, unless a part of it is named."""
    with acting(author, on, happened) as desk:
        case = usecases.open_dispute(
            *(desk.session, desk.act, customer, invoice),
            reason=reason,
            note=note,
            happened_on=desk.happened_on,
        )
    tell_case(case, as_json=as_json)


@app.command()
def amend(
    number: Number,
    invoice: Claims,
    note: Note = "",
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Say anew which invoices and amounts are in dispute."""
    with acting(author, on, happened) as desk:
        case = usecases.amend_dispute(
            *(desk.session, desk.act, number, invoice), note=note, happened_on=desk.happened_on
        )
    tell_case(case, as_json=as_json)


@app.command()
def comment(
    number: Number,
    note: Annotated[str, typer.Option(metavar="TEXT", help="The comment.")],
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Add a comment to a dispute."""
    with acting(author, on, happened) as desk:
        case = usecases.comment_dispute(
            desk.session, desk.act, number, note=note, happened_on=desk.happened_on
        )
    tell_case(case, as_json=as_json)


@app.command()
def resolve(
    number: Number,
    outcome: For,
    invoice: MaybeClaims = None,
    credit_note: CreditNote = None,
    note: Note = "",
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """End a dispute; for the customer, all of it is conceded unless invoices and amounts are named."""
    with acting(author, on, happened) as desk:
        case = usecases.resolve_dispute(
            *(desk.session, desk.act, number),
            outcome=outcome,
            conceded=invoice or [],
            credit_note=credit_note,
            note=note,
            happened_on=desk.happened_on,
        )
    tell_case(case, as_json=as_json)


app.command("list", help="List disputes as known on an evening.")(listing("dispute", "There is no dispute."))
