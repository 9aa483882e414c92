"""A step of a scenario as it would leave today for a customer: to look at, sent to nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from dunning.as_if import as_if
from dunning.composing import NO_CHARGES
from dunning.errors import ActionRefused, ScenarioRefused
from dunning.gathering.repository import debtors
from dunning.press import Pressed
from dunning.reminders.usecases import desk
from dunning.scenario import Scenario, Step
from kernel.language import Language
from ledger.relation.repository import RelationRepository
from serving.dunning import dunning_rules
from serving.press import press_of
from serving.settings import Settings
from store.session import ReadSession

_DRAFT = "preview"


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
    press = press_of(where)
    at_desk = desk(session, [(debtor, decision)], rules, press, on=day)
    charges = at_desk.charges.get(key, NO_CHARGES)
    enclosed = at_desk.cabinet.enclosed_with(decision)
    pressed = press.pressed(decision, debtor, reference=_DRAFT, charges=charges, enclosed=enclosed)
    return replace(pressed, sender=pressed.sender or where.mail_from)


def step_of(known: Mapping[str, Scenario], code: str, level: int) -> tuple[Scenario, Step]:
    found = known.get(code)
    if found is None:
        raise ScenarioRefused(f"There is no scenario “{code}”. encours scenario list names them.")
    step = found.step(level)
    if step is None or step.way.by_person:
        raise ScenarioRefused(
            f"Level {level} of “{code}” writes nothing: choose another with encours scenario show {code}."
        )
    return found, step
