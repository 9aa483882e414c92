"""The ledger in numbers."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ledger.facts import Facts


@dataclass(frozen=True, slots=True)
class OpenAmount:
    """What is not settled yet in one currency; credit notes count against it."""

    currency: str
    items: int
    cents: int


@dataclass(frozen=True, slots=True)
class LedgerSummary:
    """Counts of facts as they stand; days are None while the ledger is empty."""

    customers: int
    invoices: int
    credit_notes: int
    payments: int
    open_items: int
    open_amounts: tuple[OpenAmount, ...]
    first_issued_on: date | None
    last_issued_on: date | None
    horizon: date | None
    imports: int

    def as_json(self) -> dict[str, Any]:
        told = asdict(self)
        told["open_amounts"] = list(told["open_amounts"])
        for name in ("first_issued_on", "last_issued_on", "horizon"):
            day = told[name]
            told[name] = None if day is None else day.isoformat()
        return told


def summary_of(facts: Facts, *, imports: int) -> LedgerSummary:
    invoices = standing(facts.invoices, "invoice_id")
    still = open_items(facts)
    amounts = still.groupby("currency")["open_cents"].agg(["size", "sum"])
    payments = standing(facts.payments, "payment_id")
    credit = invoices["kind"] == "credit_note"
    return LedgerSummary(
        customers=len(facts.customers),
        invoices=int((~credit).sum()),
        credit_notes=int(credit.sum()),
        payments=int((payments["amount_cents"] != 0).sum()),
        open_items=len(still),
        open_amounts=tuple(OpenAmount(str(c), int(n), int(cents)) for c, n, cents in amounts.itertuples()),
        first_issued_on=_day(invoices["issued_on"].min()),
        last_issued_on=_day(invoices["issued_on"].max()),
        horizon=facts.horizon,
        imports=imports,
    )


def empty_summary(*, imports: int) -> LedgerSummary:
    return LedgerSummary(0, 0, 0, 0, 0, (), None, None, None, imports)


def standing(versions: pd.DataFrame, key: str) -> pd.DataFrame:
    """The last version of each fact. Versions of one fact stand together, in order."""
    keys = versions[key].to_numpy()
    last = np.ones(len(keys), dtype=bool)
    last[:-1] = keys[1:] != keys[:-1]
    return versions.loc[last]


def open_items(facts: Facts) -> pd.DataFrame:
    """Invoices and credit notes not settled in full, with what is left in `open_cents`."""
    invoices = standing(facts.invoices, "invoice_id")
    settled = standing(facts.allocations, "allocation_id").groupby("invoice_id")["amount_cents"].sum()
    left = invoices["amount_cents"] - invoices["invoice_id"].map(settled).fillna(0).astype("int64")
    return invoices.assign(open_cents=left).loc[left != 0]


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()
