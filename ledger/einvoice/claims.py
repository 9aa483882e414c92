"""What each document claims, told once, and what the register keeps of it.

The claim is the amount due (BT-115), not the total (BT-112): what was paid before is a payment or a deposit
invoice of its own, and asking for it again would be wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.einvoice.document import Document
from ledger.einvoice.kinds import is_credit_note, refuse_other_kinds
from ledger.einvoice.mentions import missing_mentions
from ledger.einvoice.outcome import REPEATED, Outcome
from ledger.einvoice.rules import broken_rules
from ledger.einvoice.settling import SEPARATOR
from ledger.errors import FileUnreadable
from ledger.files.einvoice import EInvoice, cents_of
from ledger.files.invoices import CREDIT_NOTE, INVOICE
from ledger.registers.catalogue import InvoiceDocumentRow

TOTALS = "totals"  # in the settings of an import: totals of documents of which a part was paid before


@dataclass(frozen=True, slots=True)
class Claim:
    """A document with what it claims, in cents, negative when it gives back."""

    document: Document
    outcome: Outcome
    cents: int

    @property
    def invoice(self) -> EInvoice:
        return self.document.invoice

    @property
    def key(self) -> str:
        return document_key(self.invoice)

    @property
    def credit(self) -> bool:
        return self.cents < 0


def document_key(invoice: EInvoice) -> str:
    """What makes an invoice one in French law: its seller, its number, and the year it was issued."""
    said = invoice.seller.said
    seller = invoice.seller.company or said.siren or said.vat or (said.name or "").casefold()
    return f"{seller}|{invoice.issued_on.year}|{invoice.number}"


def claim_of(document: Document, outcome: Outcome) -> Claim | None:
    invoice, totals = document.invoice, document.invoice.totals
    outcome.form, outcome.profile = document.form, document.profile
    outcome.number, outcome.type_code, outcome.currency = invoice.number, invoice.type_code, invoice.currency
    outcome.issued_on, outcome.customer_name = invoice.issued_on, invoice.buyer.said.name
    try:
        refuse_other_kinds(invoice)
        gross = cents_of(totals.gross, "total with VAT (BT-112)")
        due = cents_of(totals.due, "amount due (BT-115)")
    except FileUnreadable as error:
        outcome.refuse(str(error))
        return None
    if is_credit_note(invoice):
        gross, due = -abs(gross), -abs(due)
    outcome.kind = CREDIT_NOTE if due < 0 else INVOICE
    outcome.total_cents, outcome.amount_cents, outcome.prepaid_cents = gross, due, gross - due
    if due == 0:
        outcome.refuse("Nothing is owed on it (BT-115 is 0): it was paid before, so it is no receivable.")
        return None
    outcome.warnings, outcome.missing = broken_rules(invoice), missing_mentions(document)
    return Claim(document, outcome, due)


def once(claims: Sequence[Claim]) -> list[Claim]:
    """Of several documents of one invoice in one import, the richest."""
    kept: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda one: (one.document.richness, -one.outcome.place), reverse=True):
        first = kept.setdefault(claim.key, claim)
        if first is claim:
            continue
        said, before = (
            (one.cents, one.invoice.currency, one.invoice.issued_on, one.invoice.buyer.company)
            for one in (claim, first)
        )
        if said == before:
            claim.outcome.status = REPEATED
            claim.outcome.why = (
                f"The same invoice is in {first.outcome.file}, which tells more or came first."
            )
        else:
            claim.outcome.refuse(
                f"The file {first.outcome.file} holds the same number with another amount, day, currency or "
                "buyer; that one was kept."
            )
    return list(kept.values())


def document_row(document: Document, invoice_id: int) -> InvoiceDocumentRow:
    invoice = document.invoice
    delivered, end = invoice.delivered.on, invoice.delivered.period_end
    if delivered is None and end is not None and end <= invoice.issued_on:
        delivered = end  # a period that ends later is invoiced in advance
    return InvoiceDocumentRow(
        invoice_id=invoice_id,
        form=document.form,
        profile=document.profile,
        type_code=invoice.type_code,
        order_reference=invoice.references.order,
        buyer_reference=invoice.references.buyer,
        payment_reference=invoice.references.payment,
        preceding=SEPARATOR.join(invoice.references.preceding) or None,
        delivered_on=delivered,
        seller_siren=invoice.seller.siren,
        buyer_siren=invoice.buyer.siren,
        buyer_vat=invoice.buyer.vat,
        missing=missing_mentions(document),
        warnings=broken_rules(invoice),
    )
