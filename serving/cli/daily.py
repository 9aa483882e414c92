"""`encours daily`: the house's day, once."""

from typing import Annotated, Any

import typer

from serving import clock
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, print_table, say
from serving.running.daily import Round, day_so_far, run_day
from serving.running.errors import DayUnfinished
from serving.settings import settings
from store.jobs.repository import Kept, State

app = typer.Typer(add_completion=False)


@app.command()
def daily(
    on: On = None,
    show: Annotated[bool, typer.Option("--show", help="Only say how far the day has come.")] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Do steps again that were done.")] = False,
    as_json: AsJson = False,
) -> None:
    """Import the folder, score, tell alerts, decide reminders, send: each step once a day."""
    where = settings()
    with opened(where) as database:
        with database.read() as session:
            day = day_for(session, on)
        at = Round(database, where, day, clock.now, clock.rest)
        kept = day_so_far(at) if show else run_day(at, anew=anew)
    if as_json:
        print_json([_told(one) for one in kept])
    elif kept:
        rows = [(one.step.name, one.state.value, one.told, one.worker) for one in kept]
        print_table(("step", "state", "what it came to", "by"), rows)
    else:
        say("Nothing was begun that day.")
    failed = [one.step.name for one in kept if one.state is State.FAILED]
    if failed and not show:
        raise DayUnfinished(
            f"{', '.join(failed)} failed, as told above. Mend it, and run encours daily again: "
            "what is done stays done."
        )


def _told(one: Kept) -> dict[str, Any]:
    return {
        "step": one.step.name,
        "on": one.step.day.isoformat(),
        "state": one.state.value,
        "told": one.told,
        "worker": one.worker,
        "tries": one.tries,
        "begun_at": one.begun_at.isoformat(),
        "ended_at": None if one.ended_at is None else one.ended_at.isoformat(),
    }
