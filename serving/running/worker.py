"""The worker: sends what is ready, and begins the day at its hour. It stops after the message in hand."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from threading import Event
from zoneinfo import ZoneInfo

from serving.mailbox import read_mailbox
from serving.running.daily import Round, deliver_ready, run_day
from serving.settings import Settings
from store.jobs.repository import State
from store.session import Database

_LOG = logging.getLogger("encours.worker")
_HERE = ZoneInfo("Europe/Paris")
_AT_A_TIME = 50


@dataclass(frozen=True, slots=True)
class Worker:
    """One process of possibly several: they share the outbox and the day's steps."""

    database: Database
    where: Settings
    now: Callable[[], datetime]
    daily_at: time
    every_seconds: float

    def run(self, stopped: Event, *, rounds: int | None = None) -> None:
        """Until `stopped` is set, or for a number of rounds. What fails is logged and tried again."""
        done = 0
        while not stopped.is_set() and (rounds is None or done < rounds):
            self._safely("mailbox", self._read_mailbox)
            self._safely("daily job", self._begin_day)
            self._safely("messages", lambda: self._send(stopped))
            done += 1
            stopped.wait(self.every_seconds)

    def _begin_day(self) -> None:
        local = self.now().astimezone(_HERE)
        if local.time() < self.daily_at:
            return
        at = Round(self.database, self.where, local.date(), self.now)
        kept = run_day(at)
        failed = [one.step.name for one in kept if one.state is State.FAILED]
        if failed:
            _LOG.error("daily job %s: failed %s", local.date(), ", ".join(failed))

    def _read_mailbox(self) -> None:
        if self.where.imap_url:
            done = read_mailbox(self.database, self.where, now=self.now)
            if done.new:
                _LOG.info("mailbox: %s", ", ".join(f"{came} {count}" for came, count in done.counts.items()))

    def _send(self, stopped: Event) -> None:
        def rest(seconds: float) -> bool:
            return not stopped.wait(seconds)

        while not stopped.is_set():
            done = deliver_ready(self.database, self.where, now=self.now, limit=_AT_A_TIME, rest=rest)
            if not done:
                return
            _LOG.info("messages: %s", ", ".join(f"{state.value} {count}" for state, count in done.items()))

    def _safely(self, what: str, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # a worker outlives a database that restarts
            _LOG.error("%s: %s", what, type(error).__name__)
