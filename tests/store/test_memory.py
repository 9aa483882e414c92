"""What is remembered is what would be read."""

from collections.abc import Iterator
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, insert, select

from ledger.imports.repository import COMPANY
from ledger.tables import Company
from store.memory import Memory, remembered
from store.session import Database, ReadSession


@pytest.fixture
def minded(database: Database) -> Iterator[Database]:
    database.memory = Memory(most=2)
    return database


class Reader:
    """Counts how often it reads the number of companies, which stands for a long reading."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, session: ReadSession, name: str = "n") -> int:
        def stamp() -> int:
            return session.scalar(select(func.count()).select_from(Company)) or 0

        def make() -> int:
            self.times += 1
            return stamp()

        return remembered(session, name, stamp, make)


def _add(session: ReadSession, number: int) -> None:
    columns = {one.name for one in Company.__table__.columns}
    (row,) = session.execute(select(Company.__table__).where(Company.id == COMPANY)).mappings()
    session.execute(insert(Company), [{**{k: v for k, v in row.items() if k in columns}, "id": number}])


def test_it_is_read_once_until_something_changes(minded: Database) -> None:
    reader = Reader()
    for _ in range(3):
        with minded.read() as session:
            assert reader(session) == 1
    assert reader.times == 1
    with minded.transaction() as session:
        _add(session, 2)
    with minded.read() as session:
        assert reader(session) == 2
    assert reader.times == 2


def test_what_a_transaction_sees_is_never_remembered(minded: Database) -> None:
    """It may be undone, and its numbers given again."""
    reader = Reader()
    with pytest.raises(ZeroDivisionError):
        _undone(minded, reader)
    with minded.read() as session:
        assert reader(session) == 1


def _undone(database: Database, reader: Reader) -> None:
    with database.transaction() as session:
        _add(session, 2)
        assert reader(session) == 2
        raise ZeroDivisionError


def test_a_database_without_memory_reads_each_time(database: Database) -> None:
    reader = Reader()
    for _ in range(2):
        with database.read() as session:
            reader(session)
    assert reader.times == 2


def test_only_the_last_are_kept_and_those_who_ask_at_once_wait_for_one() -> None:
    memory, made, start = Memory(most=2), [], Barrier(4)

    def ask(name: str) -> str:
        return memory.of(name, 1, lambda: made.append(name) or name)  # type: ignore[func-returns-value]

    def both() -> None:
        start.wait()
        ask("a")

    threads = [Thread(target=both) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert made == ["a"]
    assert [ask(name) for name in ("b", "c", "a")] == ["b", "c", "a"]
    assert made == ["a", "b", "c", "a"]
