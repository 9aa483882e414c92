"""`encours queue`: today's most useful contacts, the first first, and what came of them."""

from datetime import date
from typing import Annotated, Any

import typer

from dunning.contacts.contact import Outcome
from dunning.outcomes import usecases as outcomes
from dunning.outcomes.outcome import Came
from dunning.outcomes.usecases import Recorded
from dunning.today import usecases
from dunning.today.usecases import Asked
from ledger.relation.disputes import REASONS
from scoring.gateway import Registry
from serving.api.schemas.worklist import ObjectedAnswer, entry_answer
from serving.cli.acting import Author, Customer, MaybeClaims, Note, acting, parse_amount
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On, parse_day
from serving.cli.output import print_json, say
from serving.cli.worklist_words import recorded_text, tell, tell_disputes, tell_one, tell_team
from serving.dunning import queue_rules
from serving.settings import settings

app = typer.Typer(add_completion=False, invoke_without_command=True)

_MOST = 1_000
Collector = Annotated[str | None, typer.Option("--collector", metavar="NAME", help="Of this collector only.")]
_OUTCOME = typer.Argument(metavar="OUTCOME", help=f"One of {', '.join(Outcome)}.")


@app.callback(invoke_without_command=True)
def queue(
    context: typer.Context,
    on: On = None,
    capacity: Annotated[int, typer.Option(min=1, max=_MOST, help="How many entries the day allows.")] = 20,
    collector: Collector = None,
    as_json: AsJson = False,
) -> None:
    """List the day's most useful contacts, with what each is worth and why."""
    if context.invoked_subcommand is not None:
        return
    where = settings()
    with opened(where) as database, database.read() as session:
        day = day_for(session, on)
        entries = usecases.todays_queue(
            *(session, Registry(where.home), queue_rules(where), Asked(capacity, collector)),
            on=day,
            language=where.language,
        )
    if as_json:
        print_json([entry_answer(entry).model_dump(mode="json") for entry in entries])
    else:
        tell(entries, language=where.language)


@app.command()
def show(customer: Customer, on: On = None, as_json: AsJson = False) -> None:
    """Show one customer's entry: whom to call, what to say, what was said before."""
    where = settings()
    with opened(where) as database, database.read() as session:
        day = day_for(session, on)
        entries = usecases.todays_queue(
            *(session, Registry(where.home), queue_rules(where), Asked(1, customer=customer)),
            on=day,
            language=where.language,
        )
    if as_json:
        print_json([entry_answer(entry).model_dump(mode="json") for entry in entries])
    else:
        tell_one(entries, customer, language=where.language)


@app.command()
def done(
    customer: Customer,
    outcome: Annotated[Outcome, _OUTCOME],
    promised_on: Annotated[
        date | None,
        typer.Option("--for", parser=parse_day, metavar="DATE", help="Of a promise: the day."),
    ] = None,
    amount: Annotated[
        int | None,
        typer.Option(parser=parse_amount, metavar="AMOUNT", help="Of a promise; all when left out."),
    ] = None,
    currency: Annotated[str | None, typer.Option(metavar="CODE", help="Of a promise.")] = None,
    reason: Annotated[
        str, typer.Option(metavar="REASON", help=f"Of a dispute: one of {', '.join(REASONS)}.")
    ] = "",
    invoice: MaybeClaims = None,
    call_on: Annotated[
        date | None,
        typer.Option("--call-on", parser=parse_day, metavar="DATE", help="Of call-back: the day agreed."),
    ] = None,
    contact: Annotated[
        str, typer.Option(metavar="TEXT", help="Of wrong-contact: the address, number or name.")
    ] = "",
    note: Note = "",
    author: Author = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Write down what came of a contact, with the promise or dispute that follows."""
    came = Came(
        *(outcome, note, promised_on, amount, currency, reason, tuple(invoice or ())),
        call_back_on=call_on,
        contact=contact,
    )
    by = queue_rules(settings())
    with acting(author, on, None) as desk:
        told = outcomes.record(desk.session, desk.act, customer, came, by.rules, by.policy)
    _tell(told, as_json=as_json)


@app.command()
def undo(customer: Customer, author: Author = None, on: On = None, as_json: AsJson = False) -> None:
    """Take the last outcome of a customer back, while nothing followed."""
    with acting(author, on, None) as desk:
        told = outcomes.undo(desk.session, desk.act, customer)
    _tell(told, as_json=as_json)


@app.command()
def hand(
    customer: Customer,
    collector: Annotated[
        str, typer.Argument(metavar="COLLECTOR", help="Who gets it; blank gives it back to the policy.")
    ],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="For whoever gets it.")],
    author: Author = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Hand a customer over to another collector."""
    where = settings()
    policy = queue_rules(where).policy
    with acting(author, on, None) as desk:
        handed = outcomes.hand(desk.session, desk.act, customer, collector, policy, why=why)
    if as_json:
        print_json({"customer": customer, "collector": handed.collector, "from_on": f"{handed.from_on}"})
    else:
        say(f"{customer} → {handed.collector or '–'}")


@app.command()
def team(on: On = None, as_json: AsJson = False) -> None:
    """Show each collector's day: what waits, what it is worth, what was done."""
    where = settings()
    with opened(where) as database, database.read() as session:
        day = day_for(session, on)
        found = usecases.team(session, Registry(where.home), queue_rules(where), on=day)
    if as_json:
        print_json([_team_json(one) for one in found])
    else:
        tell_team(found, language=where.language)


@app.command()
def disputes(
    owner: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of this owner only: sales, logistics, billing.")
    ] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """List the disputes that stand: who answers them, until when."""
    where = settings()
    with opened(where) as database, database.read() as session:
        day = day_for(session, on)
        found = usecases.disputes(session, queue_rules(where).policy, on=day, owner=owner)
    if as_json:
        told = [(code, ObjectedAnswer.model_validate(one)) for code, one in found]
        print_json([{"customer": code} | one.model_dump(mode="json") for code, one in told])
    else:
        tell_disputes(found, on=day, language=where.language)


def _team_json(one: usecases.Team) -> dict[str, Any]:
    return {
        "collector": one.collector,
        "entries": one.entries,
        "calls": one.calls,
        "value_cents": dict(one.value_cents),
        "done": one.done,
        "outcomes": dict(one.outcomes),
    }


def _tell(told: Recorded, *, as_json: bool) -> None:
    if as_json:
        print_json(told.as_json())
    else:
        say(recorded_text(told, settings().language))
