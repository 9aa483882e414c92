"""Disputes: a customer's objection to invoices, for an amount, until it is resolved for one side."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from ledger.errors import ActRefused
from ledger.relation.accounts import Accounts, Item
from ledger.relation.cases import Case, Grammar, RelationAct, cases_of
from ledger.relation.deciding import (
    NewAct,
    Wanted,
    When,
    check_ending,
    check_when,
    currency_of,
    said,
)
from ledger.relation.details import (
    Claim,
    Details,
    choice_in,
    claims_as_json,
    claims_in,
    rows_in,
    text_in,
    whole_in,
)

DISPUTE = "dispute"
OPENED, AMENDED, COMMENTED, RESOLVED = "opened", "amended", "commented", "resolved"
FOR_CUSTOMER, FOR_SELLER, WITHDRAWN = "customer", "seller", "withdrawn"
OUTCOMES = (FOR_CUSTOMER, FOR_SELLER, WITHDRAWN)


class Label(NamedTuple):
    english: str
    french: str


REASONS = {
    "missing_purchase_order": Label("purchase order missing", "bon de commande manquant"),
    "price": Label("price", "prix"),
    "quality": Label("quality", "qualité"),
    "quantity": Label("quantity", "quantité"),
    "not_received": Label("goods or service not received", "livraison non reçue"),
    "invoice_not_received": Label("invoice not received", "facture non reçue"),
    "wrong_recipient": Label("sent to the wrong recipient", "mauvais destinataire"),
    "duplicate": Label("invoiced twice", "facturé deux fois"),
    "missing_document": Label("document missing", "document manquant"),
    "late_delivery": Label("delivered late", "livraison tardive"),
    "service": Label("service", "prestation"),
    "terms": Label("payment terms", "conditions de règlement"),
    "other": Label("other", "autre"),
}


@dataclass(frozen=True, slots=True)
class Objection:
    """What a customer objects to, and how many cents of each invoice."""

    reason: str
    items: tuple[Claim, ...]
    note: str
    comments: tuple[str, ...] = ()


class Conceded(NamedTuple):
    """Cents given up on an invoice, of which `claimed_cents` were claimed then: its amount less credits."""

    invoice_id: int
    cents: int
    claimed_cents: int


@dataclass(frozen=True, slots=True)
class Resolution:
    """For whom a dispute ended; `conceded` when for the customer, by a credit note if one is named."""

    outcome: str
    conceded: tuple[Conceded, ...]
    credit_note: str | None
    note: str


Dispute = Case[Objection, Resolution]


def _objection(details: Details) -> Objection:
    reason = choice_in(details, "reason", REASONS)
    return Objection(reason, claims_in(details), text_in(details, "note"))


def _amended(objection: Objection, details: Details) -> Objection:
    return replace(objection, items=claims_in(details))


def _commented(objection: Objection, details: Details) -> Objection:
    return replace(objection, comments=(*objection.comments, text_in(details, "note")))


def _resolution(details: Details) -> Resolution:
    outcome = choice_in(details, "outcome", OUTCOMES)
    conceded = _conceded(details) if outcome == FOR_CUSTOMER else ()
    note = text_in(details, "note")
    credit_note = details.get("credit_note")
    if credit_note is not None and not isinstance(credit_note, str):
        raise ValueError("credit_note is not a number of a credit note")
    return Resolution(outcome, conceded, credit_note, note)


def _conceded(details: Details) -> tuple[Conceded, ...]:
    claimed = [whole_in(one, "claimed_cents") for one in rows_in(details, "items")]
    return tuple(Conceded(*one, cents) for one, cents in zip(claims_in(details), claimed, strict=True))


DISPUTES = Grammar(
    matter=DISPUTE,
    opening=OPENED,
    read=_objection,
    ending=RESOLVED,
    read_end=_resolution,
    changes={AMENDED: _amended, COMMENTED: _commented},
)


def disputes_on(acts: Sequence[RelationAct], *, as_of: date) -> list[Dispute]:
    """Every dispute known on an evening, resolved ones too."""
    return cases_of(DISPUTES, acts, as_of=as_of)


def disputed_cents(acts: Sequence[RelationAct], *, as_of: date) -> dict[int, int]:
    """Cents in dispute on an evening, by invoice_id, in the currency of each invoice.

    They may exceed what is still open: whoever sums them takes the lesser of both. Several disputes of one
    invoice add up; a dispute whose opening act cannot be read names no invoice.
    """
    return dict(_held(disputes_on(acts, as_of=as_of)))


def awaited_cents(conceded: Conceded, item: Item) -> int:
    """What was conceded and no credit note has lowered yet, paid or not."""
    lowered = conceded.claimed_cents - item.claimed_cents
    return max(0, conceded.cents - max(0, lowered))


def open_dispute(
    wanted: Sequence[Wanted], disputes: Sequence[Dispute], *, reason: str, note: str, when: When
) -> NewAct:
    """Raises ActRefused for an unknown reason, or more in dispute than an invoice amounts to."""
    items = [one.item for one in wanted]
    check_when(when, items)
    currency_of(items)
    if reason not in REASONS:
        raise ActRefused(f"“{reason}” is no reason for a dispute. Choose one of {', '.join(REASONS)}.")
    claims = _disputed(wanted, _held(disputes))
    details = {"reason": reason, "items": claims_as_json(claims), "note": note}
    return NewAct(DISPUTE, OPENED, None, items[0].customer_id, when.happened_on, details)


def amend_dispute(
    case: Dispute, wanted: Sequence[Wanted], disputes: Sequence[Dispute], *, note: str, when: When
) -> NewAct:
    """Other invoices or amounts take the place of those in dispute."""
    items = [one.item for one in wanted]
    check_ending(case, when, ended=RESOLVED)
    check_when(when, items)
    currency_of(items)
    claims = _disputed(wanted, _held([one for one in disputes if one.id != case.id]))
    details = {"items": claims_as_json(claims), "note": note}
    return NewAct(DISPUTE, AMENDED, case.id, case.customer_id, when.happened_on, details)


def comment_dispute(case: Dispute, *, note: str, when: When) -> NewAct:
    check_ending(case, when, ended=RESOLVED)
    if not note.strip():
        raise ActRefused("The comment is empty.")
    return NewAct(DISPUTE, COMMENTED, case.id, case.customer_id, when.happened_on, {"note": note})


def resolve_dispute(
    case: Dispute,
    accounts: Accounts,
    *,
    outcome: str,
    conceded: Sequence[Wanted],
    credit_note: str | None,
    note: str,
    when: When,
) -> NewAct:
    """For the customer, all that is in dispute is conceded unless `conceded` says which part."""
    check_ending(case, when, ended=RESOLVED)
    if outcome not in OUTCOMES:
        raise ActRefused(f"A dispute is resolved for {', '.join(OUTCOMES)}; “{outcome}” is none of them.")
    if outcome != FOR_CUSTOMER and (conceded or credit_note is not None):
        raise ActRefused("Only a dispute resolved for the customer concedes an amount or a credit note.")
    details: dict[str, object] = {"outcome": outcome, "note": note}
    if outcome == FOR_CUSTOMER:
        if credit_note is not None:
            _check_credit_note(credit_note, accounts, case.customer_id)
        given = _given_up(case, conceded)
        details["items"] = [
            {
                "invoice_id": one.invoice_id,
                "cents": one.cents,
                "claimed_cents": accounts.items[one.invoice_id].claimed_cents,
            }
            for one in given
            if one.invoice_id in accounts.items
        ]
        details["credit_note"] = credit_note
    return NewAct(DISPUTE, RESOLVED, case.id, case.customer_id, when.happened_on, details)


def _given_up(case: Dispute, conceded: Sequence[Wanted]) -> tuple[Claim, ...]:
    in_dispute = {} if case.terms is None else dict(case.terms.items)
    given = []
    for item, cents in conceded:
        most = in_dispute.get(item.invoice_id, 0)
        given.append(Claim(item.invoice_id, most if cents is None else cents))
        if not 0 < given[-1].cents <= most:
            raise ActRefused(
                f"{said(most, item.currency)} of {item.number} are in dispute: concede a part of that."
            )
    if not conceded and not in_dispute:
        raise ActRefused(f"The dispute {case.id} cannot be read. Say which invoice is conceded.")
    return tuple(given) or tuple(Claim(*one) for one in in_dispute.items())


def _check_credit_note(number: str, accounts: Accounts, customer_id: int) -> None:
    if not any(one.amount_cents < 0 for one in accounts.numbered(number, customer_id=customer_id)):
        code = accounts.codes.get(customer_id, "")
        raise ActRefused(
            f"{code} has no credit note {number}. Import it first, or leave it out: it is expected."
        )


def _held(disputes: Sequence[Dispute]) -> Counter[int]:
    held: Counter[int] = Counter()
    for case in disputes:
        if case.stands and case.terms is not None:
            held.update(dict(case.terms.items))
    return held


def _disputed(wanted: Sequence[Wanted], held: Mapping[int, int]) -> tuple[Claim, ...]:
    """All that is open and not in dispute yet, where nobody said how much."""
    claims = []
    for item, cents in wanted:
        taken = held.get(item.invoice_id, 0)
        claim = max(0, item.open_cents - taken) if cents is None else cents
        if claim <= 0:
            raise ActRefused(
                f"Nothing open on {item.number} is left to dispute. Say how much of it is meant."
            )
        if claim > item.amount_cents - taken:
            already = f", and {said(taken, item.currency)} are in dispute already" if taken else ""
            raise ActRefused(
                f"{item.number} amounts to {said(item.amount_cents, item.currency)}{already}: "
                f"{said(claim, item.currency)} cannot be in dispute."
            )
        claims.append(Claim(item.invoice_id, claim))
    return tuple(claims)
