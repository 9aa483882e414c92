"""The day of reminders: settle what left, decide, write down and queue, all in one transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from dunning.actions import (
    Action,
    Carried,
    Event,
    Standing,
    What,
    action_of,
    certainly_sent,
)
from dunning.charges.policy import PenaltyPolicy
from dunning.charges.usecases import charges_for
from dunning.claims import Debtor, Through
from dunning.composing import Charges
from dunning.deciding import Decision, Outcome, decide
from dunning.enclosed import papers_told
from dunning.enclosing.usecases import cabinet, still_stand
from dunning.errors import EngineElsewhere
from dunning.gathering.people.repository import freed_on
from dunning.gathering.repository import debtors
from dunning.holdout import NOBODY, HoldOut
from dunning.outgoing.usecases import Desk, Tray
from dunning.passed.usecases import pass_levels
from dunning.policy import DunningPolicy
from dunning.press import Press
from dunning.repository import DunningReader, DunningRepository
from dunning.scenario import Scenario, Way
from dunning.stored import decision_as_stored, print_of
from dunning.trials.log.repository import log
from dunning.trials.trial import trials_of
from kernel.policy import marked
from ledger.imports.repository import ImportRepository
from ledger.registers.usecases import Act
from ledger.relation.repository import RelationRepository
from messaging.delivery import State as Sent
from messaging.message import Message
from messaging.usecases import cancel_dead
from store.session import ReadSession, WriteSession


@dataclass(frozen=True, slots=True)
class Rules:
    """By what the day is decided. `endpoints` say by way where webhooks go, nowhere for those left out;
    without `penalties` no message claims interest. `enclosed_bytes` of files go with one message.
    """

    policy: DunningPolicy
    scenarios: Mapping[str, Scenario]
    endpoints: Mapping[Way, str] = field(default_factory=dict)
    holdout: HoldOut = NOBODY
    penalties: PenaltyPolicy | None = None
    enclosed_bytes: int = 0

    @property
    def mark(self) -> str:
        return marked(self.policy)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.policy.zone)

    def decide(self, debtor: Debtor, *, on: date) -> Decision:
        return self._open(decide(debtor, self.scenarios, self.policy, on=on, holdout=self.holdout))

    def endpoint(self, decision: Decision) -> str:
        """Where the step of a decision goes, if by webhook; blank for nowhere."""
        return "" if decision.step is None else self.endpoints.get(decision.step.way, "")

    def _open(self, decision: Decision) -> Decision:
        """Where a way is not set up nobody can be reached by it; the others' day goes on."""
        step = decision.step
        if step is None or decision.outcome is not Outcome.SEND or not step.way.by_webhook:
            return decision
        if self.endpoint(decision):
            return decision
        return replace(decision, outcome=Outcome.UNREACHABLE, why="no_way_out", approval=False)


@dataclass(frozen=True, slots=True)
class DunOrder:
    """Who runs which day under which rules; `take_over` makes `engine` the owner of the reminders."""

    act: Act
    rules: Rules
    engine: str = "encours"
    take_over: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """A customer's decision, and the number of the action it became; None where it became none."""

    decision: Decision
    action: int | None = None


@dataclass(frozen=True, slots=True)
class Ran:
    """What a day came to. `settled` are earlier actions of which it became known what came of them."""

    on: date
    decided: tuple[Decided, ...]
    settled: Mapping[str, int] = field(default_factory=dict)
    run: int | None = None

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(one.decision.outcome.value for one in self.decided))


def preview(session: ReadSession, rules: Rules, *, on: date, customer: str | None = None) -> Ran:
    """What a run of that day would decide, on the same state, of one customer or of all. Writes nothing.

    Raises UnknownCustomer.
    """
    ids = None if customer is None else [RelationRepository(session, as_recorded=None).customer_id(customer)]
    found = debtors(session, rules.policy, on=on, customers=ids)
    return Ran(on, tuple(Decided(rules.decide(one, on=on)) for one in found))


def dun(session: WriteSession, order: DunOrder, press: Press) -> Ran:
    """Settle, decide and queue the day. A second run of the day finds nothing more to do.

    Raises EngineElsewhere, and ActionRefused where a step has no way out of the house.
    """
    ImportRepository(session).lock()
    repository, act, rules = DunningRepository(session), order.act, order.rules
    _own(repository, order)
    settled = settle(session, act, rules)
    found = debtors(session, rules.policy, on=act.on)
    pairs = [(one, rules.decide(one, on=act.on)) for one in found]
    acting = [(debtor, decision) for debtor, decision in pairs if decision.acts]
    _log_draws(session, found, order)
    run = None
    written: dict[int, Decided] = {}
    if acting or settled:
        told = Counter(decision.outcome.value for _, decision in pairs)
        signed = {"recorded_at": act.recorded_at, "author": act.author, "engine": order.engine}
        run = repository.add_run({"run_on": act.on, "policy": rules.mark, "counts": dict(told), **signed})
        written = _write(session, acting, run, order, press)
    decided = (written.get(debtor.customer_id, Decided(decision)) for debtor, decision in pairs)
    return Ran(act.on, tuple(decided), settled, run)


def _log_draws(session: WriteSession, found: Sequence[Debtor], order: DunOrder) -> None:
    """What chance did today to reminders, sent or held back alike: what they do is learnt from both."""
    rules, act = order.rules, order.act
    if rules.holdout.share <= 0.0:
        return
    drawn = [
        trial
        for one in found
        for trial in trials_of(one, rules.scenarios, rules.policy, rules.holdout, on=act.on)
    ]
    log(session, drawn, policy=rules.holdout.policy, recorded_at=act.recorded_at)


def settle(session: WriteSession, act: Act, rules: Rules) -> dict[str, int]:
    """Write down what became of messages: certainly sent ones pass their levels, dropped ones free theirs."""
    repository = DunningRepository(session)
    actions = repository.open_actions()
    carried = repository.carried(actions)
    passed = [(one, day) for one in actions if (day := certainly_sent(carried.get(one.key), rules.zone))]
    dropped = [one for one in actions if _dropped(carried.get(one.key))]
    pass_levels(session, act, passed, Through.SENT)
    freed = [one for one in freed_on(session, actions, carried, act.on) if _cancelled(session, act, one)]
    told = {one.id: carried[one.key].told for one in (*dropped, *freed)}
    repository.add_events([(number, event_of(What.VOID, act, why)) for number, why in told.items()])
    counts = {"sent": len(passed), "dropped": len(dropped), "freed": len(freed)}
    return {what: count for what, count in counts.items() if count}


def _cancelled(session: WriteSession, act: Act, action: Action) -> bool:
    """Whether a message given up could be called off; somebody may have put it back in the queue."""
    why = f"The customer no longer has the address {action.mailed_to}."
    return cancel_dead(session, action.key, author=act.author, reason=why, at=act.recorded_at)


def still_wanted(session: WriteSession, message: Message, rules: Rules, *, on: date) -> bool:
    """Whether a message of ours would be decided again just so, read anew under the lock of the ledger.

    What was asked for by others is none of our business, and wanted.
    """
    number = action_of(message.key)
    if number is None:
        return True
    ImportRepository(session).lock()
    actions = DunningReader(session).actions(ids=[number])
    if not actions or actions[0].standing is not Standing.QUEUED:
        return False
    action = actions[0]
    owner = DunningReader(session).owner()
    if owner is not None and owner.engine != action.engine:
        return False
    if not still_stand(session, action.customer_id, papers_told(action), on=on):
        return False
    # A deadline was printed as so many days from the day the message was made: it must leave that day.
    stale_after = 0 if action.printed_deadline is not None else rules.policy.stale_days
    if (on - action.leaves_on).days > stale_after:
        return False
    again = decided_again(session, action, rules, on=on)
    return again is not None and print_of(again[1]) == action.print


def _own(repository: DunningRepository, order: DunOrder) -> None:
    """Two engines that remind the same customers each think the other's silence is theirs to break."""
    owner, act = repository.owner(), order.act
    if owner is not None and owner.engine == order.engine:
        return
    if owner is not None and not order.take_over:
        raise EngineElsewhere(
            f"The reminders of this company are sent by the engine “{owner.engine}” since "
            f"{owner.recorded_at:%Y-%m-%d}. Stop that one, then take over with encours dun --take-over."
        )
    why = "first run" if owner is None else "taken over"
    repository.own(order.engine, author=act.author, why=why, recorded_at=act.recorded_at)


def _write(
    session: WriteSession,
    acting: Sequence[tuple[Debtor, Decision]],
    run: int,
    order: DunOrder,
    press: Press,
) -> dict[int, Decided]:
    """Actions, the levels they take, and their messages; by customer, what came of its decision."""
    repository, act = DunningRepository(session), order.act
    first = repository.next_action()
    before = repository.attempts([one.item for _, decision in acting for one in decision.lines])
    mark = order.rules.mark
    at_desk = desk(session, acting, order.rules, press, on=act.on)
    tray = Tray(session, act.recorded_at)
    rows, events = [], []
    items: list[dict[str, Any]] = []
    written: dict[int, Decided] = {}
    for number, (debtor, decision) in enumerate(acting, start=first):
        what, event = _first_event(decision), event_of(_first_event(decision), act)
        if what is What.QUEUED:
            told = at_desk.worded(number, debtor, decision)
            if isinstance(told, Decision):
                written[debtor.customer_id] = Decided(told)
                continue
            tray.put(told.message)
            event = replace(event, details=told.details)
        rows.append(_row(number, run, decision, mark))
        items += _items(number, decision, before)
        events.append((number, event))
        written[debtor.customer_id] = Decided(decision, number)
    repository.add_actions(rows, items, events)
    tray.empty()
    return written


def desk(
    session: ReadSession, acting: Sequence[tuple[Debtor, Decision]], rules: Rules, press: Press, *, on: date
) -> Desk:
    """For the messages of a day, or of one approval."""
    files = cabinet(session, acting, most=rules.enclosed_bytes, on=on)
    return Desk(press, rules.endpoints, added_charges(session, acting, rules, on=on), files)


def added_charges(
    session: ReadSession, acting: Sequence[tuple[Debtor, Decision]], rules: Rules, *, on: date
) -> Mapping[int, Charges]:
    """Interest and indemnity by customer, where the policy claims them."""
    return {} if rules.penalties is None else charges_for(session, acting, rules.penalties, on=on)


def _first_event(decision: Decision) -> What:
    if decision.outcome is Outcome.TASK:
        return What.OPENED
    return What.ASKED if decision.approval else What.QUEUED


def _row(number: int, run: int, decision: Decision, mark: str) -> dict[str, Any]:
    step = decision.step
    if step is None:
        raise ValueError("A decision that acts has a step.")
    return {
        "id": number,
        "run_id": run,
        "customer_id": decision.customer_id,
        "decided_on": decision.on,
        "level": step.level,
        "way": step.way.value,
        "scenario": decision.scenario,
        "policy": mark,
        "approval": decision.approval,
        "deadline_on": decision.deadline_on,
        "print": print_of(decision),
        "decision": decision_as_stored(decision),
    }


def _items(
    number: int, decision: Decision, before: Mapping[tuple[str, int], int]
) -> Iterable[dict[str, Any]]:
    for line in decision.lines:
        if line.level is not None:
            yield {
                "item": line.item,
                "level": line.level,
                "attempt": before.get((line.item, line.level), 0) + 1,
                "action_id": number,
                "invoice_id": line.invoice_id,
            }


def decided_again(
    session: ReadSession, action: Action, rules: Rules, *, on: date
) -> tuple[Debtor, Decision] | None:
    """What would be decided now, were the action not there."""
    found = debtors(session, rules.policy, on=on, customers=[action.customer_id], without=action.id)
    for one in found:
        return one, rules.decide(one, on=on)
    return None


def _dropped(message: Carried | None) -> bool:
    return message is not None and message.state is Sent.CANCELLED


def event_of(what: What, act: Act, told: str = "") -> Event:
    return Event(what, act.on, act.recorded_at, act.author, told)
