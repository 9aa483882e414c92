"""`encours forecast`: the cash to come, with intervals."""

from typing import Annotated

import typer

from forecast import usecases
from forecast.periods import By
from forecast.policy import ForecastPolicy
from forecast.scenario import scenario_from
from scoring.gateway import Registry
from serving.api.schemas.forecast import ForecastAnswer
from serving.cli.forecast_words import tell
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json
from serving.policies import policy_in_force
from serving.settings import settings

app = typer.Typer(add_completion=False)

_MOST_WEEKS = 26


@app.command()
def forecast(
    weeks: Annotated[int, typer.Option(min=1, max=_MOST_WEEKS, help="How many weeks ahead.")] = 13,
    by: Annotated[By, typer.Option(help="How long a period is.")] = By.WEEK,
    scenario: Annotated[
        str | None,
        typer.Option(metavar="largest=N,days=N", help="What if the largest customers paid later."),
    ] = None,
    with_future: Annotated[
        bool, typer.Option("--with-future", help="Also invoices not yet issued, shown apart.")
    ] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Tell the cash to come by day, week or month, each currency on its own."""
    where = settings()
    what = None if scenario is None else scenario_from(scenario)
    policy = policy_in_force(where, "forecast", ForecastPolicy)
    with opened(where) as database, database.read() as session:
        told = usecases.forecast_cash(
            session,
            Registry(where.home),
            as_of=day_for(session, as_of),
            weeks=weeks,
            by=by,
            policy=policy,
            scenario=what,
            with_future=with_future,
        )
    if as_json:
        print_json(ForecastAnswer.model_validate(told).model_dump(mode="json"))
    else:
        tell(told, language=where.language)
