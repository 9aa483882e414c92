"""The outbox on both databases: in with its caller's decision, out once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from messaging import usecases
from messaging.delivery import Answer, Outcome, State
from messaging.errors import StepRefused, UnknownMessage
from messaging.gateway import NullSender, Sender, WebhookSender, webhook_endpoints
from messaging.message import Channel, Message
from messaging.repository import OutboxRepository
from messaging.usecases import Delivered, StillWanted, always
from store.session import Database, WriteSession, open_database
from tests.databases import Databases
from tests.messaging.samples import MAIL, POLICY, SECRET, START, Hands, hook, mail
from tests.messaging.servers import receiver


class Told:
    """A sender that answers as told, and remembers what it was given."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes, self.keys = list(outcomes), list[str]()

    def send(self, message: Message, *, at: datetime) -> Answer:
        self.keys.append(message.key)
        return Answer(self.outcomes.pop(0) if self.outcomes else Outcome.ACCEPTED, "told")


class _Killed(BaseException):
    """The process ends here."""


class _Dying:
    def send(self, message: Message, *, at: datetime) -> Answer:
        raise _Killed


class _Broken:
    def send(self, message: Message, *, at: datetime) -> Answer:
        raise RuntimeError("zoe@example.com")


def _put(database: Database, *messages: Message) -> list[bool]:
    with database.transaction() as session:
        return [one.new for one in usecases.enqueue(session, messages, at=START)]


def _run(
    database: Database,
    sender: Sender,
    now: Hands,
    *,
    worker: str = "w1",
    still_wanted: StillWanted = always,
    limit: int = 100,
) -> Delivered:
    senders = {Channel.EMAIL: sender, Channel.WEBHOOK: sender}
    return usecases.deliver(
        database, senders, POLICY, now=now, worker=worker, limit=limit, still_wanted=still_wanted
    )


def _state(database: Database, key: str = MAIL.key) -> State:
    with database.read() as session:
        return usecases.story(session, key).standing.state


def _steps(database: Database, key: str = MAIL.key) -> list[tuple[str, State]]:
    with database.read() as session:
        return [(one.step, one.state) for one in usecases.story(session, key).history]


def test_a_message_is_kept_whole_and_its_key_counts_once(database: Database) -> None:
    assert _put(database, MAIL, mail(MAIL.key, subject="Another")) == [True, False]
    assert _put(database, mail(MAIL.key, subject="Another"), mail("new")) == [False, True]
    with database.read() as session:
        found = usecases.story(session, MAIL.key).standing
    assert found.message == MAIL
    assert (found.created_at, found.not_before, found.state) == (START, START, State.WAITING)


def test_a_decision_that_is_undone_takes_its_message_along(database: Database) -> None:
    def decide() -> None:
        with database.transaction() as session:
            usecases.enqueue(session, [MAIL], at=START)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        decide()
    with database.read() as session, pytest.raises(UnknownMessage):
        usecases.story(session, MAIL.key)


def test_a_message_leaves_once_and_its_history_tells_how(database: Database) -> None:
    _put(database, MAIL)
    sender, now = Told(), Hands()
    assert _run(database, sender, now).states == {State.SENT: 1}
    assert _run(database, sender, now).states == {}
    assert sender.keys == [MAIL.key]
    assert _steps(database) == [
        ("reserve", State.RESERVED),
        ("begin", State.SENDING),
        ("accepted", State.SENT),
    ]


def test_a_failure_is_tried_again_later_and_given_up_at_last(database: Database) -> None:
    with receiver(503) as got:
        (name,) = webhook_endpoints([got.url])
        _put(database, hook("k", name))
        sender, now = WebhookSender([got.url], secret=SECRET, timeout=2), Hands()
        assert _run(database, sender, now).states == {State.FAILED: 1}
        now.pass_by(47)
        assert _run(database, sender, now).states == {}  # 60 seconds less a fifth have not passed
        now.pass_by(26)
        assert _run(database, sender, now).states == {State.FAILED: 1}
        now.pass_by(217)
        assert _run(database, sender, now).states == {State.DEAD: 1}
        now.pass_by(100_000)
        assert _run(database, sender, now).states == {}
        assert len(got.got) == 3
        with database.transaction() as session:
            assert [one.message.key for one in usecases.dead_letters(session)] == ["k"]
            usecases.requeue(session, "k", author="zoe", reason="mended", at=now(), policy=POLICY)
        got.codes[:] = [204]
        assert _run(database, sender, now).states == {State.SENT: 1}


@pytest.mark.parametrize("sender", [Told(Outcome.UNCERTAIN), _Broken()])
def test_what_may_have_arrived_waits_for_a_person(sqlite_database: Database, sender: Sender) -> None:
    database, now, after = sqlite_database, Hands(), Told()
    _put(database, MAIL)
    assert _run(database, sender, now).states == {State.AMBIGUOUS: 1}
    now.pass_by(1_000_000)
    assert _run(database, after, now).states == {}
    with database.transaction() as session:
        told = {"author": "zoe", "reason": "the server's log", "at": now(), "policy": POLICY}
        with pytest.raises(StepRefused, match="author and a reason"):
            usecases.resolve(session, MAIL.key, sent=True, **(told | {"reason": " "}))
        with pytest.raises(StepRefused, match="cannot take the step"):
            usecases.requeue(session, MAIL.key, **told)
        assert usecases.resolve(session, MAIL.key, sent=False, **told).state is State.WAITING
    assert _run(database, after, now).states == {State.SENT: 1}
    assert after.keys == [MAIL.key]
    with database.read() as session:
        assert "zoe@example.com" not in str(usecases.story(session, MAIL.key).history)


def test_a_worker_that_dies_while_sending_leaves_an_ambiguous_message(database: Database) -> None:
    """Never a second one, however long one waits."""
    _put(database, MAIL)
    now, other = Hands(), Told()
    with pytest.raises(_Killed):
        _run(database, _Dying(), now)
    assert _state(database) is State.SENDING
    assert _run(database, other, now, worker="w2") == Delivered({}, 0)
    now.pass_by(POLICY.lease_seconds)
    assert _run(database, other, now, worker="w2") == Delivered({}, 1)
    assert (_state(database), other.keys) == (State.AMBIGUOUS, [])


def test_a_worker_that_dies_before_sending_leaves_a_message_to_send(sqlite_database: Database) -> None:
    def die(_session: WriteSession, _message: Message) -> bool:
        raise _Killed

    _put(sqlite_database, MAIL)
    now, sender = Hands(), Told()
    with pytest.raises(_Killed):
        _run(sqlite_database, sender, now, still_wanted=die)
    assert _state(sqlite_database) is State.RESERVED
    now.pass_by(POLICY.lease_seconds)
    assert _run(sqlite_database, sender, now, worker="w2") == Delivered({State.SENT: 1}, 1)


def test_a_late_answer_settles_its_own_send_only(sqlite_database: Database) -> None:
    """While the first worker waits for its server, its lease ends and a person says what happened."""
    database, now = sqlite_database, Hands()

    class Slow:
        def __init__(self, *, resolved: bool) -> None:
            self.resolved = resolved

        def send(self, message: Message, *, at: datetime) -> Answer:
            now.pass_by(POLICY.lease_seconds)
            assert _run(database, Told(), now, worker="w2").forsaken == 1
            if self.resolved:
                with database.transaction() as session:
                    told = {"author": "zoe", "reason": "seen", "at": now(), "policy": POLICY}
                    usecases.resolve(session, message.key, sent=False, **told)
                assert _run(database, Told(Outcome.REFUSED), now, worker="w2").states == {State.DEAD: 1}
            return Answer(Outcome.ACCEPTED, "late")

    _put(database, mail("late"))
    assert _run(database, Slow(resolved=False), now).states == {State.SENT: 1}
    _put(database, mail("too late"))
    assert _run(database, Slow(resolved=True), now).states == {State.DEAD: 1}
    assert _steps(database, "too late")[-1] == ("accepted", State.DEAD)


def test_what_is_no_longer_wanted_is_not_sent(database: Database) -> None:
    """The question is asked in the transaction that locks the message (I39)."""
    _put(database, mail("a"), mail("b"), mail("c"))
    sender, now = Told(), Hands()

    def paid(session: WriteSession, message: Message) -> bool:
        assert OutboxRepository(session).of(message.key).state is State.RESERVED
        if message.key == "b":
            raise KeyError
        return message.key != "a"

    done = _run(database, sender, now, still_wanted=paid)
    assert done.states == {State.CANCELLED: 1, State.FAILED: 1, State.SENT: 1}
    assert sender.keys == ["c"]
    now.pass_by(1_000)
    assert _run(database, sender, now).states == {State.SENT: 1}
    assert sender.keys == ["c", "b"]


def test_a_channel_without_a_way_out_keeps_its_messages(sqlite_database: Database) -> None:
    _put(sqlite_database, MAIL)
    only = {Channel.WEBHOOK: NullSender()}
    done = usecases.deliver(sqlite_database, only, POLICY, now=Hands(), worker="w", limit=9)
    assert (done.states, _state(sqlite_database)) == ({}, State.WAITING)


def test_a_message_that_has_not_left_can_be_cancelled(sqlite_database: Database) -> None:
    _put(sqlite_database, MAIL)
    told = {"author": "zoe", "reason": "paid", "at": START, "policy": POLICY}
    with sqlite_database.transaction() as session:
        assert usecases.cancel(session, MAIL.key, **told).state is State.CANCELLED
    assert _put(sqlite_database, MAIL) == [False]
    assert _run(sqlite_database, Told(), Hands()).states == {}


def test_workers_that_race_send_each_message_once(database: Database, database_url: str) -> None:
    keys = [f"m{n:02}" for n in range(24)]
    _put(database, *(mail(key, attachments=()) for key in keys))
    start, sender = Barrier(3), Told()

    def work(name: str) -> Delivered:
        own = open_database(database_url)
        start.wait()
        try:
            return _run(own, sender, Hands(), worker=name)
        finally:
            own.close()

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(work, ("w1", "w2", "w3")))
    assert Counter(sender.keys) == Counter(keys)
    assert sum(one.states.get(State.SENT, 0) for one in done) == len(keys)


def test_a_row_another_worker_holds_is_passed_over(servers: Databases) -> None:
    """On PostgreSQL a second worker takes the next message; on SQLite writers take turns anyway."""
    url = servers.new("postgresql")
    one, other = open_database(url), open_database(url)
    _put(one, mail("a"), mail("b"))
    with one.transaction() as first, other.transaction() as second:
        at = START + timedelta(seconds=1)
        held = OutboxRepository(first).next_ready(at=at, channels=[Channel.EMAIL])
        taken = OutboxRepository(second).next_ready(at=at, channels=[Channel.EMAIL])
    one.close()
    other.close()
    assert held is not None
    assert taken is not None
    assert (held.message.key, taken.message.key) == ("a", "b")
