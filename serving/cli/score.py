"""`encours score`: a customer's grade, and why."""

from typing import Annotated

import typer

from kernel.language import Language, day_text, share_text
from scoring import usecases
from scoring.gateway import Registry
from scoring.score import CustomerScore
from serving.api.schemas.score import ScoreAnswer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, remark, say
from serving.settings import settings

app = typer.Typer(add_completion=False)

# What one reads at a glance; --json gives all, down to the starting point.
_REASONS_TOLD = 4


@app.command()
def score(
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="The customer's code.")],
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Score a customer, with the reasons."""
    where = settings()
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        scored = usecases.score_customer(
            session, Registry(where.home), customer, as_of=day, language=where.language
        )
    if as_json:
        print_json(ScoreAnswer.model_validate(scored).model_dump(mode="json"))
    else:
        tell(scored, language=where.language)
        remark(scored.note)


def tell(scored: CustomerScore, *, language: Language) -> None:
    """Grade and score, and why in a few lines."""
    # Rounded away from the ends as the share beside it is, so that both add up to a hundred.
    points = share_text(scored.score / 100, Language.ENGLISH).rstrip("%")
    chance = share_text(scored.probability, language)
    if language is Language.FRENCH:
        say(
            f"{scored.customer} : note {scored.grade}, score {points} au "
            f"{day_text(scored.as_of, language)} ; {chance} de risque que sa prochaine "
            "facture habituelle soit payée avec plus de 30 jours de retard. "
            "Ce qui augmente (+) ou diminue (−) ce risque :"
        )
    else:
        say(
            f"{scored.customer}: grade {scored.grade}, score {points} as of {scored.as_of}; "
            f"{chance} that its next usual invoice is paid more than 30 days late. "
            "What raises (+) or lowers (−) that risk:"
        )
    for reason in scored.reasons[:_REASONS_TOLD]:
        say(f"  {'+' if reason.contribution > 0 else '−'} {reason.text}")
