"""`encours einvoices`: what electronic invoices lack, the most money first."""

import typer

from kernel.language import Language
from ledger.einvoice.mentions import mention_text
from ledger.einvoice.usecases import missing_in_einvoices
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, print_table, say
from serving.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def einvoices() -> None:
    """What electronic invoices tell."""


@app.command()
def missing(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """List open invoices that lack what the law or the buyer asks for: lateness to come."""
    with opened(settings()) as database, database.read() as session:
        found = missing_in_einvoices(session, as_of=day_for(session, as_of))
    if as_json:
        print_json([one.as_json() for one in found])
        return
    if not found:
        say("No open invoice is known to lack anything.")
        return
    rows = [
        (
            *(one.customer, one.number, str(one.due_on), f"{one.open_cents / 100:,.2f} {one.currency}"),
            " ".join(mention_text(key, Language.ENGLISH) for key in one.missing),
        )
        for one in found
    ]
    print_table(("customer", "number", "due", "open", "what it lacks"), rows, right=(3,))
