"""Who is looked at, when, and what came of it."""

from dataclasses import replace

import numpy as np
import pytest

from features.streams import streams_of
from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.timeline import timeline
from scoring.default.customers import customers_on
from tests.features.ledgers import FIRST, Bill, Cash, facts_of, on
from tests.tables import rows
from tests.training.default.companies import failing_facts
from training.default.snapshots import Snapshots, month_end, month_of, snapshots_of

OWED = Bill(1, issued=5, due=35, cents=100_000)  # 2024-01-06; in default on day 125, 2024-05-05


def seen(facts: Facts) -> Snapshots:
    states = timeline(facts)
    return snapshots_of(facts, states, streams_of(states))


def of_months(snapshots: Snapshots) -> dict[str, int]:
    return {
        str(np.datetime64(month, "M")): event
        for month, event in zip(snapshots.month.tolist(), snapshots.event.tolist(), strict=True)
    }


def test_a_default_is_so_many_months_ahead_and_ends_the_snapshots() -> None:
    facts = facts_of([OWED], horizon=500)
    assert of_months(seen(facts)) == {"2024-01": 4, "2024-02": 3, "2024-03": 2, "2024-04": 1}


@rows("""
    horizon | months seen of January
    119     | 2
    120     | 3
    500     | 12
""")
def test_only_whole_months_are_seen(horizon: str, months: str) -> None:
    """The ledger ends on 29 April, 30 April, or long after: April is whole on its last evening."""
    paid = Cash(1, 1, 40, 100_000)
    facts = facts_of([OWED, Bill(2, 10, 40, 100)], [paid], horizon=int(horizon))
    assert seen(facts).seen[0] == int(months)


def test_a_default_beyond_what_is_seen_whole_is_censored() -> None:
    """In default on 5 May, in a ledger that ends on 10 May: that month is not whole."""
    snapshots = seen(facts_of([OWED], horizon=130))
    assert not snapshots.defaulted.any()
    assert not snapshots.answered.any()


def test_a_default_counts_no_sooner_than_its_absence() -> None:
    """In default three months after January, which answers when January's year is over for everybody."""
    early, late = (seen(facts_of([OWED], horizon=horizon)) for horizon in (250, 500))
    assert early.defaulted[0]
    assert not early.answered[0]
    assert late.answered[0]


def test_who_buys_nothing_for_a_year_and_owes_nothing_is_left_out() -> None:
    facts = facts_of([OWED], [Cash(1, 1, 40, 100_000)], horizon=800)
    assert max(of_months(seen(facts))) == "2024-12"


def test_a_customer_comes_back_once_it_is_cured() -> None:
    bills = [OWED, Bill(2, 300, 330, 100_000)]
    facts = facts_of(bills, [Cash(1, 1, 130, 100_000), Cash(2, 2, 331, 100_000)], horizon=700)
    months = of_months(seen(facts))
    assert "2024-05" not in months
    assert "2024-08" in months  # paid on 10 May: sound again on 9 August


def test_a_snapshot_knows_nothing_of_what_came_after() -> None:
    """Population and features of a month are the same when the ledger ends there."""
    facts = failing_facts()
    whole = seen(facts)
    day = 700
    month = int(month_of(np.array([FIRST + day]))[0]) - 2
    cut = seen(as_known(facts, on(day)))
    assert (whole.customer[whole.month == month] == cut.customer[cut.month == month]).all()
    assert (cut.seen[cut.month == month] <= 2).all()


@pytest.mark.parametrize("month", [0, 649, 650])
def test_month_ends(month: int) -> None:
    last = month_end(month)
    assert month_of(np.array([last, last + 1])).tolist() == [month, month + 1]


def test_each_customer_is_asked_about_on_its_own_account() -> None:
    """Whatever the order in which accounts are numbered."""
    streams = streams_of(timeline(failing_facts()))
    for accounts in (streams.accounts, streams.accounts[::-1]):
        customers, pairs = customers_on(replace(streams, accounts=accounts), FIRST + 900, active=False)
        assert accounts[pairs.account].get_level_values(0).tolist() == customers.tolist()
        assert customers.tolist() == sorted(set(accounts.get_level_values(0)))


def test_the_account_bought_on_most_speaks_for_the_customer() -> None:
    bills = [Bill(1, 5, 35), Bill(2, 6, 36, currency="USD"), Bill(3, 7, 37, currency="USD")]
    streams = streams_of(timeline(facts_of(bills)))
    customers, pairs = customers_on(streams, FIRST + 20)
    assert customers.tolist() == [1]
    assert streams.accounts[pairs.account].tolist() == [(1, "USD")]
    assert (pairs.due - pairs.issued).tolist() == [30]
