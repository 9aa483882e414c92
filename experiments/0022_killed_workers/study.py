"""Kills workers at random points for 200 days, then counts what the mail server took."""

import argparse
import importlib
import multiprocessing
import os
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import numpy as np

from dunning.repository import DunningReader
from experiments.common import Figures, table, told, write_result
from kernel.days import is_business_day
from ledger.imports.repository import MASTER
from ledger.master.usecases import import_customers
from ledger.registers.usecases import Delivery
from ledger.usecases import import_invoices
from messaging import usecases as messages
from messaging.delivery import State
from store.session import Database, open_database
from tests.messaging.servers import MailBox, mail_server

worker = importlib.import_module("experiments.0022_killed_workers.worker")
servers = importlib.import_module("experiments.0006_ageing_speed.run")

KILLS, CUSTOMERS, SEED = 200, 600, 20_241_127
FIRST = date(2024, 1, 8)
CALM = 40  # days without kills at the end: three levels and their spacing
FAULTS = ("duplicates", "losses", "unlisted", "late_losses")
COLUMNS = ("kills", "taken", "duplicates", "losses", "ambiguous", "unlisted", "late_losses")
_NUMBER = re.compile(rb"^(F\d+) ", re.MULTILINE)
_KEY = re.compile(rb"^Subject: \S+ R(\d+)\r?$", re.MULTILINE)  # the reference on a reminder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS)
    kills = int(parser.parse_args().kills)
    # The workers are forked from a process that has everything loaded, and no threads.
    hands = multiprocessing.get_context("forkserver")
    hands.set_forkserver_preload(["experiments.0022_killed_workers.worker"])
    rows: dict[str, Figures] = {}
    with servers.addresses() as urls, mail_server() as box:
        for kind, url in urls.items():
            box.mails.clear()
            rows[kind] = _played(kind, url, box, hands, kills)
            told(f"{kind}: {rows[kind]}")
    bad = sum(
        int(row[name] or 0)
        for row in rows.values()
        for name in ("duplicates", "losses", "unlisted", "late_losses")
    )
    verdict = "no duplicate, no loss, every ambiguous one listed" if bad == 0 else f"**{bad} faults**"
    text = RESULT.format(verdict=verdict, table=table(rows, COLUMNS, digits=0), kills=kills)
    write_result(str(Path(__file__).with_name("run.py")), text) if kills == KILLS else print(text)


def _played(kind: str, url: str, box: MailBox, hands: ForkServerContext, kills: int) -> Figures:
    database = open_database(url)
    _ledger(database, days=kills)
    chance, day = np.random.default_rng(SEED), FIRST
    smtp = f"smtp://127.0.0.1:{box.port}"
    usual = _one_day(hands, worker.Day(url, smtp, day, "first"), workers=1, kill_after=None)
    for number in range(kills):
        day = _next(day)
        with _moody(box, chance):
            workers = 2 if kind == "PostgreSQL" else 1
            at = float(chance.uniform(0.0, 1.3 * usual))
            _one_day(hands, worker.Day(url, smtp, day, f"w{number}"), workers=workers, kill_after=at)
    for number in range(CALM):
        day = _next(day)
        _one_day(hands, worker.Day(url, smtp, day, f"c{number}"), workers=1, kill_after=None)
    figures = {"kills": kills, **_counted(database, box, day)}
    _settled_by_hand(database, box, day)
    for number in range(CALM):
        day = _next(day)
        _one_day(hands, worker.Day(url, smtp, day, f"e{number}"), workers=1, kill_after=None)
    last = _counted(database, box, day)
    database.close()
    left = int(last["losses"] or 0) + int(last["duplicates"] or 0) + int(last["ambiguous"] or 0)
    return {**figures, "late_losses": left}


def _ledger(database: Database, *, days: int) -> None:
    """An invoice a customer, falling due over the days of the study."""
    head = "customer,customer_name,accounts_payable_email,country\n"
    people = "".join(f"C{n},Customer {n},c{n}@c{n}.example,FR\n" for n in range(1, CUSTOMERS + 1))
    rows = "number,customer,issued_on,due_on,amount,currency\n"
    for n in range(1, CUSTOMERS + 1):
        due = FIRST + timedelta(days=round(n * days * 1.4 / CUSTOMERS) - 10)
        rows += f"F{n},C{n},{due - timedelta(days=30)},{due},{100 + n}.00,EUR\n"
    on, at = FIRST - timedelta(days=60), datetime(2023, 11, 9, 8, tzinfo=UTC)
    with database.transaction() as session:
        master = Delivery((head + people).encode(), MASTER, "customers.csv", "csv", on, at)
        import_customers(session, master, mapping=None)
        told = {"name": "invoices.csv", "mapping": None, "source": None}
        import_invoices(session, rows.encode(), on=on, recorded_at=at, progress=None, **told)


def _next(day: date) -> date:
    day += timedelta(days=1)
    return day if is_business_day(day) else _next(day)


@contextmanager
def _moody(box: MailBox, chance: np.random.Generator) -> Iterator[None]:
    """One day in ten the server refuses for now, one in ten it takes a message and hangs up."""
    luck = float(chance.random())
    box.answers = {"RCPT": "451 later"} if luck < 0.1 else {"BODY": "close"} if luck < 0.2 else {}
    yield
    box.answers = {}


def _one_day(hands: ForkServerContext, day: Any, *, workers: int, kill_after: float | None) -> float:
    """Seconds until all workers ended, by themselves or killed: half of the time each on its own moment."""
    begun = time.perf_counter()
    running = [
        hands.Process(target=worker.work, args=(day._replace(name=f"{day.name}.{n}"),))
        for n in range(workers)
    ]  # type: ignore[attr-defined]
    for one in running:
        one.start()
    if kill_after is not None:
        timers = [
            threading.Timer(kill_after * (1 if n == 0 else 0.6), _kill, args=(one.pid,))
            for n, one in enumerate(running)
        ]
        for timer in timers:
            timer.start()
    for one in running:
        one.join()
    if kill_after is not None:
        for timer in timers:
            timer.cancel()
    return time.perf_counter() - begun


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _counted(database: Database, box: MailBox, day: date) -> dict[str, int]:
    with database.read() as session:
        reader = DunningReader(session)
        actions = {one.id: one for one in reader.actions()}
        listed = messages.listed(session, states=[State.AMBIGUOUS], limit=10_000)
        states = {key: one.state for key, one in reader.carried(actions.values()).items()}
    taken = Counter(int(_KEY.search(mail)[1]) for mail in box.mails)  # type: ignore[index]
    arrived = Counter(
        (line.item, line.level) for number in taken.elements() for line in actions[number].taken
    )
    unclear = {
        line.item for one in actions.values() if states.get(one.key) is State.AMBIGUOUS for line in one.taken
    }
    shown = {one.message.key for one in listed}
    unlisted = [
        n for n in taken if states[actions[n].key] not in (State.SENT,) and actions[n].key not in shown
    ]
    losses = 0
    for n in range(1, CUSTOMERS + 1):
        item = f"i:{n}"
        if item in unclear:
            continue
        losses += sum((item, level) not in arrived for level in range(1, worker.LEVELS + 1))
    return {
        "taken": len(box.mails),
        "duplicates": sum(count - 1 for count in arrived.values()),
        "losses": losses,
        "ambiguous": len(listed),
        "unlisted": len(unlisted),
    }


def _settled_by_hand(database: Database, box: MailBox, day: date) -> None:
    """A person looks each ambiguous message up in the mail server's log."""
    arrived = {int(_KEY.search(mail)[1]) for mail in box.mails}  # type: ignore[index]
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    with database.transaction() as session:
        for one in messages.listed(session, states=[State.AMBIGUOUS], limit=10_000):
            sent = int(one.message.key.split(":")[1]) in arrived
            messages.resolve(
                session,
                one.message.key,
                sent=sent,
                author="study",
                reason="the server's log",
                at=at,
                policy=worker.PATIENCE,
            )


RESULT = """
# Result

{verdict}, over {kills} days with a worker killed on each database.

{table}

`taken` are messages that the mail server took; `late_losses` what was lost, doubled or unclear at the very
end, after a person settled the ambiguous ones.
"""
