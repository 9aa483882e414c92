"""`encours models`: which models there are, how good, and which one serves."""

from dataclasses import asdict
from typing import Annotated

import typer

from scoring.grades import GradePolicy
from serving import clock
from serving.cli import model_words
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import figure, print_json, print_table, remark, say
from serving.cli.shadow_words import tell_shadow
from serving.policies import policy_in_force
from serving.settings import settings
from training import usecases
from training.acts import Act, Version
from training.shadow.usecases import shadow_report

app = typer.Typer(no_args_is_help=True, add_completion=False)

Label = Annotated[
    str, typer.Argument(metavar="LABEL", help="As the list shows it: “lateness 3” or lateness-3.")
]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The model to compare it with.")]
Why = Annotated[
    str, typer.Option("--why", metavar="REASON", help="The reason, kept in the log of promotions.")
]
Author = Annotated[
    str | None, typer.Option("--author", metavar="NAME", help="Who does it; ENCOURS_AUTHOR when left out.")
]


@app.callback()
def models() -> None:
    """List, compare, promote, decline and roll back models."""


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List every registered model, the newest first."""
    where = settings()
    found = usecases.list_models(where.home)
    if as_json:
        print_json([one.as_json() for one in found])
    elif not found:
        say(model_words.none_yet(where.language))
    else:
        rows = [model_words.row(one, where.language) for one in found]
        print_table(model_words.headings(where.language), rows)


@app.command()
def show(label: Label, as_json: AsJson = False) -> None:
    """Show a model's validation report, and who put what in service."""
    where = settings()
    shown = usecases.show_model(where.home, label)
    if as_json:
        acts = [one.as_json() for one in shown.acts]
        print_json({**shown.version.as_json(), "report": shown.report, "acts": acts})
        return
    say(shown.report or f"{shown.version.label}: –")
    for one in shown.acts:
        say(model_words.act_line(one, shown.version.name, where.language))


@app.command()
def compare(label: Label, other: Other, as_json: AsJson = False) -> None:
    """Lay the figures and recipes of two models side by side."""
    where = settings()
    first, second = usecases.compare_models(where.home, label, other)
    if as_json:
        print_json([first.as_json(), second.as_json()])
        return
    print_table(("", first.label, second.label), _side_by_side(first, second), right=(1, 2))
    if first.fingerprint != second.fingerprint:
        remark(model_words.same_windows_warning(where.language))


@app.command()
def promote(label: Label, why: Why, author: Author = None, as_json: AsJson = False) -> None:
    """Put a model in service; one act, logged."""
    where = settings()
    who = _who(author)
    act = usecases.promote_model(where.home, label, who=who, at=clock.now(), why=why)
    _tell(act, label.replace("-", " ").replace(":", " ").split()[0], as_json=as_json)


@app.command()
def decline(label: Label, why: Why, author: Author = None, as_json: AsJson = False) -> None:
    """Leave the model in service where it is, and try this one beside it no more; one act, logged."""
    where = settings()
    who = _who(author)
    act = usecases.decline_model(where.home, label, who=who, at=clock.now(), why=why)
    _tell(act, label.replace("-", " ").replace(":", " ").split()[0], as_json=as_json)


@app.command()
def rollback(
    why: Why,
    name: Annotated[str, typer.Argument(metavar="[KIND]", help="The kind of model.")] = "lateness",
    author: Author = None,
    as_json: AsJson = False,
) -> None:
    """Bring back the model that was in service before this one; one act, logged."""
    act = usecases.roll_back(settings().home, name, who=_who(author), at=clock.now(), why=why)
    _tell(act, name, as_json=as_json)


@app.command()
def shadow(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Lay what a challenger would have said beside what the champion said."""
    where = settings()
    policy = policy_in_force(where, "grades", GradePolicy)
    with opened(where) as database, database.read() as session:
        told = shadow_report(session, until=day_for(session, as_of), grades=policy)
    if as_json:
        print_json(asdict(told) | {"as_of": told.as_of.isoformat()})
    else:
        tell_shadow(told, language=where.language)


def _who(author: str | None) -> str:
    """Raises BadParameter when nobody is named."""
    who = (author or settings().author).strip()
    if not who:
        raise typer.BadParameter("Who acts? Say it with --author, or set ENCOURS_AUTHOR.")
    return who


def _tell(act: Act, name: str, *, as_json: bool) -> None:
    if as_json:
        print_json(act.as_json())
    else:
        say(model_words.moved(act, name, settings().language))


def _side_by_side(first: Version, second: Version) -> list[tuple[str, ...]]:
    both = (first, second)
    figures = [
        (name, *(figure(one.figures.get(name), digits=5) for one in both))
        for name in sorted({*first.figures, *second.figures})
    ]
    recipes = [
        (name, *(one.parameters.get(name, "–") for one in both))
        for name in sorted({*first.parameters, *second.parameters})
    ]
    return [("as known on", first.as_of, second.as_of), *figures, *recipes]
