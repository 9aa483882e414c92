"""`encours partners`: who collects for us, and which of them may take a case."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from dunning.dossier.words import money_text
from dunning.partners import usecases
from dunning.partners.fitting import Fitted, Objection, RoadCase
from dunning.partners.policy import Partner, PartnersPolicy
from dunning.partners.usecases import InHand
from dunning.partners.words import objection_text
from dunning.policy import DunningPolicy
from kernel.language import Language, share_text
from ledger.relation.hand_overs import PARTIES
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, print_table, say
from serving.policies import policy_in_force
from serving.settings import settings

app = typer.Typer(add_completion=False)

_HEADS = {
    Language.ENGLISH: ("", "name", "who", "share", "{}", "{}", "why not"),
    Language.FRENCH: ("", "nom", "qualité", "part", "{}", "{}", "pourquoi pas"),
}
_IN_HAND = {Language.ENGLISH: ("in hand", "recovered"), Language.FRENCH: ("en cours", "recouvré")}
_FITTED = {Language.ENGLISH: ("may take it", "cost"), Language.FRENCH: ("peut prendre", "coût")}
_YES = {Language.ENGLISH: ("yes", "no"), Language.FRENCH: ("oui", "non")}


@app.command()
def partners(
    customer: Annotated[
        str | None, typer.Option("--customer", metavar="CODE", help="Whose case somebody should take.")
    ] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """List partners; with --customer, say which may take the case and why not otherwise."""
    where = settings()
    policy = policy_in_force(where, "partners", PartnersPolicy)
    with opened(where) as database, database.read() as session:
        day = day_for(session, on)
        if customer is None:
            told = usecases.partners_on(session, policy, on=day)
            _tell(told, where.language, as_json=as_json)
            return
        dunning = policy_in_force(where, "dunning", DunningPolicy)
        case, found = usecases.partners_for(session, policy, dunning, customer, on=day)
    _tell_fitted(case, found, where.language, as_json=as_json)


def _tell(found: list[InHand], language: Language, *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    **_partner(one.code, one.partner),
                    "usable": not one.objections,
                    "why_not": _objections(one.objections, language),
                    "hand_overs": list(one.cases),
                    "recovered": _sums(one.recovered_cents),
                }
                for one in found
            ]
        )
        return
    rows = [
        (
            *_names(one.code, one.partner, language),
            str(len(one.cases)),
            _moneys(one.recovered_cents, language),
            "; ".join(_objections(one.objections, language)),
        )
        for one in found
    ]
    _table(rows, _IN_HAND[language], language)


def _tell_fitted(case: RoadCase, found: list[Fitted], language: Language, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "customer": case.code,
                "late": _sums(case.cents),
                "oldest_days_late": case.oldest_days,
                "partners": [
                    {
                        **_partner(one.code, one.partner),
                        "may": one.may,
                        "why_not": _objections(one.objections, language),
                        "cost": _sums(one.fee_cents),
                    }
                    for one in found
                ],
            }
        )
        return
    say(f"{case.code} {case.name}: {_moneys(case.cents, language) or '0'}")
    yes, no = _YES[language]
    rows = [
        (
            *_names(one.code, one.partner, language),
            yes if one.may else no,
            _moneys(one.fee_cents, language),
            "; ".join(_objections(one.objections, language)),
        )
        for one in found
    ]
    _table(rows, _FITTED[language], language)


def _table(rows: Sequence[Sequence[str]], named: tuple[str, str], language: Language) -> None:
    heads = iter(named)
    print_table([next(heads) if one == "{}" else one for one in _HEADS[language]], rows, right=(3,))


def _names(code: str, one: Partner, language: Language) -> tuple[str, str, str, str]:
    label = PARTIES[one.party.value]
    who = label.french if language is Language.FRENCH else label.english
    return code, one.name, who, share_text(one.success_bp / 10_000, language)


def _partner(code: str, one: Partner) -> dict[str, Any]:
    return {
        "partner": code,
        "name": one.name,
        "party": one.party.value,
        "registration": one.registration,
        "countries": list(one.countries),
        "certificates": [{"name": held.name, "until": held.until.isoformat()} for held in one.certificates],
        "success_bp": one.success_bp,
    }


def _objections(found: tuple[Objection, ...], language: Language) -> list[str]:
    return [objection_text(one, language) for one in found]


def _sums(cents: Any) -> list[dict[str, Any]]:
    return [{"currency": key, "cents": value} for key, value in sorted(cents.items())]


def _moneys(cents: Any, language: Language) -> str:
    return ", ".join(money_text(value, key, language) for key, value in sorted(cents.items()))
