"""An accounting file that comes again: what it no longer tells is taken back, nothing is doubled."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.as_known import as_known
from ledger.errors import ImportRefused
from ledger.files.fec import RECEIVABLE
from ledger.summary import open_items, standing
from store.session import Database, open_database
from tests.databases import Databases
from tests.ledger.accounting import Line, deliver_fec, opening, receipt, sale
from tests.ledger.deliveries import deliver, facts_of

_MARCH = [
    *sale("1", "20240105", "C1", 12_000),
    *sale("2", "20240115", "C1", 12_000),
    *sale("3", "20240120", "C2", 9_000),
    *receipt("1", "20240210", "C1", 12_000),
]


def _open(database: Database) -> dict[str, int]:
    left = open_items(facts_of(database))
    return {str(number): int(cents) for number, cents in zip(left["number"], left["open_cents"], strict=True)}


def _settled(database: Database) -> set[str]:
    facts = facts_of(database)
    numbers = facts.invoices.set_index("invoice_id")["number"]
    links = standing(facts.allocations, "allocation_id")
    return {str(numbers[row.invoice_id]) for row in links.itertuples() if row.amount_cents}


def test_a_letter_corrects_an_earlier_guess(database: Database) -> None:
    """Without a letter the oldest invoice of the amount was taken; the accountant meant the other."""
    deliver_fec(database, _MARCH, on="2024-04-01")
    assert _settled(database) == {"F1"}
    lettered = [
        *sale("1", "20240105", "C1", 12_000),
        *sale("2", "20240115", "C1", 12_000, letter="A"),
        *sale("3", "20240120", "C2", 9_000),
        *receipt("1", "20240210", "C1", 12_000, letter="A"),
    ]
    report = deliver_fec(database, lettered, on="2024-07-01")
    assert report.differences == []
    assert _settled(database) == {"F2"}
    assert _open(database) == {"F1": 12_000, "F3": 9_000}
    again = deliver_fec(database, lettered, on="2024-08-01")
    assert (again.accepted, again.new_allocations) == (0, 0)


def test_the_guess_stays_what_was_known_then(database: Database) -> None:
    """A correction is known from the day of its import: earlier evenings keep what they knew."""
    deliver_fec(database, _MARCH, on="2024-04-01")
    before = as_known(facts_of(database), date(2024, 6, 30))
    lettered = [
        line._replace(letter="A") if line.piece in {"F2", "R1"} and line.customer else line for line in _MARCH
    ]
    deliver_fec(database, lettered, on="2024-07-01")
    after = as_known(facts_of(database), date(2024, 6, 30))
    columns = ["payment_id", "invoice_id", "amount_cents", "known_on"]
    assert before.allocations[columns].equals(after.allocations[columns])


def test_a_line_that_vanishes_is_taken_back(database: Database) -> None:
    year = [*sale("0", "20240102", "C3", 700), *_MARCH]
    deliver_fec(database, year, on="2024-04-01")
    report = deliver_fec(database, [line for line in year if line.piece != "F1"], on="2024-05-01")
    assert report.differences == []
    assert report.voided == 1
    assert _settled(database) == {"F2"}, "the payment of the line taken back is free for another"
    assert _open(database) == {"F0": 700, "F3": 9_000}
    report = deliver_fec(database, year, on="2024-06-01")
    assert report.differences == []
    assert _open(database) == {"F0": 700, "F1": 12_000, "F3": 9_000}


def test_entries_numbered_anew_are_the_same_lines(database: Database) -> None:
    """Some programs number entries for good only when they are validated."""
    deliver_fec(database, _MARCH, on="2024-04-01")
    renumbered = [line._replace(number=f"V{line.number}") for line in _MARCH]
    report = deliver_fec(database, renumbered, on="2024-05-01")
    assert (report.accepted, report.voided, report.differences) == (0, 0, [])
    assert len(facts_of(database).invoices) == 3


def test_the_file_of_another_company_is_refused(database: Database) -> None:
    """It would take back all that the ledger holds of its days."""
    ours = [line for n in range(12) for line in sale(str(n), "20240105", "C1", 100 + n)]
    theirs = [line for n in range(12) for line in sale(f"T{n}", "20240105", "T1", 900 + n)]
    deliver_fec(database, ours)
    with pytest.raises(ImportRefused, match="another company"):
        deliver_fec(database, theirs)
    assert len(_open(database)) == 12
    assert deliver_fec(database, theirs, source="other").differences == []


def test_the_year_before_may_come_later_beside_its_successor(database: Database) -> None:
    """What was brought forward without a date gives way to the items themselves."""
    first = [*sale("1", "20241105", "C1", 12_000), *sale("2", "20241110", "C1", 3_000)]
    second = [*opening("20250101", ("C1", 15_000)), *receipt("1", "20250203", "C1", 12_000)]
    deliver_fec(database, second, on="2025-03-01")
    assert bool(facts_of(database).invoices["opening"].any())
    report = deliver_fec(database, first, second, on="2025-04-01")
    assert report.differences == []
    assert _open(database) == {"F2": 3_000}


_SOURCES = count(1)


@pytest.fixture(scope="module")
def book(servers: Databases) -> Iterator[Database]:
    database = open_database(servers.new("sqlite"))
    yield database
    database.close()


def _told(chance: random.Random, lines: Sequence[Line]) -> list[Line]:
    """The same year as its program tells it later: entries gone, added, numbered anew, lettered."""
    entries = [lines[place : place + 2] for place in range(0, len(lines), 2)]
    kept = [entry for entry in entries if entry[0].piece == "EDGE" or chance.random() > 0.1]
    more = _entries(chance, start=1_000) if chance.random() < 0.5 else []
    renumber = chance.random() < 0.2
    found = []
    for line in [*(line for entry in kept for line in entry), *more]:
        letter = chance.choice("ABC") if line.customer and chance.random() < 0.3 else line.letter
        number = f"V{line.number}" if renumber else line.number
        found.append(line._replace(letter=letter, number=number))
    return found


def _edge(day: str) -> list[Line]:
    """What lies outside the days of a file is none of its business: these entries say which days they are."""
    return [Line("OD", day, day, "512000", 1, piece="EDGE"), Line("OD", day, day, "758000", -1, piece="EDGE")]


_KINDS = (*[("706", 1)] * 3, ("706", -1), *[("512", -1)] * 2, ("512", 1))


def _entries(chance: random.Random, *, start: int = 0) -> list[Line]:
    lines = [] if start else [*_edge("20240101"), *_edge("20241231")]
    for number in range(start, start + chance.randrange(6, 25)):
        day = f"2024{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
        cents, code = chance.choice([1_200, 2_400, chance.randrange(1, 9_999)]), chance.choice("AB")
        against, sign = chance.choice(_KINDS)
        piece = f"P{chance.randrange(12)}"
        lines.append(Line("J", str(number), day, "411000", sign * cents, code, piece))
        lines.append(Line("J", str(number), day, against, -sign * cents, piece=piece))
    return lines


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=25)
def test_i28_the_balance_follows_every_telling(book: Database, seed: int) -> None:
    """However a year changes from one export to the next, open items sum to its accounts to the cent."""
    chance = random.Random(seed)  # noqa: S311  # a seed makes the same entries each time
    source, lines = f"source {next(_SOURCES)}", _entries(chance)
    deliver_fec(book, lines, source=source, on="2025-01-01")
    for month in range(2, 5):
        lines = _told(chance, lines)
        try:
            report = deliver_fec(book, lines, source=source, on=f"2025-{month:02d}-01")
        except ImportRefused:
            return  # it hardly repeats itself, and that is told
        total: Counter[str] = Counter()
        for line in lines:
            if line.account.startswith(RECEIVABLE):
                total[line.customer] += line.cents
        held = {one.customer: one.open_cents for one in report.balances}
        assert report.differences == []
        assert {code: cents for code, cents in total.items() if cents} == {
            code: cents for code, cents in held.items() if cents
        }
        again = deliver_fec(book, lines, source=source, on=f"2025-{month:02d}-02")
        assert (again.accepted, again.voided, again.new_allocations) == (0, 0, 0)


def test_other_files_of_the_same_program_stand_beside(database: Database) -> None:
    """Invoices and allocations that go by the source of the accounting file are none of its entries."""
    invoices = "number,customer,issue_date,due_date,amount_ttc\nX-1,C7,2024-01-10,2024-02-09,50.00\n"
    deliver(database, invoices, source="fec")
    first = deliver_fec(database, _MARCH, on="2024-04-01")
    again = deliver_fec(database, _MARCH, on="2024-05-01")
    assert (first.differences, again.accepted, again.voided) == ([], 0, 0)
    assert _open(database) == {"X-1": 5_000, "F2": 12_000, "F3": 9_000}


def test_a_repayment_that_is_gone_leaves_no_invoice_settled_twice(database: Database) -> None:
    """It had opened the invoice to the next payment, of which half is the customer's again."""
    march = [*sale("1", "20240105", "C1", 12_000), *receipt("1", "20240110", "C1", 6_000)]
    march += sale("9", "20240331", "C9", 100)
    back, more = receipt("2", "20240112", "C1", -6_000), receipt("3", "20240120", "C1", 18_000)
    deliver_fec(database, march, on="2024-04-01")
    deliver_fec(database, [*march, *back], on="2024-04-02")
    deliver_fec(database, [*march, *back, *more], on="2024-04-03")
    told = [*march, *more]
    assert deliver_fec(database, told, on="2024-04-04").differences == []
    assert _open(database) == {"F9": 100}, "settled to the cent, and no further"
    again = deliver_fec(database, told, on="2024-04-05")
    assert (again.accepted, again.new_allocations, again.released) == (0, 0, 0)
