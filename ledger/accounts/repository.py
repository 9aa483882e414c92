"""Loads the ledger as it stands, whatever day it is known from, for the accounts and the bank to meet."""

from collections import defaultdict
from datetime import date
from typing import Any

import pandas as pd

from ledger.accounts.held import Bill, Held, Receipt, Share
from ledger.repository import FactsRepository
from ledger.summary import standing
from store.session import ReadSession

_ITEM = ("invoice_id", "customer_id", "account_class", "amount_cents", "known_on")
_RECEIPT = (
    *("payment_id", "customer_id", "account_class", "kind", "amount_cents", "currency", "paid_on"),
    *("known_on",),
)
_SHARE = ("allocation_id", "payment_id", "invoice_id", "amount_cents", "how", "confidence", "known_on")


class AccountsRepository:
    def __init__(self, session: ReadSession) -> None:
        self._session = session

    def held(self) -> Held:
        facts = FactsRepository(self._session, as_recorded=None).facts(customers=None, horizon=date.max)
        shares: dict[int, list[Share]] = defaultdict(list)
        for key, payment, item, cents, how, confidence, known in _rows(
            facts.allocations, "allocation_id", _SHARE
        ):
            shares[payment].append(Share(key, payment, item, cents, how, confidence, known.date()))
        return Held(
            {
                key: Bill(customer, account_class, cents, known.date())
                for key, customer, account_class, cents, known in _rows(facts.invoices, "invoice_id", _ITEM)
            },
            {
                key: Receipt(key, customer, of, kind, cents, currency, paid.date(), known.date())
                for key, customer, of, kind, cents, currency, paid, known in _rows(
                    facts.payments, "payment_id", _RECEIPT
                )
            },
            shares,
        )


def _rows(versions: pd.DataFrame, key: str, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """The last version of each fact, as plain values."""
    last = standing(versions, key)
    return list(zip(*(last[name].tolist() for name in columns), strict=True))
