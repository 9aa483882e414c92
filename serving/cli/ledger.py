"""`encours ledger`: the ledger in numbers."""

import typer

from ledger import usecases
from serving.cli.house import opened
from serving.cli.options import AsJson
from serving.cli.output import print_json, print_table
from serving.settings import settings

app = typer.Typer(add_completion=False)


@app.command()
def ledger(as_json: AsJson = False) -> None:
    """Tell the ledger in numbers."""
    with opened(settings()) as database, database.read() as session:
        told = usecases.ledger_summary(session).as_json()
    if as_json:
        print_json(told)
    else:
        print_table(
            ("the ledger", ""), [(name.replace("_", " "), str(value)) for name, value in told.items()]
        )
