"""A process of its own that imports a file, for tests that kill it: tells each step on its output."""

import sys
import time
from datetime import date
from pathlib import Path

from ledger.accounts.usecases import meet_and_match
from ledger.imports.repository import MASTER
from ledger.master.usecases import import_customers
from ledger.registers.usecases import Act, Delivery
from ledger.usecases import FecContent, import_bank, import_fec, import_invoices
from store.session import WriteSession, open_database
from tests.ledger.deliveries import AT

_ON = date(2024, 7, 1)


def main(kind: str, url: str, path: str) -> None:
    database = open_database(url)
    with database.transaction() as session:
        _KINDS[kind](session, Path(path).read_bytes())
        # Everything is written and nothing is committed: the worst moment to die, held for whoever kills.
        print("written", flush=True)  # noqa: T201  # its only voice
        if kind in _HELD:
            time.sleep(60)
    print("committed", flush=True)  # noqa: T201


def _step(done: int, total: int) -> None:
    print(100 * done // max(total, 1), flush=True)  # noqa: T201


def _invoices(session: WriteSession, content: bytes) -> None:
    import_invoices(
        session,
        content,
        name="invoices.csv",
        mapping=None,
        source=None,
        on=_ON,
        recorded_at=AT,
        progress=_step,
    )


def _fec(session: WriteSession, content: bytes) -> None:
    files = [FecContent("a.txt", content)]
    import_fec(session, files, terms=None, source=None, on=_ON, recorded_at=AT, progress=_step)


def _bank(session: WriteSession, content: bytes) -> None:
    files = [("a.xml", content)]
    import_bank(session, files, source=None, on=_ON, recorded_at=AT, author="", progress=None)
    meet_and_match(session, Act("", _ON, AT))


def _customers(session: WriteSession, content: bytes) -> None:
    import_customers(session, Delivery(content, MASTER, "a.csv", "csv", _ON, AT), mapping=None)


_KINDS = {"invoices": _invoices, "fec": _fec, "bank": _bank, "customers": _customers}
_HELD = ("bank", "customers")

if __name__ == "__main__":
    main(*sys.argv[1:])
