"""Proposes a plan: load what is late and how the payer pays, size it. Nothing is written."""

from datetime import date

from dunning.claims import Claim, Debtor
from dunning.errors import NoPlan
from dunning.gathering.repository import debtors
from dunning.instalments.proposing import Owing, Proposal, Rhythm, proposed, rhythm_of
from dunning.queue_policy import QueuePolicy
from dunning.reminders.usecases import Rules
from ledger.relation.plans import BREACHED, FULFILLED, plans_on
from ledger.relation.promises import BROKEN, KEPT, PARTLY_KEPT, promises_on
from ledger.relation.repository import Known, RelationRepository
from store.session import ReadSession


def propose(
    session: ReadSession,
    customer: str,
    rules: Rules,
    policy: QueuePolicy,
    *,
    months: int | None,
    currency: str | None,
    on: date,
) -> Proposal:
    """Of all that is late and may be claimed in one currency. Raises UnknownCustomer, NoPlan."""
    repository = RelationRepository(session, as_recorded=None)
    customer_id = repository.customer_id(customer)
    found = debtors(session, rules.policy, on=on, customers=[customer_id])
    late = [claim for debtor in found for claim in debtor.claims if _plannable(claim, on)]
    code = _currency(customer, late, currency)
    known = repository.of_customer(customer_id, as_of=on)
    invoices = [Owing(one.number, one.claimable_cents) for one in late if one.currency == code]
    rhythm = _rhythm(known, customer_id, code, on)
    pd = _pd(found, policy)
    return proposed(customer, invoices, rhythm, currency=code, pd_12m=pd, months=months, on=on)


def _plannable(claim: Claim, on: date) -> bool:
    return claim.item.startswith("i:") and claim.due_on < on and claim.claimable_cents > 0


def _currency(customer: str, late: list[Claim], asked: str | None) -> str:
    codes = sorted({one.currency for one in late})
    if asked is not None:
        return asked
    if not codes:
        raise NoPlan(f"Nothing late of {customer} may be claimed: there is nothing to plan.")
    if len(codes) > 1:
        raise NoPlan(f"{customer} is late in {' and '.join(codes)}: say which with --currency.")
    return codes[0]


def _pd(found: list[Debtor], policy: QueuePolicy) -> float:
    known = next((one.risk.pd_12m for one in found), None)
    return policy.pd_unknown if known is None else known


def _rhythm(known: Known, customer_id: int, currency: str, on: date) -> Rhythm:
    accounts = known.accounts
    receipts = [
        (receipt.paid_on, receipt.cents)
        for item in accounts.of(customer_id)
        if item.currency == currency
        for receipt in accounts.receipts.get(item.invoice_id, ())
        if receipt.cash
    ]
    promises = [one.state for one in promises_on(known.acts, accounts, as_of=on)]
    plans = [one.state for one in plans_on(known.acts, accounts, as_of=on)]
    kept = promises.count(KEPT) + plans.count(FULFILLED)
    broken = promises.count(BROKEN) + promises.count(PARTLY_KEPT) + plans.count(BREACHED)
    return rhythm_of(receipts, on=on, kept=kept, broken=broken)
