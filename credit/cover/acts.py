"""What may be written down of a policy or a cover, checked against what stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from credit.cover.cover import (
    AGREED,
    CANCELLED,
    FULL_BP,
    NAMED,
    REDUCED,
    TEMPORARY,
    Contract,
)
from ledger.errors import ActRefused
from ledger.registers.catalogue import CoverRow, InsurancePolicyRow

KINDS = (NAMED, TEMPORARY)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cover as somebody tells it; without a quota that of the policy holds."""

    policy_number: str
    cents: int
    from_on: date
    kind: str = NAMED
    currency: str | None = None
    quota_bp: int | None = None
    until_on: date | None = None
    details: dict[str, Any] = field(default_factory=dict)


def checked_policy(row: InsurancePolicyRow) -> InsurancePolicyRow:
    """Raises ActRefused for a contract that cannot be."""
    if not row.number.strip() or not row.insurer.strip():
        raise ActRefused("A policy has an insurer and a number. Say both.")
    if not 0 < row.quota_bp <= FULL_BP:
        raise ActRefused("The quota is the insured share of a loss: above 0 and up to 100 per cent.")
    if row.until_on is not None and row.until_on < row.from_on:
        raise ActRefused(f"The policy would end on {row.until_on}, before it begins on {row.from_on}.")
    if any(days is not None and days < 0 for days in (row.notify_days, row.claim_days)):
        raise ActRefused("Days of notification and claim are counted from the due day: 0 or more.")
    return row


def policy_numbered(number: str, policies: Sequence[InsurancePolicyRow]) -> InsurancePolicyRow:
    found = next((one for one in policies if one.number == number), None)
    if found is None:
        known = ", ".join(one.number for one in policies) or "none"
        raise ActRefused(
            f"No policy has the number “{number}”. Known: {known}. Add it with encours cover policy add."
        )
    return found


def agreed(customer_id: int, wanted: Wanted, policy: InsurancePolicyRow) -> CoverRow:
    """Raises ActRefused for what the policy cannot hold."""
    if wanted.kind not in KINDS:
        raise ActRefused(f"A cover is {' or '.join(KINDS)}; “{wanted.kind}” is neither.")
    if wanted.kind == TEMPORARY and wanted.until_on is None:
        raise ActRefused("A temporary cover has a last day. Say it with --until.")
    if wanted.cents <= 0:
        raise ActRefused("A cover is above zero. To end one, cancel it.")
    if wanted.quota_bp is not None and not 0 < wanted.quota_bp <= FULL_BP:
        raise ActRefused("The quota is the insured share of a loss: above 0 and up to 100 per cent.")
    if wanted.until_on is not None and wanted.until_on < wanted.from_on:
        raise ActRefused(f"The cover would end on {wanted.until_on}, before it begins on {wanted.from_on}.")
    if wanted.currency not in (None, policy.currency):
        raise ActRefused(f"The policy {policy.number} covers {policy.currency}, not {wanted.currency}.")
    return CoverRow(
        customer_id=customer_id,
        policy_number=policy.number,
        kind=wanted.kind,
        state=AGREED,
        cents=wanted.cents,
        currency=policy.currency,
        quota_bp=wanted.quota_bp,
        from_on=wanted.from_on,
        until_on=wanted.until_on,
        details=dict(wanted.details),
    )


def reduced(customer_id: int, contract: Contract, cents: int, *, kind: str, on: date, why: str) -> CoverRow:
    """Deliveries from that day on are covered up to less, 0 to cancel. Raises ActRefused without a cover."""
    act = contract.act_on(kind, on)
    if act is None or act.cents == 0:
        raise ActRefused(f"No {kind} cover of the policy {contract.policy.number} is open on {on}.")
    if not 0 <= cents < act.cents:
        raise ActRefused("A cover is reduced to less than it was. To raise it, set it again.")
    return CoverRow(
        customer_id=customer_id,
        policy_number=contract.policy.number,
        kind=kind,
        state=REDUCED if cents else CANCELLED,
        cents=cents,
        currency=act.currency,
        quota_bp=act.quota_bp,
        from_on=on,
        until_on=act.until_on,
        details={"why": why},
    )
