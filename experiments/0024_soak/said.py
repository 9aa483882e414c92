"""What clients asked and were answered, and what of it was acknowledged: the other side of the database."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

LOST, HUNG = 0, -1  # in the place of a status: the connection broke, or nothing came in time


class Fate(StrEnum):
    """What a client knows of a write."""

    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"  # 4xx: it must not be there
    UNKNOWN = "unknown"  # 503, or nothing: it may be there, once


@dataclass(frozen=True, slots=True)
class Asked:
    """A request and its answer: when it began and ended, and whether a refusal said all it must."""

    door: str
    status: int
    begun: float
    ended: float
    told: str = ""  # of what is not 2xx: its type and first words
    proper: bool = True  # problem details, of 503 with Retry-After


@dataclass
class Said:
    """Shared by all clients."""

    asked: list[Asked] = field(default_factory=list)
    writes: dict[str, dict[str, Fate]] = field(default_factory=dict)  # by kind, by the mark it carries
    wrong: list[str] = field(default_factory=list)
    stored: list[tuple[str, str, float]] = field(default_factory=list)  # customer, model, pd of stored scores
    models: list[tuple[float, float, str]] = field(
        default_factory=list
    )  # when a score was asked, by whom told
    orders: dict[tuple[int, int], str] = field(default_factory=dict)  # decision and version by order
    checks: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, one: Asked) -> None:
        with self._lock:
            self.asked.append(one)

    def write(self, kind: str, mark: str, fate: Fate) -> None:
        with self._lock:
            self.writes.setdefault(kind, {})[mark] = fate

    def check(self, what: str, *, holds: bool, told: str) -> None:
        """Count what was looked at, and keep what does not hold."""
        with self._lock:
            self.checks[what] += 1
            if not holds:
                self.wrong.append(f"{what}: {told}")

    def score(self, begun: float, label: str) -> None:
        with self._lock:
            self.models.append((begun, time.monotonic(), label))

    def stored_score(self, customer: str, model: str, pd: float) -> None:
        with self._lock:
            self.stored.append((customer, model, pd))

    def marks(self, kind: str, fate: Fate) -> set[str]:
        return {mark for mark, its in self.writes.get(kind, {}).items() if its is fate}


def pause() -> None:
    """Before the same is asked again of a house that cannot answer."""
    time.sleep(0.3)
