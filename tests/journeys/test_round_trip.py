"""The sample company's files, brought in like anybody's, make the company again to the cent.

What is let go (fees, discounts) is told by no sales journal and no statement: on the first way it stays open.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ledger.facts import CASH, Facts
from ledger.imports.repository import MASTER
from ledger.master.usecases import import_customers
from ledger.matching.explicit import Explicit
from ledger.matching.state import APPLIED, BOOKED
from ledger.matching.state import RETURNED as RETURNED_BY_BANK
from ledger.matching.usecases import confirm, match_bank, proposal_of, set_aside, waiting
from ledger.registers.catalogue import BANK_ENTRIES, MATCH_ACTS
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Act, Delivery
from ledger.summary import open_items, standing
from ledger.usecases import FecContent, import_bank, import_fec, load_facts
from simulation.accounts.bank import Entry
from simulation.accounts.company import Accounts, accounts
from simulation.accounts.decisive import decisive
from simulation.accounts.facts import OUTGOING, RETURNED, TWICE, UNRELATED
from simulation.usecases import write_accounts
from simulation.world import invent
from store.session import Database

ON = date(2026, 1, 1)
AT = datetime(2026, 1, 1, tzinfo=UTC)
ACT = Act(on=ON, recorded_at=AT, author="Camille")
Payment = tuple[date, int, str]


@pytest.fixture(scope="module")
def company() -> Accounts:
    world = invent(customers=60, months=12, seed=7)
    start = date(2023, 1, 2)
    return accounts(world.customers, world.invoices, start=start, horizon=world.horizon, seed=7)


@pytest.fixture(scope="module")
def files(company: Accounts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("company")
    write_accounts(folder, company)
    return folder


def bring_in(database: Database, files: Path, *, books: str) -> None:
    """Master, accounting files and statements, then all that matching does alone."""
    master = Delivery(
        content=(files / "customers.csv").read_bytes(),
        kind=MASTER,
        name="customers.csv",
        source="master",
        on=ON,
        recorded_at=AT,
        author=ACT.author,
    )
    years = [FecContent(file.name, file.read_bytes()) for file in sorted((files / books).iterdir())]
    statements = [(file.name, file.read_bytes()) for file in sorted((files / "bank").iterdir())]
    with database.transaction() as session:
        import_customers(session, master, mapping=None)
        report = import_fec(session, years, terms=None, source=None, on=ON, recorded_at=AT, progress=None)
        assert not report.differences
        assert not report.rejections
        import_bank(session, statements, source=None, on=ON, recorded_at=AT, author=ACT.author, progress=None)
    with database.transaction() as session:
        match_bank(session, ACT)


def entries_of(company: Accounts) -> Iterator[Entry]:
    return (entry for statement in company.statements for entry in statement.entries)


def facts_of(database: Database) -> Facts:
    with database.read() as session:
        return load_facts(session)


def codes_of(facts: Facts) -> dict[int, str]:
    return dict(zip(facts.customers["customer_id"], facts.customers["code"], strict=True))


def payments_of(facts: Facts) -> Counter[Payment]:
    """Money by day, cents and customer."""
    last = standing(facts.payments, "payment_id")
    last = last[last["kind"].isin(CASH) & (last["amount_cents"] != 0)]
    codes = codes_of(facts)
    columns = zip(last["paid_on"], last["amount_cents"], last["customer_id"], strict=True)
    return Counter((day.date(), int(cents), codes[customer]) for day, cents, customer in columns)


def true_payments(company: Accounts) -> Counter[Payment]:
    moved = [entry.movement for entry in entries_of(company) if entry.movement.customer]
    return Counter((one.booked_on, one.cents, one.customer) for one in moved)


def invoices_of(facts: Facts) -> set[tuple[object, ...]]:
    """Number, customer, days and cents of every invoice and credit note."""
    last, codes = standing(facts.invoices, "invoice_id"), codes_of(facts)
    names = ("number", "customer_id", "issued_on", "due_on", "amount_cents")
    return {
        (number, codes[customer], issued.date(), due.date(), int(cents))
        for number, customer, issued, due, cents in zip(*(last[name] for name in names), strict=True)
    }


def true_invoices(company: Accounts) -> set[tuple[object, ...]]:
    terms = {client.code: client.terms for client in company.clients}
    sales = {(one.number, one.customer, one.issued_on, one.due_on, one.cents) for one in company.sales}
    return sales | {
        (one.number, one.customer, one.issued_on, terms[one.customer].due_on(one.issued_on), -one.cents)
        for one in company.credit_notes
    }


def balances_of(facts: Facts) -> dict[str, int]:
    """What each customer owes: open items less money that settles nothing yet."""
    codes = codes_of(facts)
    owed: Counter[str] = Counter()
    for customer, cents in open_items(facts)[["customer_id", "open_cents"]].itertuples(index=False):
        owed[codes[customer]] += int(cents)
    allocated = standing(facts.allocations, "allocation_id").groupby("payment_id")["amount_cents"].sum()
    last = standing(facts.payments, "payment_id")
    spare = last["amount_cents"] - last["payment_id"].map(allocated).fillna(0).astype("int64")
    for customer, cents in zip(last["customer_id"], spare, strict=True):
        owed[codes[customer]] -= int(cents)
    return {code: cents for code, cents in owed.items() if cents}


def true_balances(company: Accounts, *, with_let_go: bool) -> dict[str, int]:
    owed: Counter[str] = Counter()
    for sale in company.sales:
        owed[sale.customer] += sale.cents
    for note in company.credit_notes:
        owed[note.customer] -= note.cents
    for entry in entries_of(company):
        one = entry.movement
        if one.customer:
            owed[one.customer] -= one.cents + (one.difference_cents if with_let_go else 0)
    return {code: cents for code, cents in owed.items() if cents}


def open_of(facts: Facts) -> dict[str, int]:
    """Cents left by invoice."""
    left = open_items(facts)
    return dict(zip(left["number"], left["open_cents"].astype(int), strict=True))


def true_open(company: Accounts) -> dict[str, int]:
    """Cents left by invoice, with what was let go still open."""
    left = {sale.number: sale.cents for sale in company.sales}
    for note in company.credit_notes:
        left[note.invoice] -= note.cents
    for entry in entries_of(company):
        for share in entry.movement.shares:
            left[share.invoice] -= share.cents
    return {number: cents for number, cents in left.items() if cents}


def settled_by_entry(database: Database, facts: Facts) -> dict[str, tuple[str, dict[str, int]]]:
    """Customer, and cents by invoice, by the bank's reference of every entry that matching applied."""
    codes = codes_of(facts)
    numbers = dict(zip(facts.invoices["invoice_id"], facts.invoices["number"], strict=True))
    with database.read() as session:
        told = RegisterRepository(session, BANK_ENTRIES).versions(as_recorded=None)
        acts = RegisterRepository(session, MATCH_ACTS).versions(as_recorded=None)
    references = {one.id: str(one.row.bank_reference) for one in told}
    return {
        references[one.row.entry_id]: (
            codes[one.row.customer_id or 0],
            {numbers[invoice]: cents for invoice, cents in one.row.details["shares"]},
        )
        for one in acts
        if one.row.act in (APPLIED, RETURNED_BY_BANK)
    }


def truth_by_entry(company: Accounts) -> dict[str, list[tuple[str, dict[str, int]]]]:
    """What each entry may be settled as: its truth or, of an invoice paid twice, what either payment is."""
    found: dict[str, list[tuple[str, dict[str, int]]]] = {}
    by_key = {entry.movement.key: entry.movement for entry in entries_of(company)}
    for entry in entries_of(company):
        one = entry.movement
        if one.kind == TWICE:
            one = by_key[one.answers]
        found[entry.reference] = [(one.customer, {share.invoice: share.cents for share in one.shares})]
    return found


def answer_all(database: Database, company: Accounts) -> int:
    """A person who knows the truth answers whatever waits, the first booked first."""
    true = {entry.reference: entry for entry in entries_of(company)}
    with database.read() as session:
        told = RegisterRepository(session, BANK_ENTRIES).versions(as_recorded=None)
        waits = waiting(session, as_of=ON)
    references = {one.id: one.row.bank_reference for one in told}
    for one in waits:
        movement = true[references[one.entry]].movement
        with database.transaction() as session:
            if movement.kind in (UNRELATED, OUTGOING):
                set_aside(session, one.entry, why="No customer paid this.", act=ACT)
            elif movement.kind == RETURNED:
                what = proposal_of(session, one.entry, rank=1, as_of=ON)
                confirm(session, one.entry, what=what, act=ACT)
            else:
                shares = tuple((share.invoice, share.cents) for share in movement.shares)
                confirm(session, one.entry, what=Explicit(movement.customer, shares), act=ACT)
    return len(waits)


def test_the_files_make_the_company_again(company: Accounts, files: Path, database: Database) -> None:
    """Sales, master and statements: alone nothing is settled wrongly, once answered nothing is missing."""
    bring_in(database, files, books="fec_sales")
    facts = facts_of(database)
    assert invoices_of(facts) == true_invoices(company)
    alone = settled_by_entry(database, facts)
    decided = decisive(company)
    true = truth_by_entry(company)
    wrong = [one for one, (customer, shares) in alone.items() if (customer, shares) not in true[one]]
    assert wrong == []
    assert sum(one in alone for one in decided) >= 0.97 * len(decided)
    assert answer_all(database, company) > 0
    facts = facts_of(database)
    assert payments_of(facts) == true_payments(company)
    assert balances_of(facts) == true_balances(company, with_let_go=False)
    assert open_of(facts) == true_open(company)
    with database.read() as session:
        assert waiting(session, as_of=ON) == []


def test_the_bank_told_twice_counts_once(company: Accounts, files: Path, database: Database) -> None:
    """The accounts have the bank's journal too: its statements add no payment, and 411 agrees to the cent."""
    bring_in(database, files, books="fec")
    before = facts_of(database)
    assert balances_of(before) == true_balances(company, with_let_go=True)
    assert payments_of(before) == true_payments(company)
    answer_all(database, company)
    after = facts_of(database)
    assert payments_of(after) == true_payments(company)
    assert balances_of(after) == true_balances(company, with_let_go=True)
    with database.read() as session:
        acts = RegisterRepository(session, MATCH_ACTS).versions(as_recorded=None)
        assert waiting(session, as_of=ON) == []
    of_customers = sum(one.movement.customer != "" for one in entries_of(company))
    assert sum(one.row.act == BOOKED for one in acts) == of_customers
