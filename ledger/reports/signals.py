"""What the registers and open items say of lateness, gathered before any cause looks at it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from ledger.company.proceeding import Proceeding
from ledger.registers.catalogue import CustomerProfileRow, InvoiceDocumentRow
from ledger.registers.register import Version, standing_on
from ledger.relation.accounts import Accounts
from ledger.relation.cases import RelationAct
from ledger.relation.disputes import disputes_on
from ledger.relation.plans import ALIVE, BREACHED, PlanOnEvening, plans_on
from ledger.relation.promises import BROKEN, PARTLY_KEPT, PENDING, JudgedPromise, promises_on
from ledger.reports.ageing import CUSTOMERS
from ledger.reports.causes import Account, Signals, Word


def overdue(items: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """What accounts 411 owe late, disputed or not, the oldest first."""
    late = (items["account_class"] == CUSTOMERS) & (items["left_cents"] > 0)
    late &= items["due_on"] < pd.Timestamp(as_of)
    return items.loc[late].sort_values(["due_on", "invoice_id"], kind="stable").reset_index(drop=True)


def gathered(
    items: pd.DataFrame,
    *,
    as_of: date,
    acts: Sequence[RelationAct],
    accounts: Accounts,
    documents: Sequence[Version[InvoiceDocumentRow]],
    proceedings: Mapping[str, Proceeding],
    profiles: Mapping[int, CustomerProfileRow],
) -> Signals:
    """The signals of an evening; `accounts` as known then, of the customers with whom anything happened."""
    judged = promises_on(acts, accounts, as_of=as_of)
    agreed = plans_on(acts, accounts, as_of=as_of)
    papers = [one.row for one in standing_on(documents, as_of)]
    held = items.loc[(items["account_class"] == CUSTOMERS) & (items["left_cents"] < 0)]
    notes = held["invoice_id"] > 0
    return Signals(
        items=overdue(items, as_of=as_of),
        in_proceedings=bound(proceedings, profiles),
        disputed=_disputed(acts, as_of=as_of),
        pending=list(_promised(judged, (PENDING,))),
        broken=list(_promised(judged, (BROKEN, PARTLY_KEPT))),
        planned=[word for plan in agreed if plan.state == ALIVE for word in _planned(plan)],
        plans_broken=[word for plan in agreed if plan.state == BREACHED for word in _planned(plan)],
        credits=_by_account(held.loc[notes]),
        money=_by_account(held.loc[~notes]),
        missing={row.invoice_id: row.missing for row in papers if row.missing},
        delivered_on={row.invoice_id: pd.Timestamp(row.delivered_on) for row in papers if row.delivered_on},
    )


def bound(
    proceedings: Mapping[str, Proceeding], profiles: Mapping[int, CustomerProfileRow]
) -> frozenset[int]:
    """Customers against whom a proceeding is open, by the SIREN of their profile."""
    opened = {siren for siren, proceeding in proceedings.items() if proceeding.open}
    return frozenset(key for key, profile in profiles.items() if profile.siren in opened)


def _disputed(acts: Sequence[RelationAct], *, as_of: date) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for case in disputes_on(acts, as_of=as_of):
        if case.stands and case.terms is not None:
            for item in case.terms.items:
                reasons = found.setdefault(item.invoice_id, {})
                reasons[case.terms.reason] = reasons.get(case.terms.reason, 0) + item.cents
    return found


def _promised(judged: Iterable[JudgedPromise], states: Sequence[str]) -> Iterator[Word]:
    """What a promise still has to bring."""
    for one in judged:
        word = one.case.terms
        if one.state in states and word is not None and word.cents > one.received_cents:
            left = word.cents - one.received_cents
            yield Word(one.case.customer_id, word.currency, word.invoices, left)


def _planned(plan: PlanOnEvening) -> Iterator[Word]:
    agreed = plan.case.terms
    if agreed is not None:
        for invoice_id, cents in plan.left.items():
            yield Word(plan.case.customer_id, agreed.currency, (invoice_id,), cents)


def _by_account(held: pd.DataFrame) -> dict[Account, int]:
    sums = held.groupby(["customer_id", "currency"])["left_cents"].sum()
    return {
        (int(who), str(currency)): -int(cents)
        for (who, currency), cents in zip(sums.index, sums, strict=True)
    }
