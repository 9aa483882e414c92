"""A small company whose customers pay by habit, and a small model that learnt from it."""

from functools import lru_cache

import numpy as np

from ledger.facts import Facts
from scoring.gateway import NullRegistry
from scoring.lateness.artifact import LATENESS, LatenessModel
from tests.features.ledgers import Bill, Cash, facts_of, on
from training.lateness.fitting import train
from training.lateness.recipe import Recipe

SMALL = Recipe(
    hazard_trees=12,
    hazard_smallest_leaf=20,
    late_trees=8,
    late_leaves=12,
    late_smallest_leaf=10,
    head_trees=8,
    head_smallest_leaf=10,
)
HORIZON = 420


def silent(_step: str, _done: int, _of: int) -> None:
    """Nobody listens."""


@lru_cache(maxsize=1)
def company() -> tuple[tuple[Bill, ...], tuple[Cash, ...]]:
    """Fourteen customers over fourteen months, from punctual to very late; some is open at the end."""
    chance = np.random.default_rng(5)
    bills, cash = [], []
    for customer in range(1, 15):
        for _ in range(24):
            number = len(bills) + 1
            issued = int(chance.integers(0, HORIZON - 5))
            due = issued + int(chance.choice([15, 30]))
            cents = int(chance.integers(5_000, 500_000))
            bills.append(Bill(number, issued, due, cents, customer=customer))
            paid = max(due + round(chance.normal(6 * customer - 20, 6)), issued)
            if paid <= HORIZON:
                cash.append(Cash(number, number, paid, cents, customer=customer))
    return tuple(bills), tuple(cash)


@lru_cache(maxsize=1)
def company_facts() -> Facts:
    return facts_of(*company(), horizon=HORIZON)


@lru_cache(maxsize=1)
def small_model() -> LatenessModel:
    return train(company_facts(), as_of=on(330), country="FR", recipe=SMALL, progress=silent)


def served() -> NullRegistry:
    return NullRegistry({LATENESS.name: small_model()})
