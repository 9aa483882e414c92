"""What people wrote down of a customer's conduct: disputes, promises, plans, hand-overs, money sent back."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from features.steps import (
    NOTHING,
    YEAR,
    Floats,
    Ints,
    Step,
    counted_of,
    days_in,
    ones,
    ordered,
    owners_in,
    summed_of,
    until_next,
)
from ledger.beside import Beside
from ledger.timeline import NEVER

# An assignment to a factor finances us and says nothing of the customer.
_FACTOR = "factor"


class Conduct(NamedTuple):
    """By customer, but `disputed` by account. `since` is when each kind began to be written down."""

    disputes: Step
    disputed: Step
    promises: Step
    plans: Step
    hand_overs: Step
    returns: Step
    since: dict[str, int]


def conduct_of(beside: Beside, customers: Ints, states: pd.DataFrame) -> Conduct:
    """`states` are those of the invoices, as the ledger's timeline tells them, with a column `account`."""
    kinds = ("disputes", "promises", "plans", "hand_overs", "returns")

    def made(kind: str, of: Callable[[pd.DataFrame], Step]) -> Step:
        frame: pd.DataFrame = getattr(beside, kind)
        return NOTHING if frame.empty else of(_mine(frame, customers))

    return Conduct(
        disputes=made("disputes", _disputes),
        disputed=NOTHING if beside.disputes.empty else disputed_step(beside.disputes, states),
        promises=made("promises", _promises),
        plans=made("plans", _plans),
        hand_overs=made("hand_overs", _hand_overs),
        returns=made("returns", _returns),
        since={kind: _first(getattr(beside, kind)) for kind in kinds},
    )


def _first(frame: pd.DataFrame) -> int:
    return int(days_in(frame["known_on"]).min()) if len(frame) else int(NEVER)


def _mine(frame: pd.DataFrame, customers: Ints) -> pd.DataFrame:
    told = frame.assign(owner=owners_in(frame["customer_id"], customers))
    return told.loc[told["owner"] >= 0]


def _cases(frame: pd.DataFrame, names: list[str]) -> tuple[pd.DataFrame, Ints, Ints]:
    """Rows in order, once a day, with the days between which each was what we knew."""
    told = ordered(frame, [*names, "known_on"]).drop_duplicates([*names, "known_on"], keep="last")
    begin = days_in(told["known_on"])
    return told, begin, until_next(told, names, begin)


def _disputes(frame: pd.DataFrame) -> Step:
    """Cases opened in the last year, cases ended, and those of them that ended for the customer."""
    told = frame.sort_values(["known_on", "outcome"])
    opened = told.drop_duplicates(["owner", "case_id"])
    ended = told.loc[told["outcome"] != ""].drop_duplicates(["owner", "case_id"])
    first, last = days_in(opened["known_on"]), days_in(ended["known_on"])
    owner = np.concatenate([_owner(opened), _owner(ended)])
    n, m = len(opened), len(ended)
    won = ones(ended["outcome"] == "customer")
    return counted_of(
        owner,
        np.concatenate([first, last]),
        np.concatenate([first + YEAR, np.full(m, np.int64(NEVER))]),
        {
            "opened": np.r_[np.ones(n), np.zeros(m)],
            "ended": np.r_[np.zeros(n), np.ones(m)],
            "won": np.r_[np.zeros(n), won],
        },
    )


def disputed_step(disputes: pd.DataFrame, states: pd.DataFrame) -> Step:
    """By account: cents in dispute, of each invoice no more than what is still open of it."""
    told = disputes.loc[disputes["invoice_id"].isin(states["invoice_id"].unique())]
    claims, begin, until = _cases(told, ["case_id", "invoice_id"])
    cents = claims["cents"].to_numpy(np.float64)
    held = states.loc[states["invoice_id"].isin(claims["invoice_id"])]
    account: list[Ints] = []
    day: list[Ints] = []
    moved: list[Floats] = []
    rows_of = claims.reset_index(drop=True).groupby("invoice_id").indices
    for invoice, theirs in held.groupby("invoice_id"):
        rows = rows_of[invoice]
        known, ends = (theirs[name].to_numpy(np.int64) for name in ("known_day", "until_day"))
        days = np.unique(np.concatenate([known, begin[rows], until[rows]]))
        days = days[(days >= known[0]) & (days < NEVER)]
        stands = (begin[rows][:, None] <= days) & (days < until[rows][:, None])
        state = np.searchsorted(known, days, side="right") - 1
        still = np.maximum(theirs["open_cents"].to_numpy(np.int64)[state], 0)
        now = np.where(
            days < ends[state], np.minimum((stands * cents[rows][:, None]).sum(axis=0), still), 0.0
        )
        owners = theirs["account"].to_numpy(np.int64)[state]
        # What an invoice has in dispute leaves its account when another takes it over.
        account += [owners, owners[:-1]]
        day += [days, days[1:]]
        moved += [now, -now[:-1]]
    if not account:
        nothing = np.empty(0, dtype=np.int64)
        return summed_of(nothing, nothing, {"cents": np.empty(0)})
    return summed_of(np.concatenate(account), np.concatenate(day), {"cents": np.concatenate(moved)})


def _promises(frame: pd.DataFrame) -> Step:
    """Promises that stand as kept and as broken, and those that were found broken within a year."""
    told, begin, until = _cases(frame, ["owner", "case_id"])
    kept, broken = (ones(told["state"] == state) for state in ("kept", "broken"))
    return _standing_and_recent(told, begin, until, {"kept": kept, "broken": broken}, recent=broken)


def _standing_and_recent(
    told: pd.DataFrame, begin: Ints, until: Ints, names: dict[str, Floats], *, recent: Floats
) -> Step:
    nothing = np.zeros(len(told))
    owner = _owner(told)
    return counted_of(
        np.concatenate([owner, owner]),
        np.concatenate([begin, begin]),
        np.concatenate([until, np.minimum(until, begin + YEAR)]),
        {
            **{name: np.concatenate([column, nothing]) for name, column in names.items()},
            "recent": np.concatenate([nothing, recent]),
        },
    )


def _plans(frame: pd.DataFrame) -> Step:
    """Instalments still to come and instalments missed, of plans that have not ended."""
    told, begin, until = _cases(frame, ["owner", "case_id", "due_on", "invoice_id"])
    names = {state: ones(told["state"] == state) for state in ("open", "broken")}
    return counted_of(_owner(told), begin, until, names)


def _hand_overs(frame: pd.DataFrame) -> Step:
    told, begin, until = _cases(frame, ["owner", "case_id"])
    given = ones((told["state"] == "given") & (told["party"] != _FACTOR))
    return counted_of(_owner(told), begin, until, {"given": given})


def _returns(frame: pd.DataFrame) -> Step:
    """Those of the last year by the day they came back. Without a number each row is a return of its own."""
    numbered = frame["entry_id"].to_numpy(np.int64)
    apart = frame.assign(entry_id=np.where(numbered == 0, -1 - np.arange(len(frame)), numbered))
    told, begin, until = _cases(apart, ["owner", "entry_id"])
    came_back = days_in(told["returned_on"].fillna(told["known_on"]))
    stands = ones(told["cents"] != 0)
    return counted_of(_owner(told), begin, np.minimum(until, came_back + YEAR), {"n": stands})


def _owner(frame: pd.DataFrame) -> Ints:
    return frame["owner"].to_numpy(np.int64)
