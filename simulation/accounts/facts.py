"""What the accounts of an invented company are made of. Cents; positive when money comes in."""

from datetime import date
from typing import NamedTuple

from kernel.days import Terms

EXACT, FEES, DISCOUNT, OVERPAID, TWICE, PART = "exact", "fees", "discount", "overpaid", "twice", "part"
DIRECT_DEBIT, RETURNED, UNRELATED, OUTGOING = "direct_debit", "return", "unrelated", "outgoing"

NOTHING, FULL, SHORT, CUT, WRONG, STRUCTURED = "nothing", "full", "short", "cut", "wrong", "structured"


class Client(NamedTuple):
    """A customer as the master knows it; `iban` is empty where nobody told."""

    number: int
    code: str
    name: str
    siren: str
    naf: str
    country: str
    terms: Terms
    sales_owner: str
    iban: str


class Sale(NamedTuple):
    """An invoice; `paid_on` is the day it was settled in full, by money or by a credit note."""

    number: str
    customer: str
    issued_on: date
    due_on: date
    cents: int
    paid_on: date | None


class CreditNote(NamedTuple):
    number: str
    customer: str
    invoice: str
    issued_on: date
    cents: int  # positive


class Share(NamedTuple):
    """What a bank entry settles of an invoice: by money, and beside it by a difference that is let go."""

    invoice: str
    cents: int
    difference_cents: int = 0


class Remittance(NamedTuple):
    """What a payment says of itself, in lines as banks pass them on, and how it names its invoices."""

    lines: tuple[str, ...] = ()
    naming: str = NOTHING
    structured: str = ""
    end_to_end: str = ""


class Movement(NamedTuple):
    """A movement of the company's bank account, and the truth about it.

    `key` names it among all; `answers` is the key of the collection that a return undoes, or of the
    payment that one made twice repeats; `nature` is the bank's code of what kind of transfer it is.
    """

    key: str
    booked_on: date
    cents: int
    kind: str
    customer: str = ""
    name: str = ""
    iban: str = ""
    nature: str = "RCDT/ESCT"
    remittance: Remittance = Remittance()
    shares: tuple[Share, ...] = ()
    answers: str = ""
    account: str = "411000"  # against which it is booked

    @property
    def difference_cents(self) -> int:
        return sum(share.difference_cents for share in self.shares)
