"""Disputes: a customer's objection to invoices, for an amount, until it is resolved for one side."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from ledger.relation.cases import Case, Grammar, RelationAct, cases_of
from ledger.relation.details import Claim, Details, choice_in, claims_in, text_in, whole_in

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
    claimed = [whole_in(one, "claimed_cents") for one in details["items"]]
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
    total: Counter[int] = Counter()
    for case in disputes_on(acts, as_of=as_of):
        if case.stands and case.terms is not None:
            for item in case.terms.items:
                total[item.invoice_id] += item.cents
    return dict(total)
