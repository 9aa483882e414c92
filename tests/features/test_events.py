"""Figures that are worked out when they are first asked for, by several threads at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest

from features.events import Figures, Ordered, Running

THREADS = 4
FIGURES = np.arange(5)


class _Together(np.ndarray):  # type: ignore[type-arg]
    """Columns that wait for all threads when they are put into an order."""

    all_here = Barrier(THREADS)

    def __getitem__(self, place: object) -> object:
        self.all_here.wait(timeout=10)
        return np.asarray(self)[place]  # type: ignore[index]


def _running() -> Running:
    all_here = Barrier(THREADS)

    def made() -> Figures:
        all_here.wait(timeout=10)
        return FIGURES.copy()

    return Running({"late": made})


def _ordered() -> Ordered:
    return Ordered({"late": FIGURES.view(_Together)}, np.arange(5))  # type: ignore[dict-item]


@pytest.mark.parametrize("shared", [_running, _ordered])
def test_threads_that_ask_at_once_are_told_the_same(shared: Callable[[], Running | Ordered]) -> None:
    """A service keeps what it read of the ledger for all its threads."""
    figures = shared()
    with ThreadPoolExecutor(THREADS) as threads:
        told = list(threads.map(lambda _: figures["late"], range(THREADS)))
    for one in (*told, figures["late"]):
        assert np.asarray(one).tolist() == FIGURES.tolist()
