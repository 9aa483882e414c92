"""`encours score`: a customer's grade, and why."""

from typing import Annotated

import typer

from scoring import usecases
from scoring.gateway import Registry
from scoring.usecases import CustomerScore
from serving.api.schemas.score import ScoreAnswer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import percent, print_json, say
from serving.settings import settings

app = typer.Typer()


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
        scored = usecases.score_customer(session, Registry(where.home), customer, as_of=day)
    if as_json:
        print_json(ScoreAnswer.model_validate(scored).model_dump(mode="json"))
    else:
        tell(scored)


def tell(scored: CustomerScore) -> None:
    say(
        f"{scored.customer}  grade {scored.grade}  score {scored.score:.0f}  "
        f"{percent(scored.probability)} to pay late  as of {scored.as_of}"
    )
    for reason in scored.reasons:
        say(f"  {'+' if reason.contribution > 0 else '−'} {reason.text}")
    if scored.note:
        say(f"  {scored.note}")
