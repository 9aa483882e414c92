"""How much memory processes hold, sampled, and whether it grows."""

import os
import statistics
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_MIB = 1024 * 1024
_START_TIME = 19  # of what /proc tells of a process behind its name
EVERY_SECONDS = 2.0
MOST_SHARE, MOST_MIB = 0.10, 25.0
LEAST_SECONDS = 1_200.0  # before, growing cannot be told from warming up


def rss_mib(pid: int) -> float | None:
    """None for a process that is gone."""
    with suppress(OSError, IndexError, ValueError):
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE / _MIB
    return None


def children(pid: int) -> list[int]:
    """Processes begun by another, the eldest first."""
    with suppress(OSError):
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return sorted(
            (int(one) for one in told if _begun(int(one)) is not None), key=lambda one: _begun(one) or 0
        )
    return []


def command_of(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def _begun(pid: int) -> int | None:
    with suppress(OSError, IndexError, ValueError):
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        return int(told.rpartition(")")[2].split()[_START_TIME])
    return None


@dataclass
class Sampler:
    """Samples the processes named by `whom` until it is stopped."""

    whom: Callable[[], Mapping[str, int]]
    samples: dict[str, list[tuple[float, int, float]]] = field(default_factory=dict)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(EVERY_SECONDS):
            for name, pid in self.whom().items():
                held = rss_mib(pid)
                if held is not None:
                    self.samples.setdefault(name, []).append((time.monotonic(), pid, held))


@dataclass(frozen=True, slots=True)
class Growth:
    """Medians of the thirds of a life in MiB, and MiB an hour over the last two by least squares."""

    first: float
    second: float
    last: float
    most: float
    per_hour: float

    @property
    def grows(self) -> bool:
        return self.last - self.second > max(MOST_SHARE * self.second, MOST_MIB)


def growth(samples: list[tuple[float, int, float]]) -> Growth:
    held = [one[2] for one in samples]
    third = max(len(held) // 3, 1)
    parts = held[:third], held[third : 2 * third] or held, held[2 * third :] or held
    warm = samples[third:] if len(samples) > third + 1 else samples
    slope = 0.0
    if len({one[0] for one in warm}) > 1:
        slope = statistics.linear_regression([one[0] for one in warm], [one[2] for one in warm]).slope
    first, second, last = (statistics.median(part) for part in parts)
    return Growth(first, second, last, max(held), slope * 3_600)
