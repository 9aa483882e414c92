"""A company whose accounts and documents tell the same invoices, for tests of how the two meet."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from ledger.documents.report import DocumentsReport
from ledger.documents.usecases import meet_invoices
from ledger.files.fec import RECEIVABLE
from ledger.reports.groups import By
from ledger.reports.usecases import Question, ageing
from store.session import Database
from tests.ledger.accounting import Line
from tests.ledger.deliveries import deliver, facts_of
from tests.ledger.einvoices import BUYER, OTHER, Draft, bring, cii
from tests.ledger.matching_books import act
from tests.ledger.meeting_books import bring_accounts as deliver_accounts

SIRENS = {"ACIER": BUYER, "DUPONT": OTHER}


def meet(database: Database, *, on: str) -> DocumentsReport:
    with database.transaction() as session:
        return meet_invoices(session, act(on))


def bring_accounts(database: Database, lines: Sequence[Line], *, on: str) -> DocumentsReport:
    return deliver_accounts(database, lines, on=on).documents


def bring_table(database: Database, text: str, *, on: str, source: str | None = None) -> DocumentsReport:
    deliver(database, text, on=on, source=source)
    return meet(database, on=on)


def bring_einvoices(database: Database, drafts: Sequence[Draft], *, on: str) -> DocumentsReport:
    bring(database, *((f"{one.number}.xml", cii(one)) for one in drafts), on=on)
    return meet(database, on=on)


def draft(number: str, day: str, customer: str, cents: int, *, due: str = "2024-07-15") -> Draft:
    """An invoice of this total with VAT, without any to keep amounts simple."""
    total = f"{cents / 100:.2f}"
    return Draft(
        number=number,
        issued=day,
        due=due,
        delivered=day,
        net=total,
        line=total,
        vat="0.00",
        gross=total,
        owed=total,
        buyer=SIRENS[customer],
        buyer_name=f"Société {customer}",
    )


def balances(lines: Sequence[Line]) -> dict[str, int]:
    """What each customer owes by the accounts."""
    total: Counter[str] = Counter()
    for line in lines:
        if line.account.startswith(RECEIVABLE):
            total[line.customer] += line.cents
    return {code: cents for code, cents in total.items() if cents}


def aged(database: Database, day: str) -> dict[str, int]:
    """open_cents by customer on an evening."""
    question = Question(as_of=date.fromisoformat(day), as_recorded=None, by=By.CUSTOMER)
    with database.read() as session:
        return {str(one.group): one.open_cents for one in ageing(session, question) if one.open_cents}


def written_down(database: Database) -> tuple[int, ...]:
    """How many versions of facts there are."""
    facts = facts_of(database)
    return len(facts.invoices), len(facts.payments), len(facts.allocations)
