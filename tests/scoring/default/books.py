"""Small books for the definition of default: facts with what stands beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from ledger.beside import Beside, typed
from ledger.facts import Facts
from tests.features.ledgers import Bill, Cash, facts_of, on

Rows = Iterable[Mapping[str, object]]


def book(
    bills: Iterable[Bill] = (), cash: Iterable[Cash] = (), *, horizon: int = 600, **beside: Rows
) -> Facts:
    """Facts of bills and cash; rows beside them give their days as numbers, like the bills."""
    frames = {name: typed(name, pd.DataFrame([_dated(row) for row in rows])) for name, rows in beside.items()}
    return replace(facts_of(bills, cash, horizon=horizon), beside=Beside(**frames))


def _dated(row: Mapping[str, object]) -> dict[str, object]:
    return {
        name: pd.Timestamp(on(int(str(value)))) if name.endswith("_on") else value
        for name, value in row.items()
    }
