"""An invented ledger for measuring speed: a few large customers, many small ones, no corrections."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ledger.facts import Facts

_SEED = 20_240_301
_FIRST_ISSUE = np.datetime64("2019-01-01", "D")
_DAYS = 1826  # five years of invoices
_INVOICES_A_CUSTOMER = 50
_TERMS = np.array([15, 30, 45, 60])
_NEVER_PAID, _IN_TWO_PARTS = 0.007, 0.02

Ints = NDArray[np.int64]


def invented(invoices: int) -> Facts:
    """Facts as the ledger gives them, in the order of their identifiers, known on the day they happened.

    One invoice in forty is still open at the horizon because its payment comes later.
    """
    chance = np.random.default_rng(_SEED)
    customers = max(invoices // _INVOICES_A_CUSTOMER, 1)
    customer = _customers(chance, invoices, customers)
    issued = np.sort(chance.integers(0, _DAYS, invoices))
    due = issued + _TERMS[chance.integers(0, len(_TERMS), customers)][customer]
    cents = np.round(np.exp(chance.normal(12.0, 0.9, customers)[customer] + chance.normal(0, 0.6, invoices)))
    paid = np.maximum(due + _lateness(chance, customer, customers), issued)
    paid[chance.random(invoices) < _NEVER_PAID] = 10 * _DAYS
    parts = _cash(chance, issued, paid, cents.astype(np.int64))
    return _facts(customer, issued, due, cents.astype(np.int64), parts)


def _customers(chance: np.random.Generator, invoices: int, customers: int) -> Ints:
    """The largest of 20,000 customers has about one invoice in a hundred."""
    share = chance.pareto(1.3, customers) + 0.2
    share = np.minimum(share / share.sum(), 0.01 if customers > 1000 else 1.0)
    return chance.choice(customers, invoices, p=share / share.sum())


def _lateness(chance: np.random.Generator, customer: Ints, customers: int) -> Ints:
    """Days after due: a habit, its scatter, and now and then a long delay."""
    habit, scatter = chance.normal(4, 8, customers), chance.gamma(2, 4, customers)
    late = habit[customer] + scatter[customer] * chance.normal(0, 1, len(customer))
    long = np.where(chance.random(len(customer)) < 0.06, chance.exponential(60, len(customer)), 0)
    return np.round(late + long).astype(np.int64)


def _cash(chance: np.random.Generator, issued: Ints, paid: Ints, cents: Ints) -> dict[str, Ints]:
    """Money received by the horizon: invoice position, day, cents."""
    invoice = np.arange(len(issued))
    split = (chance.random(len(issued)) < _IN_TWO_PARTS) & (paid > issued + 1)
    first = np.where(split, np.round(cents * chance.uniform(0.3, 0.7, len(issued))), 0).astype(np.int64)
    early = issued + np.floor(chance.random(len(issued)) * np.minimum(paid - issued, 120)).astype(np.int64)
    position = np.concatenate([invoice[split], invoice])
    day = np.concatenate([early[split], paid])
    amount = np.concatenate([first[split], cents - first])
    order = np.lexsort((position, day))
    order = order[day[order] < _DAYS]
    return {"invoice": position[order], "day": day[order], "cents": amount[order]}


def _facts(customer: Ints, issued: Ints, due: Ints, cents: Ints, cash: dict[str, Ints]) -> Facts:
    codes = np.unique(customer)
    invoices = pd.DataFrame(
        {
            "invoice_id": np.arange(1, len(issued) + 1),
            "version": np.zeros(len(issued), dtype=np.int32),
            "customer_id": customer + 1,
            "number": pd.array([f"F{n}" for n in range(len(issued))], dtype="str"),
            "kind": _words("invoice", len(issued)),
            "issued_on": _dates(issued),
            "due_on": _dates(due),
            "amount_cents": cents,
            "currency": _words("EUR", len(issued)),
            "opening": np.zeros(len(issued), dtype=bool),
            "known_on": _dates(issued),
            "recorded_at": _dates(issued).astype("datetime64[us]"),
        }
    )
    payments = pd.DataFrame(
        {
            "payment_id": np.arange(1, len(cash["day"]) + 1),
            "version": np.zeros(len(cash["day"]), dtype=np.int32),
            "customer_id": customer[cash["invoice"]] + 1,
            "paid_on": _dates(cash["day"]),
            "amount_cents": cash["cents"],
            "currency": _words("EUR", len(cash["day"])),
            "kind": _words("payment", len(cash["day"])),
            "known_on": _dates(cash["day"]),
            "recorded_at": _dates(cash["day"]).astype("datetime64[us]"),
        }
    )
    links = (
        payments.drop(columns="customer_id")
        .rename(columns={"kind": "paid_by"})
        .assign(allocation_id=payments["payment_id"], invoice_id=cash["invoice"] + 1)
    )
    names = pd.array([f"C{n}" for n in codes + 1], dtype="str")
    book = pd.DataFrame({"customer_id": codes + 1, "code": names, "name": names})
    last = _FIRST_ISSUE.item() + timedelta(days=_DAYS - 1)
    return Facts(book, invoices, links, payments, horizon=date.fromordinal(last.toordinal()))


def _dates(day: Ints) -> NDArray[np.datetime64]:
    return (_FIRST_ISSUE + day).astype("datetime64[s]")


def _words(word: str, count: int) -> pd.api.extensions.ExtensionArray:
    return pd.array([word] * count, dtype="str")
