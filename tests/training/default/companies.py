"""A company some of whose customers fail: they pay late for some months, then nothing, then buy no more."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from ledger.beside import Beside, typed
from ledger.facts import Facts
from scoring.default.definition import defaults
from scoring.default.model import DefaultModel
from tests.features.ledgers import Bill, Cash, facts_of, on
from tests.training.companies import silent
from training.default.fitting import Recipe, train_default

SMALL = Recipe(trees=15, most_snapshots=2_500, most_months=4_000)
DAYS = 1_300
# Three in ten are weak and fail some twelve times as often, month by month.
_WEAK, _FAILS_WEAK, _FAILS_SOUND = 0.3, 0.05, 0.004

# Nine customers in ten file accounts.
_FILES = 0.9


def company(customers: int = 300, seed: int = 3) -> tuple[list[Bill], list[Cash]]:
    """An invoice a month each, from any month on; about to fail, a customer slips to forty days late."""
    chance = np.random.default_rng(seed)
    bills: list[Bill] = []
    cash: list[Cash] = []
    for customer in range(1, customers + 1):
        weak = chance.random() < _WEAK
        failing = chance.geometric(_FAILS_WEAK if weak else _FAILS_SOUND)
        begins = int(chance.integers(-20, 30))
        for month in range(max(0, -begins), DAYS // 30):
            issued = 30 * (begins + month) + int(chance.integers(0, 20))
            if month > failing + 2 or issued > DAYS:
                break
            number = len(bills) + 1
            bills.append(Bill(number, issued, issued + 30, 150_000, customer=customer))
            slips = 40 if failing - 3 <= month else 12 if weak else 0
            paid = issued + 30 + slips + int(chance.normal(0, 6))
            if month < failing and paid <= DAYS:
                cash.append(Cash(number, number, max(paid, issued), 150_000, customer=customer))
    return bills, cash


@lru_cache(maxsize=1)
def failing_facts() -> Facts:
    return facts_of(*company(), horizon=DAYS)


@lru_cache(maxsize=1)
def told_facts() -> Facts:
    """The same company, where most file accounts every year, those of the failing with less equity."""
    facts = failing_facts()
    chance = np.random.default_rng(6)
    bad = set(defaults(facts)["customer_id"].tolist())
    rows = []
    for customer in facts.customers["customer_id"].tolist():
        if chance.random() < _FILES:
            for year in (2023, 2024, 2025, 2026):
                equity = float(chance.normal(0.15 if customer in bad else 0.40, 0.12))
                rows.append(_statement(customer, year, equity))
    return replace(facts, beside=Beside(statements=typed("statements", pd.DataFrame(rows))))


def _statement(customer: int, year: int, equity: float) -> dict[str, object]:
    total = 100_000_000.0
    return {
        "customer_id": customer,
        "known_on": pd.Timestamp(year, 6, 1),
        "closed_on": pd.Timestamp(year - 1, 12, 31),
        "months": 12,
        "kind": "company",
        "confidential": False,
        "total_assets": total,
        "equity": equity * total,
        "debts": (1 - equity) * total,
    }


@lru_cache(maxsize=1)
def failing_model() -> DefaultModel:
    return train_default(told_facts(), as_of=on(DAYS), country="FR", recipe=SMALL, progress=silent)
