"""The facts of a large company, made a block at a time."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from ledger.as_known import as_known
from ledger.beside import COLUMNS
from ledger.facts import Facts
from scoring.default import definition
from scoring.default.definition import defaults
from simulation.failure.book import facts_of
from simulation.failure.definition import in_default, past_due_days
from simulation.failure.obligor import obligor
from simulation.observer import NEVER
from tests.simulation.failure.worlds import START, harsh


@pytest.fixture(scope="module")
def facts() -> Facts:
    return facts_of(harsh(), 120, block=25)


def test_blocks_change_nothing(facts: Facts) -> None:
    told: list[tuple[int, int]] = []
    other = facts_of(harsh(), 120, block=60, progress=lambda done, of: told.append((done, of)))
    assert told == [(60, 120), (120, 120)]
    for name in ("customers", "invoices", "payments", "allocations"):
        pd.testing.assert_frame_equal(getattr(facts, name), getattr(other, name))
    for name in ("profiles", "statements", "events"):
        pd.testing.assert_frame_equal(getattr(facts.beside, name), getattr(other.beside, name))


def test_frames_are_those_of_a_ledger(facts: Facts) -> None:
    assert facts.invoices["invoice_id"].is_unique
    assert facts.invoices["number"].is_unique
    links = facts.allocations.merge(facts.invoices, on="invoice_id", suffixes=("", "_of"))
    assert (links["amount_cents"] == links["amount_cents_of"]).all()
    assert (links["known_on"] > links["issued_on"]).all()
    assert facts.allocations["paid_on"].max() <= pd.Timestamp(facts.horizon)
    assert set(facts.invoices["customer_id"]) == set(facts.customers["customer_id"])
    for name in ("profiles", "statements", "events"):
        assert tuple(getattr(facts.beside, name)) == COLUMNS[name]


def test_nothing_beside_the_ledger_is_known_early(facts: Facts) -> None:
    beside = facts.beside
    assert (beside.statements["known_on"] > beside.statements["closed_on"] + pd.Timedelta(days=90)).all()
    assert (beside.events["known_on"] == beside.events["published_on"]).all()
    judged = beside.events["happened_on"].dropna()
    assert (judged < beside.events.loc[judged.index, "published_on"]).all()
    evening = as_known(facts, date(2020, 12, 31))
    assert 0 < len(evening.beside.events) < len(beside.events)


def test_the_gazette_tells_who_is_in_default(facts: Facts) -> None:
    """Read off the facts, the days of announced proceedings are those of the customers' stories."""
    events = facts.beside.events
    ends = events[events["family"] == "collective"].set_index("customer_id")["published_on"]
    for number in facts.customers["customer_id"]:
        one = obligor(harsh(), int(number))
        assert one is not None
        assert (one.announced != NEVER) == (number in ends.index)
        if one.announced != NEVER:
            assert ends[number].date() == harsh().days.day(one.announced)
            days = harsh().days.horizon + 1
            run = past_due_days(one.ledger.issued, one.ledger.due, one.ledger.paid, one.cents, days)
            assert in_default(run, one.announced)[one.announced :].all()
    assert len(ends) > 3
    assert facts.horizon > START


def test_both_definitions_of_default_agree(facts: Facts) -> None:
    """The one that models are trained by, on these facts, names the same customers and evenings as ours."""
    scene = harsh()
    first = (scene.days.start - date(1970, 1, 1)).days
    days = np.arange(scene.days.horizon + 1)
    episodes = defaults(facts)
    standing = 0
    for number in facts.customers["customer_id"].to_numpy(np.int64):
        one = obligor(scene, int(number))
        assert one is not None
        run = past_due_days(one.ledger.issued, one.ledger.due, one.ledger.paid, one.cents, len(days))
        ours = in_default(run, one.announced)
        theirs = definition.in_default(episodes, np.full(len(days), number), days + first)
        np.testing.assert_array_equal(ours, theirs)
        standing += int(ours.any())
    assert standing > 10
