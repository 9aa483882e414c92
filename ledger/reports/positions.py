"""What is open on an evening, item by item, from facts as they were known then."""

import numpy as np
import pandas as pd

from ledger.facts import Facts
from ledger.summary import standing

COLUMNS = ("invoice_id", "customer_id", "account_class", "currency", "due_on", "left_cents")


def open_positions(known: Facts) -> pd.DataFrame:
    """Items and money not settled to the cent, positive when the customer owes it.

    The columns are those of the database's own netting: invoice_id is 0 for money, whose due_on is the day it
    was paid. `known` are the facts as known on that evening.
    """
    invoices, payments = standing(known.invoices, "invoice_id"), standing(known.payments, "payment_id")
    allocations = standing(known.allocations, "allocation_id")
    owed = invoices.assign(left_cents=_left(invoices, allocations, "invoice_id"))
    money = payments.assign(
        invoice_id=np.int64(0),
        due_on=payments["paid_on"],
        left_cents=-_left(payments, allocations, "payment_id"),
    )
    both = pd.concat([owed[list(COLUMNS)], money[list(COLUMNS)]], ignore_index=True)
    return both.loc[both["left_cents"] != 0].reset_index(drop=True)


def _left(facts: pd.DataFrame, allocations: pd.DataFrame, key: str) -> pd.Series:
    used = allocations.groupby(key)["amount_cents"].sum()
    return facts["amount_cents"] - facts[key].map(used).fillna(0).astype("int64")
