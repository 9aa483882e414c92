"""Whom do we call today?"""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from dunning.worklist import MOST_DAYS, Account, LateInvoice, QueueEntry, worklist

from kernel.language import Language
from kernel.money import Money
from tests.tables import rows

ENGLISH, FRENCH = Language.ENGLISH, Language.FRENCH


def _account(customer: str, *owed: tuple[float, float], credit: float = 0, currency: str = "EUR") -> Account:
    """Invoices as (units, expected days), ten days late, and a credit in units."""
    invoices = tuple(
        LateInvoice(
            f"{customer}-{n}",
            date(2024, 5, 1),
            10,
            Money(round(units * 100), currency),
            expected_days=days,
            soon=0.25,
        )
        for n, (units, days) in enumerate(owed, 1)
    )
    return Account(customer, invoices, Money(round(credit * 100), currency))


def _queue(*accounts: Account, capacity: int = 100, language: Language = ENGLISH) -> list[QueueEntry]:
    return worklist(accounts, capacity=capacity, language=language)


@rows("""
    owed      | days | credit | value
    100.00    | 10   | 0      | 100000
    100.00    | 10   | 50.00  | 50000
    100.00    | 10   | 99.99  | 10
    100.00    | 10   | 100.00 | absent
    100.00    | 10   | 250.00 | absent
    0.01      | 90   | 0      | 90
    100.00    | 0    | 0      | 0
""")
def test_value_is_cent_days_scaled_to_what_is_owed_net(owed: str, days: str, credit: str, value: str) -> None:
    told = _queue(_account("ACME", (float(owed), float(days)), credit=float(credit)))
    assert [entry.value_cents for entry in told] == ([] if value == "absent" else [int(value)])


@rows("""
    capacity | customers
    0        |
    1        | C
    2        | C A
    3        | C A B
    4        | C A B D
    99       | C A B D
""")
def test_the_first_k_are_the_k_most_valuable(capacity: str, customers: str) -> None:
    """A and B are worth the same: the code decides. D owes least."""
    accounts = [
        _account("B", (100, 10)),
        _account("D", (1, 1)),
        _account("C", (900, 30)),
        _account("A", (50, 20)),
    ]
    told = _queue(*accounts, capacity=int(capacity))
    assert [entry.customer for entry in told] == customers.split()
    assert [entry.rank for entry in told] == list(range(1, len(told) + 1))


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_accounts_and_invoices_means_nothing(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a shuffle, not a secret
    accounts = [
        _account("C", (10, 3), (20, 4), (30, 5)),
        _account("A", (100, 10)),
        _account("B", (100, 10), currency="USD"),
        _account("A", (100, 10), currency="USD"),
    ]
    mixed = [
        replace(account, invoices=tuple(chance.sample(account.invoices, len(account.invoices))))
        for account in accounts
    ]
    chance.shuffle(mixed)
    assert _queue(*mixed) == _queue(*accounts)


def test_a_customer_in_two_currencies_is_called_once_for_the_usual_one() -> None:
    """Amounts of two currencies are never added nor compared: the currency most accounts use goes first."""
    dollars = _account("ACME", (300, 10), currency="USD")
    told = _queue(_account("ACME", (100, 10)), dollars, _account("OTHER", (350, 10)))
    assert [(entry.customer, entry.value_cents) for entry in told] == [("OTHER", 350_000), ("ACME", 100_000)]
    assert {item.currency for item in told[1].invoices} == {"EUR"}
    assert "EUR" in told[1].why


def test_another_currency_comes_after_the_usual_one_whatever_its_amount() -> None:
    told = _queue(
        _account("YEN", (9_000, 90), currency="JPY"), _account("ACME", (1, 1)), _account("OTHER", (2, 1))
    )
    assert [entry.customer for entry in told] == ["OTHER", "ACME", "YEN"]


def test_a_credit_in_one_currency_pays_no_other() -> None:
    told = _queue(_account("ACME", (100, 10), credit=100), _account("ACME", (50, 10), currency="USD"))
    assert [(entry.value_cents, entry.invoices[0].currency) for entry in told] == [(50_000, "USD")]


def test_invoices_stand_oldest_first() -> None:
    account = _account("ACME", (10, 1), (20, 1), (30, 1))
    first, second, third = account.invoices
    older = replace(third, due_on=date(2024, 3, 1))
    (entry,) = _queue(replace(account, invoices=(second, first, older)))
    assert [item.number for item in entry.invoices] == ["ACME-3", "ACME-1", "ACME-2"]


def test_why_in_both_languages() -> None:
    """Net of credit, weighted by amount: 3,000 waits 20 days, 1,000 waits 40."""
    account = _account("ACME", (3_000, 20), (1_000, 40), credit=500)
    account = replace(
        account, invoices=(replace(account.invoices[0], days_late=65, soon=0.5), account.invoices[1])
    )
    assert _queue(account)[0].why == (
        "3,500 EUR overdue on 2 invoices, the oldest by 65 d; "
        "25 more days to wait as things go, 44% of it paid within a week by itself."
    )
    assert _queue(account, language=FRENCH)[0].why == (
        "3\u202f500 EUR échus sur 2 factures, la plus ancienne de 65 j ; "
        "encore 25 j d'attente probables, 44\u202f% payés d'ici une semaine sans rien faire."
    )


def test_one_invoice_is_told_as_one() -> None:
    assert " on 1 invoice, by 10 d; " in _queue(_account("ACME", (10, 5)))[0].why
    assert " sur 1 facture, de 10 j ; " in _queue(_account("ACME", (10, 5)), language=FRENCH)[0].why


def test_a_wait_that_reaches_the_bound_is_told_as_a_bound() -> None:
    lost = _account("ACME", (10, MOST_DAYS - 0.2))
    assert "; at least 90 more days to wait" in _queue(lost)[0].why
    assert " ; encore au moins 90 j d'attente" in _queue(lost, language=FRENCH)[0].why
