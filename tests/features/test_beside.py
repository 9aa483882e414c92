"""What stands beside the ledger never tells the future, nor the order of rows, nor our numbers."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from features.frame import frame_of
from ledger.as_known import as_known
from ledger.beside import Beside
from ledger.facts import Facts
from ledger.timeline import timeline
from tests.features.besides import (
    BESIDE,
    SIREN,
    beside_figures,
    beside_of,
    besides,
    streams_beside,
    supposed,
    told_of,
    with_customers,
)
from tests.features.ledgers import (
    Bill,
    Ledger,
    beside_with,
    facts_of,
    ledgers,
    on,
    pairs_on,
    renumbered,
    shuffled,
)

drawn = settings(derandomize=True, deadline=None, max_examples=12)
_CODES = {1: "C1", 2: "C2", 3: "C3"}


def _facts(ledger: Ledger, beside: Beside) -> Facts:
    return with_customers(facts_of(*ledger), beside, codes=_CODES)


def _whole(facts: Facts, day: int) -> pd.DataFrame:
    """Of every account's supposed invoice, then of every invoice held that evening."""
    streams = streams_beside(facts)
    accounts, pairs = supposed(streams, day)
    told = frame_of(streams, pairs, country="FR", catalogue=BESIDE).set_index(accounts)
    states = timeline(facts)
    held = pairs_on(facts, day, states=states)
    owner = states["customer_id"].to_numpy()[held.state]
    own = frame_of(streams, held, country="FR", catalogue=BESIDE).assign(owner=owner)
    every = told.reset_index("customer_id", names="owner")
    return pd.concat([every, own], ignore_index=True)


def _same(left: pd.DataFrame, right: pd.DataFrame) -> None:
    assert list(left.columns) == list(right.columns)
    for name in left:
        np.testing.assert_array_equal(left[name].to_numpy(), right[name].to_numpy(), err_msg=str(name))


@drawn
@given(ledgers(bills=4, cash=4), besides(), st.integers(0, 160))
def test_what_becomes_known_later_changes_nothing(ledger: Ledger, beside: Beside, day: int) -> None:
    """A customer nobody had heard of by then is missing from the known ledger, and NaN in the whole one."""
    facts = _facts(ledger, beside)
    known = beside_figures(as_known(facts, on(day)), day)
    whole = beside_figures(facts, day)
    both = whole.index.intersection(known.index)  # a prospect stands in euros until it is invoiced in dollars
    _same(whole.loc[both], known.loc[both])
    unheard = whole.loc[[customer not in _heard_of(facts, day) for customer, _ in whole.index]]
    assert unheard.isna().all().all(), unheard.dropna(axis=1, how="all")


def _heard_of(facts: Facts, day: int) -> set[int]:
    known = as_known(facts, on(day))
    frames = (known.customers, known.beside.statements, known.beside.events, known.beside.documents)
    return {customer for frame in frames for customer in frame["customer_id"]}


@drawn
@given(ledgers(bills=4, cash=4), besides(), besides(), st.integers(0, 160))
def test_planting_a_future_changes_nothing(ledger: Ledger, beside: Beside, other: Beside, day: int) -> None:
    later = beside_with(other, lambda frame: frame.assign(known_on=pd.Timestamp(on(day + 1))))
    planted = Beside(
        **{
            name: pd.concat([getattr(beside, name), getattr(later, name)], ignore_index=True)
            for name in Beside.__slots__
        }
    )
    _same(_whole(_facts(ledger, planted), day), _whole(_facts(ledger, beside), day))


@drawn
@given(ledgers(bills=4, cash=4), besides(), st.integers(0, 160), st.integers(0, 1_000))
def test_neither_the_order_of_rows_nor_our_numbers_change_anything(
    ledger: Ledger, beside: Beside, day: int, seed: int
) -> None:
    facts = _facts(ledger, beside)
    told = beside_figures(facts, day)
    _same(beside_figures(shuffled(facts, seed=seed), day), told)
    other = beside_figures(renumbered(facts), day).reset_index()
    other["customer_id"] = (1_000 - other["customer_id"]) // 7
    _same(other.sort_values(["customer_id", "currency"]), told.reset_index())


@drawn
@given(ledgers(bills=4, cash=4), besides(), st.integers(0, 160))
def test_every_feature_keeps_within_its_declared_bounds(ledger: Ledger, beside: Beside, day: int) -> None:
    told = _whole(_facts(ledger, beside), day)
    for feature in BESIDE:
        values = told[feature.name].dropna()
        assert not np.isinf(values).any(), feature.name
        assert feature.low is None or (values >= feature.low - 1e-6).all(), (feature.name, values.min())
        assert feature.high is None or (values <= feature.high + 1e-6).all(), (feature.name, values.max())


def test_nothing_is_told_of_a_ledger_without_anything_beside_it() -> None:
    """Missing, not zero; what is known of the ledger itself still counts as knowledge."""
    told = told_of(facts_of([Bill(1, 0, 30)]), 10)
    assert told.drop(["tier", "n_known_blocks", "has_accounts"]).isna().all()
    assert (told["tier"], told["n_known_blocks"], told["has_accounts"]) == (2, 2, 0)


def test_a_prospect_is_a_customer_from_the_day_its_number_is_known() -> None:
    facts = with_customers(
        facts_of([Bill(1, 0, 30)]),
        beside_of(profiles=[{"customer": 7, "known": 20, "siren": SIREN}]),
        codes={1: "C1", 7: "NEW"},
    )
    assert told_of(facts, 19, customer=7).isna().all()
    told = told_of(facts, 20, customer=7)
    assert (told["tier"], told["n_known_blocks"], told["has_accounts"]) == (0, 1, 0)
    assert as_known(facts, on(19)).customers["customer_id"].tolist() == [1]
    assert as_known(facts, on(20)).customers["customer_id"].tolist() == [1, 7]
    assert set(streams_beside(facts).accounts.get_level_values("currency")) == {"EUR"}


def test_every_entry_says_what_it_is_in_both_languages_and_which_trap_it_avoids() -> None:
    for feature in BESIDE:
        assert feature.french, feature.name
        assert feature.trap, feature.name
        assert feature.french != feature.meaning, feature.name
