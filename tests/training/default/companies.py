"""An invented company some of whose customers fail, as facts."""

from functools import lru_cache

import numpy as np
import pandas as pd

from ledger.facts import Facts
from scoring.default.model import DefaultModel
from simulation.world import World, invent
from tests.training.companies import silent
from training.default.fitting import Recipe, train_default

SMALL = Recipe(trees=30, most_snapshots=6_000, most_months=15_000)


def facts_of_world(world: World) -> Facts:
    """Every invoice known on its issue, every payment on its day."""
    codes = world.customers["code"].astype(str)
    customer = pd.Series(np.arange(1, len(codes) + 1), index=codes)
    rows = world.invoices.reset_index(drop=True)
    owner = customer.reindex(rows["customer"]).to_numpy(np.int64)
    number = np.arange(1, len(rows) + 1, dtype=np.int64)
    invoices = pd.DataFrame(
        {
            "invoice_id": number,
            "version": np.int32(0),
            "customer_id": owner,
            "number": rows["number"].astype("str"),
            "kind": "invoice",
            "issued_on": rows["issued_on"],
            "due_on": rows["due_on"],
            "due_on_source": "provided",
            "account_class": "411",
            "opening": False,
            "amount_cents": rows["amount_cents"],
            "currency": "EUR",
            "known_on": rows["issued_on"],
        }
    )
    paid = rows["paid_on"].notna().to_numpy()
    payments = pd.DataFrame(
        {
            "payment_id": number[paid],
            "version": np.int32(0),
            "customer_id": owner[paid],
            "paid_on": rows.loc[paid, "paid_on"].to_numpy(),
            "amount_cents": rows.loc[paid, "amount_cents"].to_numpy(),
            "currency": "EUR",
            "known_on": rows.loc[paid, "paid_on"].to_numpy(),
            "kind": "payment",
        }
    )
    allocations = payments.drop(columns="customer_id").rename(columns={"kind": "paid_by"})
    allocations = allocations.assign(allocation_id=allocations["payment_id"], invoice_id=number[paid])
    people = pd.DataFrame({"customer_id": customer.to_numpy(), "code": codes.to_numpy(), "name": ""})
    return Facts(people, invoices, allocations, payments, world.horizon)


@lru_cache(maxsize=1)
def failing_facts() -> Facts:
    """Three hundred customers over four years."""
    return facts_of_world(invent(customers=300, months=48, seed=5))


@lru_cache(maxsize=1)
def failing_model() -> DefaultModel:
    facts = failing_facts()
    return train_default(facts, as_of=facts.horizon, country="FR", recipe=SMALL, progress=silent)
