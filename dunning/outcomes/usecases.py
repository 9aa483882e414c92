"""Write the outcome of a contact down in one step, with the facts that follow; take the last one back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dunning.actions import Action, Standing
from dunning.acts.usecases import finish
from dunning.claims import Contact
from dunning.contacts.contact import Outcome, Spoken, in_force
from dunning.contacts.repository import ContactRepository, Handed
from dunning.errors import OutcomeRefused
from dunning.gathering.repository import debtors
from dunning.outcomes.outcome import Came, check
from dunning.passed.usecases import take_back
from dunning.queue_policy import QueuePolicy
from dunning.reminders.usecases import Rules
from dunning.repository import DunningReader
from dunning.scenario import Way
from dunning.today.routing import routed
from ledger.imports.repository import ImportRepository
from ledger.registers.usecases import Act
from ledger.relation import usecases as relation
from ledger.relation.disputes import WITHDRAWN
from ledger.relation.repository import RelationRepository
from ledger.relation.standing import CaseOnEvening
from store.session import WriteSession

_FINISHES = (Outcome.PROMISE, Outcome.DISPUTE, Outcome.PAID)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An outcome as written down, and the case of the ledger it made, if any."""

    customer: str
    spoken: Spoken
    case: CaseOnEvening | None = None

    def as_json(self) -> dict[str, Any]:
        one = self.spoken
        return {
            "id": one.id,
            "customer": self.customer,
            "outcome": one.outcome.value,
            "on": one.on.isoformat(),
            "author": one.author,
            "note": one.note,
            "action": one.action_id,
            "undoes": one.undoes,
            "details": dict(one.details),
            "case": None if self.case is None else self.case.as_json(),
        }


def record(
    session: WriteSession, act: Act, customer: str, came: Came, rules: Rules, policy: QueuePolicy
) -> Recorded:
    """The facts, the end of the call task, and the outcome: all of it or nothing.

    A promise and a dispute are facts of the ledger, and hold reminders back from then on. Raises
    OutcomeRefused, UnknownCustomer, and ActRefused or what else the ledger says of a fact it does not take.
    """
    check(came, on=act.on)
    ImportRepository(session).lock()
    customer_id = RelationRepository(session, as_recorded=None).customer_id(customer)
    details: dict[str, Any] = {}
    case = None
    if came.outcome is Outcome.WRONG_CONTACT:
        details = _wrong(session, act, customer_id, came, rules)
    elif came.outcome is Outcome.CALL_BACK and came.call_back_on is not None:
        details = {"call_back_on": came.call_back_on.isoformat()}
    elif came.outcome is Outcome.PROMISE:
        case = _promise(session, act, customer, came)
        details = {"case": case.case, "matter": case.matter}
    elif came.outcome is Outcome.DISPUTE:
        route, deadline_on = routed(came.reason, act.on, policy)
        case = _dispute(session, act, customer, came)
        details = {"case": case.case, "matter": case.matter}
        details |= {"owner": route.owner, "deadline_on": deadline_on.isoformat()}
    task = _task(session, customer_id) if came.outcome in _FINISHES else None
    if task is not None:
        finish(
            session,
            act,
            task.id,
            told=came.note or came.outcome.value,
            details={"outcome": came.outcome.value},
        )
    spoken = _written(session, act, customer_id, came, details, None if task is None else task.id)
    return Recorded(customer, spoken, case)


def undo(session: WriteSession, act: Act, customer: str) -> Recorded:
    """Take the last outcome back, with the fact it made and the task it finished, while nothing followed.

    Raises OutcomeRefused, UnknownCustomer.
    """
    ImportRepository(session).lock()
    customer_id = RelationRepository(session, as_recorded=None).customer_id(customer)
    repository = ContactRepository(session)
    standing = in_force(repository.spoken(until=act.on, customers=[customer_id]).get(customer_id, ()))
    if not standing:
        raise OutcomeRefused(f"No outcome of a contact with {customer} is written down.")
    last = standing[-1]
    actions = DunningReader(session).actions(customers=[customer_id])
    _check_last(session, act, last, actions)
    case = _called_off(session, act, last)
    if last.action_id is not None:
        finished = next(one for one in actions if one.id == last.action_id)
        take_back(session, act, finished, told="outcome taken back")
    undone = Spoken(
        id=repository.next_id(),
        customer_id=customer_id,
        outcome=last.outcome,
        on=act.on,
        recorded_at=act.recorded_at,
        author=act.author,
        undoes=last.id,
    )
    repository.add(undone)
    return Recorded(customer, undone, case)


def hand(
    session: WriteSession, act: Act, customer: str, collector: str, policy: QueuePolicy, *, why: str
) -> Handed:
    """Give a customer to another collector; a blank name gives it back to the rules of the policy.

    Raises OutcomeRefused, UnknownCustomer.
    """
    if not why.strip():
        raise OutcomeRefused("Say why the customer is handed over: whoever gets it will ask.")
    names = [one.name for one in policy.collectors]
    if collector and collector not in names:
        known = ", ".join(names) or "nobody; name collectors in policy/queue.toml"
        raise OutcomeRefused(f"“{collector}” is no collector. Known: {known}.")
    ImportRepository(session).lock()
    customer_id = RelationRepository(session, as_recorded=None).customer_id(customer)
    handed = Handed(customer_id, collector, act.on, act.recorded_at, act.author, why)
    ContactRepository(session).hand(handed)
    return handed


def _promise(session: WriteSession, act: Act, customer: str, came: Came) -> CaseOnEvening:
    if came.promised_on is None:
        raise OutcomeRefused("A promise needs its day: say by when it will be paid.")
    return relation.make_promise(
        *(session, act, customer, [one.number for one in came.invoices]),
        cents=came.cents,
        currency=came.currency,
        promised_on=came.promised_on,
        by="",
        note=came.note,
        happened_on=act.on,
    )


def _dispute(session: WriteSession, act: Act, customer: str, came: Came) -> CaseOnEvening:
    return relation.open_dispute(
        *(session, act, customer, came.invoices),
        reason=came.reason,
        note=came.note,
        happened_on=act.on,
    )


def _wrong(session: WriteSession, act: Act, customer_id: int, came: Came, rules: Rules) -> dict[str, Any]:
    """The contact that was wrong: the one named, else the only one there is."""
    found = debtors(session, rules.policy, on=act.on, customers=[customer_id])
    contacts = [one for debtor in found for one in debtor.contacts]
    told = came.contact.strip()
    among = [one for one in contacts if not told or told in (one.email, one.phone, one.name)]
    alike = {(one.email, one.phone) for one in among}
    if not among:
        raise OutcomeRefused("No contact of this customer is known by that name, address or number.")
    if len(alike) > 1:
        listed = ", ".join(sorted({one.email or one.phone for one in among}))
        raise OutcomeRefused(f"Which contact was wrong? Name one of {listed}.")
    return _as_flagged(among[0], told)


def _as_flagged(one: Contact, told: str) -> dict[str, Any]:
    """Of a contact named by its number or address, only that one is wrong."""
    named = {"role": one.role, "name": one.name}
    if told and told == one.phone:
        return {**named, "phone": one.phone}
    if told and told == one.email:
        return {**named, "email": one.email}
    return {**named, "email": one.email, "phone": one.phone}


def _task(session: WriteSession, customer_id: int) -> Action | None:
    actions = DunningReader(session).actions(customers=[customer_id])
    calls = (one for one in actions if one.standing is Standing.OPEN and one.way is Way.CALL)
    return next(calls, None)


def _written(
    session: WriteSession, act: Act, customer_id: int, came: Came, details: dict[str, Any], action: int | None
) -> Spoken:
    repository = ContactRepository(session)
    spoken = Spoken(
        id=repository.next_id(),
        customer_id=customer_id,
        outcome=came.outcome,
        on=act.on,
        recorded_at=act.recorded_at,
        author=act.author,
        note=came.note,
        action_id=action,
        details=details,
    )
    repository.add(spoken)
    return spoken


def _check_last(session: WriteSession, act: Act, last: Spoken, actions: Sequence[Action]) -> None:
    """Raises OutcomeRefused where anything was done about the customer since."""
    later = [
        one.id
        for one in actions
        if one.id != last.action_id and any(event.recorded_at > last.recorded_at for event in one.events)
    ]
    if later:
        raise OutcomeRefused(f"Action {later[0]} followed, so this outcome stays.")
    case = last.details.get("case")
    if case is not None:
        known = RelationRepository(session, as_recorded=None).of_customer(last.customer_id, as_of=act.on)
        following = [one for one in known.acts if one.row.case_id == case]
        if len(following) > 1:
            raise OutcomeRefused(f"Something was done about the {last.details['matter']} {case} since.")


def _called_off(session: WriteSession, act: Act, last: Spoken) -> CaseOnEvening | None:
    case, note = last.details.get("case"), "outcome taken back"
    if case is None:
        return None
    if last.outcome is Outcome.PROMISE:
        return relation.cancel_promise(session, act, case, note=note, happened_on=act.on)
    return relation.resolve_dispute(
        *(session, act, case),
        outcome=WITHDRAWN,
        conceded=[],
        credit_note=None,
        note=note,
        happened_on=act.on,
    )
