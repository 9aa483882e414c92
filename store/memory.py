"""What a running process remembers of a database, as long as nothing it rests on has changed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy.orm import Session

T = TypeVar("T")

_KEY = "memory"


@dataclass(slots=True)
class Memory:
    """The last values made, by name, each with the stamp of what it was made from.

    Values are shared between threads: whoever gets one must not change it.
    """

    most: int = 16
    _kept: OrderedDict[Hashable, tuple[Hashable, Any]] = field(default_factory=OrderedDict)
    _making: dict[Hashable, Lock] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, name: Hashable, stamp: Hashable, make: Callable[[], T]) -> T:
        """The value remembered under this name and stamp, else a new one; who asks meanwhile waits for it."""
        with self._lock:
            making = self._making.setdefault(name, Lock())
        with making:
            with self._lock:
                found = self._kept.get(name)
                if found is not None and found[0] == stamp:
                    self._kept.move_to_end(name)
                    value: T = found[1]
                    return value
            value = make()
            with self._lock:
                self._kept[name] = (stamp, value)
                self._kept.move_to_end(name)
                while len(self._kept) > self.most:
                    old, _ = self._kept.popitem(last=False)
                    self._making.pop(old, None)
            return value


def lend(session: Session, memory: Memory | None) -> None:
    """Only to sessions that read: what a transaction writes may be undone, and its numbers given again."""
    if memory is not None:
        session.info[_KEY] = memory


def remembered(session: Session, name: Hashable, stamp: Callable[[], Hashable], make: Callable[[], T]) -> T:
    """From the memory lent to the session, if there is one; the stamp is asked for in the same snapshot."""
    memory: Memory | None = session.info.get(_KEY)
    return make() if memory is None else memory.of(name, stamp(), make)
