"""Whom to call today: one entry a customer, the one whose lateness costs most first.

First version: value is the expected euro-days late from today, in cents and days. Only what is past its due
day counts, and only what is left once credits are deducted; who owes nothing net is never on it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kernel.language import Language, amount_text, number_text, share_text
from kernel.money import Money, total

# Beyond a quarter a call today no longer decides; without a bound, who never pays would fill the list.
MOST_DAYS = 90


@dataclass(frozen=True, slots=True)
class LateInvoice:
    """An invoice past its due day, the days still to wait, the chance of its coming within a week."""

    number: str
    due_on: date
    days_late: int
    open: Money
    expected_days: float
    soon: float

    @property
    def open_cents(self) -> int:
        return self.open.cents

    @property
    def currency(self) -> str:
        return self.open.currency


@dataclass(frozen=True, slots=True)
class Account:
    """What one customer owes past due in one currency, and the credit it holds against it."""

    customer: str
    invoices: tuple[LateInvoice, ...]
    credit: Money


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One contact: `value_cents` counts a cent late for a day as one."""

    rank: int
    customer: str
    value_cents: int
    why: str
    invoices: tuple[LateInvoice, ...]


def worklist(accounts: Sequence[Account], *, capacity: int, language: Language) -> list[QueueEntry]:
    """The `capacity` most useful contacts, at most one a customer, whatever the order of `accounts`.

    Values in two currencies cannot be compared without a dated rate: accounts in the currency that most of
    them use come first, the others after, currency by currency.
    """
    used = Counter(account.credit.currency for account in accounts)
    valued = [(value(account), account) for account in accounts if owes(account)]
    valued.sort(key=lambda pair: _place(*pair, used=used))
    entries: list[QueueEntry] = []
    seen: set[str] = set()
    for worth, account in valued:
        if len(entries) == capacity:
            break
        if account.customer in seen:
            continue
        seen.add(account.customer)
        oldest_first = tuple(sorted(account.invoices, key=lambda item: (item.due_on, item.number)))
        rank = len(entries) + 1
        entries.append(QueueEntry(rank, account.customer, worth, why(account, language), oldest_first))
    return entries


def _place(worth: int, account: Account, *, used: Counter[str]) -> tuple[int, str, int, str]:
    currency = account.credit.currency
    return -used[currency], currency, -worth, account.customer


def owed(account: Account) -> Money:
    return total((item.open for item in account.invoices), currency=account.credit.currency)


def owes(account: Account) -> bool:
    return owed(account).cents > account.credit.cents


def value(account: Account) -> int:
    """Expected cent-days late from today, scaled down to what is owed net of credit."""
    gross = owed(account)
    days = sum(item.open.cents * item.expected_days for item in account.invoices)
    return round(days * (gross - account.credit).cents / gross.cents)


def why(account: Account, language: Language) -> str:
    gross = owed(account)
    oldest = max(item.days_late for item in account.invoices)
    wait = sum(item.open.cents * item.expected_days for item in account.invoices) / gross.cents
    soon = sum(item.open.cents * item.soon for item in account.invoices) / gross.cents
    count = number_text(len(account.invoices), language)
    net = amount_text(gross - account.credit, language)
    chance = share_text(soon, language)
    several = len(account.invoices) > 1
    many = "s" if several else ""
    if language is Language.FRENCH:
        return (
            f"{net} échus sur {count} facture{many}, {'la plus ancienne ' if several else ''}de {oldest} j ; "
            f"encore {_wait(wait, 'au moins')} j d'attente probables, {chance} payés d'ici une semaine sans "
            "rien faire."
        )
    return (
        f"{net} overdue on {count} invoice{many}, {'the oldest ' if several else ''}by {oldest} d; "
        f"{_wait(wait, 'at least')} more days to wait as things go, {chance} of it paid within a week by "
        "itself."
    )


def _wait(days: float, at_least: str) -> str:
    """Whole days; at the bound nobody knows how many more."""
    return f"{at_least} {days:.0f}" if round(days) >= MOST_DAYS else f"{days:.0f}"
