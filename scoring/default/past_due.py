"""On which evenings a customer's undisputed, reconciled debt past due was material, without a break.

Read in one pass over what changed: each account (customer and currency) keeps its amount past due, its
exposure and the money received that no invoice is settled by yet, and steps from one evening to the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ledger.facts import Facts
from ledger.timeline import NEVER, days_of
from scoring.default.policy import DefaultPolicy

Ints = NDArray[np.int64]

_PERSON = "person"
# An account is a customer in a currency: customer_id times this, and the currency's place among the book's.
_CURRENCIES = 1_000
# Days of one account lie together in one sorted key.
_SPAN = np.int64(NEVER) * 2


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
    currencies: tuple[str, ...]

    def bar_before(self, day: int, *, customer: int, currency: str) -> float | None:
        """What one account's past due had to exceed on the evening before; None before its first step."""
        account = customer * _CURRENCIES + self.currencies.index(currency)
        first, stop = np.searchsorted(self.account, [account, account + 1])
        place = first + np.searchsorted(self.day[first:stop], day) - 1
        return float(self.bar[place]) if place >= first else None


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


@dataclass(frozen=True, slots=True)
class Moves:
    """Cents added to one figure of an account from a day on; taken back by their opposite."""

    account: Ints
    day: Ints
    cents: Ints


def steps_of(facts: Facts, states: pd.DataFrame, *, policy: DefaultPolicy) -> Steps:
    """Every change of every account up to the horizon; `states` is the timeline of `facts`."""
    names = sorted({*states["currency"].cat.categories.astype(str), *facts.payments["currency"].unique()})
    owed, notes = states.loc[states["open_cents"] > 0], states.loc[states["open_cents"] < 0]
    disputed = _disputed(facts.beside.disputes, owed)
    late_from = owed["known_day"].clip(lower=owed["due_day"] + 1)
    past_due = (
        *_pulse(owed, names, late_from, owed["until_day"], owed["open_cents"]),
        *_pulse(notes, names, notes["known_day"], notes["until_day"], notes["open_cents"]),
        *_pulse(disputed, names, disputed["start"], disputed["stop"], -disputed["cents"]),
    )
    exposure = tuple(
        part
        for rows in (owed, notes)
        for part in _pulse(rows, names, rows["known_day"], rows["until_day"], rows["open_cents"])
    )
    cash = _cash(facts, names)
    persons = _persons(facts, (*past_due, *exposure, *cash), policy=policy)
    horizon = int(np.datetime64(facts.horizon, "D").astype(np.int64))
    key, figures = _summed([past_due, exposure, cash, persons], horizon=horizon)
    account, day = np.divmod(key, _SPAN)
    credit = np.maximum(figures[2], 0)
    owing = figures[1] - credit
    return Steps(
        customer=account // _CURRENCIES,
        account=account,
        day=day,
        past_due=figures[0] - credit,
        exposure=owing,
        bar=np.maximum(policy.floor_cents - figures[3].astype(np.float64), policy.exposure_share * owing),
        currencies=tuple(names),
    )


def _summed(columns: Sequence[Sequence[Moves]], *, horizon: int) -> tuple[Ints, list[Ints]]:
    """The distinct evenings of each account, sorted, and what each figure stands at from then on."""
    keys, cents = [], []
    for moves in columns:
        key = np.concatenate([move.account * _SPAN + move.day for move in moves])
        early = np.concatenate([move.day for move in moves]) <= horizon
        keys.append(key[early])
        cents.append(np.concatenate([move.cents for move in moves])[early])
    distinct = np.unique(np.concatenate(keys))
    first = np.r_[True, distinct[1:] // _SPAN != distinct[:-1] // _SPAN][: len(distinct)]
    begins = np.flatnonzero(first)[np.cumsum(first) - 1] if len(distinct) else first.astype(np.int64)
    out = []
    for key, value in zip(keys, cents, strict=True):
        added = np.zeros(len(distinct), dtype=np.int64)
        np.add.at(added, np.searchsorted(distinct, key), value)
        running = np.cumsum(added)
        out.append(running - (running - added)[begins] if len(distinct) else running)
    return distinct, out


def _disputed(disputes: pd.DataFrame, owed: pd.DataFrame) -> pd.DataFrame:
    """What is in dispute leaves the amount past due, up to what the invoice still owes; exposure keeps it."""
    rows = disputes.sort_values(["case_id", "invoice_id", "known_on"], kind="stable")
    begin = days_of(rows["known_on"]).astype(np.int64)
    following = (
        pd.Series(begin).groupby([rows[key].to_numpy() for key in ("case_id", "invoice_id")]).shift(-1)
    )
    rows = rows.assign(begin=begin, end=following.fillna(int(NEVER)).to_numpy(np.int64))
    rows = rows.loc[rows["cents"] > 0, ["invoice_id", "cents", "begin", "end"]]
    met = owed.merge(rows, on="invoice_id")
    return met.assign(
        start=np.maximum(np.maximum(met["known_day"], met["due_day"] + 1), met["begin"]),
        stop=np.minimum(met["until_day"], met["end"]),
        cents=met[["cents", "open_cents"]].min(axis=1).astype("int64"),
    )


def _cash(facts: Facts, names: Sequence[str]) -> tuple[Moves, Moves]:
    """Money received is the customer's until an invoice is settled by it."""
    payments = changes(facts.payments, "payment_id")
    payer = facts.payments.drop_duplicates("payment_id").set_index("payment_id")["customer_id"]
    used = changes(facts.allocations, "allocation_id")
    used = used.assign(customer_id=payer.reindex(used["payment_id"]).to_numpy(), moved=-used["moved"])
    used = used.loc[used["customer_id"].notna()]
    received, spent = (
        Moves(_accounts(rows, names), rows["day"].to_numpy(np.int64), rows["moved"].to_numpy(np.int64))
        for rows in (payments, used)
    )
    return received, spent


def _persons(facts: Facts, others: Sequence[Moves], *, policy: DefaultPolicy) -> tuple[Moves]:
    """By how much a natural person's floor is lower, from the evening we knew that it is one."""
    rows = facts.beside.profiles.sort_values(["customer_id", "known_on"], kind="stable")
    person = pd.Series((rows["kind"] == _PERSON).to_numpy().astype(np.int64))
    before = person.groupby(rows["customer_id"].to_numpy()).shift(fill_value=0)
    told = pd.DataFrame(
        {
            "customer": rows["customer_id"].to_numpy(np.int64),
            "day": days_of(rows["known_on"]).astype(np.int64),
            "cents": ((person - before) * (policy.floor_cents - policy.person_floor_cents)).to_numpy(),
        }
    )
    accounts = np.unique(np.concatenate([move.account for move in others]))
    every = pd.DataFrame({"account": accounts, "customer": accounts // _CURRENCIES})
    met = told.loc[told["cents"] != 0].merge(every, on="customer")
    account, day, cents = met[["account", "day", "cents"]].to_numpy(np.int64).T
    return (Moves(account, day, cents),)


def changes(versions: pd.DataFrame, key: str) -> pd.DataFrame:
    """Versions with what each adds to the one before, on the day it became what we knew."""
    rows = versions.sort_values([key, "version"], kind="stable")
    day = pd.Series(days_of(rows["known_on"]).astype(np.int64)).groupby(rows[key].to_numpy()).cummax()
    before = rows.groupby(key)["amount_cents"].shift(fill_value=0)
    return rows.assign(day=day.to_numpy(), moved=rows["amount_cents"] - before)


def _accounts(rows: pd.DataFrame, names: Sequence[str]) -> Ints:
    code = pd.Categorical(rows["currency"].astype(str), categories=list(names)).codes
    return rows["customer_id"].to_numpy(np.int64) * _CURRENCIES + code.astype(np.int64)


def _pulse(
    rows: pd.DataFrame,
    names: Sequence[str],
    begin: "pd.Series[int]",
    end: "pd.Series[int]",
    cents: "pd.Series[int]",
) -> tuple[Moves, Moves]:
    """Amounts that hold on [begin, end): added on the first day, taken back on the day after the last."""
    start, stop, amount = (np.asarray(values, dtype=np.int64) for values in (begin, end, cents))
    lasting = start < stop
    account, amount = _accounts(rows, names)[lasting], amount[lasting]
    return Moves(account, start[lasting], amount), Moves(account, stop[lasting], -amount)
