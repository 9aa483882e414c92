"""Short ways to bring customers, contacts and orders in tests."""

from datetime import UTC, date, datetime, timedelta

from ledger.master.usecases import import_contacts, import_customers
from ledger.registers.report import RegisterReport
from ledger.registers.usecases import Act, Delivery
from store.session import Database

# Right by their keys, and of no company we know.
SIREN, SIRET, VAT = "732829320", "73282932000074", "FR44732829320"
OTHER_SIREN = "404833048"
IBAN, BIC = "FR7630006000011234567890189", "AGRIFRPPXXX"


def delivery(text: str | bytes, *, kind: str, on: str, source: str = "csv") -> Delivery:
    """A file brought on a day, at an instant that follows the days."""
    content = text if isinstance(text, bytes) else text.encode()
    at = datetime(2024, 1, 1, tzinfo=UTC) + (date.fromisoformat(on) - date(2024, 1, 1))
    return Delivery(content, kind, f"{kind}.csv", source, date.fromisoformat(on), at, author="Ana")


def bring_customers(
    database: Database, text: str | bytes, *, on: str = "2024-07-01", source: str = "csv"
) -> RegisterReport:
    with database.transaction() as session:
        return import_customers(session, delivery(text, kind="customers", on=on, source=source), mapping=None)


def bring_contacts(
    database: Database, text: str | bytes, *, on: str = "2024-07-01", whole: bool = True
) -> RegisterReport:
    with database.transaction() as session:
        return import_contacts(session, delivery(text, kind="contacts", on=on), mapping=None, whole=whole)


def act(on: str, *, author: str = "Léa", hours: int = 9) -> Act:
    day = date.fromisoformat(on)
    at = datetime(2024, 1, 1, tzinfo=UTC) + (day - date(2024, 1, 1)) + timedelta(hours=hours)
    return Act(author, day, at)
