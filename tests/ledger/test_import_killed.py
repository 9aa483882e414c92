"""A process killed in the middle of an import leaves nothing of the file, and the next one succeeds."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from ledger.registers.catalogue import REGISTERS
from ledger.registers.repository import RegisterRepository
from ledger.usecases import ledger_summary
from store.session import Database, open_database
from tests.ledger.accounting import deliver_fec, sale, written
from tests.ledger.bank_writers import camt, movement, statement
from tests.ledger.deliveries import deliver

_ROOT = Path(__file__).parents[2]
_LINES = 6_000  # enough for several steps while reading and while saving


def _export(path: Path) -> Path:
    text = ["number,customer,issue_date,due_date,amount,paid_on"]
    for place in range(_LINES):
        day = date(2024, 1, 1) + timedelta(days=place % 100)
        text.append(f"F-{place},C-{place % 50},{day},{day + timedelta(days=30)},10.00,{day}")
    path.write_text("\n".join(text))
    return path


@pytest.mark.parametrize("after_percent", [40, 60, 80])
def test_a_killed_import_leaves_nothing(database_url: str, tmp_path: Path, after_percent: int) -> None:
    export = _export(tmp_path / "invoices.csv")
    _kill("invoices", database_url, export, steps=lambda step: int(step) >= after_percent)
    database = open_database(database_url)
    with database.read() as session:
        assert ledger_summary(session).imports == 0
        assert ledger_summary(session).customers == 0
    assert deliver(database, export.read_bytes()).accepted == _LINES
    database.close()


def test_a_killed_import_of_an_accounting_file_leaves_nothing(database_url: str, tmp_path: Path) -> None:
    """Killed while its rows are being written: a progress of its own begins anew once the file is read."""
    lines = [line for n in range(3_000) for line in sale(str(n), "20240105", f"C{n % 40}", 12_000)]
    export = tmp_path / "a.txt"
    export.write_bytes(written(lines))
    read = []

    def steps(step: str) -> bool:
        read.append(int(step))
        return len(read) > 1 and read[-1] < read[-2]

    _kill("fec", database_url, export, steps=steps)
    database = open_database(database_url)
    with database.read() as session:
        assert ledger_summary(session).imports == 0
        assert ledger_summary(session).invoices == 0
    assert deliver_fec(database, lines).new_invoices == 3_000
    database.close()


@pytest.mark.parametrize("kind", ["bank", "customers"])
def test_an_import_killed_before_its_commit_leaves_nothing(
    database_url: str, tmp_path: Path, kind: str
) -> None:
    """A bank statement is matched in the transaction that brings it in: its payments go with it."""
    database = open_database(database_url)
    deliver(database, "number,customer,issue_date,due_date,amount\nF-1001,ACME,2024-01-05,2024-02-05,10.00\n")
    export = tmp_path / "export"
    export.write_text(_CONTENTS[kind])
    _kill(kind, database_url, export, steps=lambda _: False)
    with database.read() as session:
        assert ledger_summary(session).imports == 1
        assert ledger_summary(session).payments == 0
        for register in REGISTERS:
            assert RegisterRepository(session, register).versions(as_recorded=None) == []
    database.close()


_CONTENTS = {
    "bank": camt(statement([movement(1_000, "ACME FACTURE F-1001")])),
    "customers": "code,name,terms_days\nACME,Acme SARL,45\n",
}


def _kill(kind: str, url: str, export: Path, *, steps: Callable[[str], bool]) -> None:
    """Start an import and kill it with SIGKILL at the first step that is far enough."""
    command = [sys.executable, "-m", "tests.ledger.importing_process", kind, url, str(export)]
    process = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for step in process.stdout:
        if not step.strip().isdigit() or steps(step):
            break
    process.kill()
    process.wait()
    assert step.strip() != "committed", "the import ended before it could be killed"


def test_imports_that_meet_wait_for_each_other(database: Database) -> None:
    """Two people bring the same file at once: one brings it in, the other finds it unchanged."""
    text = "number,customer,issue_date,due_date,amount\n" + "".join(
        f"F-{n},ACME,2024-01-05,2024-02-05,10.00\n" for n in range(500)
    )
    with ThreadPoolExecutor(2) as both:
        reports = list(both.map(lambda _: deliver(database, text), range(2)))
    assert sorted((report.accepted, report.unchanged) for report in reports) == [(0, 500), (500, 0)]
    assert sorted(report.import_id for report in reports) == [1, 2]
