"""What to do about one customer on one day: a pure decision that carries its reason.

Production, dry run, preview and simulation call the same function. Nothing here knows what was decided
about other customers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from dunning.assigning import Assigned, assigned
from dunning.claims import Claim, Contact, Debtor
from dunning.holdout import NOBODY, HoldOut, postponed
from dunning.levels import Place, Stand, held_by, stand
from dunning.listing import Line, Sum, gross_of, listed, sums_of
from dunning.phone import texted
from dunning.policy import DunningPolicy
from dunning.scenario import EURO, Scenario, Step, Way
from kernel.days import is_business_day
from messaging.message import is_mailbox

DIRECT_DEBIT = "direct_debit"


class Outcome(StrEnum):
    """What a day's decision comes to."""

    NONE = "none"  # nothing is late
    SEND = "send"
    TASK = "task"
    HOLD = "hold"  # late, and something forbids to chase all of it
    WAIT = "wait"  # late, and the next step has its day
    STUCK = "stuck"  # a message that only a person can settle
    UNREACHABLE = "unreachable"  # a step is due, and nobody can be reached by it
    COVERED = "covered"  # what the customer holds against us pays it
    DONE = "done"  # every level passed


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do about a customer on a day, and why.

    `step` and `to` are those of the step taken, or due; `why` is one of the words of `dunning.words`, and
    `about` what it is about; `from_on` is the first day of the next step where the decision is to wait.
    `held` are number, matter and reason of what is held back. `address` is where a letter goes.
    """

    customer_id: int
    code: str
    on: date
    outcome: Outcome
    why: str
    about: str = ""
    scenario: str = ""
    scenario_version: str = ""
    scenario_why: str = ""
    sooner: int = 0
    step: Step | None = None
    to: Contact | None = None
    also: tuple[Contact, ...] = ()
    address: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    sums: tuple[Sum, ...] = ()
    deadline_on: date | None = None
    from_on: date | None = None
    held: tuple[tuple[str, str, str], ...] = ()
    approval: bool = False
    scenario_why_fr: str = ""
    scenario_name: str = ""
    scenario_name_fr: str = ""

    @property
    def acts(self) -> bool:
        return self.outcome in (Outcome.SEND, Outcome.TASK)


_Stood = tuple[Stand, Assigned]


def decide(
    debtor: Debtor,
    scenarios: Mapping[str, Scenario],
    policy: DunningPolicy,
    *,
    on: date,
    holdout: HoldOut = NOBODY,
) -> Decision:
    """The step to take, if any: at most one a customer and interval, with the highest level of its claims."""
    if debtor.unreadable:
        told = (debtor.customer_id, debtor.code, on, Outcome.STUCK, "unreadable")
        return Decision(*told, about=debtor.unreadable)
    stood = [
        _held_out(_stood(debtor, claim, scenarios, policy, on), debtor, policy, holdout, on)
        for claim in debtor.claims
    ]
    alive = [pair for pair in stood if pair[0].place not in (Place.SETTLED, Place.EARLY)]
    if not alive:
        return Decision(debtor.customer_id, debtor.code, on, Outcome.NONE, "nothing_late")
    ready = [pair for pair in alive if _is_cause(debtor, pair[0], policy)]
    if not ready:
        return _idle(debtor, alive, on)
    stands = [one for one, _ in alive]
    owing = {late: _owing(debtor, stands, late=late, on=on) for late in (False, True)}
    causes = [pair for pair in ready if pair[0].claim.currency in owing[pair[0].level > 0]]
    if not causes:
        return replace(_base(debtor, ready[0][1], on), outcome=Outcome.COVERED, why="covered")
    return _due(debtor, alive, causes, policy, on)


def _stood(
    debtor: Debtor, claim: Claim, scenarios: Mapping[str, Scenario], policy: DunningPolicy, on: date
) -> _Stood:
    of = assigned(debtor, claim, scenarios, policy, on=on)
    found = stand(claim, of.scenario, sooner=of.sooner, on=on)
    debited_by = claim.due_on + timedelta(days=policy.direct_debit_days)
    if found.place is Place.READY and debtor.payment_means == DIRECT_DEBIT and on <= debited_by:
        # We take the money ourselves: there is nothing to ask for before the bank has answered.
        place = Place.EARLY if on <= claim.due_on else Place.WAITING
        return Stand(claim, place, found.step, debited_by + timedelta(days=1)), of
    return found, of


def _held_out(pair: _Stood, debtor: Debtor, policy: DunningPolicy, holdout: HoldOut, on: date) -> _Stood:
    found, of = pair
    moved = postponed(found, of.scenario, debtor.code, policy, sooner=of.sooner, holdout=holdout, on=on)
    return moved, of


def _is_cause(debtor: Debtor, one: Stand, policy: DunningPolicy) -> bool:
    """Whether a claim causes a message by itself; a small one only goes with another."""
    step, claim = one.step, one.claim
    if one.place is not Place.READY or step is None:
        return False
    if step.level == 0:
        late = debtor.risk.p_late_30
        likely = late is not None and late >= step.from_p_late > 0.0
        return likely or (claim.currency == EURO and claim.claimable_cents >= step.from_cents > 0)
    least = policy.minimum_cents.get(claim.currency, 0)
    return claim.claimable_cents >= (max(least, step.minimum_cents) if claim.currency == EURO else least)


def _owing(debtor: Debtor, stands: Sequence[Stand], *, late: bool, on: date) -> frozenset[str]:
    """Currencies in which a message would claim more than the customer holds against it."""
    gross = gross_of(stands, late=late, on=on)
    return frozenset(currency for currency, cents in gross.items() if cents > debtor.credits.get(currency, 0))


def _due(
    debtor: Debtor,
    alive: Sequence[_Stood],
    causes: Sequence[_Stood],
    policy: DunningPolicy,
    on: date,
) -> Decision:
    """A step is due: taken, unless the day, the interval or an address stands in its way."""
    leader, of = max(causes, key=_weight)
    step = leader.step
    if step is None:
        raise ValueError("A claim that causes a message is ready for a step.")
    base = replace(_base(debtor, of, on), step=step, held=_held(alive))
    waits = _waits(debtor, alive, step, policy, on)
    if waits is not None:
        why, about, from_on = waits
        return replace(base, outcome=Outcome.WAIT, why=why, about=about, from_on=from_on)
    stands = [one for one, _ in alive]
    owing = _owing(debtor, stands, late=step.level > 0, on=on)
    listing = listed(stands, level=step.level, on=on)
    lines = tuple(line for line in listing if line.currency in owing)
    sums = sums_of(lines, debtor.credits)
    to = recipient_of(debtor, step)
    told = replace(base, about=leader.claim.number, lines=lines, sums=sums, to=to)
    if told.to is None and not step.way.by_person:
        return replace(told, outcome=Outcome.UNREACHABLE, why="nobody_to_reach")
    above = any(_waits_for_a_person(one, policy) for one in sums)
    return replace(
        told,
        outcome=Outcome.TASK if step.way.by_person else Outcome.SEND,
        why="step_due",
        also=_others(debtor, step, to),
        address=debtor.address if step.way in (Way.LETTER, Way.REGISTERED) else (),
        deadline_on=on + timedelta(days=step.deadline_days) if step.deadline_days else None,
        approval=not step.way.by_person and (step.approval or above),
    )


def _waits(
    debtor: Debtor, alive: Sequence[_Stood], step: Step, policy: DunningPolicy, on: date
) -> tuple[str, str, date | None] | None:
    """What stands in the way of a step today, about what, and until when where that is known."""
    if not is_business_day(on, country=policy.country) or policy.quiet_on(on):
        return "no_business_day", "", None
    if any(_leaves(one) for one, _ in alive):
        return "on_its_way", "", None
    last = max(filter(None, (debtor.contacted_on, *_asked_for(alive))), default=None)
    if last is not None and on < (free := last + timedelta(days=policy.interval_days)):
        return "contacted_lately", f"{last}", free
    if debtor.heard.heard_on is None or step.way.by_person:
        return None
    # An answer is read by a person before anything else leaves by itself.
    free = debtor.heard.heard_on + timedelta(days=policy.hold_after_answer_days)
    return ("answered", f"{debtor.heard.answered_on}", free) if on < free else None


def _waits_for_a_person(total: Sum, policy: DunningPolicy) -> bool:
    """Where amounts are named at all, one in a currency without any is for a person to look at."""
    if not policy.approve_above_cents:
        return False
    most = policy.approve_above_cents.get(total.currency)
    return most is None or total.net_cents > most


def _weight(pair: _Stood) -> tuple[int, int, str]:
    """The highest level leads; of equal ones the oldest claim, whatever the order in which claims came."""
    one, _ = pair
    return one.level, -one.claim.due_on.toordinal(), one.claim.item


def _asked_for(alive: Sequence[_Stood]) -> Iterator[date]:
    """The days since which somebody is to call: nothing else is sent before, for an interval."""
    for one, _ in alive:
        if one.claim.pending is not None and one.claim.pending.task:
            yield one.claim.pending.since


def _leaves(one: Stand) -> bool:
    """Whether a message about it is on its way; a task keeps others waiting for an interval only."""
    return one.claim.pending is not None and not one.claim.pending.task and not one.claim.pending.stuck


def recipient_of(debtor: Debtor, step: Step) -> Contact | None:
    """The first of the step's roles that its way can reach: only ever one of this customer's own contacts."""
    for role in step.roles:
        for one in debtor.contacts:
            if one.role == role and _reached(debtor, one, step):
                return one
    return None


def _others(debtor: Debtor, step: Step, to: Contact | None) -> tuple[Contact, ...]:
    """Who else gets the e-mail: nobody twice."""
    seen = set() if to is None else {to.email.lower()}
    found: list[Contact] = []
    for one in debtor.contacts:
        if one.role in step.also and one.email.lower() not in seen and _reached(debtor, one, step):
            seen.add(one.email.lower())
            found.append(one)
    return tuple(found)


def _reached(debtor: Debtor, contact: Contact, step: Step) -> bool:
    way = step.way
    if way is Way.EMAIL:
        if contact.bounced or step.level in debtor.heard.failed.get(contact.email.lower(), ()):
            return False
        # One address that cannot be one must not break the day of everybody else.
        return is_mailbox(contact.name, contact.email)
    if way in (Way.LETTER, Way.REGISTERED):
        return bool(debtor.address)
    if way is Way.SMS:
        return bool(texted(contact.phone, country=debtor.country))
    return bool(contact.phone) if way is Way.CALL else True


def _idle(debtor: Debtor, alive: Sequence[_Stood], on: date) -> Decision:
    """Nothing is to be done today; of all reasons the one that matters most to whoever asks."""
    base = replace(_base(debtor, alive[0][1], on), held=_held(alive))
    places = {one.place for one, _ in alive}
    waiting = [one.from_on for one, _ in alive if one.place is Place.WAITING and one.from_on is not None]
    if Place.STUCK in places:
        refused = [one.claim.pending.refused for one, _ in alive if one.claim.pending is not None]
        about = next((address for address in refused if address), "")
        why = "address_refused" if about else "unclear_send"
        return replace(base, outcome=Outcome.STUCK, why=why, about=about)
    if Place.PENDING in places:
        return replace(base, outcome=Outcome.WAIT, why="on_its_way")
    if waiting:
        return replace(base, outcome=Outcome.WAIT, why="next_step_to_come", from_on=min(waiting))
    if Place.HELD in places:
        return replace(base, outcome=Outcome.HOLD, why="held")
    if Place.READY in places:
        return replace(base, outcome=Outcome.WAIT, why="too_small")
    return replace(base, outcome=Outcome.DONE, why="every_level_passed")


def _held(alive: Sequence[_Stood]) -> tuple[tuple[str, str, str], ...]:
    found = []
    for one, _ in alive:
        held = held_by(one.claim)
        if held is not None:
            found.append((one.claim.number, held.matter, held.why))
    return tuple(sorted(found))


def _base(debtor: Debtor, of: Assigned, on: date) -> Decision:
    told = (debtor.customer_id, debtor.code, on, Outcome.NONE, "")
    scenario = of.scenario
    by = (scenario.code, scenario.version, of.why, of.sooner)
    decision = Decision(*told, "", *by, scenario_why_fr=of.why_fr)
    return replace(decision, scenario_name=scenario.name["en"], scenario_name_fr=scenario.name["fr"])
