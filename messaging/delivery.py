"""Where a message stands on its way out, and which step leads where: one pure table."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from messaging.errors import StepRefused
from messaging.message import Message
from messaging.policy import MessagingPolicy


class State(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    RESERVED = "reserved"  # a worker has it; nothing has left yet
    SENDING = "sending"  # written down before the first byte leaves
    SENT = "sent"
    FAILED = "failed"  # certainly not arrived; tried again
    AMBIGUOUS = "ambiguous"  # may have arrived; only a person may go on
    DEAD = "dead"  # certainly not arrived, given up; a person may put it back
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What happens to a message."""

    RESERVE = "reserve"
    UNWANTED = "unwanted"  # its reason was gone when re-read just before sending
    UNREADABLE = "unreadable"  # whether it is still wanted could not be told
    BEGIN = "begin"
    ACCEPTED = "accepted"
    REFUSED_FOR_NOW = "refused for now"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    LEASE_ENDED = "lease ended"
    RESOLVED_SENT = "resolved as sent"
    RESOLVED_NOT_SENT = "resolved as not sent"
    REQUEUE = "requeue"
    CANCEL = "cancel"
    BOUNCED = "bounced"  # every recipient was given up on after the message was handed over


class Outcome(StrEnum):
    """What is known after a send."""

    ACCEPTED = "accepted"
    REFUSED_FOR_NOW = "refused for now"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a send, and what the server said."""

    outcome: Outcome
    told: str

    @property
    def step(self) -> Step:
        return Step(self.outcome.value)


@dataclass(frozen=True, slots=True)
class Standing:
    """A message of the outbox with where it stands. Instants in UTC."""

    message: Message
    state: State
    attempt: int  # sends ever begun; names the send an answer belongs to
    tries: int  # sends begun since it was last put in the queue
    not_before: datetime
    created_at: datetime
    changed_at: datetime
    worker: str
    lease_until: datetime | None
    told: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line of a message's history."""

    at: datetime
    step: str
    state: State
    attempt: int
    by: str  # the worker, or the person
    told: str


# An answer that comes after the lease ended still settles the send it belongs to: it is certain knowledge.
_NEXT = {
    (State.WAITING, Step.RESERVE): State.RESERVED,
    (State.FAILED, Step.RESERVE): State.RESERVED,
    (State.RESERVED, Step.UNWANTED): State.CANCELLED,
    (State.RESERVED, Step.UNREADABLE): State.FAILED,
    (State.RESERVED, Step.BEGIN): State.SENDING,
    (State.RESERVED, Step.LEASE_ENDED): State.WAITING,
    (State.SENDING, Step.ACCEPTED): State.SENT,
    (State.SENDING, Step.REFUSED_FOR_NOW): State.FAILED,
    (State.SENDING, Step.REFUSED): State.DEAD,
    (State.SENDING, Step.UNCERTAIN): State.AMBIGUOUS,
    (State.SENDING, Step.LEASE_ENDED): State.AMBIGUOUS,
    (State.AMBIGUOUS, Step.ACCEPTED): State.SENT,
    (State.AMBIGUOUS, Step.REFUSED_FOR_NOW): State.FAILED,
    (State.AMBIGUOUS, Step.REFUSED): State.DEAD,
    (State.AMBIGUOUS, Step.UNCERTAIN): State.AMBIGUOUS,
    (State.AMBIGUOUS, Step.RESOLVED_SENT): State.SENT,
    (State.AMBIGUOUS, Step.RESOLVED_NOT_SENT): State.WAITING,
    (State.SENT, Step.BOUNCED): State.DEAD,
    (State.SENDING, Step.BOUNCED): State.DEAD,
    (State.AMBIGUOUS, Step.BOUNCED): State.DEAD,
    (State.DEAD, Step.REQUEUE): State.WAITING,
    (State.WAITING, Step.CANCEL): State.CANCELLED,
    (State.FAILED, Step.CANCEL): State.CANCELLED,
    (State.DEAD, Step.CANCEL): State.CANCELLED,
}


def transition(state: State, step: Step, *, tries: int, policy: MessagingPolicy) -> State:
    """Where a step leads; the last allowed try that fails is the end. Raises StepRefused."""
    try:
        following = _NEXT[state, step]
    except KeyError as error:
        raise StepRefused(f"A message that is {state} cannot take the step “{step}”.") from error
    given_up = step is Step.REFUSED_FOR_NOW and tries >= policy.attempts
    return State.DEAD if given_up else following


def allows(state: State, step: Step) -> bool:
    return (state, step) in _NEXT


def wait_after(tries: int, key: str, policy: MessagingPolicy) -> timedelta:
    """How long a failed message rests before its next try: growing, bounded, and spread by its key."""
    # The power is taken only as far as the bound needs it: 3.0 ** 700 is no float.
    seconds = float(policy.first_wait_seconds)
    for _ in range(tries - 1):
        if seconds >= policy.longest_wait_seconds or policy.growth == 1:
            break
        seconds *= policy.growth
    seconds = min(seconds, policy.longest_wait_seconds)
    drawn = int.from_bytes(sha256(f"{key}\n{tries}".encode()).digest()[:8], "big") / 2**64
    return timedelta(seconds=seconds * (1 + policy.jitter * (2 * drawn - 1)))
