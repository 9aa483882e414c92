"""How many e-mails leave a minute."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from messaging import usecases
from messaging.delivery import Answer, Outcome, State
from messaging.mail import mail_of
from messaging.message import Channel, Message
from messaging.pace import Pace
from messaging.policy import MessagingPolicy
from messaging.usecases import no_rest
from store.session import Database
from tests.messaging.samples import POLICY, START, Hands, hook, mail
from tests.tables import rows

FOUR = replace(POLICY, messages_per_minute=4)  # one every 15 seconds


@rows("""
    per minute | free in seconds | wait
    0          | 30              | 0
    4          | none            | 0
    4          | -1              | 0
    4          | 0               | 0
    4          | 10              | 10
    4          | 75              | 75
    4          | 76              | 0
    4          | 86400           | 0
""")
def test_a_place_is_waited_for_unless_a_clock_was_wrong(per_minute: str, free: str, expected: str) -> None:
    free_at = None if free == "none" else START + timedelta(seconds=int(free))
    assert Pace(int(per_minute)).wait(free_at, at=START) == timedelta(seconds=int(expected))


class _Server:
    """Accepts everything, and remembers when what came."""

    def __init__(self) -> None:
        self.came = list[tuple[str, float]]()

    def send(self, message: Message, *, at: datetime) -> Answer:
        self.came.append((message.key, (at - START).total_seconds()))
        return Answer(Outcome.ACCEPTED, "taken")


def _put(database: Database, *messages: Message) -> None:
    with database.transaction() as session:
        usecases.enqueue(session, messages, at=START)


def _run(database: Database, server: _Server, hands: Hands, policy: MessagingPolicy = FOUR, **more):  # type: ignore[no-untyped-def]
    def rest(seconds: float) -> bool:
        hands.pass_by(seconds)
        return True

    told = {"now": hands, "worker": "w1", "limit": 100, "rest": rest, **more}
    return usecases.deliver(database, dict.fromkeys(Channel, server), policy, **told)


def test_mails_leave_at_even_distances_and_nothing_else_waits(database: Database) -> None:
    server, hands = _Server(), Hands()
    _put(database, mail("a"), mail("b"), hook("h", "hook#1"), mail("c"))
    assert _run(database, server, hands).states == {State.SENT: 4}
    assert server.came == [("a", 0), ("h", 0), ("b", 15), ("c", 30)]
    _put(database, mail("d"))
    hands.pass_by(5)
    assert _run(database, server, hands).states == {State.SENT: 1}  # another run keeps the distance too
    assert server.came[-1] == ("d", 45)


def test_without_rest_a_run_ends_where_it_would_wait(sqlite_database: Database) -> None:
    server, hands = _Server(), Hands()
    _put(sqlite_database, mail("a"), mail("b"))
    assert _run(sqlite_database, server, hands, rest=no_rest).states == {State.SENT: 1}
    assert _run(sqlite_database, server, hands, rest=no_rest).states == {}
    hands.pass_by(15)
    assert _run(sqlite_database, server, hands, rest=no_rest).states == {State.SENT: 1}


def test_what_is_no_longer_wanted_takes_no_place(sqlite_database: Database) -> None:
    server, hands = _Server(), Hands()
    _put(sqlite_database, mail("a"), mail("b"), mail("c"))
    _run(sqlite_database, server, hands, still_wanted=lambda _session, message: message.key != "b")
    assert server.came == [("a", 0), ("c", 15)]


def test_without_a_limit_nothing_waits(sqlite_database: Database) -> None:
    server, hands = _Server(), Hands()
    _put(sqlite_database, *(mail(f"m{n}") for n in range(5)))
    _run(sqlite_database, server, hands, POLICY)
    assert {at for _, at in server.came} == {0}


def test_workers_share_the_places(database: Database) -> None:
    """Each has its own connection; together they send no more than one."""
    server = _Server()
    _put(database, mail("first"), *(mail(f"m{n}") for n in range(6)))
    hands = Hands()
    _run(database, server, hands, limit=1)
    hands.pass_by(15)
    with ThreadPoolExecutor(3) as pool:
        told = [pool.submit(_run, database, server, hands, rest=no_rest, worker=f"w{n}") for n in range(3)]
    assert sum(one.result().states.get(State.SENT, 0) for one in told) == 1


@pytest.mark.parametrize("wrong", [{"messages_per_minute": -1}, {"attachments_bytes": 25_000_001}])
def test_figures_that_cannot_be_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="messages_per_minute"):
        replace(POLICY, **wrong)  # type: ignore[arg-type]


def test_an_answer_goes_where_the_message_says() -> None:
    told = mail_of(mail("a", reply_to="Crédit <credit@example.com>"), at=START)
    assert [one.addr_spec for one in told["Reply-To"].addresses] == ["credit@example.com"]
