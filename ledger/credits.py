"""What customers hold against their debts: open credit notes, and money received but not allocated."""

import pandas as pd

from ledger.facts import Facts


def accounts_in_credit(facts: Facts, states: pd.DataFrame, *, day: int) -> dict[tuple[int, str], int]:
    """Credit in cents, positive, by customer_id and currency on an evening; `facts` as known that evening.

    Accounts without any are left out. `day` counts from 1970-01-01.
    """
    held = (states["known_day"] <= day) & (states["until_day"] > day)
    notes = -_by_account(states.loc[held & (states["amount_cents"] < 0)], "open_cents")
    paid = _by_account(_last_version(facts.payments, "payment_id"), "amount_cents")
    allocations = _last_version(facts.allocations, "allocation_id")
    payers = _last_version(facts.payments, "payment_id").set_index("payment_id")["customer_id"]
    payer = payers.reindex(allocations["payment_id"]).to_numpy()
    used = _by_account(allocations.assign(customer_id=payer), "amount_cents")
    unallocated = paid.sub(used, fill_value=0).clip(lower=0)
    credit = notes.add(unallocated, fill_value=0)
    held_cents = zip(credit.index.to_flat_index(), credit.to_numpy(), strict=True)
    return {(int(key[0]), str(key[1])): int(cents) for key, cents in held_cents if cents > 0}


def _by_account(rows: pd.DataFrame, column: str) -> pd.Series:
    keys = [rows["customer_id"].astype("int64"), rows["currency"].astype(str)]
    return rows[column].groupby(keys).sum()


def _last_version(versions: pd.DataFrame, key: str) -> pd.DataFrame:
    return versions.sort_values([key, "version"], kind="stable").drop_duplicates(key, keep="last")
