"""`encours queue`: today's most useful contacts, the first first."""

from collections.abc import Sequence
from typing import Annotated

import typer

from dunning import usecases
from dunning.worklist import QueueEntry
from kernel.language import Language, number_text
from scoring.gateway import Registry
from serving.api.schemas.worklist import EntryAnswer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, print_table, say
from serving.settings import settings

app = typer.Typer(add_completion=False)

_MOST = 1_000
_HEADINGS = ("", "customer", "amount × days", "why")


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
        tell(entries, language=where.language)


def tell(entries: Sequence[QueueEntry], *, language: Language) -> None:
    """One row a contact; its value in units of its own currency times days."""
    french = language is Language.FRENCH
    if not entries:
        say("Personne à contacter ce jour-là." if french else "Nobody needs a contact on that day.")
        return
    rows = [
        (
            str(entry.rank),
            entry.customer,
            f"{number_text(round(entry.value_cents / 100), language)} {entry.invoices[0].currency}",
            entry.why,
        )
        for entry in entries
    ]
    headings = ("", "client", "montant × jours", "pourquoi") if french else _HEADINGS
    print_table(headings, rows, right=(0, 2))
