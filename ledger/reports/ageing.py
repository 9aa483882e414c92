"""The aged balance: what is open, by how long it has been due.

Everything is in whole cents, one row for each group and currency; two currencies are never added.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

CUSTOMERS, BILLS, DOUBTFUL, ADVANCES = "411", "413", "416", "4191"
ORDERS = "orders"  # stands in the place of an account class for what is ordered and not invoiced
# Days late, the last of each bucket included: the columns every French aged balance has.
_BUCKETS = (("days_1_30", 1, 30), ("days_31_60", 31, 60), ("days_61_90", 61, 90), ("days_over_90", 91, None))


@dataclass(frozen=True, slots=True)
class AgedBalance:
    """What a group of accounts owes in one currency, in cents.

    open_cents is the balance of class 411: not_due + the four buckets + disputed - credits. The buckets and
    overdue, their sum, hold what is not in dispute; disputed holds the rest, of which disputed_overdue is
    late. Credits are credit notes not applied and money not allocated. Bills (413) and doubtful accounts
    (416) are debts beside class 411, advances (4191) what we owe; exposure is the whole of the ledger's
    balance. Orders are not invoiced yet, so they are in none of these sums.
    """

    group: str | None
    name: str | None
    currency: str
    open_cents: int
    overdue_cents: int
    not_due_cents: int
    days_1_30_cents: int
    days_31_60_cents: int
    days_61_90_cents: int
    days_over_90_cents: int
    disputed_cents: int
    disputed_overdue_cents: int
    credits_cents: int
    bills_cents: int
    doubtful_cents: int
    advances_cents: int
    exposure_cents: int
    orders_cents: int
    items: int


AMOUNTS = tuple(name for name in AgedBalance.__slots__ if name.endswith("_cents"))


def split(items: pd.DataFrame, *, as_of: date, disputed: Mapping[int, int]) -> pd.DataFrame:
    """Each open item with the columns of `AgedBalance` it belongs to.

    items: invoice_id (0 for money no invoice took), account_class, due_on (the day it was paid, for money),
    left_cents (positive when owed to us). disputed: cents in dispute by invoice_id; what is not open any more
    is not disputed either. An item is late from the day after it was due. Money paid back that no credit note
    explains is owed since the day it went.
    """
    left = items["left_cents"].to_numpy(np.int64)
    due = items["due_on"].to_numpy().astype("datetime64[D]")
    late = (np.datetime64(as_of, "D") - due).astype(np.int64)
    kind = items["account_class"]
    ordinary = (kind == CUSTOMERS).to_numpy()
    owed = np.where(ordinary & (left > 0), left, 0)
    argued = items["invoice_id"].map(disputed).fillna(0).to_numpy().astype(np.int64) if disputed else 0
    argued = np.minimum(argued, owed)
    clean = owed - argued
    parts = {f"{name}_cents": np.where(_within(late, low, high), clean, 0) for name, low, high in _BUCKETS}
    beside = {name: np.where((kind == name).to_numpy(), left, 0) for name in (BILLS, DOUBTFUL, ADVANCES)}
    return items.assign(
        open_cents=np.where(ordinary, left, 0),
        overdue_cents=np.where(late > 0, clean, 0),
        not_due_cents=np.where(late <= 0, clean, 0),
        **parts,
        disputed_cents=argued,
        disputed_overdue_cents=np.where(late > 0, argued, 0),
        credits_cents=np.where(ordinary & (left < 0), -left, 0),
        bills_cents=beside[BILLS],
        doubtful_cents=beside[DOUBTFUL],
        advances_cents=-beside[ADVANCES],
        exposure_cents=np.where((kind == ORDERS).to_numpy(), 0, left),
        orders_cents=np.where((kind == ORDERS).to_numpy(), left, 0),
        items=(ordinary & (items["invoice_id"] > 0).to_numpy()).astype(np.int64),
    )


def _within(late: np.ndarray, low: int, high: int | None) -> np.ndarray:
    return (late >= low) & ((late <= high) if high is not None else True)


def balances(parts: pd.DataFrame, *, names: Mapping[str, str | None]) -> list[AgedBalance]:
    """Sums by group and currency, the largest debt first; `parts` says the group of each item, None for those
    that belong to none.
    """
    sums = parts.groupby(["group", "currency"], dropna=False, observed=True)[[*AMOUNTS, "items"]].sum()
    rows = [_balance(group, currency, values, names) for (group, currency), *values in sums.itertuples()]
    return sorted(rows, key=lambda row: (-row.open_cents, -row.exposure_cents, row.group or "", row.currency))


def totals(rows: Iterable[AgedBalance]) -> list[AgedBalance]:
    """One row a currency, of every group."""
    by_currency: dict[str, list[AgedBalance]] = {}
    for row in rows:
        by_currency.setdefault(row.currency, []).append(row)
    return [
        AgedBalance(
            None,
            None,
            currency,
            **{name: sum(getattr(row, name) for row in group) for name in (*AMOUNTS, "items")},
        )
        for currency, group in sorted(by_currency.items())
    ]


def _balance(
    group: object, currency: str, values: Iterable[int], names: Mapping[str, str | None]
) -> AgedBalance:
    word = group if isinstance(group, str) else None
    cents = dict(zip((*AMOUNTS, "items"), map(int, values), strict=True))
    return AgedBalance(word, names.get(word) if word is not None else None, str(currency), **cents)
