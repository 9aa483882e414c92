"""Who stays together when a ledger is parted, and that nothing is lost or told twice."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.beside import Beside
from ledger.exported.partition import cut, partition_of
from tests.features.besides import beside_of, besides, with_customers
from tests.features.ledgers import Bill, Cash, Ledger, beside_with, facts_of, ledgers, shuffled

_CODES = {n: f"C{n}" for n in range(1, 7)}


def test_a_group_and_the_holders_of_one_invoice_stay_together() -> None:
    bills = [Bill(n, n, n + 30, customer=n) for n in range(1, 7)]
    bills.append(Bill(3, 3, 33, customer=4, known=20, version=1))
    beside = beside_of(profiles=[{"customer": 1, "known": 0, "parent": "C2"}])
    place = partition_of(with_customers(facts_of(bills), beside, codes=_CODES), 4)
    assert place[1] == place[2]
    assert place[3] == place[4]
    assert set(place) == {0, 1, 2, 3}


def test_parts_hold_about_as_many_invoices() -> None:
    bills = [
        Bill(10 * customer + n, n, n + 30, customer=customer) for customer in range(1, 7) for n in range(5)
    ]
    place = partition_of(facts_of(bills), 3)
    assert place.value_counts().tolist() == [2, 2, 2]


@settings(derandomize=True, deadline=None, max_examples=8)
@given(ledgers(), besides(), st.integers(1, 5))
def test_parts_make_the_whole(ledger: Ledger, beside: Beside, partitions: int) -> None:
    facts = with_customers(facts_of(*ledger), beside, codes=_CODES)
    place = partition_of(facts, partitions)
    pd.testing.assert_series_equal(place, partition_of(shuffled(facts), partitions))
    parts = [cut(facts, place.index[place == part]) for part in range(partitions)]
    held = facts.allocations["invoice_id"].isin(facts.invoices["invoice_id"])
    assert sum(len(part.allocations) for part in parts) == held.sum()
    for name in ("customers", "invoices", "payments"):
        assert sum(len(getattr(part, name)) for part in parts) == len(getattr(facts, name))
    rows: list[int] = []
    for part in parts:
        beside_with(part.beside, lambda frame: (rows.append(len(frame)), frame)[1])
    whole: list[int] = []
    beside_with(facts.beside, lambda frame: (whole.append(len(frame)), frame)[1])
    assert sum(rows) == sum(whole)


def test_an_empty_ledger_has_empty_parts() -> None:
    assert len(partition_of(facts_of([], [Cash(1, None, 3)]), 2)) == 1
