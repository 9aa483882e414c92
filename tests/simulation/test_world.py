"""What an invented company looks like, and what never changes in it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from kernel.days import is_business_day
from kernel.siren import siren
from simulation.almanac import EARLIEST
from simulation.laws import LAWS
from simulation.trade import Account
from simulation.world import World, invent, stage, story
from tests.simulation.measures import is_late, log_loss, marginals, past_rate


def accounts(*, seed: int) -> list[Account]:
    """The customers of a default world, without the truth, which is long to tell."""
    scene = stage(LAWS, months=30, seed=seed, start=date(2023, 1, 2))
    return [story(scene, number) for number in range(1, 401)]


def test_same_seed_same_world() -> None:
    one, two = (invent(customers=30, months=8, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(one.invoices, two.invoices)
    pd.testing.assert_frame_equal(one.customers, two.customers)
    np.testing.assert_array_equal(one.given_ledger, two.given_ledger)


def test_another_seed_another_world() -> None:
    one, two = (invent(customers=30, months=8, seed=seed) for seed in (3, 4))
    assert not one.invoices.equals(two.invoices)


def test_more_customers_change_nobody_else() -> None:
    few, many = (invent(customers=customers, months=8, seed=3) for customers in (20, 45))
    kept = many.invoices["customer"].isin(few.customers["code"]).to_numpy()
    pd.testing.assert_frame_equal(many.invoices[kept].reset_index(drop=True), few.invoices)
    np.testing.assert_array_equal(many.given_ledger[kept], few.given_ledger)


def test_default_world_has_the_marginals_aimed_at() -> None:
    found = marginals(accounts(seed=7))
    assert 15_000 <= found.invoices <= 25_000
    assert 0.38 <= found.late <= 0.42
    assert 10 <= found.spread <= 12
    assert 0.43 <= found.below_three <= 0.47
    assert 0.42 <= found.ten_largest <= 0.48
    assert found.paid_together >= 0.5


@pytest.mark.parametrize("seed", [1, 2, 3, 11])
def test_another_world_resembles_it(seed: int) -> None:
    """Ten accounts decide much of a ledger, so its late share wanders by 5 points from seed to seed."""
    found = marginals(accounts(seed=seed))
    assert 13_000 <= found.invoices <= 25_000
    assert 0.28 <= found.late <= 0.52
    assert 9.5 <= found.spread <= 13.5
    assert 0.41 <= found.below_three <= 0.51
    assert 0.35 <= found.ten_largest <= 0.52
    assert found.paid_together >= 0.5


def test_world_is_neither_easy_nor_hopeless(default_world: World) -> None:
    """Nobody beats who knows all; the perfect observer beats the customer's past rate, by far."""
    late = is_late(default_world)
    assert 0.38 <= late.mean() <= 0.42
    all_known = default_world.truth["p_late_given_all"].to_numpy()
    ledger = default_world.truth["p_late_given_ledger"].to_numpy()
    naive, observer, knower = (log_loss(p, late) for p in (past_rate(default_world), ledger, all_known))
    assert naive - observer >= 0.06
    assert observer - knower >= 0.03
    assert 0.82 <= roc_auc_score(late, ledger) <= 0.88


def test_ledger_is_possible(default_world: World) -> None:
    """Invoices are issued and paid on business days, in that order, and nothing after the horizon."""
    invoices, horizon = default_world.invoices, pd.Timestamp(default_world.horizon)
    paid = invoices["paid_on"].dropna()
    days = pd.concat([paid, invoices["issued_on"]]).dt.date.unique()
    assert all(is_business_day(day) for day in days)
    assert (paid > invoices.loc[paid.index, "issued_on"]).all()
    assert (invoices["due_on"] > invoices["issued_on"]).all()
    assert max(paid.max(), invoices["issued_on"].max()) <= horizon
    assert (invoices["amount_cents"] > 0).all()
    assert invoices["number"].is_unique
    assert invoices["issued_on"].is_monotonic_increasing


def test_open_at_the_horizon_is_paid_later_or_never(default_world: World) -> None:
    open_ones = default_world.invoices["paid_on"].isna()
    true = default_world.truth["paid_on_true"]
    assert (true[open_ones].isna() | (true[open_ones] > pd.Timestamp(default_world.horizon))).all()
    assert true[~open_ones].equals(default_world.invoices.loc[~open_ones, "paid_on"])


def test_newcomers_appear(default_world: World) -> None:
    first = default_world.invoices.groupby("customer")["issued_on"].min()
    assert (first > first.min() + pd.Timedelta(days=365)).mean() > 0.2


def test_siren_are_valid_and_invented(default_world: World) -> None:
    customers = default_world.customers
    french = customers["country"] == "FR"
    assert all(
        siren(number) == number and number.startswith("000") for number in customers.loc[french, "siren"]
    )
    assert (customers.loc[~french, "siren"] == "").all()
    assert customers["code"].is_unique


def test_late_probabilities_are_read_off_the_curves(default_world: World) -> None:
    late = 1 - default_world.given_ledger[:, : 1 - EARLIEST].sum(axis=1, dtype=float)
    np.testing.assert_allclose(late, default_world.truth["p_late_given_ledger"], atol=1e-5)
    badly = 1 - default_world.given_all[:, : 31 - EARLIEST].sum(axis=1, dtype=float)
    np.testing.assert_allclose(badly, default_world.truth["p_late_30_given_all"], atol=1e-5)


def test_failing_customers_stop_paying(default_world: World) -> None:
    failing = default_world.invoices["hidden_state"] == "failing"
    assert failing.sum() > 20
    assert default_world.truth.loc[failing, "paid_on_true"].isna().mean() > 0.7


def test_deliveries_stop_when_too_much_is_overdue(default_world: World) -> None:
    """No invoice is issued to a customer with two others overdue by more than sixty days."""
    rows = default_world.invoices.assign(
        paid=default_world.truth["paid_on_true"].fillna(pd.Timestamp("2100-01-01"))
    )
    for _, bills in rows.groupby("customer"):
        issued = bills["issued_on"].to_numpy()[:, None]
        limit = bills["due_on"].to_numpy() + np.timedelta64(LAWS.credit_stop.days, "D")
        overdue = (limit < issued) & (bills["paid"].to_numpy() > issued)
        assert overdue.sum(axis=1).max() < LAWS.credit_stop.invoices


def test_shares_of_the_laws_add_up_to_one() -> None:
    shared = (LAWS.habits, LAWS.dispersions, LAWS.drifts, LAWS.runs, LAWS.sectors, LAWS.terms, LAWS.countries)
    for group in shared:
        assert sum(one.share for one in group) == pytest.approx(1)
    for row in (LAWS.first_month, *LAWS.next_month):
        assert sum(row) == pytest.approx(1)


@pytest.mark.parametrize(("customers", "months"), [(0, 12), (100_000, 12), (10, 0)])
def test_impossible_worlds_are_refused(customers: int, months: int) -> None:
    with pytest.raises(ValueError, match="customers"):
        invent(customers=customers, months=months)


def test_laws_are_arguments() -> None:
    """Under laws without disputes none is disputed."""
    laws = replace(LAWS, dispute=replace(LAWS.dispute, share=0.0))
    assert not invent(customers=40, months=6, laws=laws).invoices["hidden_disputed"].any()
