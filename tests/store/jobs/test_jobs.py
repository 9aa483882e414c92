"""A step is done once a day, however many begin it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from store.jobs.repository import State, Step, claim, end, last_done, steps_of
from store.session import Database, open_database
from tests.databases import KINDS, Databases

DAY, AT, LEASE = date(2026, 11, 27), datetime(2026, 11, 27, 7, tzinfo=UTC), timedelta(minutes=30)
STEP = Step("daily", DAY, "dun")


def _end(database: Database, worker: str, state: State = State.DONE) -> None:
    with database.transaction() as session:
        end(session, STEP, worker=worker, state=state, at=AT, told="12 sent")


def test_whoever_comes_second_leaves_it(database: Database) -> None:
    assert claim(database, STEP, worker="a", at=AT, lease=LEASE)
    assert not claim(database, STEP, worker="b", at=AT, lease=LEASE)
    _end(database, "a")
    assert not claim(database, STEP, worker="b", at=AT + timedelta(days=3), lease=LEASE)
    assert claim(database, STEP, worker="b", at=AT, lease=LEASE, anew=True)


def test_a_step_that_failed_or_whose_worker_fell_silent_is_taken_up(database: Database) -> None:
    assert claim(database, STEP, worker="a", at=AT, lease=LEASE)
    assert claim(database, STEP, worker="b", at=AT + LEASE, lease=LEASE)
    _end(database, "a")  # it comes back from the dead, and changes nothing
    with database.read() as session:
        (kept,) = steps_of(session, "daily", day=DAY)
        assert (kept.state, kept.worker, kept.tries) == (State.RUNNING, "b", 2)
        assert last_done(session, "daily", "dun") is None
    _end(database, "b", State.FAILED)
    assert claim(database, STEP, worker="c", at=AT + LEASE, lease=LEASE)
    _end(database, "c")
    with database.read() as session:
        assert last_done(session, "daily", "dun") == DAY


@pytest.mark.parametrize("kind", KINDS)
def test_of_many_at_once_one_gets_it(servers: Databases, kind: str) -> None:
    database = open_database(servers.new(kind))
    with ThreadPoolExecutor(6) as pool:
        won = list(pool.map(lambda n: claim(database, STEP, worker=f"w{n}", at=AT, lease=LEASE), range(6)))
    assert sum(won) == 1
    database.close()
