"""The payment a telephone reads: the EPC QR code of a credit transfer in euros (EPC069-12, version 002)."""

from decimal import Decimal

from stdnum import bic as bics
from stdnum import iban as ibans

from dunning.letters.typography import clean
from dunning.notice import Bank

_HIGHEST_CENTS = 99_999_999_999
_LONGEST_NAME, _LONGEST_TEXT = 70, 140
_MOST_BYTES = 331  # the largest code allowed, version 13 at level M
_LINES_UP_TO_TEXT = ("BCD", "002", "1", "SCT")


def epc_payload(bank: Bank, cents: int | None, reference: str) -> str:
    """The lines in UTF-8; blank where no code can be made: no valid IBAN, no name, nothing to pay.

    Without an amount the payer writes it. Cut to what the standard holds: the name at 70
    letters, the reference at 140, all at 331 bytes.
    """
    iban = ibans.compact(clean(bank.iban))
    holder = clean(bank.holder)[:_LONGEST_NAME]
    payable = cents is None or 0 < cents <= _HIGHEST_CENTS
    if not ibans.is_valid(iban) or not holder or not payable:
        return ""
    bic = bics.compact(clean(bank.bic))
    amount = "" if cents is None else f"EUR{Decimal(cents) / 100:.2f}"
    lines = (*_LINES_UP_TO_TEXT, bic if bics.is_valid(bic) else "", holder, iban, amount, "", "", "")
    head = "\n".join(lines)
    return head + _cut(clean(reference)[:_LONGEST_TEXT], _MOST_BYTES - len(head.encode()))


def _cut(text: str, size: int) -> str:
    """As much of it as fits into so many bytes, no letter halved."""
    return text.encode()[:size].decode(errors="ignore")
