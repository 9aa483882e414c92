"""`encours deadlines`: the days by which a right is lost."""

from datetime import date
from typing import Annotated, Any

import typer

from credit.cover.policy import CoverPolicy
from credit.cover.words import LAPSED, UNSAID
from dunning.deadlines.deadline import Deadline
from dunning.deadlines.usecases import DeadlineRules, deadlines_on
from dunning.deadlines.words import certainty_text, kind_text
from dunning.dossier.words import day_or_blank, money_text
from dunning.partners.policy import PartnersPolicy
from dunning.policy import DunningPolicy
from kernel.language import Language
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On, parse_day
from serving.cli.output import print_json, print_table, say
from serving.law import law_deadlines
from serving.policies import policy_in_force
from serving.settings import Settings, settings

app = typer.Typer(add_completion=False)

_SHOWN_INVOICES = 4
_HEADS = {
    Language.ENGLISH: ("last day", "what", "customer", "with", "at stake", "invoices", "rule", "certainty"),
    Language.FRENCH: ("dernier jour", "quoi", "client", "avec", "enjeu", "factures", "règle", "certitude"),
}
_NOTHING = {
    Language.ENGLISH: "No deadline is known up to that day.",
    Language.FRENCH: "Aucun délai connu jusqu'à ce jour.",
}


@app.command()
def deadlines(
    customer: Annotated[
        str | None, typer.Option("--customer", metavar="CODE", help="One customer's.")
    ] = None,
    until: Annotated[
        date | None,
        typer.Option(parser=parse_day, metavar="DATE", help="The last day that counts; 90 days ahead."),
    ] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """List claims to declare, prescriptions, insurers' deadlines and partners to ask, soonest first."""
    where = settings()
    rules = _rules(where)
    with opened(where) as database, database.read() as session:
        found = deadlines_on(session, rules, on=day_for(session, on), until=until, customer=customer)
    if as_json:
        print_json([_as_json(one) for one in found])
    elif found:
        rows = [_row(one, where.language) for one in found]
        print_table(_HEADS[where.language], rows, right=(4,))
    else:
        say(_NOTHING[where.language])


def _rules(where: Settings) -> DeadlineRules:
    return DeadlineRules(
        law=law_deadlines(where),
        partners=policy_in_force(where, "partners", PartnersPolicy),
        dunning=policy_in_force(where, "dunning", DunningPolicy),
        cover=policy_in_force(where, "cover", CoverPolicy),
    )


def _row(one: Deadline, language: Language) -> tuple[str, ...]:
    day = (
        UNSAID[language] if one.about and one.last_on is None else day_or_blank(one.last_on, language) or "?"
    )
    more = len(one.invoices) - _SHOWN_INVOICES
    invoices = ", ".join(one.invoices[:_SHOWN_INVOICES]) + (f" +{more}" if more > 0 else "")
    return (
        f"{day} ({LAPSED[language]})" if one.missed else day,
        kind_text(one.kind, language),
        one.customer,
        one.about,
        money_text(one.cents, one.currency, language),
        invoices,
        one.article,
        certainty_text(one.certainty, language),
    )


def _as_json(one: Deadline) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "customer": one.customer,
        "name": one.name,
        "last_on": None if one.last_on is None else one.last_on.isoformat(),
        "missed": one.missed,
        "invoices": list(one.invoices),
        "cents": one.cents,
        "currency": one.currency,
        "article": one.article,
        "certainty": one.certainty.value,
        "about": one.about,
    }
