"""`encours letter`: a step as it would be worded or printed for a customer today, sent to nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dunning.as_if import as_if
from dunning.charges.usecases import charges_for
from dunning.composing import NO_CHARGES
from dunning.errors import ActionRefused, ScenarioRefused
from dunning.gathering.repository import debtors
from dunning.press import Pressed
from dunning.scenario import Scenario, Step
from kernel.language import Language
from ledger.relation.repository import RelationRepository
from serving.cli.acting import Customer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, say
from serving.dunning import dunning_rules
from serving.press import press_of
from serving.settings import Settings, settings
from store.session import ReadSession

app = typer.Typer(add_completion=False)

_DRAFT = "preview"


@app.command()
def letter(
    customer: Customer,
    level: Annotated[int, typer.Option(min=0, help="Of the scenario; 0 is the word before the due date.")],
    scenario: Annotated[
        str, typer.Option(metavar="CODE", help="As `encours scenario list` gives it.")
    ] = "standard",
    language: Annotated[Language | None, typer.Option(help="The customer's own when left out.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write a letter's PDF.")] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Show a step as it would be worded or printed for a customer today. Sends and writes down nothing."""
    where = settings()
    found, step = _step(dunning_rules(where).scenarios, scenario, level)
    with opened(where) as database, database.read() as session:
        asked = Wanted(customer, found, step, language, day_for(session, on))
        pressed = pressed_as_if(session, where, asked)
    letters = [one for one in pressed.attachments if one.media_type == "application/pdf" and not pressed.text]
    if letters:
        path = out or Path(f"{customer}-{found.code}-{level}.pdf")
        path.write_bytes(letters[0].content)
        told_of = {"customer": customer, "file": str(path), "sha256": letters[0].sha256}
    else:
        told_of = {"customer": customer, "subject": pressed.subject, "text": pressed.text}
    if as_json:
        print_json(told_of)
    else:
        say(told_of.get("file") or f"{pressed.subject}\n\n{pressed.text}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which step, for whom, in which language (the customer's own if none), on which day."""

    customer: str
    scenario: Scenario
    step: Step
    language: Language | None
    on: date


def pressed_as_if(session: ReadSession, where: Settings, asked: Wanted) -> Pressed:
    """The step as it would leave that day. Raises UnknownCustomer, ActionRefused where nothing is late."""
    rules, day = dunning_rules(where), asked.on
    key = RelationRepository(session, as_recorded=None).customer_id(asked.customer)
    told = debtors(session, rules.policy, on=day, customers=[key])
    decision = None
    if told:
        decision = as_if(told[0], asked.scenario, asked.step, on=day, language=asked.language)
    if decision is None or not decision.lines:
        raise ActionRefused(f"Nothing of {asked.customer} could be written about on {day}.")
    debtor = told[0] if asked.language is None else replace(told[0], language=asked.language)
    charges = NO_CHARGES
    if rules.penalties is not None:
        charges = charges_for(session, [(debtor, decision)], rules.penalties, on=day).get(key, NO_CHARGES)
    return press_of(where).pressed(decision, debtor, reference=_DRAFT, charges=charges)


def _step(known: Mapping[str, Scenario], code: str, level: int) -> tuple[Scenario, Step]:
    found = known.get(code)
    if found is None:
        raise ScenarioRefused(f"There is no scenario “{code}”. encours scenario list names them.")
    step = found.step(level)
    if step is None or step.way.by_person:
        raise ScenarioRefused(
            f"Level {level} of “{code}” writes nothing: choose another with encours scenario show {code}."
        )
    return found, step
