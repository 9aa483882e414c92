"""Short ways to import files in tests."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from ledger.facts import Facts
from ledger.report import ImportReport
from ledger.usecases import import_invoices, load_facts
from store.session import Database

AT = datetime(2024, 7, 1, 8, tzinfo=UTC)


def deliver(
    database: Database,
    text: str | bytes,
    *,
    on: str = "2024-07-01",
    mapping: dict[str, object] | None = None,
    source: str | None = None,
    at: datetime = AT,
    progress: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Import an invoice file in one transaction."""
    content = text if isinstance(text, bytes) else text.encode()
    with database.transaction() as session:
        return import_invoices(
            session,
            content,
            name="invoices.csv",
            mapping=mapping,
            source=source,
            on=date.fromisoformat(on),
            recorded_at=at,
            progress=progress,
        )


def facts_of(database: Database) -> Facts:
    with database.read() as session:
        return load_facts(session)
