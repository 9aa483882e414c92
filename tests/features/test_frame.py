"""Features never see the future, nor the order of rows, nor our numbers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features import interval
from features.catalogue import CATALOGUE, NAMES, Family, Risk
from features.interval import interval_frame, intervals_of
from features.pairs import PlantedFuture, pairs_of
from features.streams import streams_of
from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.timeline import timeline
from tests.features.ledgers import (
    FIRST,
    OUTLOOK,
    Bill,
    Cash,
    Ledger,
    drawn,
    facts_of,
    figures,
    figures_of,
    ledgers,
    on,
    pairs_on,
    renumbered,
    shuffled,
)


def _told(facts: Facts, day: int) -> pd.DataFrame:
    """All features of all pairs and of all their intervals, labelled by what does not depend on numbering."""
    states = timeline(facts)
    streams = streams_of(states)
    pairs = pairs_on(facts, day, states=states)
    rows = intervals_of(pairs, pairs.due + 40)
    wide = pd.concat(
        [
            figures_of(streams, pairs).iloc[rows.pair].reset_index(drop=True),
            interval_frame(streams, pairs, rows, country="FR"),
        ],
        axis=1,
    )
    owner = states["invoice_id"].to_numpy()[pairs.state][rows.pair]
    return wide.assign(invoice_id=owner, start=rows.start)


def _same(left: pd.DataFrame, right: pd.DataFrame) -> None:
    """Bit for bit, missing figures included."""
    assert list(left.columns) == list(right.columns)
    for name in left:
        np.testing.assert_array_equal(left[name].to_numpy(), right[name].to_numpy(), err_msg=str(name))


@drawn
@given(ledgers(), st.integers(0, 160))
def test_what_becomes_known_later_changes_no_feature(ledger: Ledger, day: int) -> None:
    """For each feature and interval: the whole ledger, seen on an evening, says what that evening's says."""
    facts = facts_of(*ledger)
    _same(_told(facts, day), _told(as_known(facts, on(day)), day))


@drawn
@given(ledgers(), ledgers(), st.integers(0, 160))
def test_planting_a_future_changes_no_feature(ledger: Ledger, other: Ledger, day: int) -> None:
    """New invoices, corrections and payments, known after the evening, on the same customers and invoices."""
    bills, cash = ledger
    future = [
        type(item)(
            **{
                name: getattr(item, name)
                for name in item.__slots__
                if name not in {"id", "known", "version", "invoice"}
            },
            id=item.id + 500,
            version=item.version,
            known=day + 1 + item.version,
            **({"invoice": item.invoice} if isinstance(item, Cash) else {}),
        )
        for versions in other
        for item in versions
    ]
    planted = facts_of(
        [*bills, *(item for item in future if isinstance(item, Bill))],
        [*cash, *(item for item in future if isinstance(item, Cash))],
    )
    _same(_told(planted, day), _told(facts_of(bills, cash), day))


@drawn
@given(ledgers(), st.integers(0, 160), st.integers(0, 1_000))
def test_the_order_of_rows_changes_no_feature(ledger: Ledger, day: int, seed: int) -> None:
    facts = facts_of(*ledger)
    _same(_told(shuffled(facts, seed=seed), day), _told(facts, day))


@drawn
@given(ledgers(), st.integers(0, 160))
def test_our_numbers_change_no_feature(ledger: Ledger, day: int) -> None:
    facts = facts_of(*ledger)
    other = _told(renumbered(facts), day)
    other["invoice_id"] = (1_000 - other["invoice_id"]) // 7
    _same(other.sort_values(["invoice_id", "start"]), _told(facts, day).sort_values(["invoice_id", "start"]))


@drawn
@given(ledgers(), st.integers(0, 160))
def test_every_feature_keeps_within_its_declared_bounds(ledger: Ledger, day: int) -> None:
    facts = facts_of(*ledger)
    told = figures(facts, pairs_on(facts, day))
    for feature in CATALOGUE:
        values = told[feature.name].dropna()
        assert not np.isinf(values).any(), feature.name
        assert feature.low is None or (values >= feature.low - 1e-6).all(), (feature.name, values.min())
        assert feature.high is None or (values <= feature.high + 1e-6).all(), (feature.name, values.max())


@drawn
@given(ledgers(), st.integers(0, 160))
def test_hazards_of_intervals_are_probabilities(ledger: Ledger, day: int) -> None:
    told = _told(facts_of(*ledger), day)
    hazards = [name for name in interval.NAMES if "hazard" in name]
    assert len(hazards) >= 2
    for name in hazards:
        assert ((told[name] > 0) & (told[name] < 1)).all(), name
    single = told["interval_days"] == 1
    assert told.loc[single, "interval_weekday"].notna().all()
    assert told.loc[~single, ["interval_weekday", "interval_day_of_month"]].isna().all().all()


@drawn
@given(ledgers(), st.integers(0, 160))
def test_the_outlook_is_what_the_intervals_up_to_the_bar_leave_open(ledger: Ledger, day: int) -> None:
    told = _told(facts_of(*ledger), day)
    if told.empty:
        return
    for name, (hazard, bar) in OUTLOOK.items():
        ahead = told["interval_start"] <= bar
        stays = (1 - told[hazard]).where(ahead, 1.0).groupby(told["invoice_id"]).prod()
        said = told.groupby("invoice_id")[name].first()
        np.testing.assert_allclose(said, stays, atol=1e-4, err_msg=name)


def test_names_are_unique_and_told() -> None:
    assert len(set(NAMES)) == len(NAMES) == len(CATALOGUE)
    assert not set(NAMES) & set(interval.NAMES)
    for feature in CATALOGUE:
        assert feature.meaning
        assert feature.french, feature.name
        assert feature.trap, feature.name
        assert feature.unit
        assert feature.low is None or feature.high is None or feature.low < feature.high
    assert {feature.family for feature in CATALOGUE} == set(Family)
    assert {feature.risk for feature in CATALOGUE} <= set(Risk)


def test_a_frame_has_a_float32_column_a_feature_in_the_order_of_pairs() -> None:
    facts = facts_of([Bill(1, 0, 30, customer=2), Bill(2, 5, 35, customer=1)], [])
    pairs = pairs_on(facts, 10)
    backwards = pairs.take(np.array([1, 0]))
    told = figures(facts, backwards)
    assert tuple(told.columns) == NAMES
    assert set(told.dtypes.astype(str)) == {"float32"}
    assert told["days_past_due"].tolist() == [-25.0, -20.0]


@pytest.mark.parametrize("evening", [-1, 9, 20, 100])
def test_a_planted_future_is_refused(evening: int) -> None:
    """The state holds from day 10 to day 20: neither before it was known nor once another took its place."""
    facts = facts_of([Bill(1, 10, 40), Bill(1, 10, 50, known=20, version=1)])
    states = timeline(facts)
    accounts = streams_of(states).accounts
    with pytest.raises(PlantedFuture):
        pairs_of(states, accounts, rows=np.array([0]), as_of=np.array([FIRST + evening]))


@pytest.mark.parametrize("evening", [10, 19])
def test_a_state_that_held_is_not_refused(evening: int) -> None:
    states = timeline(facts_of([Bill(1, 10, 40), Bill(1, 10, 50, known=20, version=1)]))
    accounts = streams_of(states).accounts
    pairs = pairs_of(states, accounts, rows=np.array([0]), as_of=np.array([FIRST + evening]))
    assert pairs.due.tolist() == [FIRST + 40]
    assert pairs.from_day.tolist() == [FIRST + evening + 1]


def _at_issue(cash: list[Cash]) -> pd.DataFrame:
    bills = [Bill(1, 0, 30), Bill(2, 20, 50)]
    facts = facts_of(bills, [Cash(9, 1, paid=10), *cash])
    states = timeline(facts)
    streams = streams_of(states)
    held = (
        (states["invoice_id"] == 2) & (states["known_day"] <= FIRST + 20) & (states["until_day"] > FIRST + 20)
    )
    pairs = pairs_of(
        states,
        streams.accounts,
        rows=np.flatnonzero(held.to_numpy()),
        as_of=np.array([FIRST + 20]),
        at_issue=True,
    )
    rows = intervals_of(pairs, pairs.due)
    return pd.concat(
        [figures_of(streams, pairs), interval_frame(streams, pairs, rows, country="FR").iloc[:1]], axis=1
    )


def test_a_payment_on_the_issue_day_does_not_inform_its_own_invoice_at_issue() -> None:
    """No feature of an invoice on its issue evening says that it was paid that very day."""
    _same(_at_issue([Cash(1, 2, paid=20)]), _at_issue([]))


def test_a_payment_on_the_issue_day_informs_the_next_evening() -> None:
    facts = facts_of([Bill(1, 20, 50), Bill(2, 0, 90)], [Cash(1, 1, paid=20)])
    assert figures(facts, pairs_on(facts, 20))["n_paid"].tolist() == [0, 0]
    assert figures(facts, pairs_on(facts, 21))["n_paid"].tolist() == [1, 1]
