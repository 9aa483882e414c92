"""The ledger as it was known on an evening."""

from datetime import date

import pandas as pd

from ledger.facts import Facts


def as_known(facts: Facts, as_of: date) -> Facts:
    """Keep what we knew that evening: `known_on` decides, never the day it happened.

    A correction never shows before the fact it corrects. An allocation is recorded as known no earlier than
    its
    invoice and its payment, so it does not show before them.
    """
    invoices = _known(facts.invoices, "invoice_id", as_of)
    payments = _known(facts.payments, "payment_id", as_of)
    allocations = _known(facts.allocations, "allocation_id", as_of)
    met = facts.customers["customer_id"].isin(invoices["customer_id"])
    met |= facts.customers["customer_id"].isin(payments["customer_id"])
    # A prospect: the customer master, or a register of companies, speaks of it before any invoice does.
    beside = facts.beside.known(as_of)
    met |= facts.customers["customer_id"].isin(beside.profiles["customer_id"])
    return Facts(
        customers=facts.customers.loc[met],
        invoices=invoices,
        allocations=allocations,
        payments=payments,
        horizon=min(facts.horizon, as_of),
        beside=beside,
    )


def _known(versions: pd.DataFrame, key: str, as_of: date) -> pd.DataFrame:
    known = versions.loc[versions["known_on"] <= pd.Timestamp(as_of)]
    bases = known.loc[known["version"] == 0, key]
    if len(bases) == len(known):
        return known
    return known.loc[known[key].isin(bases)]
