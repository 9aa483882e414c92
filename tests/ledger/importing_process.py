"""A process of its own that imports a file, for tests that kill it: tells each step on its output."""

import sys
from datetime import date
from pathlib import Path

from ledger.usecases import FecContent, import_fec, import_invoices
from store.session import WriteSession, open_database
from tests.ledger.deliveries import AT

_ON = date(2024, 7, 1)


def main(kind: str, url: str, path: str) -> None:
    database = open_database(url)
    with database.transaction() as session:
        _KINDS[kind](session, Path(path).read_bytes())
    print("committed", flush=True)  # noqa: T201


def _step(done: int, total: int) -> None:
    print(100 * done // max(total, 1), flush=True)  # noqa: T201  # its only voice


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


_KINDS = {"invoices": _invoices, "fec": _fec}

if __name__ == "__main__":
    main(*sys.argv[1:])
