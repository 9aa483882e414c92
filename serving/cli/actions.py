"""`encours actions`: what was decided, and what people do about it."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from dunning.actions import Action, Standing
from dunning.acts import usecases
from dunning.acts.usecases import Listed
from dunning.words import standing_text, way_text
from kernel.language import Language, day_text
from serving.cli.acting import Author, Customer, acting
from serving.cli.house import opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, print_table, remark, say
from serving.dunning import dunning_rules
from serving.press import press_of
from serving.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False)

_Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `encours actions list` gives it.")]
_Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="For whoever reads the case later.")]
_SHOWN = 40


@app.callback()
def actions() -> None:
    """List, approve, refuse and finish what was decided."""


@app.command("list")
def list_actions(
    state: Annotated[
        list[Standing] | None, typer.Option("--state", help="Only in this state; may be said again.")
    ] = None,
    customer: Annotated[str | None, typer.Option(metavar="CODE", help="One customer's.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what was decided and is not over; all of it with --state passed and --state void."""
    where = settings()
    wanted = frozenset(state or (Standing.ASKED, Standing.OPEN, Standing.QUEUED))
    with opened(where) as database, database.read() as session:
        found = usecases.listed(session, states=wanted, customer=customer)
    _tell(found, as_json=as_json, language=where.language)


@app.command()
def approve(number: _Number, author: Author = None, on: On = None, as_json: AsJson = False) -> None:
    """Let a prepared message leave, unless its case has changed since."""
    where = settings()
    with acting(author, on, None) as desk:
        done = usecases.approve(desk.session, desk.act, number, dunning_rules(where), press_of(where))
    _tell_one(done, as_json=as_json, language=where.language)


@app.command()
def refuse(number: _Number, why: _Why, author: Author = None, on: On = None, as_json: AsJson = False) -> None:
    """Drop what waits for approval, or a task."""
    with acting(author, on, None) as desk:
        done = usecases.refuse(desk.session, desk.act, number, why=why)
    _tell_one(done, as_json=as_json, language=settings().language)


@app.command()
def done(
    number: _Number, why: _Why = "", author: Author = None, on: On = None, as_json: AsJson = False
) -> None:
    """A task was done: its level is passed."""
    with acting(author, on, None) as desk:
        action = usecases.finish(desk.session, desk.act, number, told=why, details={})
    _tell_one(action, as_json=as_json, language=settings().language)


@app.command()
def skip(
    customer: Customer,
    number: Annotated[str, typer.Argument(metavar="INVOICE", help="The number of the invoice.")],
    why: _Why,
    author: Author = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Pass the next level of an invoice without a message."""
    where = settings()
    with acting(author, on, None) as desk:
        level = usecases.skip(desk.session, desk.act, customer, number, dunning_rules(where), why=why)
    if as_json:
        print_json({"customer": customer, "invoice": number, "level": level})
        return
    french = where.language is Language.FRENCH
    say(f"Niveau {level} passé sans message." if french else f"Level {level} passed without a message.")


def _tell(found: Sequence[Listed], *, as_json: bool, language: Language) -> None:
    if as_json:
        print_json([_json(one.action) | {"customer": one.customer, "name": one.name} for one in found])
        return
    french = language is Language.FRENCH
    if not found:
        say("Rien en cours." if french else "Nothing is under way.")
        return
    headings = ("", "client", "nom", "quoi", "niveau", "décidé le", "état") if french else (
        *("", "customer", "name", "what", "level", "decided"), "state")  # fmt: skip
    rows = [
        (
            *(str(one.action.id), one.customer, one.name, way_text(one.action.way, language)),
            *(str(one.action.level), day_text(one.action.decided_on, language)),
            standing_text(one.action.standing, language),
        )
        for one in found[:_SHOWN]
    ]
    print_table(headings, rows, right=(0, 4))
    if len(found) > _SHOWN:
        more = len(found) - _SHOWN
        remark(f"{more} de plus : --json." if french else f"{more} more: --json.")


def _tell_one(action: Action, *, as_json: bool, language: Language) -> None:
    if as_json:
        print_json(_json(action))
        return
    told = standing_text(action.standing, language)
    say(f"Action {action.id} : {told}." if language is Language.FRENCH else f"Action {action.id}: {told}.")


def _json(action: Action) -> dict[str, Any]:
    return {
        "action": action.id,
        "state": action.standing.value,
        "level": action.level,
        "way": action.way.value,
        "scenario": action.scenario,
        "decided_on": action.decided_on.isoformat(),
        "items": [{"item": one.item, "level": one.level, "attempt": one.attempt} for one in action.taken],
        "history": [
            {"what": one.what.value, "on": one.on.isoformat(), "by": one.author, "told": one.told}
            for one in action.events
        ],
    }
