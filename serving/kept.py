"""Answers that take seconds, worked out once for each state of what they are made of."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")

_MOST = 48  # answers of some hundred kilobytes: enough for the pages of one evening, asked in several ways


class Moved(RuntimeError):
    """What an answer is made of changed before it was worked out: whoever asks again asks for the new one."""


class Kept:
    """Answers by a key that names all they depend on, so that none is ever out of date.

    Two threads work them out in the order in which they were asked for; nobody waits for long.
    """

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(max_workers=2, thread_name_prefix="kept")
        self._found: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = Lock()

    def answer(self, key: Hashable, work: Callable[[], T], *, seconds: float) -> T | None:
        """The answer, None while it is not worked out. Raises what `work` raises, to one asker."""
        with self._lock:
            future = self._found.get(key)
            if future is None:
                future = self._found[key] = self._worker.submit(work)
            self._found.move_to_end(key)
            while len(self._found) > _MOST:
                self._found.popitem(last=False)[1].cancel()
        if not wait([future], timeout=seconds).done:
            return None
        if future.exception() is None:
            found: T = future.result()
            return found
        self._forget(key, future)
        if isinstance(future.exception(), Moved):
            return None
        future.result()
        return None

    def close(self) -> None:
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _forget(self, key: Hashable, future: "Future[Any]") -> None:
        with self._lock:
            if self._found.get(key) is future:
                del self._found[key]
