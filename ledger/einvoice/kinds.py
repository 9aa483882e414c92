"""What a document is by its type (BT-3): a claim, a credit note, or neither."""

from ledger.errors import FileUnreadable
from ledger.files.einvoice import EInvoice

# The list UNTDID 1001, as far as EN 16931 takes it up.
CREDIT_NOTES = frozenset(
    ("81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532")
)
CORRECTIVE = frozenset(("384", "471", "472", "473"))  # they replace the invoice they name
PREPAYMENT = frozenset(("386", "500", "503"))
_OTHERS = """
71 80 82 84 102 130 202 203 204 211 218 219 295 326 331 382 383 385 387 388 390 394 395
456 457 527 553 575 623 633 751 780 817 870 875 876 877 935
"""
_CLAIMS = CORRECTIVE | {"380", "386", "389", "393", "500", "501", *_OTHERS.split()}
_CLAIM_NOTHING = {"325": "a pro forma invoice"}


def is_credit_note(invoice: EInvoice, *, by_sign: bool = True) -> bool:
    """By its type or its syntax; an invoice of less than nothing is one too.

    A preceding invoice (BT-25) alone makes no credit note: the invoice of a balance names its deposits.
    """
    negative = by_sign and (invoice.totals.due < 0 or (invoice.totals.due == 0 and invoice.totals.gross < 0))
    return invoice.credit or invoice.type_code in CREDIT_NOTES or negative


def refuse_other_kinds(invoice: EInvoice) -> None:
    """Raises FileUnreadable when the document claims nothing and gives nothing back."""
    code = invoice.type_code
    if (what := _CLAIM_NOTHING.get(code)) is not None:
        raise FileUnreadable(f"The type (BT-3) is {code}: it is {what}, which claims nothing.")
    if not invoice.credit and code not in CREDIT_NOTES | _CLAIMS:
        raise FileUnreadable(f"The type (BT-3) is “{code[:20]}”, which is no type of invoice (UNTDID 1001).")
