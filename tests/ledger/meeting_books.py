"""A company whose accounts and bank tell the same money, for tests of how the two meet."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from ledger.accounts.report import AccountsReport, MeetReport
from ledger.accounts.usecases import import_accounts, meet_and_match
from ledger.as_known import as_known
from ledger.fec.usecases import FecContent
from ledger.files.fec import RECEIVABLE
from ledger.matching.report import MatchReport
from ledger.registers.catalogue import BANK_ENTRIES, BankEntryRow
from ledger.registers.register import Entered, Told, enter
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Delivery, Reading, record_import
from ledger.summary import open_items, standing
from store.session import Database
from tests.ledger.accounting import Line, written
from tests.ledger.deliveries import facts_of
from tests.ledger.matching_books import act


def bring_accounts(
    database: Database, lines: Sequence[Line], *, on: str, source: str | None = None
) -> AccountsReport:
    """Import an accounting file as the command does."""
    told = act(on)
    with database.transaction() as session:
        return import_accounts(
            session,
            [FecContent("fec.txt", written(lines))],
            terms=None,
            source=source,
            act=told,
            progress=None,
        )


def bring_bank(database: Database, rows: dict[str, BankEntryRow], *, on: str) -> MatchReport:
    """Import movements by their names as the command does: those it knows already once only, then match."""
    told = act(on)
    with database.transaction() as session:
        repository = RegisterRepository(session, BANK_ENTRIES)
        named = [Told(name, row.booked_on, row) for name, row in rows.items()]
        entered: Entered = enter(
            named, repository.standing(source="bank"), next_id=repository.next_id(), on=told.on
        )
        delivery = Delivery(b"", "bank", "b.xml", "bank", told.on, told.recorded_at)
        reading = Reading(len(rows), horizon=max((row.booked_on for row in rows.values()), default=told.on))
        record_import(session, delivery, reading, entered=[(BANK_ENTRIES, entered)])
        return meet_and_match(session, told)[1]


def meet(database: Database, *, on: str) -> tuple[MeetReport, MatchReport]:
    """What `encours match run` does."""
    with database.transaction() as session:
        return meet_and_match(session, act(on))


def balances_of(lines: Sequence[Line]) -> dict[str, int]:
    """What each customer owes by the accounts."""
    total: Counter[str] = Counter()
    for line in lines:
        if line.account.startswith(RECEIVABLE):
            total[line.customer] += line.cents
    return {code: cents for code, cents in total.items() if cents}


def balances(database: Database) -> dict[str, int]:
    """What each customer owes by the whole ledger: items less money, whoever told it."""
    facts = facts_of(database)
    codes = dict(zip(facts.customers["customer_id"], facts.customers["code"], strict=True))
    total: Counter[str] = Counter()
    for frame, key, sign in ((facts.invoices, "invoice_id", 1), (facts.payments, "payment_id", -1)):
        last = standing(frame, key)
        for customer, cents in zip(last["customer_id"], last["amount_cents"], strict=True):
            total[codes[customer]] += sign * int(cents)
    return {code: cents for code, cents in total.items() if cents}


def received(database: Database) -> dict[str, int]:
    """Money by customer, what came back taken off."""
    facts = facts_of(database)
    codes = dict(zip(facts.customers["customer_id"], facts.customers["code"], strict=True))
    last = standing(facts.payments, "payment_id")
    total: Counter[str] = Counter()
    for customer, cents in zip(last["customer_id"], last["amount_cents"], strict=True):
        total[codes[customer]] += int(cents)
    return {code: cents for code, cents in total.items() if cents}


def left(database: Database, day: str = "9999-12-31") -> dict[str, int]:
    """What is open by number of invoice, as known on an evening."""
    still = open_items(as_known(facts_of(database), date.fromisoformat(day)))
    return {str(key): int(cents) for key, cents in zip(still["number"], still["open_cents"], strict=True)}


def written_down(database: Database) -> tuple[int, ...]:
    """How many versions of facts there are; an import that changes nothing adds none."""
    facts = facts_of(database)
    with database.read() as session:
        from_bank = len(RegisterRepository(session, BANK_ENTRIES).versions(as_recorded=None))
    return (
        len(facts.invoices),
        len(facts.payments),
        len(facts.allocations),
        int(facts.allocations["version"].sum()),
        from_bank,
    )


def sums_hold(database: Database) -> list[str]:
    """Breaches: items settled beyond their amount, payments that settle more than they are."""
    facts = facts_of(database)
    links = standing(facts.allocations, "allocation_id")
    found = []
    for frame, key in ((facts.invoices, "invoice_id"), (facts.payments, "payment_id")):
        sums = links.groupby(key)["amount_cents"].sum()
        last = standing(frame, key)
        for number, cents in zip(last[key].tolist(), last["amount_cents"].tolist(), strict=True):
            total = int(sums.get(number, 0))
            if not min(0, cents) <= total <= max(0, cents):
                found.append(f"{key} {number}: {total} of {cents}")
    return found


def evening(database: Database, day: str) -> dict[str, int]:
    """What each customer owed as known on an evening."""
    last = date.fromisoformat(day)
    facts = facts_of(database)
    codes = dict(zip(facts.customers["customer_id"], facts.customers["code"], strict=True))
    total: Counter[str] = Counter()
    for frame, key, sign in ((facts.invoices, "invoice_id", 1), (facts.payments, "payment_id", -1)):
        bases = frame.loc[(frame["version"] == 0) & (frame["known_on"].dt.date <= last), key]
        known = standing(frame.loc[(frame["known_on"].dt.date <= last) & frame[key].isin(bases)], key)
        for customer, cents in zip(known["customer_id"], known["amount_cents"], strict=True):
            total[codes[customer]] += sign * int(cents)
    return {code: cents for code, cents in total.items() if cents}
