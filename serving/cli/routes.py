"""`encours routes`: ways to go once reminders are over, by what each is expected to bring."""

from dataclasses import asdict
from typing import Any

import typer

from dunning.charges.policy import PenaltyPolicy
from dunning.deadlines.words import certainty_text
from dunning.dossier.words import money_text
from dunning.partners.policy import PartnersPolicy
from dunning.policy import DunningPolicy
from dunning.routes.comparing import Compared
from dunning.routes.policy import RecoveryPolicy
from dunning.routes.usecases import Choice, RouteRules, routes_for
from dunning.routes.words import DISCLAIMER, note_text, route_text
from kernel.language import Language, share_text
from serving.cli.acting import Customer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, print_table, remark, say
from serving.policies import policy_in_force
from serving.settings import Settings, settings

app = typer.Typer(add_completion=False)

_HEADS = {
    Language.ENGLISH: ("route", "open", "net", "paid", "fee", "cost", "chance", "days", "what to know"),
    Language.FRENCH: ("voie", "ouverte", "net", "payé", "part", "coût", "chance", "jours", "à savoir"),
}
_YES = {Language.ENGLISH: ("yes", "no"), Language.FRENCH: ("oui", "non")}
_NOTHING = {
    Language.ENGLISH: "Nothing late may be claimed of this customer: nothing is late, or it is held back.",
    Language.FRENCH: "Rien d'échu à réclamer à ce client : rien n'est échu, ou quelque chose le retient.",
}


@app.command()
def routes(customer: Customer, on: On = None, as_json: AsJson = False) -> None:
    """Compare agency, commissaire de justice, order for payment, proceeding and write-off for a customer."""
    where = settings()
    rules = _rules(where)
    with opened(where) as database, database.read() as session:
        found = routes_for(session, customer, rules, on=day_for(session, on))
    if as_json:
        print_json([_json(one, where.language) for one in found])
        return
    if not found:
        say(_NOTHING[where.language])
    for one in found:
        _tell(one, where.language)
    remark(DISCLAIMER[where.language])


def _rules(where: Settings) -> RouteRules:
    return RouteRules(
        recovery=policy_in_force(where, "recovery", RecoveryPolicy),
        partners=policy_in_force(where, "partners", PartnersPolicy),
        dunning=policy_in_force(where, "dunning", DunningPolicy),
        penalties=policy_in_force(where, "penalties", PenaltyPolicy),
    )


def _json(one: Choice, language: Language) -> dict[str, Any]:
    case = one.case
    return {
        "customer": case.code,
        "currency": case.currency,
        "cents": case.cents,
        "interest_cents": case.interest_cents,
        "disputed_cents": case.disputed_cents,
        "oldest_days_late": case.oldest_days,
        "pd_12m": case.pd_12m,
        "disclaimer": DISCLAIMER[language],
        "routes": [
            {
                "route": found.route.value,
                "may": found.may,
                "partner": found.partner,
                "worth": None if found.worth is None else asdict(found.worth),
                "notes": [
                    {
                        "why": note.why,
                        "text": note_text(note, language),
                        "article": note.article,
                        "certainty": note.certainty.value,
                        "bars": note.bars,
                    }
                    for note in found.notes
                ],
            }
            for found in one.routes
        ],
    }


def _tell(one: Choice, language: Language) -> None:
    case = one.case
    late = "jours de retard" if language is Language.FRENCH else "days late"
    amount = money_text(case.cents, case.currency, language)
    say(f"{case.code} {case.name}: {amount}, {case.oldest_days} {late}")
    rows = [_row(found, case.currency, language) for found in one.routes]
    print_table(_HEADS[language], rows, right=(2, 3, 4, 5, 6, 7))


def _row(one: Compared, currency: str, language: Language) -> tuple[str, ...]:
    yes, no = _YES[language]
    name = route_text(one.route, language) + (f": {one.partner}" if one.partner else "")
    notes = "; ".join(
        f"{note_text(note, language)} [{certainty_text(note.certainty, language)}]" for note in one.notes
    )
    worth = one.worth
    if worth is None or not one.may:
        return (name, yes if one.may else no, "", "", "", "", "", "", notes)
    return (
        name,
        yes,
        money_text(worth.net_cents, currency, language),
        money_text(worth.recovered_cents, currency, language),
        money_text(worth.fee_cents, currency, language),
        money_text(worth.cost_cents, currency, language),
        share_text(worth.success_bp / 10_000, language),
        str(worth.days),
        notes,
    )
