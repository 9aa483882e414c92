"""`encours train`: a model from the ledger, judged beside the one in service."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from typing import Annotated

import typer

from kernel.language import Language, share_text
from ledger.facts import Facts
from ledger.usecases import load_facts
from serving import clock
from serving.cli.engines import Asked, EngineChoice, EngineName, FactsFolder, Scheduler, exported_for
from serving.cli.house import day_for, opened
from serving.cli.model_words import in_language
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, remark, say, stages
from serving.settings import Settings, settings
from training import usecases
from training.run.usecases import Order, RunReport
from training.usecases import Parts

app = typer.Typer(no_args_is_help=True, add_completion=False)

# A run is the same for every kind of model: what was known, the order, the evening, whom to tell.
Training = Callable[..., RunReport]

Trials = Annotated[
    int | None,
    typer.Option(
        "--trials", min=1, help="Search for a better recipe, so many trials long. None when left out."
    ),
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with the last search of the same facts where it stopped.")
]
Join = Annotated[
    bool,
    typer.Option(
        "--join", help="Lend a hand to the search another process began; the model is left to that process."
    ),
]
Jobs = Annotated[int, typer.Option("--jobs", min=1, help="How many trials at once in this process.")]


@app.callback()
def train() -> None:
    """Make a model from the ledger; it is put in service when it deserves it."""


@app.command()
def lateness(
    as_of: AsOf = None,
    trials: Trials = None,
    resume: Resume = False,
    join: Join = False,
    jobs: Jobs = 1,
    engine: EngineChoice = EngineName.LOCAL,
    scheduler: Scheduler = None,
    facts: FactsFolder = None,
    as_json: AsJson = False,
) -> None:
    """Learn when invoices are paid, from what was known on an evening.

    With --engine dask the features of the released model are worked out by parts; the model is the same.
    """
    asked = order(settings(), trials=trials, resume=resume, join=join, jobs=jobs)
    engines = Asked(engine, scheduler, facts)
    _run(usecases.train_lateness, asked, engines, as_of=as_of, as_json=as_json)


@app.command()
def default(
    as_of: AsOf = None,
    trials: Trials = None,
    resume: Resume = False,
    join: Join = False,
    jobs: Jobs = 1,
    engine: EngineChoice = EngineName.LOCAL,
    scheduler: Scheduler = None,
    facts: FactsFolder = None,
    as_json: AsJson = False,
) -> None:
    """Learn which customers default within a year, from what was known on an evening.

    With --engine dask the features of the released model are worked out by parts; the model is the same.
    """
    asked = order(settings(), trials=trials, resume=resume, join=join, jobs=jobs)
    engines = Asked(engine, scheduler, facts)
    _run(usecases.train_default, asked, engines, as_of=as_of, as_json=as_json)


def order(
    where: Settings, *, trials: int | None = None, resume: bool = False, join: bool = False, jobs: int = 1
) -> Order:
    return Order(
        home=where.home,
        database_url=where.database_url,
        author=where.author,
        on=clock.today(),
        at=clock.now(),
        trials=trials,
        resume=resume,
        join=join,
        jobs=jobs,
    )


def in_a_line(report: RunReport, language: Language) -> str:
    """What was made and what became of it."""
    if report.model is None:
        english = (
            f"The search “{report.search}” has all its trials; the process that began it makes the model."
        )
        french = (
            f"La recherche « {report.search} » a tous ses essais ; le processus qui l'a commencée fait le "
            "modèle."
        )
        return english if language is Language.ENGLISH else french
    verdict = " ".join(in_language(one, language) for one in report.why)
    if language is Language.FRENCH:
        standing = "Il est en service" if report.promoted else "Il n'est pas mis en service"
        replaced = (
            f", à la place de {report.replaced} (connaissances au {report.replaced_as_of})"
            if report.replaced
            else ""
        )
        return (
            f"{report.model} entraîné sur {report.learnt_from} {report.cases.french}, connaissances au "
            f"{report.as_of}. "
            f"{standing}{replaced}. {verdict}"
        )
    standing = "It is in service" if report.promoted else "It is not put in service"
    replaced = (
        f", in the place of {report.replaced}, as known on {report.replaced_as_of}" if report.replaced else ""
    )
    return (
        f"Trained {report.model} on {report.learnt_from} {report.cases.english}, as known on "
        f"{report.as_of}. "
        f"{standing}{replaced}. {verdict}"
    )


def _run(training: Training, asked: Order, engines: Asked, *, as_of: date | None, as_json: bool) -> None:
    engines.check()
    where = settings()
    day, known = _facts(where, as_of)
    with ExitStack() as stack:
        parts = None
        if engines.in_parts:
            with opened(where) as database, database.read() as session:
                exported = stack.enter_context(exported_for(session, engines))
            parts = Parts(exported, stack.enter_context(engines.at_work()))
        step = stack.enter_context(stages("Training"))
        report = training(known, asked, as_of=day, progress=step, parts=parts)
    _tell(report, where.language, as_json=as_json)


def _facts(where: Settings, as_of: date | None) -> tuple[date, Facts]:
    """Facts at hand and the database let go: no snapshot is held open while a search runs."""
    with opened(where) as database, database.read() as session:
        return day_for(session, as_of), load_facts(session)


def _tell(report: RunReport, language: Language, *, as_json: bool) -> None:
    for one in report.remarks:
        remark(in_language(one, language))
    if as_json:
        print_json(report.as_json())
    else:
        tell(report, language)


def tell(report: RunReport, language: Language) -> None:
    """What was made, whose answers it gives, and what the search did."""
    say(in_a_line(report, language))
    for one in report.said:
        say(in_language(one, language))
    if report.choice is not None:
        say(_searched(report, language))


def _searched(report: RunReport, language: Language) -> str:
    choice = report.choice
    if choice is None:
        return ""
    given = f"{choice.given_up:.2%}" if choice.given_up < 1 else share_text(1, language)
    if language is Language.FRENCH:
        return (
            f"Recherche : {choice.finished} essais finis, {choice.pruned} arrêtés tôt ; essai "
            f"{choice.trial} retenu, "
            f"perte {choice.loss:.5f}, taille {choice.size:.0f}. Le plus petit modèle cède {given} de perte."
        )
    return (
        f"Search: {choice.finished} trials finished, {choice.pruned} stopped early; trial {choice.trial} "
        "chosen, "
        f"loss {choice.loss:.5f}, size {choice.size:.0f}. The smaller model gives up {given} of log-loss."
    )
