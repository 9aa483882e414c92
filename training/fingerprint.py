"""One short mark of the facts a model learnt from: the same facts in any order give the same mark."""

import hashlib

import numpy as np

from ledger.facts import Facts
from ledger.timeline import days_of


def fingerprint(facts: Facts) -> str:
    """SHA-256 over the sorted content of invoices and allocations, without our own row numbers."""
    code = facts.customers.set_index("customer_id")["code"]
    invoices = facts.invoices
    numbers = invoices.drop_duplicates("invoice_id").set_index("invoice_id")["number"]
    settles = numbers.reindex(facts.allocations["invoice_id"])
    owner = code.reindex(invoices["customer_id"]).to_numpy()
    lines = [
        _lines(
            owner,
            invoices["number"].fillna("").to_numpy(),
            *(days_of(invoices[name]) for name in ("issued_on", "due_on", "known_on")),
            invoices["amount_cents"].to_numpy(),
            invoices["currency"].to_numpy(),
        ),
        _lines(
            settles.fillna("").to_numpy(),
            *(days_of(facts.allocations[name]) for name in ("paid_on", "known_on")),
            facts.allocations["amount_cents"].to_numpy(),
        ),
    ]
    digest = hashlib.sha256()
    for block in lines:
        for line in block:
            digest.update(line.encode())
            digest.update(b"\n")
    return digest.hexdigest()


def _lines(*columns: "np.ndarray") -> list[str]:
    return sorted("\t".join(map(str, row)) for row in zip(*(c.tolist() for c in columns), strict=True))
