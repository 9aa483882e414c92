"""From accounting files to a ledger whose open items sum to the accounts, to the cent."""

import json
from datetime import date

import pandas as pd
import pytest

from ledger.errors import MappingWrong, OlderYear
from ledger.fec.report import FecReport
from ledger.summary import open_items, standing
from ledger.timeline import NEVER, timeline
from store.session import Database
from tests.ledger.accounting import Line, deliver_fec, opening, receipt, sale
from tests.ledger.deliveries import facts_of
from tests.tables import rows
from training.lateness.landmarks import first_rows

_YEAR = [
    *opening("20240101", ("C1", 5_000), ("C2", -700)),
    *sale("1", "20240105", "C1", 12_000, letter="A"),
    *sale("2", "20240115", "C1", 24_000),
    *sale("3", "20240120", "C2", -600),
    *receipt("1", "20240210", "C1", 12_000, letter="A"),
    *receipt("2", "20240301", "C1", 24_000),
    *receipt("3", "20240305", "C2", 1_000),
    Line("OD", "9", "20240401", "416000", 5_000, "C1"),
    Line("OD", "9", "20240401", "411000", -5_000, "C1"),
    Line("OD", "10", "20240402", "411000", 250, "C2"),
    Line("OD", "10", "20240402", "471000", -250),
]
_NEXT = [
    *opening("20250101", ("C2", -2_050)),
    Line("AN", "1", "20250101", "416000", 5_000, "C1", "AN"),
    Line("AN", "1", "20250101", "106000", -5_000, piece="AN"),
    *sale("1", "20250105", "C1", 36_000),
]


def _links(database: Database) -> dict[tuple[str, str], tuple[int, str, int]]:
    """Cents, how and confidence by the numbers of invoice and the day of payment."""
    facts = facts_of(database)
    numbers = facts.invoices.set_index("invoice_id")["number"]
    return {
        (str(numbers[row.invoice_id]), f"{row.paid_on:%m-%d}"): (row.amount_cents, row.how, row.confidence)
        for row in facts.allocations.itertuples()
    }


def _agrees(report: FecReport) -> None:
    assert report.differences == []
    assert all(one.difference_cents == 0 for one in report.totals)


def test_open_items_sum_to_the_accounts(database: Database) -> None:
    report = deliver_fec(database, _YEAR)
    _agrees(report)
    assert {one.account_class: one.file_cents for one in report.totals} == {"411": -2_050, "416": 5_000}
    (file,) = report.files
    assert file.balances == {"411": -2_050, "413": 0, "416": 5_000, "4191": 0}
    assert (file.entries, file.unbalanced, file.rejected) == (9, (), 0)
    assert [one.cents for one in file.not_understood] == [250]
    assert json.loads(json.dumps(report.as_json()))["totals"][0]["difference_cents"] == 0
    facts = facts_of(database)
    paid = standing(facts.payments, "payment_id")["amount_cents"].sum()
    used = standing(facts.allocations, "allocation_id")["amount_cents"].sum()
    assert open_items(facts)["open_cents"].sum() - (paid - used) == 2_950


def test_the_same_file_twice_changes_nothing(database: Database) -> None:
    deliver_fec(database, _YEAR)
    before = facts_of(database)
    report = deliver_fec(database, _YEAR, on="2026-05-01")
    assert (report.accepted, report.corrected, report.new_allocations) == (0, 0, 0)
    _agrees(report)
    for name in ("customers", "invoices", "payments", "allocations"):
        pd.testing.assert_frame_equal(getattr(facts_of(database), name), getattr(before, name))


@pytest.mark.parametrize("together", [True, False])
def test_a_later_year_adds_and_its_opening_is_dropped(database: Database, together: bool) -> None:
    if not together:
        deliver_fec(database, _YEAR)
    report = deliver_fec(database, *([_NEXT, _YEAR] if together else [_NEXT]))
    _agrees(report)
    assert (report.dropped_openings, report.carried_differences) == (2, ())
    again = deliver_fec(database, _NEXT)
    assert (again.accepted, again.new_allocations, again.differences) == (0, 0, [])


def test_an_opening_that_differs_is_adjusted_and_told(database: Database) -> None:
    later = [*opening("20250101", ("C2", -2_000)), *sale("1", "20250105", "C1", 36_000)]
    report = deliver_fec(database, _YEAR, later)
    _agrees(report)
    told = {(one.account_class, one.customer): one.cents for one in report.carried_differences}
    assert told == {("411", "C2"): 50, ("416", "C1"): -5_000}


def test_a_year_without_opening_goes_on_from_the_one_before(database: Database) -> None:
    _agrees(deliver_fec(database, _YEAR, sale("1", "20250105", "C1", 36_000)))


def test_an_item_of_last_year_lettered_in_this_one(database: Database) -> None:
    """Its code stands on the line that carries it: piece and amount find the item again."""
    first = [*sale("1", "20240105", "C1", 12_000), *sale("2", "20240106", "C1", 12_000)]
    lines = [
        Line("AN", "1", "20250101", "411000", 12_000, "C1", "F1"),
        Line("AN", "1", "20250101", "411000", 12_000, "C1", "F2", "A"),
        Line("AN", "1", "20250101", "101000", -24_000),
    ]
    report = deliver_fec(database, first, [*lines, *receipt("1", "20250203", "C1", 12_000, letter="A")])
    _agrees(report)
    assert _links(database) == {("F2", "02-03"): (12_000, "letter", 99)}


def test_an_older_year_comes_too_late(sqlite_database: Database) -> None:
    deliver_fec(sqlite_database, _NEXT)
    with pytest.raises(OlderYear, match="files of both years in one command"):
        deliver_fec(sqlite_database, _YEAR)


def test_letters_are_of_one_account_and_year(sqlite_database: Database) -> None:
    lines = [
        *sale("1", "20240105", "C1", 12_000, letter="A"),
        *sale("2", "20240106", "C2", 12_000, letter="A"),
        *receipt("1", "20240210", "C2", 12_000, letter="A"),
    ]
    deliver_fec(sqlite_database, lines)
    assert _links(sqlite_database) == {("F2", "02-10"): (12_000, "letter", 99)}


@rows("""
    payment of | with piece | on    | settles
    24000      |            | 01-20 | F2 24000 amount 75
    12000      |            | 01-20 | F1 12000 amount 55
    36000      | F3         | 01-20 | F3 36000 reference 90
    5000       | F3         | 01-20 | F3 5000 reference 80
    15000      |            | 01-20 | F1 12000 fifo 40, F2 3000 fifo 40
""")
def test_without_a_letter(sqlite_database: Database, cents: str, piece: str, day: str, expected: str) -> None:
    """By reference, else by amount, else first in first out; and it is said how, and how sure."""
    lines = [
        *sale("1", "20240105", "C1", 12_000),
        *sale("2", "20240106", "C1", 24_000),
        *sale("3", "20240107", "C1", 36_000),
        *sale("4", "20240108", "C1", 12_000),
    ]
    paid = receipt("1", "2024" + day.replace("-", ""), "C1", int(cents), piece=piece)
    deliver_fec(sqlite_database, [*lines, *paid])
    told = [f"{n} {c} {how} {sure}" for (n, _), (c, how, sure) in sorted(_links(sqlite_database).items())]
    assert ", ".join(told) == expected


def test_a_payment_that_bounced_reopens_its_invoice(sqlite_database: Database) -> None:
    lines = [
        *sale("1", "20240105", "C1", 12_000, letter="A"),
        *receipt("1", "20240210", "C1", 12_000, letter="A"),
        *receipt("2", "20240215", "C1", -12_000, letter="A"),
        *receipt("3", "20240320", "C1", 12_000, letter="A"),
    ]
    deliver_fec(sqlite_database, lines)
    links = {day: cents for (_, day), (cents, _, _) in _links(sqlite_database).items()}
    assert links == {"02-10": 12_000, "02-15": -12_000, "03-20": 12_000}
    paid = timeline(facts_of(sqlite_database))["paid_day"].to_numpy()[-1]
    assert paid == (date(2024, 3, 20) - date(1970, 1, 1)).days


def test_a_credit_note_meets_its_invoice_without_money(sqlite_database: Database) -> None:
    """By a payment of nothing, which pays no day."""
    lines = [
        *sale("1", "20240105", "C1", 12_000, letter="A"),
        *sale("2", "20240215", "C1", -12_000, letter="A"),
    ]
    _agrees(deliver_fec(sqlite_database, lines))
    facts = facts_of(sqlite_database)
    assert facts.payments["amount_cents"].tolist() == [0]
    assert open_items(facts).empty
    assert (timeline(facts)["paid_day"] == NEVER).all()


def test_opening_items_are_never_learnt_from(sqlite_database: Database) -> None:
    deliver_fec(sqlite_database, _YEAR)
    facts = facts_of(sqlite_database)
    states = timeline(facts)
    learnt = set(states["invoice_id"].to_numpy()[first_rows(states)])
    numbers = facts.invoices.set_index("invoice_id")["number"]
    assert {numbers[key] for key in learnt} == {"F1", "F2"}


def test_better_terms_correct_a_due_date_and_a_default_does_not(sqlite_database: Database) -> None:
    lines = sale("1", "20240105", "C1", 12_000)
    terms = b"code;days;month_end\nC1;45;end_then_days\nC2;lots;none\n"

    def due() -> list[str]:
        return [str(day.date()) for day in facts_of(sqlite_database).invoices["due_on"]]

    deliver_fec(sqlite_database, lines)
    report = deliver_fec(sqlite_database, lines, terms=terms)
    assert (report.corrected, report.rejected) == (1, 1)
    deliver_fec(sqlite_database, lines)
    assert due() == ["2024-02-04", "2024-03-16"]


def test_known_as_it_was_entered_then_as_late_news(sqlite_database: Database) -> None:
    deliver_fec(sqlite_database, sale("1", "20240112", "C1", 12_000, piece_day="20240110"))
    more = [*sale("1", "20240112", "C1", 12_000, piece_day="20240110"), *sale("2", "20240111", "C1", 1_200)]
    deliver_fec(sqlite_database, more, on="2024-06-01")
    known = facts_of(sqlite_database).invoices["known_on"]
    assert [str(day.date()) for day in known] == ["2024-01-12", "2024-06-01"]


def test_an_entry_that_does_not_balance_is_told(sqlite_database: Database) -> None:
    lines = [*sale("1", "20240105", "C1", 12_000), Line("OD", "7", "20240106", "606000", 333)]
    (file,) = deliver_fec(sqlite_database, lines).files
    assert [tuple(one) for one in file.unbalanced] == [(5, "OD", "7", 333)]


def test_a_file_that_is_no_fec_is_refused(sqlite_database: Database) -> None:
    with pytest.raises(MappingWrong, match="not an accounting file"):
        deliver_fec(sqlite_database, b"a;b\n1;2\n")
