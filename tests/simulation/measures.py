"""What a world looks like from outside, and how well a probability tells it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulation.observer import NEVER
from simulation.trade import Account
from simulation.world import World


@dataclass(frozen=True, slots=True)
class Marginals:
    invoices: int
    late: float
    spread: float
    below_three: float
    ten_largest: float
    paid_together: float


def marginals(accounts: list[Account]) -> Marginals:
    counts = np.array([len(one.cents) for one in accounts])
    due, paid = (np.concatenate([getattr(one.ledger, name) for one in accounts]) for name in ("due", "paid"))
    payments = pd.DataFrame({"customer": np.repeat(np.arange(len(counts)), counts), "paid": paid})
    payments = payments[paid < NEVER]
    together = payments.groupby(["customer", "paid"])["paid"].transform("size") > 1
    return Marginals(
        invoices=int(counts.sum()),
        late=float((paid > due).mean()),
        spread=float((paid - due)[paid < NEVER].std()),
        below_three=float((counts < 3).mean()),
        ten_largest=float(np.sort(counts)[-10:].sum() / counts.sum()),
        paid_together=float(together.mean()),
    )


def days_late(world: World) -> "pd.Series[float]":
    """Days from due to the true payment, missing when there is none."""
    return (world.truth["paid_on_true"] - world.invoices["due_on"]).dt.days


def is_late(world: World, days: int = 0) -> np.ndarray:
    return ~(days_late(world) <= days).to_numpy()


def past_rate(world: World, weight: float = 4.0) -> np.ndarray:
    """The customer's late share among invoices whose lateness was known at issue, shrunk to everyone's."""
    late, base = is_late(world), is_late(world).mean()
    after_due = (world.invoices["due_on"] + pd.Timedelta(days=1)).to_numpy()
    paid = world.truth["paid_on_true"].to_numpy()
    known = np.where(np.isnat(paid) | (paid > after_due), after_due, paid)
    issued = world.invoices["issued_on"].to_numpy()
    found = np.empty(len(late))
    for rows in world.invoices.groupby("customer").indices.values():
        order = np.argsort(known[rows])
        sums = np.concatenate([[0], np.cumsum(late[rows][order])])
        seen = np.searchsorted(known[rows][order], issued[rows], side="right")
        found[rows] = (sums[seen] + weight * base) / (seen + weight)
    return found


def log_loss(told: np.ndarray, happened: np.ndarray) -> float:
    told = np.clip(told, 1e-9, 1 - 1e-9)
    return float(-np.where(happened, np.log(told), np.log(1 - told)).mean())


def surprise(told: np.ndarray, happened: np.ndarray, customers: np.ndarray) -> float:
    """Excess of events over their probabilities, in standard errors; only customers are independent."""
    excess = pd.Series(happened - told).groupby(customers).sum()
    return float(excess.sum() / np.sqrt((excess**2).sum()))
