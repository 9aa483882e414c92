"""What must not be chased on an evening, and why: the union of all that holds back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.registers.register import standing_on
from ledger.relation.accounts import Accounts, Item
from ledger.relation.blocks import BLOCK, blocks_on, holds_back
from ledger.relation.cases import Case, RelationAct
from ledger.relation.deciding import said
from ledger.relation.disputes import (
    DISPUTE,
    FOR_CUSTOMER,
    REASONS,
    Dispute,
    awaited_cents,
    disputes_on,
)
from ledger.relation.hand_overs import HAND_OVER, PARTIES, hand_overs_on
from ledger.relation.plans import ALIVE, BREACHED, PLAN, PlanOnEvening, plans_on
from ledger.relation.plans import UNREADABLE as UNREADABLE_PLAN
from ledger.relation.promises import (
    PROMISE,
    TO_THE_CENT,
    PromisePolicy,
    promises_on,
)
from ledger.relation.promises import UNREADABLE as UNREADABLE_PROMISE
from ledger.relation.write_offs import WRITE_OFF, write_offs_on

MATTERS = (DISPUTE, PROMISE, PLAN, BLOCK, WRITE_OFF, HAND_OVER)


@dataclass(frozen=True, slots=True)
class Hold:
    """Something that forbids to chase, in the words of `why`.

    Without `invoice_id` it is on all the customer owes, in `currency` if one is given. Without `cents` it is
    on the whole of it, else on so many cents of the invoice. `until` is its last day where one is known.
    """

    matter: str
    case_id: int
    customer_id: int
    invoice_id: int | None
    why: str
    cents: int | None = None
    currency: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Holds:
    """All holds of an evening."""

    as_of: date
    all: tuple[Hold, ...]
    _invoices: Mapping[int, Sequence[Hold]] = field(repr=False)
    _customers: Mapping[int, Sequence[Hold]] = field(repr=False)
    _beside: Mapping[int, frozenset[int]] = field(repr=False, default_factory=dict)

    def on(self, item: Item) -> tuple[Hold, ...]:
        """What holds this invoice back."""
        own = self._invoices.get(item.invoice_id, ())
        # A customer of another source is held back under its name in the accounts too.
        former = [one for one, others in self._beside.items() if item.customer_id in others]
        whole = [hold for one in (item.customer_id, *former) for hold in self._customers.get(one, ())]
        return (*own, *(one for one in whole if one.currency in (None, item.currency)))

    def claimable_cents(self, item: Item) -> int:
        """How much of what is open may be claimed; holds on parts of an invoice add up."""
        holds = self.on(item)
        if any(one.cents is None for one in holds):
            return 0
        return max(0, item.open_cents - sum(one.cents or 0 for one in holds))


def holds_of(
    acts: Sequence[RelationAct],
    accounts: Accounts,
    *,
    as_of: date,
    policy: PromisePolicy = TO_THE_CENT,
) -> Holds:
    """Every hold of an evening from the acts known then; `accounts` as known that evening.

    What cannot be read holds back all that its customer owes.
    """
    found = [
        *_of_disputes(disputes_on(acts, as_of=as_of), accounts),
        *_of_promises(acts, accounts, as_of, policy),
        *(hold for plan in plans_on(acts, accounts, as_of=as_of) for hold in _of_plan(plan)),
        *_of_blocks(acts, as_of),
        *_of_hand_overs(acts, as_of),
        *_of_write_offs(acts, accounts, as_of),
        *_of_strangers(acts, as_of),
    ]
    found.sort(key=lambda hold: (hold.case_id, hold.invoice_id or 0))
    invoices: dict[int, list[Hold]] = {}
    customers: dict[int, list[Hold]] = {}
    for hold in found:
        if hold.invoice_id is None:
            customers.setdefault(hold.customer_id, []).append(hold)
        else:
            invoices.setdefault(hold.invoice_id, []).append(hold)
    return Holds(as_of, tuple(found), invoices, customers, accounts.beside)


def _of_disputes(cases: Iterable[Dispute], accounts: Accounts) -> Iterator[Hold]:
    for case in cases:
        if case.unreadable:
            yield _blind(case)
        elif case.ending is not None:
            yield from _conceded(case, accounts)
        elif case.terms is not None:
            for claim in case.terms.items:
                item = accounts.items.get(claim.invoice_id)
                whole = item is None or claim.cents >= item.open_cents
                label = REASONS[case.terms.reason].english
                why = f"Dispute {case.id}: {label}."
                cents = None if whole else claim.cents
                yield Hold(DISPUTE, case.id, case.customer_id, claim.invoice_id, why, cents)


def _conceded(case: Dispute, accounts: Accounts) -> Iterator[Hold]:
    """What was conceded is not claimed while its credit note is awaited."""
    resolution = case.ending.said if case.ending is not None else None
    if resolution is None or resolution.outcome != FOR_CUSTOMER:
        return
    for one in resolution.conceded:
        item = accounts.items.get(one.invoice_id)
        awaited = 0 if item is None else awaited_cents(one, item)
        if item is not None and awaited:
            given = said(awaited, item.currency)
            why = f"Dispute {case.id}: {given} were conceded, and the credit note is awaited."
            cents = None if awaited >= item.open_cents else awaited
            yield Hold(DISPUTE, case.id, case.customer_id, one.invoice_id, why, cents)


def _of_promises(
    acts: Sequence[RelationAct], accounts: Accounts, as_of: date, policy: PromisePolicy
) -> Iterator[Hold]:
    for one in promises_on(acts, accounts, as_of=as_of, policy=policy):
        case, word = one.case, one.case.terms
        if one.state == UNREADABLE_PROMISE:
            yield _blind(case)
        elif word is not None and one.holds(as_of):
            why = f"Promise {case.id}: {said(word.cents, word.currency)} by {word.promised_on}."
            for invoice_id in word.invoices or (None,):
                yield Hold(
                    *(PROMISE, case.id, case.customer_id, invoice_id, why, None),
                    currency=word.currency,
                    until=word.promised_on,
                )


def _of_plan(plan: PlanOnEvening) -> Iterator[Hold]:
    case, agreed = plan.case, plan.case.terms
    if plan.state == UNREADABLE_PLAN:
        yield _blind(case)
    elif plan.state == ALIVE and agreed is not None:
        why = f"Plan {case.id}: its instalments are kept."
        whole = {one.invoice_id for one in agreed.items if one.cents == one.open_cents}
        for invoice_id, cents in plan.left.items():
            if cents:
                part = None if invoice_id in whole else cents
                yield Hold(PLAN, case.id, case.customer_id, invoice_id, why, part)
    elif plan.state == BREACHED:
        why = f"Plan {case.id}: broken since {plan.breached_on}, but these instalments are not due yet."
        for invoice_id, cents in plan.not_due.items():
            yield Hold(PLAN, case.id, case.customer_id, invoice_id, why, cents)


def _of_blocks(acts: Sequence[RelationAct], as_of: date) -> Iterator[Hold]:
    for case in blocks_on(acts, as_of=as_of):
        if not holds_back(case, as_of):
            continue
        if case.terms is None or case.unreadable:
            yield _blind(case)
            continue
        until = "" if case.terms.until is None else f" until {case.terms.until}"
        why = f"Blocked{until} (block {case.id}): {case.terms.reason}"
        for invoice_id in case.terms.invoices or (None,):
            yield Hold(BLOCK, case.id, case.customer_id, invoice_id, why, until=case.terms.until)


def _of_hand_overs(acts: Sequence[RelationAct], as_of: date) -> Iterator[Hold]:
    for case in hand_overs_on(acts, as_of=as_of):
        if not case.stands:
            continue
        if case.terms is None or case.unreadable:
            yield _blind(case)
            continue
        who = " ".join((PARTIES[case.terms.party].english, case.terms.name)).strip()
        why = f"Handed over to {who} (hand-over {case.id})."
        for invoice_id in case.terms.invoices or (None,):
            yield Hold(HAND_OVER, case.id, case.customer_id, invoice_id, why)


def _of_write_offs(acts: Sequence[RelationAct], accounts: Accounts, as_of: date) -> Iterator[Hold]:
    """A write-off of a part has lowered what is open; the rest may be claimed."""
    for case in write_offs_on(acts, as_of=as_of):
        if not case.stands:
            continue
        if case.terms is None or case.unreadable:
            yield _blind(case)
            continue
        for claim in case.terms.items:
            item = accounts.items.get(claim.invoice_id)
            if item is None or item.open_cents <= 0:
                why = f"Written off (write-off {case.id})."
                yield Hold(WRITE_OFF, case.id, case.customer_id, claim.invoice_id, why)


def _of_strangers(acts: Sequence[RelationAct], as_of: date) -> Iterator[Hold]:
    """Acts of a matter we do not know, which a later program may have written."""
    for act in standing_on(acts, as_of):
        if act.row.matter not in MATTERS:
            why = f"Act {act.id} is of a kind we cannot read, so nothing is chased until a person looks."
            yield Hold(act.row.matter, act.row.case_id, act.row.customer_id, None, why)


def _blind(case: Case[Any, Any]) -> Hold:
    why = (
        f"The {case.matter.replace('_', '-')} {case.id} cannot be read, "
        "so nothing is chased until a person looks."
    )
    return Hold(case.matter, case.id, case.customer_id, None, why)
