"""A ledger as known on an evening, asked for the cash to come: open, and not yet issued."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.pairs import day_number, day_of
from features.streams import Streams, streams_of
from forecast.dependence import Past
from forecast.future import FutureCash, Rhythm, future_cash, rhythm_of
from forecast.measuring import Spread, joined, spread_of, usual, whole_customers
from forecast.open_cash import OpenCash, chances_by_day, open_cash
from forecast.policy import DependencePolicy, RhythmPolicy
from ledger.as_known import as_known
from ledger.beside import Beside
from ledger.credits import accounts_in_credit
from ledger.facts import Facts
from ledger.timeline import NEVER, timeline
from scoring.lateness.artifact import LatenessModel
from scoring.lateness.next_invoice import next_invoices
from scoring.lateness.open_items import OpenInvoices, open_invoices
from scoring.lateness.predict import curves_in_pieces
from scoring.lateness.promised import with_promises

Ints = NDArray[np.int64]

_WEEK = 7


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Facts of no later than the evening of `as_of`, what was made of them, and the model that reads them."""

    as_of: date
    facts: Facts
    states: pd.DataFrame
    streams: Streams
    model: LatenessModel

    @property
    def day(self) -> int:
        return day_number(self.as_of)


def known_on(facts: Facts, model: LatenessModel, *, as_of: date) -> Known:
    """Cut all facts at the evening."""
    told = as_known(facts, as_of)
    states = timeline(told)
    return Known(as_of, told, states, streams_of(states, beside=told.beside, customers=told.customers), model)


def open_cash_of(known: Known, *, days: int) -> OpenCash:
    """What is open on the evening, its chances of the `days` to come, disputes and credits set aside."""
    items = open_invoices(known.facts, known.states, known.streams, as_of=known.as_of)
    states = known.states
    invoice = states["invoice_id"].to_numpy(np.int64)[items.pairs.state]
    codes = known.facts.customers.set_index("customer_id")["code"]
    held = accounts_in_credit(known.facts, states, day=known.day).items()
    return open_cash(
        items,
        _chances(known, items, day=known.day, days=days),
        as_of=known.day,
        invoice_id=invoice,
        customer_id=states["customer_id"].to_numpy(np.int64)[items.pairs.state],
        disputed=disputed_cents(known.facts.beside, invoice, as_of=known.as_of),
        credit={(str(codes[customer]), currency): cents for (customer, currency), cents in held},
    )


def disputed_cents(beside: Beside, invoices: Ints, *, as_of: date) -> Ints:
    """Cents of each invoice in dispute on the evening, all open disputes about it together."""
    told = beside.known(as_of).disputes.sort_values("known_on", kind="stable")
    last = told.drop_duplicates(["case_id", "invoice_id"], keep="last")
    cents = last.groupby("invoice_id")["cents"].sum().reindex(invoices).fillna(0.0)
    return np.rint(cents.to_numpy(np.float64)).astype(np.int64)


def _chances(known: Known, items: OpenInvoices, *, day: int, days: int) -> NDArray[np.float32]:
    told = np.zeros((len(items.pairs), days), np.float32)
    for rows, by_habit in curves_in_pieces(known.model, known.streams, items.pairs):
        curves = with_promises(by_habit, items.promised.take(rows))
        told[rows] = chances_by_day(curves, as_of=day, days=days)
    return told


def spread_known(known: Known, policy: DependencePolicy, *, seed: int) -> Spread:
    """How far past weeks were off and came together: nothing later than the evening is looked at.

    The earlier evenings are asked of the same ledger, each with what was known on it; their weeks are over.
    """
    last = known.day - policy.weeks * _WEEK
    evenings = [last - policy.days_apart * place for place in range(policy.evenings)]
    asked = [
        (day, open_invoices(known.facts, known.states, known.streams, as_of=day_of(day))) for day in evenings
    ]
    if sum(len(items.pairs) for _, items in asked) < policy.fewest_invoices:
        return usual(policy)
    asked = _fewer(asked, policy)
    count = sum(len(items.pairs) for _, items in asked)
    owners = known.states["customer_id"].to_numpy(np.int64)
    parts = []
    for day, items in asked:
        customers = owners[items.pairs.state]
        kept = whole_customers(customers, most=policy.most_invoices, count=count, seed=seed)
        rows = np.flatnonzero(kept)
        parts.append(_past(known, items.take(rows), customers[rows], day=day, weeks=policy.weeks))
    return spread_of(joined(parts), policy)


def _fewer(asked: list[tuple[int, OpenInvoices]], policy: DependencePolicy) -> list[tuple[int, OpenInvoices]]:
    """Evenings further apart rather than customers left out, as the largest few decide; never below some."""
    count = sum(len(items.pairs) for _, items in asked)
    wanted = max(policy.most_invoices * len(asked) // max(count, 1), policy.fewest_evenings)
    return asked[:: max(-(-len(asked) // wanted), 1)]


def _past(known: Known, items: OpenInvoices, customers: Ints, *, day: int, weeks: int) -> Past:
    """The commonest currency of one past evening: amounts of two are never weighed against each other."""
    currency = np.array(items.currency, dtype=str)
    codes, counts = np.unique(currency, return_counts=True)
    rows = np.flatnonzero(currency == codes[counts.argmax()]) if len(codes) else np.zeros(0, np.int64)
    items, customers = items.take(rows), customers[rows]
    by_day = _chances(known, items, day=day, days=weeks * _WEEK)
    paid = _last_paid_day(known.states).reindex(
        known.states["invoice_id"].to_numpy(np.int64)[items.pairs.state]
    )
    week = (paid.to_numpy(np.int64) - day - 1) // _WEEK
    return Past(
        evening=np.zeros(len(rows), np.int64),
        account=np.unique(customers, return_inverse=True)[1].astype(np.int64),
        cents=items.pairs.open_cents,
        by_week=by_day[:, _WEEK - 1 :: _WEEK].astype(np.float64),
        came=np.clip(np.where(paid.to_numpy(np.int64) >= NEVER, weeks, week), 0, weeks),
    )


def _last_paid_day(states: pd.DataFrame) -> "pd.Series[int]":
    last = states.drop_duplicates("invoice_id", keep="last")
    return last.set_index("invoice_id")["paid_day"].astype("int64")


@dataclass(frozen=True, slots=True, eq=False)
class Foreseen:
    """Accounts with a rhythm, the terms of their usual invoice, and the cash that its curve lets expect."""

    rhythm: Rhythm
    terms: Ints
    cash: FutureCash


def foreseen(known: Known, policy: RhythmPolicy, *, days: int) -> Foreseen:
    """Invoices of the days to come, paid as the model says of each customer's next usual one."""
    rhythm = rhythm_of(known.states, as_of=known.day, policy=policy)
    customers, pairs = next_invoices(known.states, known.streams, as_of=known.day)
    by_day = np.zeros((len(pairs), days))
    for rows, curves in curves_in_pieces(known.model, known.streams, pairs):
        by_day[rows] = chances_by_day(curves, as_of=known.day - 1, days=days)
    place = np.searchsorted(customers, rhythm.customer)
    return Foreseen(rhythm, (pairs.due - pairs.issued)[place], future_cash(rhythm, by_day[place], days=days))
