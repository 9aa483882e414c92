"""What is covered of which delivery (I31), by which day the insurer is told, and what a claim holds."""

import csv
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.cover import usecases
from credit.cover.acts import Wanted
from credit.cover.book import Book, Credit, Told, less_credits
from credit.cover.cover import Act as CoverAct
from credit.cover.cover import Contract, in_force
from credit.cover.deadlines import deadlines
from credit.cover.file import quota_bp
from credit.cover.insured import Delivery, insured
from credit.cover.policy import CoverPolicy
from ledger.errors import ActRefused, UnknownInvoice
from ledger.registers.catalogue import CoverRow, InsurancePolicyRow
from ledger.registers.register import Version
from ledger.registers.usecases import Act
from ledger.registers.usecases import Delivery as File
from store.session import Database
from tests.ledger.deliveries import AT, deliver
from tests.tables import rows

DAY = date(2024, 7, 1)
FIRST = date(2024, 1, 1)
RULES = CoverPolicy("t", 30, 60, 10)


def policy(*, unnamed: int = 0, until: date | None = None, earlier: bool = False) -> InsurancePolicyRow:
    details = {"cut_touches_earlier": earlier}
    return InsurancePolicyRow("Acme", "P", "EUR", 9_000, unnamed, FIRST, until, 30, 90, details)


def act(cents: int, on: date, *, kind: str = "named", until: date | None = None) -> CoverAct:
    return CoverAct(kind, "agreed" if cents else "cancelled", cents, "EUR", None, on, until)


def delivery(number: int, cents: int, on: date, *, late: int = 30) -> Delivery:
    return Delivery(number, f"F{number}", on, on + timedelta(days=late), cents, 0, "EUR")


# 1,000 named from February, 400 from May, cancelled in June; 2,000 for April only.
CHAIN = (
    act(1_000, date(2024, 2, 1)),
    act(400, date(2024, 5, 1)),
    act(0, date(2024, 6, 1)),
    act(2_000, date(2024, 4, 1), kind="temporary", until=date(2024, 4, 30)),
)


@rows("""
    delivered  | unnamed | covered
    2023-12-31 | 300     | 0
    2024-01-31 | 0       | 0
    2024-01-31 | 300     | 300
    2024-02-01 | 300     | 1000
    2024-04-01 | 0       | 2000
    2024-04-30 | 0       | 2000
    2024-05-01 | 0       | 400
    2024-06-01 | 300     | 0
""")
def test_i31_each_delivery_falls_under_the_cover_of_its_day(
    delivered: str, unnamed: str, covered: str
) -> None:
    """Unnamed cover until someone is named; the greater of named and temporary; nothing once cancelled."""
    found = Contract(policy(unnamed=int(unnamed)), CHAIN).on(date.fromisoformat(delivered))
    assert (0 if found is None else found.cents) == int(covered)


DAYS = st.dates(FIRST, date(2024, 12, 31))
DELIVERIES = st.lists(st.tuples(st.integers(1, 3_000), DAYS), max_size=8).map(
    lambda told: [delivery(number, cents, on) for number, (cents, on) in enumerate(told, start=1)]
)


@given(DELIVERIES, DAYS, st.integers(0, 3_000))
def test_i31_a_cut_never_touches_earlier_deliveries(made: list[Delivery], cut_on: date, cents: int) -> None:
    """What was delivered before keeps its share to the cent; what came after has the new cover at most."""
    before = Contract(policy(), (act(3_000, FIRST),))
    after = Contract(policy(), (act(3_000, FIRST), act(cents, cut_on)))
    old, new = (insured(made, [one], currency="EUR", on=DAY) for one in (before, after))

    def earlier(shares: object) -> list[object]:
        return [one for one in shares if one.delivery.delivered_on < cut_on]  # type: ignore[attr-defined]

    assert earlier(old.shares) == earlier(new.shares)
    assert sum(one.covered_cents for one in new.shares if one.delivery.delivered_on >= cut_on) <= cents
    assert new.covered_cents + new.uncovered_cents == sum(one.open_cents for one in made)
    assert new.insured_loss_cents <= new.covered_cents * 9_000 // 10_000


def test_i31_unless_the_contract_says_so() -> None:
    made = [delivery(1, 800, date(2024, 3, 1))]
    kept = insured(made, [Contract(policy(), CHAIN)], currency="EUR", on=DAY)
    cut = insured(made, [Contract(policy(earlier=True), CHAIN)], currency="EUR", on=DAY)
    assert (kept.covered_cents, kept.insured_loss_cents, cut.covered_cents) == (800, 720, 0)


@given(DELIVERIES, st.integers(0, 20_000))
def test_credits_lower_the_oldest_debt_first(made: list[Delivery], credit: int) -> None:
    left = less_credits(made, credit)
    owed = sum(one.open_cents for one in made)
    assert sum(one.open_cents for one in left) == max(owed - credit, 0)
    if left:
        assert min(one.due_on for one in left) >= min(one.due_on for one in made)
        assert (
            sum(one.open_cents != {m.invoice_id: m for m in made}[one.invoice_id].open_cents for one in left)
            <= 1
        )


def test_cover_is_known_from_the_evening_it_was_written_down() -> None:
    """Nothing looks after as_of, and unnamed cover is told of whoever is asked for."""
    at = datetime(2024, 7, 1, tzinfo=UTC)
    known = [Version(1, 0, "cover", "policy P", FIRST, at, "Ana", policy(unnamed=100))]
    row = CoverRow(7, "P", "named", "agreed", 500, "EUR", 8_000, FIRST, None, {})
    told = [Version(1, 0, "cover", "act 1", DAY, at, "Ana", row)]
    (found,) = in_force(known, told, as_of=DAY)[7]
    assert (found.cents, found.quota_bp, found.kind) == (500, 8_000, "named")
    evening_before = in_force(known, told, as_of=DAY - timedelta(days=1), customers=[7])
    assert [one.kind for one in evening_before[7]] == ["unnamed"]


def book(*made: Delivery, insolvent: date | None = None, told: tuple[Told, ...] = ()) -> Book:
    contract = Contract(policy(), (act(10_000, FIRST, until=date(2024, 8, 1)),))
    return Book(1, "C1", "Un", "", made, (Credit(100, "EUR"),), (contract,), insolvent, told)


def test_deadlines_run_from_the_due_day() -> None:
    """Overdue notification after 30 days, claim file after 90, and the cover's own end; others lie beyond."""
    due = date(2024, 6, 20)
    late = delivery(1, 1_000, due - timedelta(days=30))
    found = deadlines([book(late, delivery(2, 500, DAY))], RULES, on=DAY)
    assert [(one.kind, one.last_on, one.cents, one.invoices) for one in found] == [
        ("overdue", due + timedelta(days=30), 900, ("F1",)),
        ("ending", date(2024, 8, 1), 10_000, ()),
    ]
    later = deadlines([book(late)], RULES, on=due + timedelta(days=61))
    assert [(one.kind, one.missed) for one in later] == [("overdue", True), ("claim", False)]
    told = (Told("P", "overdue", 1, DAY),)
    assert [one.kind for one in deadlines([book(late, told=told)], RULES, on=due + timedelta(days=61))] == [
        "claim"
    ]


def test_an_insolvency_is_told_at_once_for_all_invoices() -> None:
    found = deadlines([book(delivery(1, 600, DAY), delivery(2, 500, DAY), insolvent=DAY)], RULES, on=DAY)
    first = found[0]
    assert (first.kind, first.last_on, first.cents) == ("insolvency", DAY + timedelta(days=10), 1_000)
    assert first.invoices == ("F1", "F2")


_BOOK = """number,customer,issued_on,due_on,amount,currency,paid_on
F1,C1,2024-03-01,2024-04-01,1000.00,EUR,
F2,C1,2024-06-01,2024-07-01,500.00,EUR,
F3,C1,2024-02-01,2024-03-01,200.00,EUR,2024-03-05
=EVIL(),C2,2024-06-01,2024-07-01,50.00,EUR,
"""


def insure(database: Database) -> None:
    deliver(database, _BOOK)
    with database.transaction() as session:
        who = Act("Ana", DAY, AT)
        usecases.add_policy(session, who, policy())
        usecases.set_cover(session, who, "C1", Wanted("P", 120_000, FIRST))


def test_covers_are_set_reduced_cancelled_and_shown(database: Database) -> None:
    """On both databases; each act is a row of its own, and what stands is their fold."""
    insure(database)
    with database.transaction() as session:
        for cents, on in ((40_000, date(2024, 5, 1)), (0, date(2024, 6, 15))):
            usecases.lower_cover(
                *(session, Act("Bo", DAY, AT), "C1"),
                policy="P",
                kind="named",
                cents=cents,
                from_on=on,
                why="?",
            )
    with database.read() as session:
        found = usecases.cover_of(session, "C1", as_of=DAY)
        listed = usecases.covered_books(session, as_of=DAY)
        before = usecases.cover_of(session, "C1", as_of=DAY - timedelta(days=1))
    assert [one.row.state for one in found.history] == ["agreed", "reduced", "cancelled"]
    assert found.book.insured("EUR", on=DAY).covered_cents == 100_000  # F1 as delivered; F2 beyond the 400.00
    assert [one.code for one in listed] == ["C1"]
    assert before.history == ()


def test_what_cannot_be_covered_is_refused(sqlite_database: Database) -> None:
    insure(sqlite_database)
    wrong = [
        (Wanted("Q", 1, DAY), "Known: P"),
        (Wanted("P", 0, DAY), "above zero"),
        (Wanted("P", 1, DAY, kind="eternal"), "neither"),
        (Wanted("P", 1, DAY, kind="temporary"), "last day"),
        (Wanted("P", 1, DAY, currency="USD"), "covers EUR"),
        (Wanted("P", 1, DAY, until_on=FIRST), "before it begins"),
    ]
    for wanted, why in wrong:
        with pytest.raises(ActRefused, match=why), sqlite_database.transaction() as session:
            usecases.set_cover(session, Act("Ana", DAY, AT), "C1", wanted)
    with pytest.raises(ActRefused, match="less than it was"), sqlite_database.transaction() as session:
        usecases.lower_cover(
            *(session, Act("A", DAY, AT), "C1"), policy="P", kind="named", cents=120_000, from_on=DAY, why=""
        )


def test_the_insurer_was_told(sqlite_database: Database) -> None:
    """What was told leaves the calendar; an invoice nobody has is refused."""
    insure(sqlite_database)
    with sqlite_database.read() as session:
        first = usecases.calendar_on(session, on=DAY, policy=RULES)
    assert [(one.kind, one.invoices, one.missed) for one in first] == [
        ("overdue", ("F1",), True),
        ("claim", ("F1",), True),
    ]
    with sqlite_database.transaction() as session:
        usecases.tell_insurer(session, Act("Ana", DAY, AT), "C1", [], policy="P", kind="overdue")
        with pytest.raises(UnknownInvoice, match="F9"):
            usecases.tell_insurer(session, Act("Ana", DAY, AT), "C1", ["F9"], policy="P", kind="claim")
    with sqlite_database.read() as session:
        assert [one.kind for one in usecases.calendar_on(session, on=DAY, policy=RULES)] == ["claim"]


def test_a_file_of_covers_comes_in_and_sets_bad_lines_aside(sqlite_database: Database) -> None:
    """Again, it says nothing new; 0 cancels; each line is accepted, unchanged or set aside with a reason."""
    insure(sqlite_database)
    text = (
        "client;police;montant agréé;quotité;du;au\n"
        "C2;P;50 000,00;87,5;01/05/2024;31/12/2024\n"
        "C9;P;1,00;;01/05/2024;\n"
        "C1;X;1,00;;01/05/2024;\n"
        "C1;P;beaucoup;;01/05/2024;\n"
        "C1;P;0,00;;15/06/2024;\n"
    )

    def bring() -> tuple[int, int, list[int]]:
        file = File(text.encode(), "covers", "covers.csv", "portal", DAY, AT, author="Ana")
        with sqlite_database.transaction() as session:
            report = usecases.import_covers(session, file, mapping=None, policy=None)
        assert report.read == report.accepted + report.unchanged + report.rejected
        return report.accepted, report.unchanged, [one.line for one in report.rejections]

    assert bring() == (2, 0, [3, 4, 5])
    assert bring() == (0, 2, [3, 4, 5])
    with sqlite_database.read() as session:
        (cover,) = usecases.cover_of(session, "C2", as_of=DAY).book.contracts
        ended = usecases.cover_of(session, "C1", as_of=DAY).book.contracts[0].on(DAY)
    on = cover.on(DAY)
    assert on is not None
    assert (on.cents, on.quota_bp, on.until_on, ended) == (5_000_000, 8_750, date(2024, 12, 31), None)


def test_a_claim_file_is_whole_and_the_same_every_time(sqlite_database: Database) -> None:
    insure(sqlite_database)

    def claim(customer: str) -> bytes:
        with sqlite_database.read() as session:
            return usecases.claim_of(session, customer, on=DAY)

    content = claim("C1")
    assert content == claim("C1")
    with ZipFile(BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: sha256(held).hexdigest() for name, held in files.items() if name != "SHA256SUMS"}
    statement = next(csv.DictReader(StringIO(files["statement.csv"].decode())))
    assert (statement["gross"], statement["credits"], statement["net"]) == ("1500.00", "0.00", "1500.00")
    assert (statement["covered"], statement["insured_loss"]) == ("1200.00", "1080.00")
    assert [row["number"] for row in csv.DictReader(StringIO(files["invoices.csv"].decode()))] == [
        "F3",
        "F1",
        "F2",
    ]
    assert "C2" not in "".join(str(held) for held in files.values())
    with ZipFile(BytesIO(claim("C2"))) as archive:  # a cell never runs as a formula
        assert "'=EVIL()" in archive.read("open_invoices.csv").decode()


@rows("""
    told   | bp
    90     | 9000
    87,5   | 8750
    90 %   | 9000
    100    | 10000
    0      | no
    101    | no
    ninety | no
""")
def test_a_quota_is_a_share(told: str, bp: str) -> None:
    if bp == "no":
        with pytest.raises(ValueError, match="per cent"):
            quota_bp(told)
    else:
        assert quota_bp(told) == int(bp)
