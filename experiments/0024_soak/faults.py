"""What befalls the house, one after the other, and when each was over."""

import importlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

company = importlib.import_module("experiments.0024_soak.company")

DOWN_SECONDS = 3.0
_SLOW_SECONDS = 1.5
_MAIL_FAULT_SECONDS = 6.0
DATABASE, SERVICE, OUTBOX, CHAMPION, MAIL = "database", "service", "outbox", "champion", "mail"


@dataclass(frozen=True, slots=True)
class Fault:
    """What it was, from when to when; `mended` when what was killed stood again."""

    kind: str
    told: str
    begun: float
    over: float
    mended: float


@dataclass(frozen=True, slots=True)
class Promotion:
    """A champion moved: before `begun` it was another one, after `done` it is this one."""

    begun: float
    done: float
    label: str


@dataclass
class Faults:
    """Plays the faults in turn until it is stopped; what a fault itself could not do is kept in `failed`."""

    house: Any  # database, service, outbox, box, home, environment
    every_seconds: float
    first: str  # the champion before any fault
    happened: list[Fault] = field(default_factory=list)
    promotions: list[Promotion] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    stored: Callable[[], None] = lambda: None  # told after the book was scored again
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _turn: int = 0

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        ways = self._ways()
        while not self._stopped.wait(self.every_seconds):
            kind, told, act = ways[self._turn % len(ways)]
            self._turn += 1
            begun = time.monotonic()
            try:
                over = act()
            except Exception as error:
                self.failed.append(f"{told}: {type(error).__name__}: {error}")
                over = time.monotonic()
            self.happened.append(Fault(kind, told, begun, over, time.monotonic()))

    def _ways(self) -> Sequence[tuple[str, str, Callable[[], float]]]:
        return (
            (CHAMPION, "champions swapped, book scored again", self._swap),
            (DATABASE, "database stopped (fast)", lambda: self._restart("fast")),
            (MAIL, "mail server slow", lambda: self._moody({}, delay=_SLOW_SECONDS)),
            (SERVICE, "process of the service killed", self._kill_service),
            (OUTBOX, "worker of the outbox killed", self._kill_outbox),
            (CHAMPION, "champions swapped, book scored again", self._swap),
            (MAIL, "mail server refuses for now", lambda: self._moody({"RCPT": "451 later"})),
            (DATABASE, "database stopped (immediate)", lambda: self._restart("immediate")),
            (MAIL, "mail server takes and hangs up", lambda: self._moody({"BODY": "close"})),
        )

    def _restart(self, mode: str) -> float:
        self.house.database.stop(mode)
        time.sleep(DOWN_SECONDS)
        self.house.database.start()
        return time.monotonic()

    def _kill_service(self) -> float:
        killed = self.house.service.kill_youngest()
        over = time.monotonic()
        self.house.service.await_another(killed)
        return over

    def _kill_outbox(self) -> float:
        self.house.outbox.kill()
        over = time.monotonic()
        self.house.outbox.start_again()
        return over

    def _swap(self) -> float:
        serving = self.promotions[-1].label if self.promotions else self.first
        version = 1 if serving.endswith("2") else 2
        for kind in company.KINDS:
            begun = time.monotonic()
            company.promote(self.house.home, kind, version)
            self.promotions.append(Promotion(begun, time.monotonic(), f"{kind} {version}"))
        company.encours(self.house.environment, "score", "--all", "--json")
        self.stored()
        return time.monotonic()

    def _moody(self, answers: dict[str, str], *, delay: float = 0.0) -> float:
        box = self.house.box
        box.answers, box.delay = answers, delay
        self._stopped.wait(_MAIL_FAULT_SECONDS)
        box.answers, box.delay = {}, 0.0
        return time.monotonic()
