"""What must hold of any export, in any order, however often it is imported."""

import random
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.as_known import as_known
from ledger.errors import ImportRefused
from ledger.facts import Facts
from ledger.files.allocations import allocation_line, open_allocations
from ledger.files.invoices import InvoiceLine, invoice_line, open_invoices
from ledger.files.payments import open_payments, payment_line
from ledger.imports.changes import Changes, Knowledge, NextIds
from ledger.imports.customers import RecordedCustomer
from ledger.imports.invoices import InvoiceState, RecordedInvoice, Settlement, decide_invoices
from store.session import Database, open_database
from tests.databases import Databases
from tests.ledger.deliveries import deliver, facts_of

_DAY = date(2024, 1, 1)
_ON = date(2024, 6, 30)
_NAMES = ["ACME", "BOLT"]

_days = st.integers(0, 3).map(lambda n: _DAY + timedelta(days=n))
_paid = st.none() | st.integers(5, 8).map(lambda n: _DAY + timedelta(days=n))


@st.composite
def _exports(draw: st.DrawFn, *, numbered: bool) -> list[InvoiceLine]:
    """Few values, so that identical rows are common."""
    lines = []
    for place in range(draw(st.integers(0, 8))):
        issued_on, cents = draw(_days), draw(st.sampled_from([100, 200, -100]))
        number = f"F-{place}" if numbered else None
        customer = draw(st.sampled_from(_NAMES))
        due_on = issued_on + timedelta(days=30)
        paid_on = draw(_paid)
        lines.append(InvoiceLine(place, number, customer, None, issued_on, due_on, cents, "EUR", paid_on))
    return lines


class _Ledger:
    """A ledger of one source in memory: the state is a fold of the changes."""

    def __init__(self) -> None:
        self.state = InvoiceState({}, {}, Knowledge(_ON, None), NextIds())

    def take(self, lines: list[InvoiceLine]) -> Changes:
        changes = decide_invoices(lines, self.state)
        new = {c.code: RecordedCustomer(c.id, 0, c.name) for c in changes.customers}
        customers = self.state.customers | new
        self.state = InvoiceState(customers, self._invoices(changes), Knowledge(_ON, None), self.state.ids)
        return changes

    def _invoices(self, changes: Changes) -> dict[str, RecordedInvoice]:
        found = dict(self.state.invoices)
        for new in changes.invoices:
            values = (new.customer_id, new.issued_on, new.due_on, new.amount_cents, new.currency)
            found[new.source_id] = RecordedInvoice(new.id, 0, *values, new.known_on)
        assert not changes.invoice_versions, "these exports change payments only"
        self._settle(found, changes)
        return found

    @staticmethod
    def _settle(found: dict[str, RecordedInvoice], changes: Changes) -> None:
        for pay, part in zip(changes.payments, changes.allocations, strict=True):
            name = pay.source_id.removeprefix("invoice ")
            paid = (pay.customer_id, pay.paid_on, pay.amount_cents, pay.currency)
            settlement = Settlement(pay.id, 0, *paid, part.id, 0, part.amount_cents)
            found[name] = found[name]._replace(settlement=settlement)
        for later in changes.payment_versions:
            for name, invoice in found.items():
                old = invoice.settlement
                if old is not None and old.payment_id == later.payment_id:
                    found[name] = invoice._replace(settlement=Settlement(*later[:6], *old[6:]))

    def says(self) -> list[tuple[object, ...]]:
        """What stands, without the identifiers of our own."""
        codes = {customer.id: code for code, customer in self.state.customers.items()}
        return sorted(
            (codes[i.customer_id], str(i.issued_on), str(i.due_on), i.amount_cents, str(i.paid_on))
            for i in self.state.invoices.values()
        )


def _says(lines: list[InvoiceLine]) -> list[tuple[object, ...]]:
    return sorted(
        (line.customer, str(line.issued_on), str(line.due_on), line.amount_cents, str(line.paid_on))
        for line in lines
    )


@given(_exports(numbered=False) | _exports(numbered=True))
def test_the_ledger_says_what_the_export_says(lines: list[InvoiceLine]) -> None:
    ledger = _Ledger()
    changes = ledger.take(lines)
    assert changes.accepted == len(lines)
    assert ledger.says() == _says(lines)


@given(_exports(numbered=False) | _exports(numbered=True), st.randoms(use_true_random=False))
def test_a_second_import_in_any_order_says_nothing_new(
    lines: list[InvoiceLine], chance: random.Random
) -> None:
    ledger = _Ledger()
    ledger.take(lines)
    chance.shuffle(lines)
    changes = ledger.take(lines)
    assert (changes.accepted, changes.unchanged) == (0, len(lines))
    assert not changes.payments
    assert not changes.payment_versions


@given(_exports(numbered=False) | _exports(numbered=True), st.data())
def test_a_later_export_brings_the_ledger_to_what_it_says(
    lines: list[InvoiceLine], data: st.DataObject
) -> None:
    """Payments appear, move and vanish; the ledger follows, and no line is rejected."""
    ledger = _Ledger()
    ledger.take(lines)
    later = [line._replace(paid_on=data.draw(_paid)) for line in data.draw(st.permutations(lines))]
    changes = ledger.take(later)
    assert not changes.rejections
    assert not changes.invoices
    assert ledger.says() == _says(later)


@given(_exports(numbered=False), st.data())
def test_the_order_of_the_lines_of_a_later_export_does_not_matter(
    lines: list[InvoiceLine], data: st.DataObject
) -> None:
    one, other = _Ledger(), _Ledger()
    one.take(lines)
    other.take(data.draw(st.permutations(lines)))
    later = [line._replace(paid_on=data.draw(_paid)) for line in lines]
    first, second = one.take(later), other.take(data.draw(st.permutations(later)))
    assert one.says() == other.says()
    counts = [(c.accepted, c.unchanged, c.corrected, c.voided) for c in (first, second)]
    assert counts[0] == counts[1]


_TEXTS = st.text(st.sampled_from('0123456789-/.,;"\n\r\t| aéF€\ufeff'), max_size=200)
_HEADERS = st.sampled_from(
    ["number,customer,issue_date,due_date,amount,paid_on\n", "N°;Client;Date;Echéance;Montant\n", ""]
)
_FILES = st.binary(max_size=200) | st.builds(lambda head, text: (head + text).encode(), _HEADERS, _TEXTS)


@given(_FILES)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_bytes_raise_anything_but_a_refusal(content: bytes) -> None:
    for opened, line in (
        (open_invoices, invoice_line),
        (open_payments, payment_line),
        (open_allocations, allocation_line),
    ):
        with suppress(ImportRefused):
            table = opened(content, None)
            lines, rejections = table.read(line, None)
            assert len(lines) + len(rejections) == len(table.body)


def _random_exports(seed: int) -> list[str]:
    """Three exports of one ledger, a month apart: invoices appear, are paid, and some are corrected."""
    chance = random.Random(seed)  # noqa: S311  # a seed makes the same exports each time
    rows = []
    for place in range(60):
        issued_on = _DAY + timedelta(days=chance.randrange(90))
        paid_after = issued_on + timedelta(days=chance.randrange(5, 120))
        rows.append((f"F-{place}", chance.choice(_NAMES), issued_on, chance.randrange(1, 99), paid_after))
    exports = []
    for day in (_DAY + timedelta(days=n) for n in (31, 62, 93)):
        text = "number,customer,issue_date,due_date,amount,paid_on\n"
        for number, customer, issued_on, amount, paid_on in rows:
            if issued_on <= day:
                due_on = issued_on + timedelta(days=chance.choice([30, 30, 30, 45]))
                paid = paid_on if paid_on <= day else ""
                text += f"{number},{customer},{issued_on},{due_on},{amount},{paid}\n"
        exports.append(text)
    return exports


def _same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    return one.reset_index(drop=True).equals(other.reset_index(drop=True))


def test_the_past_does_not_change_when_later_exports_come(sqlite_database: Database) -> None:
    """What was known on an evening, asked after each export: the answer for evenings it covered stays."""
    asked: list[tuple[date, Facts]] = []
    for place, text in enumerate(_random_exports(7), start=1):
        on = _DAY + timedelta(days=31 * place)
        deliver(sqlite_database, text, on=str(on), at=datetime(2024, 6, place, tzinfo=UTC))
        facts = facts_of(sqlite_database)
        for evening, before in asked:
            now = as_known(facts, evening)
            assert _same(now.invoices, before.invoices)
            assert _same(now.allocations, before.allocations)
            assert _same(now.payments, before.payments)
        asked += [
            (day, as_known(facts, day)) for day in (facts.horizon - timedelta(days=n) for n in (0, 7, 20))
        ]
    assert len(asked) == 9


@pytest.fixture(scope="module")
def facts(servers: Databases) -> Facts:
    database = open_database(servers.new("sqlite"))
    for place, text in enumerate(_random_exports(3), start=1):
        deliver(database, text, on=str(_DAY + timedelta(days=31 * place)))
    return facts_of(database)


_EVENINGS = st.dates(date(2023, 12, 1), date(2024, 9, 1))


@given(one=_EVENINGS, other=_EVENINGS)
@settings(deadline=None, max_examples=40)
def test_an_evening_within_an_evening_is_the_earlier_one(facts: Facts, one: date, other: date) -> None:
    twice = as_known(as_known(facts, max(one, other)), min(one, other))
    once = as_known(facts, min(one, other))
    assert _same(twice.invoices, once.invoices)
    assert _same(twice.allocations, once.allocations)
    bases = once.invoices.loc[once.invoices["version"] == 0, "invoice_id"]
    assert once.invoices["invoice_id"].isin(bases).all()
    assert once.allocations["invoice_id"].isin(bases).all()
    assert (once.invoices["known_on"] <= pd.Timestamp(min(one, other))).all()
