"""`encours score`: a customer's or a prospect's grade, and why."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kernel.language import Language, day_text, share_text
from scoring import usecases
from scoring.gateway import Registry
from scoring.grades import GradePolicy
from scoring.score import CustomerScore, Reason
from scoring.vectors import usecases as vectors
from scoring.vectors.replay import Replayed
from scoring.wording import answers as words
from scoring.wording.phrases import chance, points
from serving.api.schemas.score import ScoreAnswer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf, parse_day
from serving.cli.output import print_json, say
from serving.policies import policy_in_force
from serving.settings import Settings, settings

_ONE = "one"
_MOST_NAMED = 20


class _OneByDefault(TyperGroup):
    """`encours score CUSTOMER` scores; a customer whose code is a command is asked with `one` before it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = [_ONE, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_OneByDefault, add_completion=False)


@app.callback()
def score() -> None:
    """Score a customer, with the reasons.

    encours score CUSTOMER, encours score --siren N for any company, or encours score --all for the book.
    """


@app.command()
def replay(
    as_of: Annotated[
        date | None,
        typer.Option("--as-of", parser=parse_day, metavar="DATE", help="One evening; all when left out."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Reckon stored scores again from their features: the answers must be the same."""
    where = settings()
    with opened(where) as database, database.read() as session:
        told = vectors.replay(session, Registry(where.home), as_of=as_of)
    if as_json:
        print_json(asdict(told))
    else:
        _tell_replayed(told, language=where.language)
    if told.differing:
        raise typer.Exit(1)


def _tell_replayed(told: Replayed, *, language: Language) -> None:
    french = language is Language.FRENCH
    whole = told.same + len(told.differing)
    say(
        f"{whole} scores recalculés ; {len(told.differing)} ont donné une autre réponse."
        if french
        else f"{whole} scores reckoned again; {len(told.differing)} came out otherwise."
    )
    for one in told.differing[:_MOST_NAMED]:
        say(f"  {one.customer}, {one.as_of}, {one.model}: {one.field} {one.stored} → {one.again}")
    if told.without_features:
        say(
            f"{told.without_features} ont été enregistrés sans leurs chiffres et ne peuvent être recalculés."
            if french
            else f"{told.without_features} were stored without their features and cannot be reckoned again."
        )
    for label, count in told.without_model.items():
        say(
            f"{count} sont du modèle {label}, qui ne peut plus être lu."
            if french
            else f"{count} are by the model {label}, which cannot be read any more."
        )


@app.command(_ONE)
def score_one(
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
    grades = policy_in_force(where, "grades", GradePolicy)
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        models = Registry(where.home)
        if siren is not None:
            scored = usecases.score_company(
                session, models, siren, as_of=day, grades=grades, language=where.language
            )
        else:
            scored = usecases.score_customer(
                session, models, customer or "", as_of=day, grades=grades, language=where.language
            )
    if as_json:
        print_json(ScoreAnswer.model_validate(scored).model_dump(mode="json"))
    else:
        tell(scored, language=where.language)


def _refresh(where: Settings, as_of: date | None, *, as_json: bool) -> None:
    grades = policy_in_force(where, "grades", GradePolicy)
    with opened(where) as database, database.transaction() as session:
        day = day_for(session, as_of)
        told = usecases.refresh_scores(session, Registry(where.home), as_of=day, grades=grades)
    if as_json:
        print_json(asdict(told) | {"as_of": told.as_of.isoformat()})
        return
    counts = ", ".join(f"{grade} {count}" for grade, count in told.by_grade.items())
    day_said = day_text(told.as_of, where.language)
    say(
        f"{told.customers} clients notés au {day_said} ({counts}), dont {told.moved} ont changé de note."
        if where.language is Language.FRENCH
        else f"{told.customers} customers scored as of {day_said} ({counts}); {told.moved} changed grade."
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
