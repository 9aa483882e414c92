"""`encours doctor`: is the house well, and what is to be done where it is not."""

import typer

from serving import clock
from serving.cli.house import opened
from serving.cli.options import AsJson
from serving.cli.output import print_json, print_table
from serving.running.doctor import Finding, Health, Patient, examine
from serving.running.errors import Unhealthy
from serving.settings import settings

app = typer.Typer(add_completion=False)

_MARKS = {Health.WELL: "✓", Health.MIND: "!", Health.ILL: "✗"}


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Check database, clock, room, ledger, model, policies, rates, mail, messages, the day, people."""
    where = settings()
    with opened(where) as database:
        found = list(examine(Patient(database, where, clock.now(), clock.today())))
    if as_json:
        print_json([_told(one) for one in found])
    else:
        rows = [
            (_MARKS[one.health], one.what, " ".join(filter(None, (one.told, one.to_do)))) for one in found
        ]
        print_table(("", "", ""), rows)
    ill = [one.what for one in found if one.health is Health.ILL]
    if ill:
        raise Unhealthy(f"Not well: {', '.join(ill)}. What to do stands beside each.")


def _told(one: Finding) -> dict[str, str]:
    return {"what": one.what, "health": one.health.value, "told": one.told, "to_do": one.to_do}
