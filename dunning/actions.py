"""What became of a step that was decided: the fold of its events, and of the message that carries it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from dunning.claims import Completion, Pending, Through
from dunning.scenario import Way
from messaging.delivery import State as Sent


class What(StrEnum):
    """What may happen to an action."""

    ASKED = "asked"  # a person must approve it
    QUEUED = "queued"
    OPENED = "opened"  # a task, for a person
    APPROVED = "approved"
    PASSED = "passed"  # certainly sent, done, or skipped
    VOID = "void"


class Standing(StrEnum):
    ASKED = "asked"
    QUEUED = "queued"
    OPEN = "open"
    PASSED = "passed"
    VOID = "void"


_AFTER = {
    What.ASKED: Standing.ASKED,
    What.QUEUED: Standing.QUEUED,
    What.OPENED: Standing.OPEN,
    What.APPROVED: Standing.QUEUED,
    What.PASSED: Standing.PASSED,
    What.VOID: Standing.VOID,
}
_OVER = (Standing.PASSED, Standing.VOID)


@dataclass(frozen=True, slots=True)
class Event:
    what: What
    on: date
    recorded_at: datetime
    author: str
    told: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """A level of an item that an action takes."""

    item: str
    invoice_id: int
    level: int
    attempt: int


@dataclass(frozen=True, slots=True)
class Action:
    """A step as decided, with its events; `decision` is all that was decided, ready for JSON."""

    id: int
    customer_id: int
    decided_on: date
    level: int
    way: Way
    scenario: str
    policy: str
    approval: bool
    deadline_on: date | None
    print: str
    decision: Mapping[str, Any]
    taken: tuple[Taken, ...]
    events: tuple[Event, ...]
    engine: str = ""  # that decided it

    @property
    def standing(self) -> Standing:
        return _AFTER[self.events[-1].what]

    @property
    def key(self) -> str:
        """Of its message in the outbox."""
        return key_of(self.id)

    @property
    def is_open(self) -> bool:
        """Neither passed nor void."""
        return self.standing not in _OVER

    @property
    def mailed_to(self) -> str:
        """The mail address that was decided on; blank for other ways."""
        to = self.decision.get("to") or {}
        return str(to.get("email", "")) if self.way is Way.EMAIL else ""

    @property
    def leaves_on(self) -> date:
        """The day it was decided, or approved: a message belongs to that day."""
        return next((one.on for one in reversed(self.events) if one.what is What.APPROVED), self.decided_on)

    @property
    def printed_deadline(self) -> date | None:
        """The day that its message prints, which an approval of a later day moves."""
        for one in reversed(self.events):
            if one.what is What.APPROVED and "deadline_on" in one.details:
                told = one.details["deadline_on"]
                return None if told is None else date.fromisoformat(told)
        return self.deadline_on


@dataclass(frozen=True, slots=True)
class Carried:
    """Where the message of an action stands, and since when. Instants in UTC.

    `refused`: given up since its last try was refused for good, rather than for now.
    """

    state: Sent
    changed_at: datetime
    told: str = ""
    refused: bool = False


def key_of(action_id: int) -> str:
    return f"dunning:{action_id}"


def action_of(key: str) -> int | None:
    """The action whose message has this key; None where it is no message of ours."""
    prefix, _, number = key.partition(":")
    return int(number) if prefix == "dunning" and number.isdigit() else None


@dataclass(frozen=True, slots=True)
class Folded:
    """What open actions mean for the levels of items, and when each customer was last reached.

    `contacted` counts what is on its way as reached on the day it was decided, what may have arrived as
    reached that day. `refused` are the addresses that take nothing, by customer.
    """

    pending: Mapping[str, Pending]
    completed: Mapping[str, tuple[Completion, ...]]
    contacted: Mapping[int, date]
    refused: Mapping[int, frozenset[str]] = field(default_factory=dict)


def folded(
    actions: Iterable[Action], carried: Mapping[str, Carried], zone: ZoneInfo, *, freed: Collection[int] = ()
) -> Folded:
    """`carried` tells where messages stand by key. A send of which we are certain passes its levels, also
    before it is written down as passed; one that is not certain passes nothing. The actions `freed` count as
    dropped.
    """
    pending: dict[str, Pending] = {}
    completed: dict[str, tuple[Completion, ...]] = {}
    contacted: dict[int, date] = {}
    refused: dict[int, frozenset[str]] = {}
    for one in actions:
        message = carried.get(one.key)
        if not one.is_open or one.id in freed or (message is not None and message.state is Sent.CANCELLED):
            continue
        sent_on = certainly_sent(message, zone)
        if message is not None and message.refused and one.mailed_to:
            refused[one.customer_id] = refused.get(one.customer_id, frozenset()) | {one.mailed_to.lower()}
        if sent_on is None:
            pending |= {taken.item: _pending(one, taken, message) for taken in one.taken}
        else:
            for taken in one.taken:
                passed = Completion(taken.level, sent_on, Through.SENT, one.printed_deadline, one.way.value)
                completed[taken.item] = (*completed.get(taken.item, ()), passed)
        reached = sent_on or _reached(one, message, zone)
        if reached is not None:
            contacted[one.customer_id] = max(reached, contacted.get(one.customer_id, reached))
    return Folded(pending, completed, contacted, refused)


def _reached(action: Action, message: Carried | None, zone: ZoneInfo) -> date | None:
    """Nobody is reached by a task before it is done, by what waits for approval, or by what was given up."""
    if action.standing is not Standing.QUEUED:
        return None
    if message is not None and message.state is Sent.DEAD:
        return None
    if message is not None and message.state is Sent.AMBIGUOUS:
        return max(message.changed_at.astimezone(zone).date(), action.leaves_on)
    return action.leaves_on


def certainly_sent(message: Carried | None, zone: ZoneInfo) -> date | None:
    """The day in the company's time zone on which a message certainly left; None before."""
    if message is None or message.state is not Sent.SENT:
        return None
    return message.changed_at.astimezone(zone).date()


def _pending(action: Action, taken: Taken, message: Carried | None) -> Pending:
    stuck = message is not None and message.state in (Sent.AMBIGUOUS, Sent.DEAD)
    task = action.standing is Standing.OPEN
    refused = action.mailed_to if message is not None and message.refused else ""
    return Pending(taken.level, action.id, action.decided_on, stuck=stuck, task=task, refused=refused)


def freed(
    actions: Iterable[Action], carried: Mapping[str, Carried], addresses: Mapping[int, Collection[str]]
) -> list[Action]:
    """Open actions whose message was given up and whose address the customer has no longer.

    `addresses` are the customer's own today, in small letters.
    """
    return [
        one
        for one in given_up(actions, carried)
        if one.mailed_to and one.mailed_to.lower() not in addresses.get(one.customer_id, ())
    ]


def given_up(actions: Iterable[Action], carried: Mapping[str, Carried]) -> list[Action]:
    """Open actions whose message certainly did not arrive, and is tried no more."""
    found = [(one, carried.get(one.key)) for one in actions if one.is_open]
    return [one for one, message in found if message is not None and message.state is Sent.DEAD]
