"""`encours limit`: how much a customer may owe, and who said so."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from credit.granted import ASKED, GRANTED, REFUSED, STANDING, TEMPORARY, WITHDRAWN, LimitVersion
from credit.limit import usecases
from credit.limit.policy import LimitPolicy
from credit.limit.stored import answer_of
from credit.limit.words import basis_of, name_of, odds_text, why_text
from kernel.language import Language, amount_text, day_text
from kernel.money import Money
from serving.cli.acting import Author, Customer, acting, parse_amount
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf, On, parse_day
from serving.cli.output import print_json, print_table, say
from serving.policies import policy_in_force
from serving.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False)

_Currency = Annotated[str, typer.Option(metavar="CODE", help="ISO 4217 code.")]
_Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `encours limit list` gives it.")]
_Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why.")]
_SHOWN = 20
_STATES = {ASKED: "demandée", GRANTED: "accordée", REFUSED: "refusée", WITHDRAWN: "retirée"}
_KINDS = {STANDING: "permanente", TEMPORARY: "temporaire"}


@app.callback()
def limit() -> None:
    """Say how much customers may owe."""


@app.command()
def propose(
    customer: Annotated[str | None, typer.Argument(metavar="[CUSTOMER]", help="The customer's code.")] = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="Every customer whose limit should change.")
    ] = False,
    requested: Annotated[
        int | None, typer.Option(parser=parse_amount, metavar="AMOUNT", help="What is asked for: 25000.00.")
    ] = None,
    currency: _Currency = "EUR",
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say what the policy allows, what binds it, and what would raise it. Writes nothing."""
    if (customer is None) == (not everyone):
        raise typer.BadParameter("Name one customer, or --all.")
    where = settings()
    policy = policy_in_force(where, "limit", LimitPolicy)
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        if customer is None:
            found = [one for one in usecases.proposals(session, policy, as_of=day) if one.changes]
        else:
            found = [
                usecases.proposal(
                    session, policy, customer, currency=currency, requested_cents=requested or 0, as_of=day
                )
            ]
    if as_json:
        print_json([_proposal_json(one, where.language) for one in found])
    elif customer is None:
        _tell_many(found, where.language)
    else:
        _tell_one(found[0], where.language)


@app.command()
def grant(
    customer: Annotated[str | None, typer.Argument(metavar="[CUSTOMER]", help="The customer's code.")] = None,
    amount: Annotated[
        int | None,
        typer.Argument(parser=parse_amount, metavar="[AMOUNT]", help="What the policy says when left out."),
    ] = None,
    currency: _Currency = "EUR",
    until: Annotated[
        date | None, typer.Option(parser=parse_day, metavar="DATE", help="Its last day.")
    ] = None,
    temporary: Annotated[
        bool, typer.Option("--temporary", help="Beside the standing limit, until its last day.")
    ] = False,
    reason: _Reason = "",
    everyone: Annotated[
        bool, typer.Option("--all", help="What the policy says, to every customer whose limit should change.")
    ] = False,
    author: Author = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Grant a limit. Above the policy's threshold it waits for a second person."""
    where = settings()
    policy = policy_in_force(where, "limit", LimitPolicy)
    if everyone:
        if customer is not None or until is not None or temporary or reason:
            raise typer.BadParameter(
                "--all grants what the policy says: leave the customer and its terms out."
            )
        with acting(author, on, None) as desk:
            granted = usecases.grant_all(desk.session, desk.act, policy=policy)
        _tell_granted(granted, as_json=as_json, language=where.language)
        return
    if customer is None:
        raise typer.BadParameter("Name one customer, or --all.")
    wish = usecases.Wish(amount, currency, until, temporary, reason)
    with acting(author, on, None) as desk:
        given = usecases.grant(desk.session, desk.act, customer, wish, policy=policy)
    if as_json:
        told = {"number": given.number, "state": given.state, "cents": given.cents}
        print_json({**told, "currency": given.currency, **_proposal_json(given.proposal, where.language)})
        return
    say(f"{_given(given, where.language)} {why_text(given.proposal.decision, where.language)}")


@app.command()
def approve(number: _Number, author: Author = None, on: On = None, as_json: AsJson = False) -> None:
    """Grant what another person asked for."""
    with acting(author, on, None) as desk:
        found = usecases.approve(desk.session, desk.act, number)
    _tell_versions([found], as_json=as_json)


@app.command()
def refuse(
    number: _Number, reason: _Reason, author: Author = None, on: On = None, as_json: AsJson = False
) -> None:
    """Refuse what was asked for."""
    with acting(author, on, None) as desk:
        found = usecases.refuse(desk.session, desk.act, number, reason=reason)
    _tell_versions([found], as_json=as_json)


@app.command()
def withdraw(
    number: _Number, reason: _Reason, author: Author = None, on: On = None, as_json: AsJson = False
) -> None:
    """Take a granted limit back."""
    with acting(author, on, None) as desk:
        found = usecases.withdraw(desk.session, desk.act, number, reason=reason)
    _tell_versions([found], as_json=as_json)


@app.command("list")
def list_limits(
    customer: Annotated[
        str | None, typer.Option("--customer", metavar="CODE", help="One customer's.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List limits as they stand: granted, waiting, refused, withdrawn."""
    with opened(settings()) as database, database.read() as session:
        versions = usecases.limits(session, code=customer)
    last = {one.id: one for one in versions}
    _tell_versions([last[key] for key in sorted(last)], as_json=as_json)


@app.command()
def history(customer: Customer, as_json: AsJson = False) -> None:
    """Tell every limit a customer had, who asked and who agreed."""
    with opened(settings()) as database, database.read() as session:
        versions = usecases.limits(session, code=customer)
    _tell_versions(versions, as_json=as_json)


@app.command()
def replay(as_json: AsJson = False) -> None:
    """Take every stored decision again from what it read: the answers must be the same."""
    with opened(settings()) as database, database.read() as session:
        told = usecases.replay(session)
    if as_json:
        print_json({"decisions": told.decisions, "differing": list(told.differing)})
        return
    count, other = told.decisions, len(told.differing)
    say(
        f"{count} décisions rejouées, dont {other} ont donné une autre réponse."
        if settings().language is Language.FRENCH
        else f"{count} decisions taken again, {other} came out otherwise."
    )
    if told.differing:
        raise typer.Exit(1)


def _proposal_json(one: usecases.Proposal, language: Language) -> dict[str, Any]:
    held = one.standing.limit
    return {
        "customer": one.standing.code,
        "as_of": one.standing.as_of.isoformat(),
        "exposure_cents": one.standing.exposure_cents,
        "limit_in_force_cents": None if held is None else held.cents,
        "should_change": one.changes,
        "why": why_text(one.decision, language),
        "decision": answer_of(one.decision),
    }


def _tell_granted(granted: Sequence[usecases.Given], *, as_json: bool, language: Language) -> None:
    """In two figures; who was granted what is for `encours limit list`."""
    if as_json:
        told = [
            {"number": one.number, "customer": one.proposal.standing.code, "state": one.state}
            | {"cents": one.cents, "currency": one.currency}
            for one in granted
        ]
        print_json(told)
        return
    asked = sum(one.state == ASKED for one in granted)
    done = len(granted) - asked
    say(
        f"{done} limites accordées, {asked} en attente d'une seconde personne (encours limit list)."
        if language is Language.FRENCH
        else f"{done} limits granted, {asked} waiting for a second person (encours limit list)."
    )


def _tell_one(one: usecases.Proposal, language: Language) -> None:
    say(f"{one.standing.code}, {one.standing.name}: {why_text(one.decision, language)}")
    odds = odds_text(one.decision, language)
    if odds:
        say(f"  {odds}")
    rows = [
        (
            name_of(bound.constraint, language),
            "–" if bound.cents is None else amount_text(Money(bound.cents, one.decision.currency), language),
            basis_of(bound, language),
        )
        for bound in one.decision.bounds
    ]
    french = language is Language.FRENCH
    headers = ("Contrainte", "Permet", "D'après") if french else ("Constraint", "Allows", "From")
    print_table(headers, rows, right=(1,))


def _tell_many(found: Sequence[usecases.Proposal], language: Language) -> None:
    french = language is Language.FRENCH
    say(f"{len(found)} limites devraient changer." if french else f"{len(found)} limits should change.")
    largest = sorted(found, key=lambda one: (-one.standing.exposure_cents, one.standing.code))[:_SHOWN]
    rows = [
        (
            one.standing.code,
            amount_text(Money(one.standing.exposure_cents, one.standing.currency), language),
            "–"
            if one.standing.limit is None
            else amount_text(Money(one.standing.limit.cents, one.standing.currency), language),
            amount_text(Money(one.decision.cents, one.decision.currency), language),
            name_of(one.decision.binding, language),
        )
        for one in largest
    ]
    headers = (
        ("Client", "Encours", "Limite", "Proposée", "Ce qui limite")
        if french
        else ("Customer", "Exposure", "Limit", "Proposed", "What binds")
    )
    print_table(headers, rows, right=(1, 2, 3))


def _given(given: usecases.Given, language: Language) -> str:
    amount = amount_text(Money(given.cents, given.currency), language)
    waits = given.state == ASKED
    if language is Language.FRENCH:
        return f"Limite {given.number} de {amount} " + (
            "demandée : une seconde personne doit l'approuver." if waits else "accordée."
        )
    return f"Limit {given.number} of {amount} " + (
        "asked for: a second person must approve it." if waits else "granted."
    )


def _tell_versions(versions: Sequence[LimitVersion], *, as_json: bool) -> None:
    language = settings().language
    if as_json:
        print_json([_version_json(one) for one in versions])
        return
    french = language is Language.FRENCH
    if not versions:
        say("Aucune limite." if french else "There is no limit.")
        return
    rows = [
        (
            str(one.id),
            _STATES[one.row.state] if french else one.row.state,
            _KINDS[one.row.kind] if french else one.row.kind,
            amount_text(Money(one.row.cents, one.row.currency), language),
            day_text(one.row.from_on, language),
            "–" if one.row.until_on is None else day_text(one.row.until_on, language),
            one.row.asked_by,
            one.row.approved_by,
        )
        for one in versions
    ]
    headers = (
        ("N°", "État", "Sorte", "Montant", "Du", "Au", "Demandée par", "Accordée par")
        if french
        else ("Number", "State", "Kind", "Amount", "From", "Until", "Asked by", "Agreed by")
    )
    print_table(headers, rows, right=(0, 3))


def _version_json(one: LimitVersion) -> dict[str, Any]:
    row = one.row._asdict()
    del row["inputs"]
    days = {name: None if row[name] is None else row[name].isoformat() for name in ("from_on", "until_on")}
    return {"number": one.id, "version": one.version, "known_on": one.known_on.isoformat(), **row, **days}
