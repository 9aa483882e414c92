"""Which customers are kept together when a ledger is parted, and the facts of some of them.

What one customer's figures need of others must lie in the same part: the members of its group, whoever else
ever held one of its invoices, whoever shares a case with it.
"""

from collections.abc import Sequence
from dataclasses import fields
from heapq import heapify, heapreplace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ledger.beside import Beside
from ledger.facts import Facts

Ints = NDArray[np.int64]

_OF_CASES = ("disputes", "promises", "plans", "hand_overs")
_OF_INVOICES = ("disputes", "promises", "plans")


def partition_of(facts: Facts, partitions: int) -> "pd.Series[int]":
    """The part of each customer, from 0 on; parts hold about as many invoices each.

    The same for the same facts, whatever their order.
    """
    customers = _customers(facts)
    together = _together(facts, customers)
    invoices = facts.invoices.drop_duplicates("invoice_id")["customer_id"]
    # A customer without an invoice still weighs something: a million prospects in one part would be a burden.
    weight = np.bincount(np.searchsorted(customers, invoices), minlength=len(customers)) + 1
    sizes = np.bincount(together, weights=weight).astype(np.int64)
    part = np.zeros(len(sizes), dtype=np.int64)
    lightest = [(0, place) for place in range(partitions)]
    heapify(lightest)
    # The largest first, each to the part that is lightest so far.
    for one in np.argsort(-sizes, kind="stable"):
        load, place = lightest[0]
        part[one] = place
        heapreplace(lightest, (load + int(sizes[one]), place))
    return pd.Series(part[together], index=pd.Index(customers, name="customer_id"))


def cut(facts: Facts, customers: "pd.Index[int]") -> Facts:
    """All facts of these customers, to the same horizon; allocations go with their invoice."""

    def theirs(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.loc[frame["customer_id"].isin(customers)]

    invoices = theirs(facts.invoices)
    return Facts(
        customers=theirs(facts.customers),
        invoices=invoices,
        allocations=facts.allocations.loc[facts.allocations["invoice_id"].isin(invoices["invoice_id"])],
        payments=theirs(facts.payments),
        horizon=facts.horizon,
        beside=Beside(**{item.name: theirs(getattr(facts.beside, item.name)) for item in fields(Beside)}),
    )


def _customers(facts: Facts) -> Ints:
    frames = [facts.customers, facts.invoices, facts.payments]
    frames += [getattr(facts.beside, item.name) for item in fields(Beside)]
    return np.unique(np.concatenate([frame["customer_id"].to_numpy(np.int64) for frame in frames]))


def _together(facts: Facts, customers: Ints) -> Ints:
    """A number for each customer, the same for those that must stay together."""
    links = pd.concat([_by_invoice(facts), _by_case(facts.beside), _by_group(facts)], ignore_index=True)
    tie = pd.factorize(links["tie"])[0].astype(np.int64) + len(customers)
    owner = np.searchsorted(customers, links["customer_id"].to_numpy(np.int64))
    size = int(max(tie.max(initial=0) + 1, len(customers)))
    graph = coo_array((np.ones(len(tie), dtype=np.int8), (owner, tie)), shape=(size, size))
    found = connected_components(graph, directed=False)[1][: len(customers)]
    return pd.factorize(found)[0].astype(np.int64)


def _by_invoice(facts: Facts) -> pd.DataFrame:
    held = facts.invoices[["customer_id", "invoice_id"]]
    spoken = [getattr(facts.beside, name)[["customer_id", "invoice_id"]] for name in _OF_INVOICES]
    every = pd.concat([held, *spoken], ignore_index=True).drop_duplicates()
    several = every.loc[(every["invoice_id"] != 0) & every["invoice_id"].duplicated(keep=False)]
    return _links(several["customer_id"], "invoice", several["invoice_id"])


def _by_case(beside: Beside) -> pd.DataFrame:
    frames = [getattr(beside, name)[["customer_id", "case_id"]] for name in _OF_CASES]
    every = pd.concat(frames, ignore_index=True).drop_duplicates()
    several = every.loc[(every["case_id"] != 0) & every["case_id"].duplicated(keep=False)]
    return _links(several["customer_id"], "case", several["case_id"])


def _by_group(facts: Facts) -> pd.DataFrame:
    told = facts.beside.profiles
    belongs = told.loc[told["parent"] != "", ["customer_id", "parent"]].drop_duplicates()
    heads = facts.customers.loc[facts.customers["code"].isin(belongs["parent"])]
    owners: Sequence[pd.Series] = (belongs["customer_id"], heads["customer_id"])
    codes: Sequence[pd.Series] = (belongs["parent"], heads["code"])
    return _links(pd.concat(owners), "group", pd.concat(codes))


def _links(customer: pd.Series, kind: str, what: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {"customer_id": customer.to_numpy(np.int64), "tie": (kind + " " + what.astype("str")).to_numpy()}
    )
