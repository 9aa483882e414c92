"""Accounting files in any dialect give the same facts, any bytes a refusal, and balances always agree."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import count

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.errors import ImportRefused
from ledger.fec.allocations import impute
from ledger.fec.carried import join_years
from ledger.fec.decision import decide_fec
from ledger.fec.imputation import Open, settle
from ledger.fec.movements import Movement, read_year
from ledger.fec.revision import Revision
from ledger.fec.state import FecState
from ledger.files.fec import RECEIVABLE, read_fec
from ledger.files.terms import read_terms
from ledger.imports.changes import Changes, Knowledge, NextIds
from ledger.summary import standing
from store.session import Database, open_database
from tests.databases import Databases
from tests.ledger.accounting import COLUMNS, Line, deliver_fec, opening, receipt, sale, written
from tests.ledger.deliveries import facts_of

_YEAR = [
    *opening("20240101", ("C1", 5_000), ("C2", -700)),
    *sale("1", "20240105", "C1", 12_000, letter="A"),
    *sale("2", "20240115", "C2", 24_000),
    *sale("3", "20240120", "C2", -600),
    *receipt("1", "20240210", "C1", 12_000, letter="A"),
    *receipt("2", "20240301", "C2", 24_500),
    Line("OD", "10", "20240402", "411000", 250, "C2"),
    Line("OD", "10", "20240402", "471000", -250),
    Line("OD", "11", "20240403", "411MARTIN", 100_000_01),
    Line("OD", "11", "20240403", "706000", -100_000_01),
]


def _facts(content: bytes) -> list[tuple[object, ...]]:
    movements = read_year(read_fec(content, name="a"), terms={}).movements
    return [one[:1] + one[2:] for one in movements]


@st.composite
def _dialects(draw: st.DrawFn) -> bytes:
    """The same entries as another program would write them."""
    separator = draw(st.sampled_from("\t|;,"))
    mark = draw(st.sampled_from(",."))
    signed, pad = draw(st.booleans()), draw(st.sampled_from(["", " ", "   "]))
    words = draw(st.sampled_from([("D", "C"), ("d", "c"), ("+1", "-1"), ("1", "-1")]))
    blank_zero, plus = draw(st.booleans()), draw(st.sampled_from(["", "+"]))
    quoted = draw(st.booleans()) or (separator == "," and mark == ",")

    def amount(text: str) -> str:
        if blank_zero and text == "0,00":
            return pad
        return pad + plus + text.replace(",", mark) + pad

    def row_of(line: Line) -> dict[str, str]:
        row = line.fields()
        if signed:
            row["Sens"] = words[0] if line.cents > 0 else words[1]
            row["Montant"] = amount(max(row["Debit"], row["Credit"], key=lambda text: text != "0,00"))
        row["Debit"], row["Credit"] = amount(row["Debit"]), amount(row["Credit"])
        return {name: row[name] if name in {"Debit", "Credit"} else row[name] + pad for name in row}

    names = [n for n in COLUMNS if not (signed and n in {"Debit", "Credit"})]
    names += ["Montant", "Sens"] if signed else []
    extra = draw(st.lists(st.sampled_from(["DateRglt", "ModeRglt", "NatOp", "IdClient"]), unique=True))
    order = draw(st.permutations([*names, *extra]))
    case = draw(st.sampled_from([str, str.lower, str.upper]))
    rows = [[case(name) for name in order]]
    rows += [[row.get(name, "x") for name in order] for row in map(row_of, _YEAR)]
    text = [separator.join(f'"{cell}"' if quoted else cell for cell in row) for row in rows]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "iso-8859-15"]))
    return (end.join(text) + draw(st.sampled_from(["", end]))).encode(encoding)


@given(_dialects())
@settings(deadline=None, max_examples=150)
def test_every_dialect_gives_the_same_facts(content: bytes) -> None:
    assert _facts(content) == _facts(written(_YEAR))


_WORDS = st.sampled_from(
    ['"', "\t", "|", ";", ",", "\n", "\r\n", "20240105", "411000", "512", "12,5", "D", "é"]
)
_BODIES = st.lists(_WORDS | st.text(max_size=3), max_size=80).map("".join)
_HEADS = st.sampled_from(["\t".join(COLUMNS) + "\n", "JournalCode|EcritureDate|CompteNum|Montant|Sens\n", ""])
_FILES = st.binary(max_size=200) | st.builds(lambda head, body: (head + body).encode(), _HEADS, _BODIES)


@given(_FILES)
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_bytes_raise_anything_but_a_refusal(content: bytes) -> None:
    with suppress(ImportRefused):
        file = read_fec(content, name="a")
        assert len(file.day) + len(file.rejections) == file.read
        read_year(file, terms={})
    with suppress(ImportRefused):
        read_terms(content)


@given(st.integers(1, len(_YEAR) - 1), st.sampled_from(["EcritureDate", "CompteNum", "Debit"]))
@settings(deadline=None, max_examples=30)
def test_a_bad_line_is_set_aside_and_changes_no_other(place: int, broken: str) -> None:
    """I35."""
    rows = written(_YEAR).decode().split("\r\n")
    fields = rows[place].split("\t")
    fields[COLUMNS.index(broken)] = "" if broken == "CompteNum" else "lots"
    rows[place] = "\t".join(fields)
    file = read_fec("\r\n".join(rows).encode(), name="a")
    assert [line.line for line in file.rejections] == [place + 1]
    assert file.read == len(_YEAR)
    assert len(file.day) == len(_YEAR) - 1


def _invented(seed: int, year: int) -> list[Line]:
    """A year of entries of every sort, lettered or not."""
    chance = random.Random(seed)  # noqa: S311  # a seed makes the same entries each time
    first, lines = date(year, 1, 1), []
    for number in range(chance.randrange(5, 60)):
        day = f"{first + timedelta(days=chance.randrange(365)):%Y%m%d}"
        cents, code = chance.choice([1_200, 2_400, chance.randrange(1, 99_999)]), chance.choice("ABC")
        letter = chance.choice(["", "", "A", "B", "C"])
        against = chance.choice(
            ["512", "512", "706", "706", "706", "471", "413", "416", "654", "4191", "401"]
        )
        sign = chance.choice([1, -1])
        account = chance.choice(["411000", "411000", "411000", "416000", "413000", "419100"])
        piece = f"P{chance.randrange(20)}"
        lines.append(Line("J", str(number), day, account, sign * cents, code, piece, letter))
        lines.append(Line("J", str(number), day, against, -sign * cents, piece=piece))
    return lines


def _carried(lines: Sequence[Line], year: int) -> list[Line]:
    """The opening of the next year: one line per account and customer."""
    total: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if line.account.startswith(RECEIVABLE):
            total[line.account, line.customer] += line.cents
    found = [
        Line("AN", "1", f"{year}0101", account, cents, code, "AN") for (account, code), cents in total.items()
    ]
    return [*found, Line("AN", "1", f"{year}0101", "101000", -sum(total.values()), piece="AN")]


_SOURCES = count(1)


@pytest.fixture(scope="module")
def book(servers: Databases) -> Iterator[Database]:
    """One database for all drawn companies, each a source of its own."""
    database = open_database(servers.new("sqlite"))
    yield database
    database.close()


@given(st.integers(0, 10_000), st.booleans())
@settings(deadline=None, max_examples=20)
def test_i28_open_items_are_the_balance(book: Database, seed: int, together: bool) -> None:
    """Two years, whatever their entries: to the cent, per class and customer; and twice is once."""
    first = _invented(seed, 2024)
    second = [*_carried(first, 2025), *_invented(seed + 1, 2025)]
    source = f"source {next(_SOURCES)}"
    deliveries = [(first, second)] if together else [(first,), (second,)]
    reports = [deliver_fec(book, *files, source=source) for files in deliveries]
    assert [one.differences for one in reports] == [[] for _ in reports]
    expected = sum(line.cents for line in second if line.account.startswith(RECEIVABLE))
    assert sum(one.open_cents for one in reports[-1].balances) == expected
    assert reports[-1].carried_differences == ()
    _holds_i25(book)
    again = deliver_fec(book, first, second, on="2027-01-01", source=source)
    assert (again.accepted, again.new_allocations, again.differences) == (0, 0, [])


def _holds_i25(database: Database) -> None:
    """No payment settles more than it is, nor anything of the other sign."""
    facts = facts_of(database)
    allocations = standing(facts.allocations, "allocation_id")
    used = allocations.groupby("payment_id")["amount_cents"].sum()
    paid = facts.payments.set_index("payment_id")["amount_cents"].reindex(used.index)
    assert (used.abs() <= paid.abs()).all()
    assert ((used * paid >= 0) | (paid == 0)).all()
    settled = allocations.groupby("invoice_id")["amount_cents"].sum()
    owed = facts.invoices.set_index("invoice_id")["amount_cents"].reindex(settled.index)
    assert (settled.abs() <= owed.abs()).all()


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_the_order_of_lines_does_not_matter(seed: int, chance: random.Random) -> None:
    """I35."""
    lines = _invented(seed, 2024)
    other = list(lines)
    chance.shuffle(other)
    one, two = _decided(lines), _decided(other)
    assert {item[1:] for item in _named(one)} == {item[1:] for item in _named(two)}


def _decided(lines: Sequence[Line]) -> Changes:
    year = read_year(read_fec(written(lines), name="a"), terms={})
    state = FecState({}, {}, {}, {}, Knowledge(date(2026, 1, 1), None), NextIds())
    return decide_fec(join_years([year], {}), Revision(state))[0]


def _named(changes: Changes) -> list[tuple[object, ...]]:
    """Allocations without identifiers of our own."""
    return [(one.id, one.source_id, one.amount_cents, one.how) for one in changes.allocations]


@given(st.lists(st.tuples(st.booleans(), st.integers(-500, 500), st.sampled_from(" AB")), max_size=20))
def test_settling_keeps_every_cent(drawn: list[tuple[bool, int, str]]) -> None:
    opens = [
        Open(
            str(n),
            item,
            ("411", "C"),
            n,
            cents,
            "",
            ("411", "C", "", letter) if letter != " " else None,
            True,
        )
        for n, (item, cents, letter) in enumerate(drawn)
    ]
    before = sum(one.left for one in opens)
    links = list(settle(opens))
    assert sum(one.left for one in opens) == before
    assert all(link.cents > 0 for link in links)
    for share in impute(links, opens).shares.values():
        assert 0 <= share.confidence <= 100


def test_a_file_gives_movements_that_sum_to_it() -> None:
    movements: list[Movement] = list(read_year(read_fec(written(_YEAR), name="a"), terms={}).movements)
    frame = pd.DataFrame(
        {"class": [m.account_class for m in movements], "cents": [m.cents for m in movements]}
    )
    assert frame.groupby("class")["cents"].sum().to_dict() == {"411": sum(_receivable())}


def _receivable() -> list[int]:
    return [line.cents for line in _YEAR if line.account.startswith("411")]
