"""`encours train`: a model from the ledger."""

import typer

from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, say, stages
from serving.settings import settings
from training import usecases
from training.usecases import TrainingReport

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def train() -> None:
    """Make a model from the ledger."""


@app.command()
def lateness(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Learn when invoices are paid, from what was known on an evening."""
    where = settings()
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        with stages("Training") as step:
            report = usecases.train_lateness(session, where.home, as_of=day, progress=step)
    if as_json:
        print_json(report.as_json())
    else:
        say(in_a_line(report))


def in_a_line(report: TrainingReport) -> str:
    told = report.as_json()
    replaced = f" It takes the place of {report.replaced}." if report.replaced else ""
    return f"Trained {told['model']} on {told['n_invoices']} invoices, as known on {told['as_of']}.{replaced}"
