"""A process of its own that imports a file, for tests that kill it: tells each step on its output."""

import sys
from datetime import date
from pathlib import Path

from ledger.usecases import import_invoices
from store.session import open_database
from tests.ledger.deliveries import AT


def main(url: str, path: str) -> None:
    database = open_database(url)
    with database.transaction() as session:
        import_invoices(
            session,
            Path(path).read_bytes(),
            name="invoices.csv",
            mapping=None,
            source=None,
            on=date(2024, 7, 1),
            recorded_at=AT,
            progress=lambda done, total: print(100 * done // total, flush=True),  # noqa: T201  # its only voice
        )
    print("committed", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
