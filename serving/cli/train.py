"""`encours train`: a model from the ledger."""

from contextlib import ExitStack

import typer

from serving.cli.engines import Asked, EngineChoice, EngineName, FactsFolder, Scheduler, exported_for
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, say, stages
from serving.settings import settings
from training import usecases
from training.usecases import DefaultTrainingReport, Parts, TrainingReport

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def train() -> None:
    """Make a model from the ledger."""


@app.command()
def lateness(
    as_of: AsOf = None,
    engine: EngineChoice = EngineName.LOCAL,
    scheduler: Scheduler = None,
    facts: FactsFolder = None,
    as_json: AsJson = False,
) -> None:
    """Learn when invoices are paid, from what was known on an evening."""
    where, asked = settings(), Asked(engine, scheduler, facts)
    asked.check()
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        with ExitStack() as stack:
            parts = None
            if asked.in_parts:
                exported = stack.enter_context(exported_for(session, asked))
                parts = Parts(exported, stack.enter_context(asked.at_work()))
            step = stack.enter_context(stages("Training"))
            report = usecases.train_lateness(session, where.home, as_of=day, progress=step, parts=parts)
    if as_json:
        print_json(report.as_json())
    else:
        say(in_a_line(report))


@app.command()
def default(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Learn which customers default within a year, from what was known on an evening."""
    where = settings()
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        with stages("Training") as step:
            report = usecases.train_default(session, where.home, as_of=day, progress=step)
    if as_json:
        print_json(report.as_json())
    else:
        say(default_in_a_line(report))


def default_in_a_line(report: DefaultTrainingReport) -> str:
    told = report.as_json()
    replaced = f" It takes the place of {report.replaced}." if report.replaced else ""
    return (
        f"Trained {told['model']} on {told['n_customers']} customers, {told['n_defaults']} of whom "
        f"defaulted, as known on {told['as_of']}. {_SOURCE[report.source.split()[0]]}{replaced}"
    )


_SOURCE = {
    "expert": "That is too few to learn from: its answers are the expert prior's, and are labelled so.",
    "blend": "Its answers are part the book's own, part the expert prior's, and are labelled with the share.",
    "own": "Its answers are the book's own.",
}


def in_a_line(report: TrainingReport) -> str:
    told = report.as_json()
    replaced = f" It takes the place of {report.replaced}." if report.replaced else ""
    return f"Trained {told['model']} on {told['n_invoices']} invoices, as known on {told['as_of']}.{replaced}"
