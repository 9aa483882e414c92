"""What a document says otherwise than the ledger, which it never overwrites: each a sentence for a person."""

from collections.abc import Iterator

from ledger.einvoice.claims import Claim
from ledger.einvoice.customers import Buyers
from ledger.einvoice.state import HeldInvoice


def differences(claim: Claim, held: HeldInvoice, *, own: bool, buyers: Buyers) -> Iterator[str]:
    """`own`: documents brought the invoice. Accounts tell the whole total, what was paid before included."""
    invoice, code = claim.invoice, buyers.customers[held.customer_id].code
    amounts = {claim.cents} if own else {claim.cents, claim.outcome.total_cents}
    if held.amount_cents not in amounts or held.currency != invoice.currency:
        yield (
            f"The ledger holds it with {held.amount_cents / 100:.2f} {held.currency}, the document says "
            f"{claim.cents / 100:.2f} {invoice.currency}; the ledger was not changed."
        )
    if held.issued_on != invoice.issued_on:
        yield f"The ledger holds it as issued on {held.issued_on}, the document says {invoice.issued_on}."
    if _of_another(claim, held, buyers):
        yield f"The ledger holds it for {code}; the buyer of the document is another customer."


def _of_another(claim: Claim, held: HeldInvoice, buyers: Buyers) -> bool:
    buyer, known = claim.invoice.buyer, buyers.customers[held.customer_id].company
    found = buyers.candidates(buyer).ids
    other_company = known is not None and buyer.company is not None and known != buyer.company
    return other_company or bool(found and held.customer_id not in found)
