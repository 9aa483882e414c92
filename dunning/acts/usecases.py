"""Approve or refuse what was prepared, finish a task, skip a level: each by a person who signs it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dunning.actions import Action, Event, Standing, What
from dunning.assigning import assigned
from dunning.claims import Claim, Debtor, Through
from dunning.deciding import Decision
from dunning.errors import ActionRefused, UnknownAction
from dunning.gathering.repository import debtors
from dunning.levels import next_step
from dunning.passed.usecases import pass_levels, record
from dunning.press import Press
from dunning.reminders.usecases import Rules, decided_again, desk, event_of, settle
from dunning.repository import DunningReader, DunningRepository
from dunning.stored import print_of
from ledger.imports.repository import ImportRepository
from ledger.registers.catalogue import ReminderRow
from ledger.registers.usecases import Act
from ledger.relation.repository import RelationRepository
from ledger.reports.repository import OpenItemsRepository
from messaging.message import Message
from messaging.usecases import enqueue
from store.session import ReadSession, WriteSession


def approve(session: WriteSession, act: Act, number: int, rules: Rules, press: Press) -> Action:
    """Send what was prepared, unless the case has changed since. Raises UnknownAction, ActionRefused."""
    action = _found(session, number, Standing.ASKED)
    debtor, decision = _unchanged(session, action, rules, on=act.on)
    told = desk(session, [(debtor, decision)], rules, press, on=act.on).posted(number, debtor, decision)
    deadline = None if decision.deadline_on is None else decision.deadline_on.isoformat()
    details = {"deadline_on": deadline, **told.details}
    event = Event(What.APPROVED, act.on, act.recorded_at, act.author, "", details)
    DunningRepository(session).add_events([(number, event)])
    enqueue(session, [told.message], at=act.recorded_at)
    return _reread(session, number)


def approve_each(
    session: WriteSession, act: Act, numbers: Sequence[int], rules: Rules, press: Press
) -> Mapping[int, str]:
    """Approve what can be; the others with the reason why not. One that is refused writes nothing."""
    left: dict[int, str] = {}
    for number in dict.fromkeys(numbers):
        try:
            approve(session, act, number, rules, press)
        except (ActionRefused, UnknownAction) as error:
            left[number] = str(error)
    return left


def prepared(session: ReadSession, number: int, rules: Rules, press: Press, *, on: date) -> Message:
    """What an approval of that day would send. Raises as `approve` does; writes nothing."""
    action = _reread(session, number)
    if action.standing is not Standing.ASKED:
        raise ActionRefused(f"Action {number} is {action.standing}: there is nothing to approve.")
    debtor, decision = _unchanged(session, action, rules, on=on)
    return desk(session, [(debtor, decision)], rules, press, on=on).posted(number, debtor, decision).message


def refuse(session: WriteSession, act: Act, number: int, *, why: str) -> Action:
    """Drop what waits for approval, or a task. Raises UnknownAction, ActionRefused."""
    _found(session, number, Standing.ASKED, Standing.OPEN)
    _needs_reason(why)
    DunningRepository(session).add_events([(number, event_of(What.VOID, act, why))])
    return _reread(session, number)


def finish(session: WriteSession, act: Act, number: int, *, told: str, details: Mapping[str, Any]) -> Action:
    """A task was done: its levels are passed. Raises UnknownAction, ActionRefused."""
    action = _found(session, number, Standing.OPEN)
    pass_levels(session, act, [(action, act.on)], Through.DONE, told=told, details=details)
    return _reread(session, number)


@dataclass(frozen=True, slots=True)
class Listed:
    """An action and whose it is."""

    action: Action
    customer: str
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A scenario for a customer, or one of its invoices by number; a blank scenario ends the choice."""

    scenario: str
    invoice: str
    until: date | None
    why: str


def listed(session: ReadSession, *, states: Collection[Standing], customer: str | None) -> list[Listed]:
    """Actions in these states, of one customer or of all. Raises UnknownCustomer."""
    ids = None if customer is None else [RelationRepository(session, as_recorded=None).customer_id(customer)]
    found = [one for one in DunningReader(session).actions(customers=ids) if one.standing in states]
    codes, names = OpenItemsRepository(session, as_of=date.max, as_recorded=None).customers(
        {one.customer_id for one in found}
    )
    return [Listed(one, codes[one.customer_id], names[one.customer_id] or "") for one in found]


def exempt(session: WriteSession, act: Act, customer: str, choice: Choice) -> None:
    """Raises UnknownCustomer, ActionRefused."""
    _needs_reason(choice.why)
    if choice.until is not None and choice.until < act.on:
        raise ActionRefused(f"The choice would end on {choice.until}, before it begins.")
    ImportRepository(session).lock()
    repository = RelationRepository(session, as_recorded=None)
    customer_id = repository.customer_id(customer)
    invoice_id = 0
    if choice.invoice:
        accounts = repository.of_customer(customer_id, as_of=act.on).accounts
        numbered = accounts.numbered(choice.invoice, customer_id=customer_id)
        if len(numbered) != 1:
            raise ActionRefused(
                f"{customer} has {len(numbered)} invoices with the number “{choice.invoice}”."
            )
        invoice_id = numbered[0].invoice_id
    row = {"customer_id": customer_id, "invoice_id": invoice_id, "scenario": choice.scenario}
    row |= {"until_on": choice.until, "from_on": act.on, "recorded_at": act.recorded_at}
    DunningRepository(session).exempt({**row, "author": act.author, "why": choice.why})


def skip(session: WriteSession, act: Act, customer: str, number: str, rules: Rules, *, why: str) -> int:
    """Pass the next level of an invoice, by its number, without a message. Returns the level.

    What left before is written down first, so that levels are passed in their order.

    Raises UnknownCustomer, and ActionRefused where something is on its way or nothing is owed.
    """
    _needs_reason(why)
    ImportRepository(session).lock()
    settle(session, act, rules)
    customer_id = RelationRepository(session, as_recorded=None).customer_id(customer)
    debtor, claim = _late(session, act, customer_id, number, rules)
    if claim.pending is not None:
        raise ActionRefused(f"Action {claim.pending.action_id} is under way for it: settle that first.")
    scenario = assigned(debtor, claim, rules.scenarios, rules.policy, on=act.on).scenario
    step = next_step(claim, scenario)
    if step is None:
        raise ActionRefused(f"Every level of the scenario {scenario.code} is passed: none is left to skip.")
    row = ReminderRow(
        *(customer_id, claim.invoice_id, claim.item, step.level, Through.SKIPPED.value, "", ""),
        passed_on=act.on,
        deadline_on=None,
        action_id=0,
    )
    record(session, act, [row])
    return step.level


def _late(
    session: ReadSession, act: Act, customer_id: int, number: str, rules: Rules
) -> tuple[Debtor, Claim]:
    """The one late claim under a number. Raises ActionRefused."""
    found = [
        (debtor, claim)
        for debtor in debtors(session, rules.policy, on=act.on, customers=[customer_id])
        for claim in debtor.claims
        if claim.number == number and claim.due_on < act.on
    ]
    if not found:
        raise ActionRefused("Nothing is late under this number, so there is no level to skip.")
    if len(found) > 1:
        raise ActionRefused(f"{len(found)} late claims have the number “{number}”, so none is meant.")
    return found[0]


def _unchanged(session: ReadSession, action: Action, rules: Rules, *, on: date) -> tuple[Debtor, Decision]:
    """The same decision made again. Raises ActionRefused where it is another."""
    again = decided_again(session, action, rules, on=on)
    if again is not None and again[1].why == "no_business_day":
        raise ActionRefused(f"Nothing leaves on {on}: approve action {action.id} on the next business day.")
    if again is None or print_of(again[1]) != action.print:
        raise ActionRefused(
            f"The case of action {action.id} has changed since it was prepared. "
            "Refuse it with encours actions refuse; the next run prepares what is right now."
        )
    return again


def _found(session: WriteSession, number: int, *states: Standing) -> Action:
    """Under lock, in one of these states. Raises UnknownAction, ActionRefused."""
    ImportRepository(session).lock()
    action = _reread(session, number)
    if action.standing not in states:
        raise ActionRefused(f"Action {number} is {action.standing}: there is nothing to do about it.")
    return action


def _reread(session: ReadSession, number: int) -> Action:
    found = DunningReader(session).actions(ids=[number])
    if not found:
        raise UnknownAction(f"No action has the number {number}. encours actions lists them.")
    return found[0]


def _needs_reason(why: str) -> None:
    if not why.strip():
        raise ActionRefused("Say why: whoever reads the case later must know.")
