"""`encours score`: a customer's or a prospect's grade, and why."""

from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from kernel.language import Language, day_text, share_text
from scoring import usecases
from scoring.gateway import Registry
from scoring.score import CustomerScore, Reason
from scoring.wording import answers as words
from scoring.wording.phrases import chance, points
from serving.api.schemas.score import ScoreAnswer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, say
from serving.settings import Settings, settings

app = typer.Typer(add_completion=False)


@app.command()
def score(
    customer: Annotated[str | None, typer.Argument(metavar="[CUSTOMER]", help="The customer's code.")] = None,
    siren: Annotated[
        str | None, typer.Option("--siren", metavar="SIREN", help="A company by its number, customer or not.")
    ] = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="Score the whole book, and write the scores down.")
    ] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Score a customer, any French company by its SIREN, or the whole book, with the reasons."""
    if (customer is not None) + (siren is not None) + everyone != 1:
        raise typer.BadParameter("Name one customer, one company with --siren, or --all.")
    where = settings()
    if everyone:
        _refresh(where, as_of, as_json=as_json)
        return
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        models = Registry(where.home)
        if siren is not None:
            scored = usecases.score_company(session, models, siren, as_of=day, language=where.language)
        else:
            scored = usecases.score_customer(
                session, models, customer or "", as_of=day, language=where.language
            )
    if as_json:
        print_json(ScoreAnswer.model_validate(scored).model_dump(mode="json"))
    else:
        tell(scored, language=where.language)


def _refresh(where: Settings, as_of: date | None, *, as_json: bool) -> None:
    with opened(where) as database, database.transaction() as session:
        day = day_for(session, as_of)
        told = usecases.refresh_scores(session, Registry(where.home), as_of=day)
    if as_json:
        print_json(asdict(told) | {"as_of": told.as_of.isoformat()})
        return
    grades = ", ".join(f"{grade} {count}" for grade, count in told.by_grade.items())
    day_said = day_text(told.as_of, where.language)
    say(
        f"{told.customers} clients notés au {day_said} ({grades}), dont {told.moved} ont changé de note."
        if where.language is Language.FRENCH
        else f"{told.customers} customers scored as of {day_said} ({grades}); {told.moved} changed grade."
    )


def tell(scored: CustomerScore, *, language: Language) -> None:
    """What decides alone first, then grade and score, whose answer it is, and why."""
    if scored.override_text:
        say(scored.override_text)
    say(_grade(scored, language))
    say(f"  {_chances(scored, language)}")
    say(f"  {scored.source_text} {scored.knowledge}")
    french = language is Language.FRENCH
    _tell_reasons("Ce qui augmente le risque :" if french else "What raises the risk:", "+", scored.adverse)
    _tell_reasons("Ce qui le diminue :" if french else "What lowers it:", "−", scored.favourable)
    if scored.counterfactual is not None:
        say(f"  {scored.counterfactual.text}")
    if scored.next_payment is not None:
        late = share_text(scored.next_payment.p_late_30, language)
        say(
            f"  Paiement : {late} de risque que sa prochaine facture habituelle soit payée avec plus de "
            "30 jours de retard."
            if french
            else f"  Payment: {late} that its next usual invoice is paid more than 30 days late."
        )
    for note in scored.notes:
        say(f"  {note}")


def _grade(scored: CustomerScore, language: Language) -> str:
    name, day = scored.customer or scored.siren, day_text(scored.as_of, language)
    if language is Language.FRENCH:
        return f"{name} : note {scored.grade}, score {points(scored.score)} sur 100, au {day}."
    return f"{name}: grade {scored.grade}, score {points(scored.score)} of 100, as of {day}."


def _chances(scored: CustomerScore, language: Language) -> str:
    now, cycle, low, high = (
        chance(one, language) for one in (scored.pd_12m, scored.pd_ttc, scored.low, scored.high)
    )
    sure = words.confidence(scored.confidence, language)
    french = language is Language.FRENCH
    if scored.override:
        return "Le risque n'est plus une probabilité." if french else "The risk is no longer a probability."
    if french:
        return f"Défaut à 12 mois : {now} (sur le cycle {cycle}), entre {low} et {high} : {sure}."
    return f"Default within 12 months: {now} (through the cycle {cycle}), between {low} and {high}: {sure}."


def _tell_reasons(heading: str, sign: str, reasons: tuple[Reason, ...]) -> None:
    if reasons:
        say(f"  {heading}")
    for reason in reasons:
        say(f"    {sign} {reason.text}")
