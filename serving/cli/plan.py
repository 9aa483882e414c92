"""`encours plan`: invoices paid in instalments."""

from typing import Annotated

import typer

from dunning.instalments import usecases as proposing
from ledger.relation import usecases
from ledger.relation.plans import Instalment
from ledger.relation.standing import CaseOnEvening
from serving.cli.acting import (
    AsRecorded,
    Author,
    Claims,
    Customer,
    Happened,
    LearntOn,
    Note,
    Number,
    acting,
    amount,
    listing,
    parse_amount,
    tell_case,
    tell_cases,
)
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf, On, parse_day
from serving.cli.output import print_json, print_table
from serving.cli.plan_words import proposal_json, tell_proposal
from serving.dunning import queue_rules
from serving.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False)


def parse_instalment(text: str) -> Instalment:
    """An instalment as typed. Raises BadParameter."""
    day, mark, cents = text.partition("=")
    if not mark:
        raise typer.BadParameter(f"“{text}” is not an instalment; write it as 2024-06-30=500.00.")
    return Instalment(parse_day(day.strip()), parse_amount(cents))


Instalments = Annotated[
    list[Instalment],
    typer.Option(
        "--instalment",
        parser=parse_instalment,
        metavar="DATE=AMOUNT",
        help="A day and what is paid by then: 2024-06-30=500.00. Said once for each.",
    ),
]
Grace = Annotated[int, typer.Option(min=0, metavar="DAYS", help="Days after which a miss breaks the plan.")]
Acceleration = Annotated[
    bool,
    typer.Option(
        "--acceleration/--no-acceleration", help="Whether a missed instalment makes all the rest due."
    ),
]


@app.callback()
def plan() -> None:
    """Tell which invoices are paid in instalments, and whether these are kept."""


@app.command()
def agree(
    customer: Customer,
    invoice: Claims,
    instalment: Instalments,
    grace: Grace = 0,
    acceleration: Acceleration = False,
    note: Note = "",
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Agree a plan; its instalments add up to what is open of its invoices, or to what is named."""
    with acting(author, on, happened) as desk:
        case = usecases.agree_plan(
            *(desk.session, desk.act, customer, invoice),
            instalments=instalment,
            grace_days=grace,
            acceleration=acceleration,
            note=note,
            happened_on=desk.happened_on,
        )
    _tell(case, as_json=as_json)


@app.command()
def propose(
    customer: Customer,
    months: Annotated[
        int | None,
        typer.Option(min=1, help="Over so many months; as few as the rhythm allows when left out."),
    ] = None,
    currency: Annotated[str | None, typer.Option(metavar="CODE", help="Where it is late in several.")] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Propose a plan of what is late, sized to what the payer usually pays in a month. Writes nothing."""
    where = settings()
    by = queue_rules(where)
    with opened(where) as database, database.read() as session:
        day = day_for(session, on)
        found = proposing.propose(
            *(session, customer, by.rules, by.policy), months=months, currency=currency, on=day
        )
    if as_json:
        print_json(proposal_json(found))
    else:
        tell_proposal(found, language=where.language)


@app.command()
def cancel(
    number: Number,
    note: Note = "",
    author: Author = None,
    happened: Happened = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """End a plan; what is left of its invoices is due as before it."""
    with acting(author, on, happened) as desk:
        case = usecases.cancel_plan(desk.session, desk.act, number, note=note, happened_on=desk.happened_on)
    tell_case(case, as_json=as_json)


@app.command()
def show(number: Number, as_of: AsOf = None, as_recorded: AsRecorded = None, as_json: AsJson = False) -> None:
    """Show a plan with its instalments, as known on an evening."""
    with opened(settings()) as database, database.read() as session:
        day = day_for(session, as_of)
        case = usecases.case_of(session, number, matter="plan", as_of=day, as_recorded=as_recorded)
    _tell(case, as_json=as_json)


app.command("list", help="List plans as known on an evening.")(listing("plan", "There is no plan."))


def _tell(case: CaseOnEvening, *, as_json: bool) -> None:
    if as_json:
        print_json(case.as_json())
        return
    tell_cases([case], language=settings().language)
    rows = [
        (one["day"], amount(one["cents"], case.currency), amount(one["open_cents"], case.currency))
        for one in case.told.get("instalments", ())
    ]
    print_table(("instalment", "amount", "open"), rows, right=(1, 2))
