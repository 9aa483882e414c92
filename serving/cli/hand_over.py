"""`encours hand-over`: what somebody else collects."""

from typing import Annotated

import typer

from ledger.relation import usecases
from ledger.relation.hand_overs import CLOSED_FOR, PARTIES, STATUSES, Report
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
from serving.cli.options import AsJson

app = typer.Typer(no_args_is_help=True, add_completion=False)

To = Annotated[str, typer.Option("--to", metavar="PARTY", help=f"One of {', '.join(PARTIES)}.")]
Name = Annotated[str, typer.Option(metavar="NAME", help="Their name.")]
Recourse = Annotated[
    bool | None,
    typer.Option("--recourse/--no-recourse", help="Of a factor: whether an unpaid claim comes back to us."),
]


@app.callback()
def hand_over() -> None:
    """Tell what an agency, a lawyer, a commissaire de justice or a factor collects for us."""


@app.command()
def give(
    customer: Customer,
    party: To,
    name: Name,
    recourse: Recourse = None,
    invoice: Invoices = None,
    note: Note = "",
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Hand invoices over, or all the customer owes; our own reminders rest."""
    with acting(author, on, happened) as desk:
        case = usecases.hand_over(
            *(desk.session, desk.act, customer, invoice or []),
            party=party,
            name=name,
            recourse=recourse,
            note=note,
            happened_on=desk.happened_on,
        )
    tell_case(case, as_json=as_json)


@app.command("take-back")
def take_back(
    number: Number,
    note: Note = "",
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Take a claim back; it goes on where it stopped."""
    with acting(author, on, happened) as desk:
        case = usecases.take_back(desk.session, desk.act, number, note=note, happened_on=desk.happened_on)
    tell_case(case, as_json=as_json)


@app.command()
def status(
    number: Number,
    told: Annotated[str, typer.Argument(metavar="STATUS", help=f"One of {', '.join(STATUSES)}.")],
    amount: Annotated[
        int | None,
        typer.Option(parser=parse_amount, metavar="AMOUNT", help="With recovered: such as 1250.00."),
    ] = None,
    currency: Annotated[
        str, typer.Option(metavar="CODE", help="Of the amount, where there are several.")
    ] = "",
    reason: Annotated[
        str, typer.Option(metavar="REASON", help=f"With closed: one of {', '.join(CLOSED_FOR)}.")
    ] = "",
    reference: Annotated[str, typer.Option(metavar="TEXT", help="The number of their file.")] = "",
    note: Note = "",
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Write down what whoever collects told us; money enters the accounts by its own import."""
    with acting(author, on, happened) as desk:
        report = Report(desk.happened_on, told, amount or 0, currency.upper(), reason, reference, note)
        case = usecases.report_hand_over(desk.session, desk.act, number, report)
    tell_case(case, as_json=as_json)


app.command("list", help="List hand-overs as known on an evening.")(
    listing("hand_over", "Nothing is handed over.")
)
