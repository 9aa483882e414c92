"""The laws of the invented bank account: every number that makes payments messy, each with its reason.

They aim at what credit managers tell of their own statements: a third of payments name nothing that can be
used, a sixth or more settle several invoices, one in twenty is short by fees or a discount, one credit in
fifty is no customer's. Shares are those of receipts unless another whole is named.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Naming:
    """What a payment says of the invoices it settles. What is left of one after these is full numbers."""

    nothing: float = 0.36  # kept above 30 % although direct debits always name theirs
    short: float = 0.12  # the end of the number only, as people read it aloud
    # Another invoice of the customer: two lines taken for each other. Only of payments of one invoice to the
    # cent: where the amount does not gainsay it, a payer's word is an instruction (art. 1342-10 C. civ.).
    wrong: float = 0.006
    structured: float = 0.05  # a creditor reference (ISO 11649), by payers whose programs know it
    width: int = 35  # characters in a line of text between banks
    lines: tuple[float, ...] = (0.40, 0.25, 0.10, 0.25)  # shares of payers whose bank passes on 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Differences:
    """Payments of another amount than their invoices."""

    short: float = 0.065  # by fees or by a discount, evenly where the payment is early enough for one
    fees_cents: tuple[int, ...] = (1_000, 1_250, 1_500, 1_800, 2_000, 2_500)  # foreign and instant transfers
    fees_from_cents: int = 30_000  # nobody lets the bank keep ten euros of fifty
    discounts: tuple[int, ...] = (100, 150, 200)  # basis points: what general terms offer for early payment
    overpaid: float = 0.006  # digits exchanged, or a round sum
    twice: float = 0.005  # two desks pay the same invoice
    parts: float = 0.02  # payments of one invoice that come in two parts


@dataclass(frozen=True, slots=True)
class Parties:
    """Who appears as the payer, against the name in the customer master. Shares of customers."""

    holding: float = 0.05  # the group's treasury pays for its companies, two or three of them
    same_account: float = 0.85  # pay from one account; the others change banks now and then
    other_account: float = 0.35  # payments of the others that come from their second account
    account_told: float = 0.60  # bank details known to the customer master
    no_account: float = 0.10  # payments whose account the bank does not pass on
    direct_debit: float = 0.06  # let us collect: small regular customers


@dataclass(frozen=True, slots=True)
class DirectDebits:
    """Collections that bounce: drawn among those of invoices that were paid late, or never."""

    returned: float = 0.30
    late_days: int = 10  # paid later than this after the due date, the collection may have bounced
    days: tuple[int, int] = (2, 8)  # the bank tells within eight weeks, mostly within a few days


@dataclass(frozen=True, slots=True)
class Credits:
    """Credit notes, of invoices."""

    share: float = 0.03
    whole: float = 0.35  # of credit notes; the rest take off a part
    part: tuple[float, float] = (0.04, 0.40)  # of the invoice


@dataclass(frozen=True, slots=True)
class BankLaws:
    """All of the above, and what the company's own account does."""

    together: float = 0.90  # invoices paid on one day that come as one payment
    most_together: int = 12  # invoices in a payment; a longer list becomes several payments
    unrelated: float = 0.0225  # credits that no customer paid, for each receipt
    outgoing: float = 0.85  # of what came in a month, spent the next one
    capital_cents: int = 25_000_000
    naming: Naming = Naming()
    differences: Differences = Differences()
    parties: Parties = Parties()
    direct_debits: DirectDebits = DirectDebits()
    credits: Credits = Credits()


BANK_LAWS = BankLaws()
