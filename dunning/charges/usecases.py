"""Reckon interest and indemnity from the ledger: for notices about to leave, and for whoever asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dunning.charges.charging import Charged, LateInvoice, charged, charges_of
from dunning.charges.policy import ClaimedFrom, PenaltyPolicy
from dunning.claims import Claim, Debtor
from dunning.composing import Charges
from dunning.deciding import Decision
from dunning.gathering.repository import debtors
from dunning.law.interest import Step
from dunning.notice import Form
from dunning.policy import DunningPolicy
from ledger.relation.accounts import Accounts, Receipt
from ledger.relation.repository import RelationRepository, accounts_of
from store.session import ReadSession

_INVOICE = "i:"


@dataclass(frozen=True, slots=True)
class Penalties:
    """What a customer's late invoices cost by a day."""

    customer: str
    name: str
    on: date
    charged: tuple[Charged, ...]


def charges_for(
    session: ReadSession, acting: Iterable[tuple[Debtor, Decision]], policy: PenaltyPolicy, *, on: date
) -> Mapping[int, Charges]:
    """By customer, for those whose message claims charges; the others are not looked at.

    A later notice tells the whole to its own day and replaces what an earlier one told: no day counts twice.
    """
    wanted = [(debtor, decision) for debtor, decision in acting if _claims(decision, policy)]
    if not wanted:
        return {}
    accounts = accounts_of(session, [debtor.customer_id for debtor, _ in wanted], as_of=on)
    found = {}
    for debtor, decision in wanted:
        items = {line.item for line in decision.lines}
        claims = [claim for claim in debtor.claims if claim.item in items]
        told = _charged(claims, accounts, debtor, policy, on)
        language = (decision.to.language if decision.to else None) or debtor.language
        found[debtor.customer_id] = charges_of(told, debtor=debtor.kind, language=language, on=on)
    return found


def penalties(
    session: ReadSession, code: str, rules: DunningPolicy, policy: PenaltyPolicy, *, on: date
) -> Penalties:
    """Raises UnknownCustomer, NotInForce."""
    key = RelationRepository(session, as_recorded=None).customer_id(code)
    accounts = accounts_of(session, [key], as_of=on)
    for debtor in debtors(session, rules, on=on, customers=[key]):
        late = [claim for claim in debtor.claims if claim.due_on < on]
        return Penalties(code, debtor.name, on, tuple(_charged(late, accounts, debtor, policy, on)))
    return Penalties(code, accounts.names.get(key, ""), on, ())


def _claims(decision: Decision, policy: PenaltyPolicy) -> bool:
    step = decision.step
    if step is None or step.way.by_person or policy.claimed_from is ClaimedFrom.NEVER:
        return False
    if policy.claimed_from is ClaimedFrom.REMINDER:
        return step.form in (Form.REMINDER, Form.FORMAL_NOTICE)
    return step.form is Form.FORMAL_NOTICE


def _charged(
    claims: Sequence[Claim], accounts: Accounts, debtor: Debtor, policy: PenaltyPolicy, on: date
) -> list[Charged]:
    return [
        charged(
            LateInvoice(
                claim.item,
                claim.number,
                claim.currency,
                claim.due_on,
                _steps(claim, accounts.receipts.get(claim.invoice_id, ())),
            ),
            policy,
            debtor=debtor.kind,
            opened_on=None,
            on=on,
        )
        for claim in claims
        if claim.item.startswith(_INVOICE)
    ]


def _steps(claim: Claim, receipts: Sequence[Receipt]) -> tuple[Step, ...]:
    """What was open from each day on; what came in by the due day counts from the beginning."""
    still = claim.amount_cents
    steps = [Step(min(claim.due_on, claim.issued_on or claim.due_on), still)]
    for one in sorted(receipts, key=lambda one: one.paid_on):
        still -= one.cents
        steps.append(Step(max(one.paid_on, steps[0].since), still))
    return tuple(steps)
