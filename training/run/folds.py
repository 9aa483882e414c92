"""Folds for a search: each learns before a cut and is judged after it, on customers it never met.

Random folds would let a model recognise its judges: the invoices of one customer, paid by one transfer, would
stand on both sides. So each fold has a cut of its own in time, and a group of customers of its own.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ledger.facts import Facts

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fold:
    """Learns what was known on the evening of `learn_until`; judged on what begins from `begin` to `end`."""

    learn_until: date
    begin: date
    end: date
    group: int


def folds_before(last: date, *, count: int, first: date, embargo: int, window: int) -> tuple[Fold, ...]:
    """Windows of `window` days one after the other that end on `last`, each with an embargo before it.

    As many as `count` where history allows: a fold whose past would be shorter than its window and embargo
    together, counted from `first`, is left out.
    """
    made = []
    for place in range(count):
        end = last - timedelta(days=window * (count - 1 - place))
        begin = end - timedelta(days=window - 1)
        learn_until = begin - timedelta(days=embargo + 1)
        if (learn_until - first).days >= window + embargo:
            made.append(Fold(learn_until, begin, end, place))
    return tuple(made)


def groups(customers: Ints, *, count: int, seed: int) -> Ints:
    """One of `count` groups for each customer, evenly; two at least, or a fold would learn from nobody."""
    order = np.random.default_rng(seed).permutation(len(customers))
    return order % max(count, 2)


def some_customers(owners: Ints, *, most: int, seed: int) -> Ints:
    """Customers drawn at random until their rows come to `most`; all of them when there are fewer."""
    customers, counts = np.unique(owners, return_counts=True)
    if len(owners) <= most:
        return customers
    order = np.random.default_rng(seed).permutation(len(customers))
    return np.sort(customers[order[: int((np.cumsum(counts[order]) <= most).sum()) or 1]])


def only(facts: Facts, customers: Ints) -> Facts:
    """The facts of some customers, and nothing that tells of the others."""
    invoices, payments = _of(facts.invoices, customers), _of(facts.payments, customers)
    settled = facts.allocations["payment_id"].isin(payments["payment_id"])
    settled &= facts.allocations["invoice_id"].isin(invoices["invoice_id"])
    beside = {
        name: _of(getattr(facts.beside, name), customers) for name in type(facts.beside).__dataclass_fields__
    }
    return replace(
        facts,
        customers=_of(facts.customers, customers),
        invoices=invoices,
        payments=payments,
        allocations=facts.allocations.loc[settled],
        beside=replace(facts.beside, **beside),
    )


def _of(frame: pd.DataFrame, customers: Ints) -> pd.DataFrame:
    return frame.loc[frame["customer_id"].isin(customers)]
