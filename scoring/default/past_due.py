"""On which evenings a customer's undisputed, reconciled debt past due was material, without a break.

Read in one pass over what changed: each account (customer and currency) keeps its amount past due, its
exposure and the money received that no invoice is settled by yet, and steps from one evening to the next.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ledger.facts import Facts
from ledger.timeline import NEVER, days_of
from scoring.default.policy import DefaultPolicy

Ints = NDArray[np.int64]

_COLUMNS = ("past_due", "exposure", "unallocated", "relief")
_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Runs:
    """Evenings [start, stop) on which an account was materially past due; NEVER where it goes on."""

    customer: Ints
    start: Ints
    stop: Ints


@dataclass(frozen=True, slots=True)
class Steps:
    """How each account stood from `day` on, until its next step, sorted by account and day; cents.

    `past_due` is net of disputes, credit notes and unallocated money; `bar` is what it must exceed.
    """

    customer: Ints
    account: Ints
    day: Ints
    past_due: Ints
    exposure: Ints
    bar: NDArray[np.float64]


def material_runs(steps: Steps) -> Runs:
    """Stretches above the bar, whatever their length."""
    above = steps.past_due > steps.bar
    same = np.r_[False, steps.account[1:] == steps.account[:-1]][: len(above)]
    goes_on = above & same & np.r_[False, above[:-1]][: len(above)]
    begins = np.flatnonzero(above & ~goes_on)
    following = np.flatnonzero(~goes_on)  # where a stretch, or a quiet step, starts
    after = np.searchsorted(following, begins, side="right")
    place = np.append(following, len(above))[after]
    ended = (place < len(above)) & np.append(same, False)[place]
    stop = np.where(ended, np.append(steps.day, NEVER)[place], NEVER)
    return Runs(steps.customer[begins], steps.day[begins], stop.astype(np.int64))


def steps_of(facts: Facts, states: pd.DataFrame, *, policy: DefaultPolicy) -> Steps:
    """Every change of every account up to the horizon; `states` is the timeline of `facts`."""
    changes = pd.concat(
        [_of_invoices(states), _of_disputes(facts.beside.disputes, states), _of_cash(facts)],
        ignore_index=True,
    )
    changes = pd.concat([changes, _of_persons(facts, changes, policy=policy)], ignore_index=True)
    horizon = days_of(pd.Series([pd.Timestamp(facts.horizon)]))[0]
    changes = changes.loc[changes["day"] <= horizon]
    daily = changes.groupby(["customer", "currency", "day"], sort=True)[list(_COLUMNS)].sum().reset_index()
    account = daily.groupby(["customer", "currency"], sort=True).ngroup().to_numpy(np.int64)
    held = daily.groupby(account)[list(_COLUMNS)].cumsum()
    floor = policy.floor_cents - held["relief"].to_numpy(np.float64)
    credit = held["unallocated"].clip(lower=0)
    exposure = (held["exposure"] - credit).to_numpy(np.int64)
    return Steps(
        customer=daily["customer"].to_numpy(np.int64),
        account=account,
        day=daily["day"].to_numpy(np.int64),
        past_due=(held["past_due"] - credit).to_numpy(np.int64),
        exposure=exposure,
        bar=np.maximum(floor, policy.exposure_share * exposure),
    )


def _of_invoices(states: pd.DataFrame) -> pd.DataFrame:
    """Open invoices are exposure while open and past due after their due day; credit notes at once."""
    owed = states.loc[states["open_cents"] > 0]
    notes = states.loc[states["open_cents"] < 0]
    return pd.concat(
        [
            _pulses(owed, owed["known_day"], owed["until_day"], exposure=owed["open_cents"]),
            _pulses(
                owed,
                np.maximum(owed["known_day"], owed["due_day"] + 1),
                owed["until_day"],
                past_due=owed["open_cents"],
            ),
            _pulses(
                notes,
                notes["known_day"],
                notes["until_day"],
                exposure=notes["open_cents"],
                past_due=notes["open_cents"],
            ),
        ],
        ignore_index=True,
    )


def _of_disputes(disputes: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """What is in dispute leaves the amount past due, up to what the invoice still owes; exposure keeps it."""
    rows = disputes.sort_values(["case_id", "invoice_id", "known_on"], kind="stable")
    begin = days_of(rows["known_on"]).astype(np.int64)
    rows = rows.assign(begin=begin, end=_until_next(rows, ["case_id", "invoice_id"], begin))
    rows = rows.loc[rows["cents"] > 0, ["invoice_id", "cents", "begin", "end"]]
    owed = states.loc[states["open_cents"] > 0].merge(rows, on="invoice_id")
    start = np.maximum(np.maximum(owed["known_day"], owed["due_day"] + 1), owed["begin"])
    cents = -owed[["cents", "open_cents"]].min(axis=1).astype("int64")
    return _pulses(owed, start, np.minimum(owed["until_day"], owed["end"]), past_due=cents)


def _of_cash(facts: Facts) -> pd.DataFrame:
    """Money received is the customer's until an invoice is settled by it."""
    payments = _moves(facts.payments, "payment_id")
    payer = facts.payments.drop_duplicates("payment_id").set_index("payment_id")["customer_id"]
    used = _moves(facts.allocations, "allocation_id")
    used = used.assign(
        customer=payer.reindex(used["payment_id"]).fillna(-1).to_numpy(np.int64), moved=-used["moved"]
    )
    payments = payments.assign(customer=payments["customer_id"].astype("int64"))
    both = pd.concat([payments, used.loc[used["customer"] >= 0]], ignore_index=True)
    return _changes(both["customer"], both["currency"], both["day"], unallocated=both["moved"])


def _of_persons(facts: Facts, changes: pd.DataFrame, *, policy: DefaultPolicy) -> pd.DataFrame:
    """A natural person's floor is lower, from the evening we knew that it is one."""
    rows = facts.beside.profiles.sort_values(["customer_id", "known_on"], kind="stable")
    person = (rows["kind"] == _PERSON).to_numpy().astype(np.int64)
    before = pd.Series(person).groupby(rows["customer_id"].to_numpy()).shift(fill_value=0).to_numpy(np.int64)
    relief = (person - before) * (policy.floor_cents - policy.person_floor_cents)
    told = pd.DataFrame(
        {
            "customer": rows["customer_id"].to_numpy(np.int64),
            "day": days_of(rows["known_on"]).astype(np.int64),
            "relief": relief,
        }
    )
    accounts = changes[["customer", "currency"]].drop_duplicates()
    told = told.loc[told["relief"] != 0].merge(accounts, on="customer")
    return _changes(told["customer"], told["currency"], told["day"], relief=told["relief"])


def _moves(versions: pd.DataFrame, key: str) -> pd.DataFrame:
    """Versions with what each adds to the one before, on the day it became what we knew."""
    rows = versions.sort_values([key, "version"], kind="stable")
    day = days_of(rows["known_on"]).astype(np.int64)
    day = pd.Series(day).groupby(rows[key].to_numpy()).cummax().to_numpy()
    before = rows.groupby(key)["amount_cents"].shift(fill_value=0)
    return rows.assign(day=day, moved=rows["amount_cents"] - before)


def _until_next(rows: pd.DataFrame, keys: list[str], begin: Ints) -> Ints:
    following = pd.Series(begin).groupby([rows[key].to_numpy() for key in keys]).shift(-1)
    return following.fillna(int(NEVER)).to_numpy(np.int64)


def _pulses(
    rows: pd.DataFrame, begin: "pd.Series | Ints", end: "pd.Series | Ints", **cents: pd.Series
) -> pd.DataFrame:
    """Amounts that hold on [begin, end): added on the first day, taken back on the day after the last."""
    start, stop = np.asarray(begin, np.int64), np.asarray(end, np.int64)
    lasting = start < stop
    kept = rows.loc[lasting]
    parts = []
    for day, sign in ((start[lasting], 1), (stop[lasting], -1)):
        amounts = {name: sign * values.loc[lasting].to_numpy(np.int64) for name, values in cents.items()}
        parts.append(_changes(kept["customer_id"], kept["currency"], day, **amounts))
    return pd.concat(parts, ignore_index=True)


def _changes(
    customer: pd.Series, currency: pd.Series, day: "pd.Series | Ints", **cents: "pd.Series | Ints"
) -> pd.DataFrame:
    told = {name: np.asarray(cents.get(name, np.zeros(len(customer))), np.int64) for name in _COLUMNS}
    return pd.DataFrame(
        {
            "customer": customer.to_numpy(np.int64),
            "currency": currency.astype(str).to_numpy(),
            "day": np.asarray(day, np.int64),
            **told,
        }
    )
