"""A ledger and bank entries in a real database, for tests of what matching does to them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from ledger.matching.report import MatchReport, WaitingEntry
from ledger.matching.usecases import match_bank, waiting
from ledger.registers.catalogue import BANK_ENTRIES, BankEntryRow
from ledger.registers.register import Told, enter
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Act, Delivery, Reading, record_import
from ledger.summary import open_items
from store.session import Database
from tests.ledger.deliveries import facts_of

INVOICES = """number,customer,customer_name,issue_date,due_date,amount_ttc
F-0012,ACIER,Acier Moderne SARL,2024-05-01,2024-05-31,1200.00
F-0013,ACIER,Acier Moderne SARL,2024-05-02,2024-06-01,300.50
F-0014,ACIER,Acier Moderne SARL,2024-05-10,2024-06-09,87.31
F-0015,DUPONT,Boulangerie Dupont,2024-05-10,2024-06-09,640.20
"""


def act(on: str = "2024-07-01", author: str = "Ana") -> Act:
    day = date.fromisoformat(on)
    return Act(author, day, datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def movement(
    euros: str,
    text: str = "",
    *,
    payer: str | None = None,
    iban: str | None = None,
    on: str = "2024-06-03",
    end_to_end: str | None = None,
    returned: bool = False,
) -> BankEntryRow:
    day, cents = date.fromisoformat(on), round(float(euros) * 100)
    return BankEntryRow(
        *("FR76 1", day, day, cents, "EUR", payer, iban, text, None, end_to_end, None, None, returned)
    )


def bring(database: Database, rows: Sequence[BankEntryRow], *, on: str = "2024-07-01") -> list[int]:
    """Write entries down as an import of a statement does; their numbers."""
    told = act(on)
    with database.transaction() as session:
        repository = RegisterRepository(session, BANK_ENTRIES)
        first = repository.next_id()
        entered = enter(
            [Told(f"m{first + place}", row.booked_on, row) for place, row in enumerate(rows)],
            {},
            next_id=first,
            on=told.on,
        )
        delivery = Delivery(b"", "bank", "b.xml", "bank", told.on, told.recorded_at)
        reading = Reading(len(rows), horizon=max(row.booked_on for row in rows))
        record_import(session, delivery, reading, entered=[(BANK_ENTRIES, entered)])
    return [one.id for one in entered.versions]


def match(database: Database, *, on: str = "2024-07-01") -> MatchReport:
    with database.transaction() as session:
        return match_bank(session, act(on))


def waiting_on(database: Database, on: str = "2024-07-01") -> list[WaitingEntry]:
    with database.read() as session:
        return waiting(session, as_of=date.fromisoformat(on))


def open_cents(database: Database) -> dict[str, int]:
    """What is left by invoice number, settled ones left out."""
    left = open_items(facts_of(database))
    return dict(zip(left["number"].tolist(), left["open_cents"].tolist(), strict=True))
