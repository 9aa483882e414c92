"""`encours letter`: a step as it would be worded or printed for a customer today, sent to nobody."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from dunning.as_if import as_if
from dunning.charges.usecases import charges_for
from dunning.composing import NO_CHARGES
from dunning.errors import ActionRefused, ScenarioRefused
from dunning.gathering.repository import debtors
from dunning.scenario import Scenario, Step
from kernel.language import Language
from ledger.relation.repository import RelationRepository
from serving.cli.acting import Customer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, say
from serving.dunning import dunning_rules
from serving.press import press_of
from serving.settings import settings

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
    rules = dunning_rules(where)
    found, step = _step(rules.scenarios, scenario, level)
    with opened(where) as database, database.read() as session:
        day = day_for(session, on)
        key = RelationRepository(session, as_recorded=None).customer_id(customer)
        told = debtors(session, rules.policy, on=day, customers=[key])
        decision = None if not told else as_if(told[0], found, step, on=day, language=language)
        if decision is None or not decision.lines:
            raise ActionRefused(f"Nothing of {customer} could be written about on {day}.")
        charges = NO_CHARGES
        if rules.penalties is not None:
            charged = charges_for(session, [(told[0], decision)], rules.penalties, on=day)
            charges = charged.get(key, NO_CHARGES)
    debtor = told[0] if language is None else replace(told[0], language=language)
    pressed = press_of(where).pressed(decision, debtor, reference=_DRAFT, charges=charges)
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
