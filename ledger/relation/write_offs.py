"""Write-offs: cents we give up on invoices. Balances follow through a payment that brought no cash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ledger.errors import ActRefused
from ledger.imports.allocations import RecordedAllocation
from ledger.imports.changes import (
    AllocationVersion,
    Changes,
    NewAllocation,
    NewPayment,
    NextIds,
    PaymentVersion,
)
from ledger.imports.payments import RecordedPayment
from ledger.relation.cases import Case, Grammar, RelationAct, cases_of
from ledger.relation.deciding import NewAct, Wanted, When, check_ending, check_when, claims_of, currency_of
from ledger.relation.details import (
    Claim,
    Details,
    choice_in,
    claims_as_json,
    claims_in,
    invoices_in,
    text_in,
)
from ledger.relation.disputes import Label

WRITE_OFF = "write_off"  # the kind of its payment, too
RECORDED, REVERSED = "recorded", "reversed"
TAKEN_OVER = "taken_over"  # the accounts tell the same loss since
REASONS = {
    "irrecoverable": Label("irrecoverable", "irrécouvrable"),
    "insolvency": Label("insolvency proceedings", "procédure collective"),
    "small_balance": Label("small balance", "écart de règlement"),
    "bank_fees": Label("bank fees", "frais bancaires"),
    "goodwill": Label("goodwill", "geste commercial"),
    "time_barred": Label("time-barred", "prescrit"),
    "other": Label("other", "autre"),
}


@dataclass(frozen=True, slots=True)
class Loss:
    """`in_accounts` are the payments of the accounts by which they hold it now, none while only we do."""

    reason: str
    items: tuple[Claim, ...]
    currency: str
    note: str
    in_accounts: tuple[int, ...] = ()


WriteOff = Case[Loss, str]


def _loss(details: Details) -> Loss:
    reason = choice_in(details, "reason", REASONS)
    return Loss(reason, claims_in(details), text_in(details, "currency"), text_in(details, "note"))


def _taken_over(loss: Loss, details: Details) -> Loss:
    return replace(loss, in_accounts=invoices_in(details, "payments"))


WRITE_OFFS = Grammar(
    matter=WRITE_OFF,
    opening=RECORDED,
    read=_loss,
    ending=REVERSED,
    read_end=lambda details: text_in(details, "note"),
    changes={TAKEN_OVER: _taken_over},
)


def write_offs_on(acts: Sequence[RelationAct], *, as_of: date) -> list[WriteOff]:
    """Every write-off known on an evening, reversed ones too."""
    return cases_of(WRITE_OFFS, acts, as_of=as_of)


def write_off(wanted: Sequence[Wanted], *, reason: str, note: str, when: When) -> NewAct:
    """Raises ActRefused for more than is open, an unknown reason, or invoices in several currencies."""
    items = [one.item for one in wanted]
    check_when(when, items)
    currency = currency_of(items)
    if reason not in REASONS:
        raise ActRefused(f"“{reason}” is no reason for a write-off. Choose one of {', '.join(REASONS)}.")
    claims = claims_of(wanted)
    details = {"reason": reason, "items": claims_as_json(claims), "currency": currency, "note": note}
    return NewAct(WRITE_OFF, RECORDED, None, items[0].customer_id, when.happened_on, details)


def reverse_write_off(case: WriteOff, *, note: str, when: When) -> NewAct:
    check_ending(case, when, ended=REVERSED)
    if case.terms is not None and case.terms.in_accounts:
        raise ActRefused(
            f"The accounts hold the write-off {case.id} now. Have it reversed there, and import them again."
        )
    return NewAct(WRITE_OFF, REVERSED, case.id, case.customer_id, when.happened_on, {"note": note})


def settling(new: NewAct, case_id: int, ids: NextIds, *, on: date) -> Changes:
    """The payment and allocations by which the written-off invoices owe less."""
    claims = claims_in(new.details)
    payment = NewPayment(
        id=ids.payment,
        source_id=payment_name(case_id),
        customer_id=new.customer_id,
        paid_on=new.happened_on,
        amount_cents=sum(one.cents for one in claims),
        currency=text_in(new.details, "currency"),
        method=None,
        reference=None,
        known_on=on,
        kind=WRITE_OFF,
    )
    allocations = [
        NewAllocation(
            ids.allocation + place,
            _allocation_name(case_id, one.invoice_id),
            payment.id,
            one.invoice_id,
            one.cents,
            new.happened_on,
            on,
        )
        for place, one in enumerate(claims)
    ]
    return Changes(payments=[payment], allocations=allocations)


def undoing(
    case: WriteOff,
    payments: Mapping[str, RecordedPayment],
    allocations: Mapping[str, RecordedAllocation],
    *,
    on: date,
) -> Changes:
    """`allocations` are those of people, and those that followed invoices told twice.

    Versions of nothing beside the payment and allocations of a write-off: what was owed is owed again.
    """
    changes = Changes()
    payment = payments[payment_name(case.id)]
    changes.payment_versions.append(
        PaymentVersion(
            payment.id, payment.version + 1, payment.customer_id, payment.paid_on, 0, payment.currency, on
        )
    )
    prefix, moved = _allocation_name(case.id, None), f"payment {payment.id} > "
    for name in sorted(allocations):
        if name.startswith((prefix, moved)):
            undone = allocations[name]
            changes.allocation_versions.append(AllocationVersion(undone.id, undone.version + 1, 0, on))
    return changes


def payment_name(case_id: int) -> str:
    return f"write-off {case_id}"


def _allocation_name(case_id: int, invoice_id: int | None) -> str:
    return f"write-off {case_id} invoice {'' if invoice_id is None else invoice_id}"
