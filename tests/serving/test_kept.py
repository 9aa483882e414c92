"""Answers worked out aside: once for a key, never an old one."""

from collections.abc import Iterator
from threading import Event

import pytest

from serving.kept import Kept, Moved

LONG = 10.0


@pytest.fixture
def kept() -> Iterator[Kept]:
    made = Kept()
    yield made
    made.close()


def test_it_is_worked_out_once_for_a_key(kept: Kept) -> None:
    made: list[int] = []

    def work() -> int:
        made.append(1)
        return 7

    assert [kept.answer("a", work, seconds=LONG) for _ in range(3)] == [7, 7, 7]
    assert kept.answer("b", work, seconds=LONG) == 7
    assert len(made) == 2


def test_nobody_waits_longer_than_asked(kept: Kept) -> None:
    done = Event()
    assert kept.answer("a", done.wait, seconds=0.0) is None
    assert kept.answer("b", lambda: 1, seconds=LONG) == 1  # another question is not held up
    done.set()
    assert kept.answer("a", done.wait, seconds=LONG) is True


def test_a_failure_is_told_and_not_kept(kept: Kept) -> None:
    with pytest.raises(ZeroDivisionError):
        kept.answer("a", lambda: 1 // 0, seconds=LONG)
    assert kept.answer("a", lambda: 1, seconds=LONG) == 1


def test_what_moved_meanwhile_is_asked_again(kept: Kept) -> None:
    def moved() -> int:
        raise Moved

    assert kept.answer("a", moved, seconds=LONG) is None
    assert kept.answer("a", lambda: 2, seconds=LONG) == 2


def test_only_so_many_are_kept(kept: Kept) -> None:
    made: list[int] = []
    for key in (*range(60), 0, 59):
        kept.answer(key, lambda: made.append(1), seconds=LONG)
    assert len(made) == 61
