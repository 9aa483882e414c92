"""One piece of the work in a process of its own: what it took, as JSON on standard output."""

import json
import resource
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

from ledger.files.fec import read_fec
from ledger.usecases import FecContent, import_fec
from store.session import open_database

_ON = date(2025, 1, 15)


def main(kind: str, path: str, url: str) -> None:
    content = Path(path).read_bytes()
    if kind == "importing":
        open_database(url).close()
    started, cpu = time.perf_counter(), time.process_time()
    lines, differences = (read(content), 0) if kind == "reading" else imported(content, url)
    spent = {
        "clock_s": time.perf_counter() - started,
        "cpu_s": time.process_time() - cpu,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "lines": lines,
        "differences": differences,
    }
    print(json.dumps(spent))


def read(content: bytes) -> int:
    return read_fec(content, name="year.txt").read


def imported(content: bytes, url: str) -> tuple[int, int]:
    database = open_database(url)
    with database.transaction() as session:
        report = import_fec(
            session,
            [FecContent("year.txt", content)],
            terms=None,
            source=None,
            on=_ON,
            recorded_at=datetime(_ON.year, _ON.month, _ON.day, tzinfo=UTC),
            progress=None,
        )
    database.close()
    return report.read, len(report.differences)


if __name__ == "__main__":
    main(*sys.argv[1:])
