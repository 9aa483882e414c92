"""`encours scenario`: check, show and replay scenarios, and choose one for a customer or an invoice."""

from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from credit.stored import as_plain
from dunning.acts import usecases
from dunning.errors import ScenarioRefused
from dunning.replay.usecases import Question, replay
from dunning.scenario import Scenario
from dunning.words import way_text
from kernel.language import Language
from serving.cli import scenario_preview
from serving.cli.acting import Author, Customer, acting
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On, parse_day
from serving.cli.output import print_json, print_table, progress, say
from serving.dunning import dunning_rules
from serving.scenarios import check_senders, scenario_files, scenario_from, scenarios
from serving.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False)

_YEAR = 365  # days


@app.callback()
def scenario() -> None:
    """Check, show and replay scenarios, and choose one for a customer."""


@app.command("list")
def list_scenarios(as_json: AsJson = False) -> None:
    """List the scenarios in force, with the file of each."""
    where = settings()
    files, known = scenario_files(where), scenarios(where)
    if as_json:
        print_json(
            [{"code": code, "name": dict(one.name), "file": str(files[code])} for code, one in known.items()]
        )
        return
    rows = [(code, one.name[where.language.value], f"{files[code]}") for code, one in sorted(known.items())]
    french = where.language is Language.FRENCH
    print_table(("code", "nom", "fichier") if french else ("code", "name", "file"), rows)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Named after its code: firm.toml.")],
    as_json: AsJson = False,
) -> None:
    """Say whether a scenario file can be used, and what is wrong with it otherwise."""
    found = scenario_from(file)
    check_senders(found, settings(), file)
    if as_json:
        print_json({"code": found.code, "steps": len(found.steps), "usable": True})
        return
    french = settings().language is Language.FRENCH
    count = len(found.steps)
    say(f"{file} : {count} étapes, utilisable." if french else f"{file}: {count} steps, can be used.")


@app.command()
def show(
    code: Annotated[str, typer.Argument(metavar="CODE", help="As `encours scenario list` gives it.")],
    as_json: AsJson = False,
) -> None:
    """Show the steps of a scenario."""
    where = settings()
    known = scenarios(where)
    if code not in known:
        raise ScenarioRefused(f"There is no scenario “{code}”. Known: {', '.join(sorted(known))}.")
    if as_json:
        print_json(as_plain(asdict(known[code])))
    else:
        _tell(known[code], where.language)


@app.command()
def choose(
    customer: Customer,
    code: Annotated[str, typer.Argument(metavar="CODE", help="The scenario; “usual” ends the choice.")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="For whoever reads the case later.")],
    invoice: Annotated[str, typer.Option(metavar="NUMBER", help="Only for this invoice.")] = "",
    until: Annotated[
        date | None, typer.Option(parser=parse_day, metavar="DATE", help="Its last day.")
    ] = None,
    author: Author = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Choose a scenario for a customer or an invoice, in place of what the rules say."""
    known = scenarios(settings())
    wanted = "" if code == "usual" else code
    if wanted and wanted not in known:
        raise ScenarioRefused(f"There is no scenario “{code}”. Known: {', '.join(sorted(known))}.")
    with acting(author, on, None) as desk:
        usecases.exempt(desk.session, desk.act, customer, usecases.Choice(wanted, invoice, until, why))
    if as_json:
        print_json({"customer": customer, "invoice": invoice or None, "scenario": wanted or None})
        return
    french = settings().language is Language.FRENCH
    say(f"{customer} : scénario {code}." if french else f"{customer}: scenario {code}.")


@app.command()
def preview(
    code: Annotated[
        str, typer.Argument(metavar="[CODE]", help="Given to everybody; left out, the rules as they stand.")
    ] = "",
    first: Annotated[
        date | None,
        typer.Option(
            "--from", parser=parse_day, metavar="DATE", help="The first day; 365 days when left out."
        ),
    ] = None,
    last: Annotated[
        date | None,
        typer.Option(
            "--to", parser=parse_day, metavar="DATE", help="The last day; as `encours dun` when left out."
        ),
    ] = None,
    language: Annotated[Language | None, typer.Option(help="Of what is printed.")] = None,
    as_json: AsJson = False,
) -> None:
    """Replay a scenario over past days: messages by customer, conflicts, load. Writes and sends nothing."""
    where = settings()
    rules = dunning_rules(where)
    with opened(where) as database, database.read() as session:
        until = day_for(session, last)
        question = Question(first or until - timedelta(days=_YEAR - 1), until, code)
        with progress("preview") as step:
            told = replay(session, rules, question, step)
    if as_json:
        print_json(scenario_preview.as_json(told))
    else:
        scenario_preview.tell(told, language or where.language)


def _tell(found: Scenario, language: Language) -> None:
    french = language is Language.FRENCH
    say(f"{found.name[language.value]} ({found.code}, {found.version})")
    headings = ("niveau", "jour", "comment", "ton", "à qui", "délai", "") if french else (
        *("level", "day", "how", "tone", "to", "deadline"), "")  # fmt: skip
    rows = [
        (
            *(str(step.level), f"{step.days:+d}", way_text(step.way, language), step.tone.value),
            *(", ".join(step.roles), str(step.deadline_days or ""), _approval(step.approval, french=french)),
        )
        for step in found.steps
    ]
    print_table(headings, rows, right=(0, 1, 5))


def _approval(asked: bool, *, french: bool) -> str:
    if not asked:
        return ""
    return "à approuver" if french else "to approve"
