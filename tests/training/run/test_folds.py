"""Folds never let a model meet its judges, nor the time it is judged on."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ledger.as_known import as_known
from ledger.beside import typed
from tests.features.ledgers import drawn, on
from tests.training.companies import HORIZON, company_facts
from training.run.folds import folds_before, groups, only
from training.run.lateness.rows import answered, asked_within, fold_rows, late, windows_of

LAST = date(2024, 12, 31)


@drawn
@given(
    count=st.integers(1, 6),
    embargo=st.integers(0, 400),
    window=st.integers(1, 90),
    history=st.integers(0, 2_000),
)
def test_each_fold_learns_before_its_embargo_and_its_window(
    count: int, embargo: int, window: int, history: int
) -> None:
    first = LAST - timedelta(days=history)
    made = folds_before(LAST, count=count, first=first, embargo=embargo, window=window)
    assert len(made) <= count
    for fold in made:
        assert (fold.begin - fold.learn_until).days == embargo + 1
        assert (fold.end - fold.begin).days == window - 1
        assert fold.end <= LAST
        assert (fold.learn_until - first).days >= window + embargo
    for earlier, later in pairwise(made):
        assert later.begin == earlier.end + timedelta(days=1)
        assert later.group != earlier.group


def test_the_last_folds_are_kept_when_history_is_short() -> None:
    made = folds_before(LAST, count=3, first=LAST - timedelta(days=100), embargo=7, window=30)
    assert [fold.end for fold in made] == [LAST]


@drawn
@given(n=st.integers(0, 60), count=st.integers(1, 5), seed=st.integers(0, 9))
def test_groups_are_even_and_every_customer_has_one(n: int, count: int, seed: int) -> None:
    told = groups(np.arange(n), count=count, seed=seed)
    sizes = np.bincount(told, minlength=max(count, 2))
    assert len(told) == n
    assert sizes.max() - sizes.min() <= 1


def test_only_some_customers_leaves_nothing_of_the_others() -> None:
    facts = company_facts()
    kept = np.array([2, 5])
    some = only(facts, kept)
    for frame in (some.customers, some.invoices, some.payments, some.beside.profiles):
        assert set(frame["customer_id"]) <= set(kept.tolist())
    assert set(some.allocations["invoice_id"]) <= set(some.invoices["invoice_id"])
    assert len(some.allocations) == facts.allocations["invoice_id"].isin(some.invoices["invoice_id"]).sum()


def test_a_fold_is_judged_on_customers_it_never_met_and_days_it_never_knew() -> None:
    facts = company_facts()
    windows = windows_of(facts)
    made = fold_rows(facts, windows)
    assert made
    for rows in made:
        assert not set(rows.learning.invoices["customer_id"]) & set(rows.asked.customer.tolist())
        assert rows.learning.invoices["known_on"].max().date() <= rows.fold.learn_until
        assert rows.asked.landmarks.horizon < (windows.cut - date(1970, 1, 1)).days
        assert rows.fold.end < windows.cut


def test_windows_are_half_a_year_or_a_third_of_a_short_ledger() -> None:
    assert windows_of(company_facts()).cut == on(HORIZON) - timedelta(days=HORIZON // 3)
    assert windows_of(company_facts()).until == on(HORIZON)


def test_an_early_payer_answers_no_sooner_than_others() -> None:
    """Paid or not, an invoice counts once its bar has passed by the horizon."""
    asked = asked_within(as_known(company_facts(), on(300)), begin=on(200), end=on(300))
    for bar in (0, 30):
        kept = answered(asked, bar)
        np.testing.assert_array_equal(kept, asked.landmarks.pairs.due + bar <= asked.landmarks.horizon)
        assert late(asked, bar)[kept].any()


def test_what_stands_beside_follows_its_customer() -> None:
    facts = company_facts()
    assert len(only(facts, np.array([], dtype=np.int64)).invoices) == 0
    assert list(only(facts, np.array([1])).beside.profiles.columns) == list(
        typed("profiles", facts.customers)
    )
