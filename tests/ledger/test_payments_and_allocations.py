"""What payment and allocation files say, and what they may not say."""

from datetime import date

from ledger.report import ImportReport
from ledger.usecases import import_allocations, import_payments
from store.session import Database
from tests.ledger.deliveries import AT, deliver, facts_of

_INVOICES = """number,customer,issue_date,due_date,amount_ttc
F-1,ACME,2024-01-05,2024-02-05,100.00
F-2,ACME,2024-01-15,2024-02-15,50.00
"""
_PAYMENTS = """date,customer,amount,method,reference
2024-02-20,ACME,120.00,transfer,VIR-1
"""


def _payments(database: Database, text: str, *, on: str = "2024-07-01") -> ImportReport:
    with database.transaction() as session:
        return import_payments(
            session,
            text.encode(),
            name="payments.csv",
            mapping=None,
            source=None,
            on=date.fromisoformat(on),
            recorded_at=AT,
            progress=None,
        )


def _allocations(database: Database, text: str, *, on: str = "2024-07-01") -> ImportReport:
    with database.transaction() as session:
        return import_allocations(
            session,
            ("payment,invoice,amount,date\n" + text).encode(),
            name="allocations.csv",
            mapping=None,
            source=None,
            on=date.fromisoformat(on),
            recorded_at=AT,
            progress=None,
        )


def test_a_payment_is_split_over_two_invoices(database: Database) -> None:
    deliver(database, _INVOICES)
    _payments(database, _PAYMENTS)
    report = _allocations(database, "VIR-1,F-1,100.00,2024-02-20\nVIR-1,F-2,20.00,2024-02-20\n")
    assert (report.accepted, report.rejected) == (2, 0)
    allocations = facts_of(database).allocations
    assert allocations["amount_cents"].tolist() == [10_000, 2_000]
    assert {day.date() for day in allocations["paid_on"]} == {date(2024, 2, 20)}


def test_the_same_files_twice_change_nothing(database: Database) -> None:
    deliver(database, _INVOICES)
    for accepted in (1, 0):
        assert _payments(database, _PAYMENTS).accepted == accepted
        assert _allocations(database, "VIR-1,F-1,100.00,2024-02-20\n").accepted == accepted


def test_lines_that_cannot_be_are_set_aside_with_their_reason(sqlite_database: Database) -> None:
    deliver(sqlite_database, _INVOICES)
    _payments(sqlite_database, _PAYMENTS)
    report = _allocations(
        sqlite_database,
        "VIR-9,F-1,1.00,\nVIR-1,F-9,1.00,\nVIR-1,F-1,100.00,\nVIR-1,F-2,20.01,\nVIR-1,F-1,90.00,\n,F-1,1,\n",
    )
    assert [(line.line, line.why) for line in report.rejections] == [
        (2, "No payment VIR-9 is in the ledger. Import it first."),
        (3, "No invoice F-9 is in the ledger. Import it first."),
        (5, "The payment has 20.00 EUR left, less than is allocated here."),
        (6, "The same payment and invoice is on line 4 with other values; that line was kept."),
        (7, "The payment is missing."),
    ]
    assert report.accepted == 1


def test_an_allocation_is_corrected_and_undone(sqlite_database: Database) -> None:
    deliver(sqlite_database, _INVOICES)
    _payments(sqlite_database, _PAYMENTS)
    _allocations(sqlite_database, "VIR-1,F-1,100.00,\n")
    _allocations(sqlite_database, "VIR-1,F-1,60.00,\n", on="2024-07-02")
    report = _allocations(sqlite_database, "VIR-1,F-1,0,\n", on="2024-07-03")
    assert (report.accepted, report.corrected) == (1, 1)
    allocations = facts_of(sqlite_database).allocations
    assert allocations["amount_cents"].tolist() == [10_000, 6_000, 0]
    assert [str(day.date()) for day in allocations["known_on"]] == ["2024-02-20", "2024-07-02", "2024-07-03"]


def test_a_changed_payment_is_corrected_and_carries_its_allocations_along(sqlite_database: Database) -> None:
    deliver(sqlite_database, _INVOICES)
    _payments(sqlite_database, _PAYMENTS)
    _allocations(sqlite_database, "VIR-1,F-1,100.00,\n")
    report = _payments(sqlite_database, _PAYMENTS.replace("2024-02-20", "2024-02-25"), on="2024-07-02")
    assert (report.accepted, report.corrected) == (1, 1)
    allocations = facts_of(sqlite_database).allocations
    assert [str(day.date()) for day in allocations["paid_on"]] == ["2024-02-20", "2024-02-25"]
    assert allocations["version"].tolist() == [0, 1]


def test_payments_without_a_name_are_told_apart_by_rank(sqlite_database: Database) -> None:
    """Two equal sums on one day are two payments, and no more after a second import."""
    deliver(sqlite_database, _INVOICES)
    text = "date,customer,amount\n2024-02-20,ACME,50.00\n2024-02-20,ACME,50.00\n"
    assert _payments(sqlite_database, text).accepted == 2
    assert _payments(sqlite_database, text).unchanged == 2
