"""`encours effect`: what reminders do, from those that chance delayed."""

from collections.abc import Sequence
from typing import Any

import typer

from dunning.queue_policy import QueuePolicy
from dunning.trials import usecases
from dunning.trials.estimate import Difference, Evidence
from dunning.words import way_text
from kernel.language import Language, number_text, share_text
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, print_table, remark, say
from serving.dunning import queue_rules
from serving.settings import settings

app = typer.Typer(add_completion=False)


@app.command()
def effect(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show who paid within 7 and 30 days, reminded on the day and some days later, by step and channel."""
    where = settings()
    policy = queue_rules(where).policy
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        found = usecases.evidence(session, policy, on=day)
    if as_json:
        print_json([_json(one, policy) for one in found])
    else:
        _tell(found, policy, where.language)


def _json(one: Evidence, policy: QueuePolicy) -> dict[str, Any]:
    prior = policy.effect(one.way, one.stage)
    return {
        "way": one.way.value,
        "stage": one.stage.value,
        "within_7": _difference(one.within_7),
        "within_30": _difference(one.within_30),
        "prior_within_7": prior.within_7,
        "enough": one.enough,
        "needed": policy.evidence_at_least,
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "sent_customers": one.sent.customers,
        "sent_paid": round(one.sent.share, 4),
        "held_customers": one.held.customers,
        "held_paid": round(one.held.share, 4),
        "difference": round(one.estimate, 4),
        "low": round(one.low, 4),
        "high": round(one.high, 4),
    }


_STAGES = {"early": "début", "late": "fin", "formal": "mise en demeure", "end": "suite"}


def _tell(found: Sequence[Evidence], policy: QueuePolicy, language: Language) -> None:
    french = language is Language.FRENCH
    if not found:
        say(
            "Aucun tirage : fixez holdout_share dans policy/queue.toml (0.05 conseillé), puis encours dun."
            if french
            else "Nothing was drawn: set holdout_share (0.05 is usual) in policy/queue.toml, then run dun."
        )
        return
    headings = (
        ("par", "étape", "jours", "à l'heure", "payés", "retardés", "payés", "écart", "95 %")
        if french
        else ("by", "stage", "days", "on the day", "paid", "delayed", "paid", "difference", "95 %")
    )
    rows = [
        _row(one, days, told, language)
        for one in found
        for days, told in ((7, one.within_7), (30, one.within_30))
    ]
    print_table(headings, rows, right=(2, 3, 4, 5, 6, 7))
    few = [one for one in found if not one.enough]
    if few:
        need = number_text(policy.evidence_at_least, language)
        remark(
            f"Trop peu pour conclure là où moins de {need} clients sont de chaque côté : l'a priori reste."
            if french
            else f"Too little to tell where fewer than {need} customers are on either side: the prior stays."
        )
    remark(
        "Un envoi retardé finit par partir : l'écart dit ce que vaut d'écrire plus tôt, non d'écrire."
        if french
        else "A delayed reminder leaves in the end: the difference is of writing sooner, not of writing."
    )


def _row(one: Evidence, days: int, told: Difference, language: Language) -> tuple[str, ...]:
    stage = _STAGES[one.stage.value] if language is Language.FRENCH else one.stage.value
    if not (told.sent.customers and told.held.customers):
        both = (number_text(told.sent.customers, language), "–", number_text(told.held.customers, language))
        return (way_text(one.way, language), stage, str(days), *both, "–", "–", "–")
    return (
        *(way_text(one.way, language), stage, str(days)),
        *(number_text(told.sent.customers, language), share_text(told.sent.share, language)),
        *(number_text(told.held.customers, language), share_text(told.held.share, language)),
        f"{100 * told.estimate:+.0f}",
        f"{100 * told.low:+.0f} … {100 * told.high:+.0f}",
    )
