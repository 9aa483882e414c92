"""Messages in, out, and settled by a person when the machine cannot tell."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from messaging.delivery import Answer, Attempt, Outcome, Standing, State, Step, allows
from messaging.errors import StepRefused
from messaging.gateway import Sender
from messaging.message import Channel, Message
from messaging.pace import Pace
from messaging.policy import MessagingPolicy
from messaging.repository import Event, OutboxReader, OutboxRepository
from store.session import Database, ReadSession, WriteSession

# Asked in the transaction that locks the message: what the hook reads and locks stays so until the message
# is written down as being sent.
StillWanted = Callable[[WriteSession, Message], bool]
Clock = Callable[[], datetime]
# Waits so many seconds; whether to go on afterwards.
Rest = Callable[[float], bool]


@dataclass(frozen=True, slots=True)
class Enqueued:
    """A message as the outbox holds it, and whether this call put it there."""

    standing: Standing
    new: bool


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a worker did, by the state it left messages in; and those whose worker had fallen silent."""

    states: Mapping[State, int]
    forsaken: int


@dataclass(frozen=True, slots=True)
class Story:
    """A message with its history."""

    standing: Standing
    history: list[Attempt]


def enqueue(session: WriteSession, messages: Iterable[Message], *, at: datetime) -> list[Enqueued]:
    """Put messages in the outbox, in the caller's transaction. A known key changes nothing."""
    outbox = OutboxRepository(session)
    added = [(message.key, outbox.add(message, at=at)) for message in messages]
    return [Enqueued(outbox.of(key), new) for key, new in added]


def put(session: WriteSession, messages: Sequence[Message], *, at: datetime) -> int:
    """Put many messages in the outbox, in the caller's transaction. Returns how many of the keys are new."""
    return OutboxRepository(session).add_all(messages, at=at)


def always(_session: WriteSession, _message: Message) -> bool:
    return True


def no_rest(_seconds: float) -> bool:
    """A run ends where it would have to wait; the next one goes on."""
    return False


def deliver(
    database: Database,
    senders: Mapping[Channel, Sender],
    policy: MessagingPolicy,
    *,
    now: Clock,
    worker: str,
    limit: int,
    still_wanted: StillWanted = always,
    rest: Rest = no_rest,
) -> Delivered:
    """Send at most `limit` messages that are ready, one after the other, e-mails no faster than the policy.

    While an e-mail has to wait, other channels go on; `rest` is asked only when nothing else is ready.

    Each goes through three short transactions: reserve; read again and write down that it is being sent;
    write down the answer. A process that dies in between leaves a message that nobody sends again by
    itself once its first byte may have left.
    """
    turn = _Turn(database, policy, now, worker)
    forsaken = turn.take_back()
    states: Counter[State] = Counter()
    while states.total() < limit:
        found = turn.reserve(senders.keys())
        if isinstance(found, Standing):
            states[turn.see_off(found, senders[found.message.channel], still_wanted)] += 1
        elif found is None or not rest(found.total_seconds()):
            break
    return Delivered(dict(states), forsaken)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One worker at work."""

    database: Database
    policy: MessagingPolicy
    now: Clock
    worker: str

    def take_back(self) -> int:
        """End the leases of workers that fell silent."""
        at = self.now()
        with self.database.transaction() as session:
            outbox = OutboxRepository(session)
            forsaken = outbox.forsaken(at=at)
            for one in forsaken:
                told = f"The worker {one.worker} did not come back."
                outbox.move(one.message.key, Event(Step.LEASE_ENDED, at, self.worker, told), self.policy)
        return len(forsaken)

    @property
    def pace(self) -> Pace:
        return Pace(self.policy.messages_per_minute)

    def reserve(self, channels: Collection[Channel]) -> Standing | timedelta | None:
        """A message; else how long until an e-mail that is ready may leave; None where nothing is."""
        at = self.now()
        with self.database.transaction() as session:
            outbox = OutboxRepository(session)
            wait = self._wait(outbox, channels, at)
            free = [one for one in channels if not wait or one is not Channel.EMAIL]
            ready = outbox.next_ready(at=at, channels=free)
            if ready is None:
                return wait if wait and outbox.has_ready(at=at, channel=Channel.EMAIL) else None
            if self._paced(ready.message):
                outbox.keep_free_at(Channel.EMAIL, self.pace.taken(at=at))
            outbox.move(ready.message.key, self._event(Step.RESERVE, at), self.policy)
        return ready

    def _wait(self, outbox: OutboxRepository, channels: Collection[Channel], at: datetime) -> timedelta:
        """How long e-mails have to wait; the row that says so stays locked while one is taken."""
        if not self.policy.messages_per_minute or Channel.EMAIL not in channels:
            return timedelta(0)
        return self.pace.wait(outbox.free_at(Channel.EMAIL), at=at)

    def _paced(self, message: Message) -> bool:
        return self.policy.messages_per_minute > 0 and message.channel is Channel.EMAIL

    def see_off(self, reserved: Standing, sender: Sender, still_wanted: StillWanted) -> State:
        message = reserved.message
        try:
            begun = self._begin(message, still_wanted)
        except Exception as error:
            # One message that cannot be read again must not keep the others from leaving.
            told = f"Whether it is still wanted could not be told: {type(error).__name__}."
            return self._settle(reserved, self._event(Step.UNREADABLE, self.now(), told))
        if begun.state is not State.SENDING or begun.worker != self.worker:
            return begun.state
        answer = _sent(sender, message, at=begun.changed_at)
        return self._settle(begun, self._event(answer.step, self.now(), answer.told))

    def _begin(self, message: Message, still_wanted: StillWanted) -> Standing:
        """Under lock, unless another worker took the message over: where it stands now."""
        at = self.now()
        with self.database.transaction() as session:
            outbox = OutboxRepository(session)
            standing = outbox.locked(message.key)
            if standing.state is State.RESERVED and standing.worker == self.worker:
                step = Step.BEGIN if still_wanted(session, message) else Step.UNWANTED
                if step is Step.UNWANTED and self._paced(message):
                    self._give_back(outbox)
                outbox.move(message.key, self._event(step, at), self.policy)
            return outbox.locked(message.key)

    def _give_back(self, outbox: OutboxRepository) -> None:
        """Nothing leaves in the place taken: the next e-mail need not wait for it."""
        free_at = outbox.free_at(Channel.EMAIL)
        if free_at is not None:
            outbox.keep_free_at(Channel.EMAIL, self.pace.given_back(free_at))

    def _settle(self, known: Standing, event: Event) -> State:
        """Late answers still settle the send they belong to, unless a person did meanwhile."""
        with self.database.transaction() as session:
            outbox = OutboxRepository(session)
            standing = outbox.locked(known.message.key)
            if standing.attempt == known.attempt and allows(standing.state, event.step):
                return outbox.move(known.message.key, event, self.policy)
            outbox.remark(known.message.key, event)
            return standing.state

    def _event(self, step: Step, at: datetime, told: str = "") -> Event:
        return Event(step, at, self.worker, told)


def _sent(sender: Sender, message: Message, *, at: datetime) -> Answer:
    """A sender that breaks may have sent: only a person can tell."""
    try:
        return sender.send(message, at=at)
    except Exception as error:
        return Answer(Outcome.UNCERTAIN, f"The sender broke: {type(error).__name__}.")


def resolve(
    session: WriteSession,
    key: str,
    *,
    sent: bool,
    author: str,
    reason: str,
    at: datetime,
    policy: MessagingPolicy,
) -> Standing:
    """A person says whether an ambiguous message arrived. Raises StepRefused, UnknownMessage."""
    step = Step.RESOLVED_SENT if sent else Step.RESOLVED_NOT_SENT
    return _by_person(session, key, Event(step, at, author, reason), policy)


def requeue(
    session: WriteSession, key: str, *, author: str, reason: str, at: datetime, policy: MessagingPolicy
) -> Standing:
    """A person puts a dead message back in the queue. Raises StepRefused, UnknownMessage."""
    return _by_person(session, key, Event(Step.REQUEUE, at, author, reason), policy)


def cancel(
    session: WriteSession, key: str, *, author: str, reason: str, at: datetime, policy: MessagingPolicy
) -> Standing:
    """A message that has not left never will. Raises StepRefused, UnknownMessage."""
    return _by_person(session, key, Event(Step.CANCEL, at, author, reason), policy)


def cancel_dead(session: WriteSession, key: str, *, author: str, reason: str, at: datetime) -> bool:
    """Call a dead message off; whether it still was one, read again under lock. Raises UnknownMessage."""
    return OutboxRepository(session).call_off_dead(key, Event(Step.CANCEL, at, author, reason))


def listed(
    session: ReadSession,
    *,
    states: Collection[State] = tuple(State),
    limit: int = 100,
    after: tuple[datetime, str] | None = None,
) -> list[Standing]:
    """Messages in these states, the latest change first; files without their content.

    `after` is the change and the key of the last one told before.
    """
    return OutboxReader(session).listed(states=states, limit=limit, after=after)


def dead_letters(session: ReadSession, *, limit: int = 100) -> list[Standing]:
    """What waits for a person: given up, or perhaps arrived."""
    return listed(session, states=(State.DEAD, State.AMBIGUOUS), limit=limit)


def counts(session: ReadSession) -> dict[tuple[Channel, State], int]:
    return OutboxReader(session).counts()


def story(session: ReadSession, key: str) -> Story:
    """Raises UnknownMessage."""
    outbox = OutboxReader(session)
    return Story(outbox.of(key), outbox.history(key))


def _by_person(session: WriteSession, key: str, event: Event, policy: MessagingPolicy) -> Standing:
    if not event.by.strip() or not event.told.strip():
        raise StepRefused(f"“{event.step}” needs an author and a reason: the history must say who and why.")
    outbox = OutboxRepository(session)
    outbox.move(key, event, policy)
    return outbox.of(key)
