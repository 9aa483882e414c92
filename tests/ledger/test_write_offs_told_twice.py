"""A write-off that a person recorded and the accounts tell later counts once."""

from datetime import date

import pytest

from ledger.errors import ActRefused
from ledger.relation import usecases as relation
from ledger.relation.deciding import Named
from ledger.relation.standing import CaseOnEvening
from store.session import Database
from tests.ledger.accounting import Line, sale
from tests.ledger.document_books import (
    SIRENS,
    aged,
    balances,
    bring_accounts,
    bring_einvoices,
    draft,
    meet,
    written_down,
)
from tests.ledger.matching_books import act
from tests.tables import rows

_SALES = [
    *sale("1", "20240502", "ACIER", 120_000),
    *sale("2", "20240503", "ACIER", 30_050),
    *sale("3", "20240504", "DUPONT", 64_020),
]


def loss(
    number: str, day: str, customer: str, cents: int, *, piece: str = "", letter: str = ""
) -> list[Line]:
    """A claim given up, by an entry of the accounts."""
    piece = piece or f"L{number}"
    return [
        Line("OD", number, day, "654000", cents, piece=piece),
        Line("OD", number, day, "411000", -cents, customer, piece, letter),
    ]


def _write_off(
    database: Database, *names: Named, customer: str = "ACIER", on: str = "2024-06-02"
) -> CaseOnEvening:
    with database.transaction() as session:
        return relation.write_off(
            session, act(on), customer, names, reason="small_balance", note="", happened_on=date(2024, 6, 2)
        )


def _case(database: Database, number: int, on: str) -> str:
    with database.read() as session:
        day = date.fromisoformat(on)
        return relation.case_of(session, number, matter="write_off", as_of=day, as_recorded=None).state


@rows("""
    given up          | the accounts tell        | ends
    F2                | 20240610 30050           | in_accounts
    F2                | 20240610 30050 F2        | in_accounts
    F2                | 20240731 30050           | in_accounts
    F2                | 20240802 30050           | recorded
    F1:500            | 20240610 500             | in_accounts
    F1:500            | 20240610 700             | recorded
    F1:500            | 20240610 500 F1          | in_accounts
    F1:500 F2:700     | 20240610 1200            | in_accounts
    F1:500 F2:700     | 20240610 500; 20240611 700 | in_accounts
    F1:500 F2:700     | 20240610 500             | recorded
""")
def test_the_loss_of_the_accounts_takes_the_place_of_ours(
    sqlite_database: Database, given: str, told: str, ends: str
) -> None:
    """By its amount or its invoices, around the same time; told again nothing changes."""
    bring_accounts(sqlite_database, _SALES, on="2024-06-01")
    pairs = [one.partition(":") for one in given.split()]
    names = [Named(number, int(cents) if cents else None) for number, _, cents in pairs]
    case = _write_off(sqlite_database, *names)
    lines = [*_SALES]
    for place, one in enumerate(told.split(";"), start=1):
        day, cents, *piece = one.split()
        lines += loss(f"{place}", day, "ACIER", int(cents), piece=piece[0] if piece else "")
    before = aged(sqlite_database, "2024-06-05")
    report = bring_accounts(sqlite_database, lines, on="2024-08-10")
    assert _case(sqlite_database, case.case, "2024-08-10") == ends
    assert _case(sqlite_database, case.case, "2024-08-09") == "recorded"
    assert aged(sqlite_database, "2024-06-05") == before
    if ends == "in_accounts":
        assert report.written_off == 1
        assert aged(sqlite_database, "2024-08-10") == balances(lines)
    count = written_down(sqlite_database)
    bring_accounts(sqlite_database, lines, on="2024-08-11")
    meet(sqlite_database, on="2024-08-12")
    assert written_down(sqlite_database) == count


def test_a_write_off_that_the_accounts_hold_is_not_reversed_here(database: Database) -> None:
    """The reversal says what to do; before the accounts told it, it can be reversed."""
    bring_accounts(database, _SALES, on="2024-06-01")
    case = _write_off(database, Named("F2"))
    lines = [*_SALES, *loss("1", "20240610", "ACIER", 30_050)]
    bring_accounts(database, lines, on="2024-06-11")
    with database.transaction() as session, pytest.raises(ActRefused, match="The accounts hold"):
        relation.reverse_write_off(
            session, act("2024-06-12"), case.case, note="", happened_on=date(2024, 6, 12)
        )
    assert aged(database, "2024-06-12") == balances(lines)
    bring_accounts(database, [*_SALES, *loss("2", "20240610", "DUPONT", 10)], on="2024-06-13")
    assert aged(database, "2024-06-13") == balances([*_SALES, *loss("2", "20240610", "DUPONT", 10)])


def test_a_write_off_follows_its_invoice_and_is_reversed_there(sqlite_database: Database) -> None:
    """It was recorded on the document; the accounts tell the invoice, then the loss."""
    drafts = [draft("F2", "2024-05-03", "ACIER", 30_050)]
    bring_einvoices(sqlite_database, drafts, on="2024-06-01")
    case = _write_off(sqlite_database, Named("F2"), customer=SIRENS["ACIER"])
    bring_accounts(sqlite_database, _SALES, on="2024-06-03")
    assert aged(sqlite_database, "2024-06-03") == {"ACIER": 120_000, "DUPONT": 64_020}
    with sqlite_database.transaction() as session:
        relation.reverse_write_off(
            session, act("2024-06-04"), case.case, note="", happened_on=date(2024, 6, 4)
        )
    assert aged(sqlite_database, "2024-06-04") == balances(_SALES)
    again = _write_off(sqlite_database, Named("F2"), on="2024-06-05")
    lines = [*_SALES, *loss("1", "20240606", "ACIER", 30_050)]
    bring_accounts(sqlite_database, lines, on="2024-06-07")
    assert aged(sqlite_database, "2024-06-07") == balances(lines)
    assert _case(sqlite_database, again.case, "2024-06-07") == "in_accounts"
