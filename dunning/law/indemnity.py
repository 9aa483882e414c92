"""The flat indemnity for the costs of recovery: once a late invoice, owed by professionals only."""

from datetime import date

from dunning.claims import Kind
from kernel.dated import Dated

INDEMNITY_CENTS = Dated(
    {date(2013, 1, 1): 4_000},
    source="D441-5 C. com.: 40 euros an invoice, since the decree 2012-1115; without VAT",
)
_EUR = "EUR"


def indemnity_cents(
    *,
    due_on: date,
    late: bool,
    debtor: Kind,
    currency: str,
    claimed_before: bool,
    proceeding_opened_on: date | None,
    on: date,
) -> int:
    """40 euros, or nothing: claimed already, paid in time, a consumer, or due after a proceeding opened.

    Of invoices in another currency it is left to a person: the law names euros.
    """
    if claimed_before or not late or on <= due_on or debtor is Kind.PERSON or currency != _EUR:
        return 0
    if due_on < min(INDEMNITY_CENTS.values):
        return 0
    if proceeding_opened_on is not None and due_on >= proceeding_opened_on:
        return 0
    return INDEMNITY_CENTS.on(on)
