"""`encours queue`: today's most useful contacts, the first first."""

from collections.abc import Sequence
from typing import Annotated

import typer

from dunning import usecases
from dunning.worklist import QueueEntry
from scoring.gateway import Registry
from serving.api.schemas.worklist import EntryAnswer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, print_table, say
from serving.settings import settings

app = typer.Typer(add_completion=False)

_MOST = 1_000


@app.command()
def queue(
    on: On = None,
    capacity: Annotated[int, typer.Option(min=1, max=_MOST, help="How many contacts the day allows.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List the day's most useful contacts, with what each is worth and why."""
    where = settings()
    with opened(where) as database, database.read() as session:
        day = day_for(session, on)
        entries = usecases.todays_queue(
            session, Registry(where.home), on=day, capacity=capacity, language=where.language
        )
    if as_json:
        print_json([EntryAnswer.model_validate(entry).model_dump(mode="json") for entry in entries])
    else:
        tell(entries)


def tell(entries: Sequence[QueueEntry]) -> None:
    if not entries:
        say("Nobody needs a contact on that day.")
        return
    rows = [
        (str(entry.rank), entry.customer, f"{round(entry.value_cents / 100):,}", entry.why)
        for entry in entries
    ]
    print_table(("", "customer", "euro-days", "why"), rows, right=(0, 2))
