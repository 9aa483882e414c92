"""Why money is late: each overdue cent under one cause, the first that explains it."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.language import Language
from ledger.company.proceeding import proceeding_of
from ledger.registers.catalogue import CustomerProfileRow, LegalEventRow
from ledger.relation.disputes import REASONS
from ledger.reports import causes
from ledger.reports.advice import title_of, todo_of
from ledger.reports.causes import Signals, Word, explained, ranked
from ledger.reports.signals import bound, overdue


def _items(*cents: int, customer: int = 1, currency: str = "EUR") -> pd.DataFrame:
    """Overdue items 1, 2, … of one customer, the oldest first."""
    return pd.DataFrame(
        {
            "invoice_id": range(1, len(cents) + 1),
            "customer_id": customer,
            "currency": currency,
            "issued_on": pd.Timestamp("2024-01-31"),
            "due_on": pd.Timestamp("2024-03-01"),
            "left_cents": pd.array(cents, dtype="int64"),
        }
    )


def _found(signals: Signals) -> dict[str, int]:
    return {one.cause: one.overdue_cents for one in ranked(explained(signals).assign(group=None))}


def test_what_nothing_explains_is_the_customers_own_delay() -> None:
    assert _found(Signals(_items(100, 50))) == {causes.OWN_DELAY: 150}
    assert ranked(explained(Signals(_items())).assign(group=None)) == []


def test_a_dispute_explains_no_more_than_is_open() -> None:
    """By reason, and the rest of the item is still the customer's delay."""
    signals = Signals(
        _items(100, 50), disputed={1: {"price": 30, "quality": 20}, 2: {"price": 500}, 9: {"price": 1}}
    )
    assert _found(signals) == {"dispute:price": 80, causes.OWN_DELAY: 50, "dispute:quality": 20}


def test_credits_explain_the_oldest_items_of_their_account() -> None:
    """Credit notes first, then money, and never of another currency."""
    signals = Signals(_items(100, 50), credits={(1, "EUR"): 60, (1, "USD"): 999}, money={(1, "EUR"): 60})
    assert _found(signals) == {causes.CREDIT_NOTES: 60, causes.UNALLOCATED: 60, causes.OWN_DELAY: 30}


def test_proceedings_come_before_everything() -> None:
    signals = Signals(_items(100), in_proceedings=frozenset([1]), disputed={1: {"price": 100}})
    assert _found(signals) == {causes.PROCEEDINGS: 100}


def test_plans_and_promises_take_what_they_are_on() -> None:
    """A plan on item 1 and a broken promise on all of the customer: no cent counts twice."""
    signals = Signals(
        _items(100, 50, 25),
        planned=[Word(1, "EUR", (1,), 80)],
        broken=[Word(1, "EUR", (), 60)],
        pending=[Word(1, "EUR", (3,), 25)],
    )
    assert _found(signals) == {
        causes.PLAN: 80,
        causes.PROMISE_BROKEN: 60,
        causes.PROMISED: 25,
        causes.OWN_DELAY: 10,
    }


def test_paperwork_of_ours_explains_what_is_left() -> None:
    """The order number first; what protects the seller explains nothing; a week to invoice is allowed."""
    missing = {1: ["penalty_mention", "order_reference"], 2: ["payment_account"], 3: ["indemnity_mention"]}
    delivered = {3: pd.Timestamp("2024-01-23"), 4: pd.Timestamp("2024-01-24")}
    assert _found(Signals(_items(100, 50, 25, 10), missing=missing, delivered_on=delivered)) == {
        causes.ORDER_MISSING: 100,
        causes.MENTIONS_MISSING: 50,
        causes.LATE_INVOICING: 25,
        causes.OWN_DELAY: 10,
    }


_SMALL = st.integers(0, 300)
_WORDS = st.lists(
    st.builds(Word, st.integers(1, 2), st.just("EUR"), st.sampled_from([(), (1,), (2, 3)]), _SMALL),
    max_size=3,
)


@given(
    cents=st.lists(st.integers(1, 200), max_size=5),
    disputed=st.dictionaries(st.integers(1, 5), st.dictionaries(st.sampled_from(sorted(REASONS)), _SMALL)),
    words=st.tuples(_WORDS, _WORDS, _WORDS, _WORDS),
    held=st.tuples(_SMALL, _SMALL),
    judged=st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_every_overdue_cent_counts_once(
    cents: list[int],
    disputed: dict[int, dict[str, int]],
    words: tuple[list[Word], list[Word], list[Word], list[Word]],
    held: tuple[int, int],
    judged: bool,
) -> None:
    """Whatever the signals: the causes of each item sum to it, and none is negative."""
    signals = Signals(
        _items(*cents),
        in_proceedings=frozenset([1] if judged else []),
        disputed=disputed,
        pending=words[0],
        broken=words[1],
        planned=words[2],
        plans_broken=words[3],
        credits={(1, "EUR"): held[0]},
        money={(1, "EUR"): held[1]},
        missing={2: ["order_reference"]},
    )
    found = explained(signals)
    assert (found["cents"] > 0).all()
    assert found.groupby("invoice_id")["cents"].sum().to_dict() == dict(enumerate(cents, start=1))
    shares = [one.share for one in ranked(found.assign(group=None))]
    assert sum(shares) == pytest.approx(1 if cents else 0, abs=0.01)


def test_only_what_accounts_411_owe_late_is_explained() -> None:
    """Due today is not late; credits, bills and doubtful accounts are no lateness to explain."""
    items = pd.DataFrame(
        {
            "invoice_id": [1, 2, 3, 4],
            "account_class": ["411", "411", "413", "411"],
            "due_on": pd.to_datetime(["2024-03-01", "2024-02-29", "2024-01-01", "2024-01-01"]),
            "left_cents": [10, 20, 30, -40],
        }
    )
    assert overdue(items, as_of=date(2024, 3, 1))["left_cents"].tolist() == [20]


def test_a_proceeding_binds_the_customers_of_the_company() -> None:
    """By the SIREN of their profile, while it is open."""
    nothing = [None] * (len(CustomerProfileRow._fields) - 4)
    profiles = {
        key: CustomerProfileRow._make([key, "A", None, siren, *nothing])
        for key, siren in ((1, "732829320"), (2, "732829320"), (3, "542107651"), (4, None))
    }
    opening = LegalEventRow(
        "732829320", date(2024, 1, 3), None, "collective", *["opening_receivership"] * 2, None, False
    )
    opened, closing = (
        proceeding_of([opening]),
        opening._replace(published_on=date(2024, 1, 9), kind="closure"),
    )
    closed = proceeding_of([opening, closing])
    assert opened is not None
    assert closed is not None
    assert bound({"732829320": opened}, profiles) == {1, 2}
    assert bound({"732829320": closed}, profiles) == frozenset()


def test_every_cause_is_told_in_both_languages() -> None:
    signals = Signals(_items(100), disputed={1: {"price": 1}})
    rest = signals.items["left_cents"].to_numpy()
    words = [one.cause for cause in causes.CAUSES for one in cause(signals, rest)]
    assert len(words) == len(set(words)) == 12
    for word in words:
        for language in Language:
            assert title_of(word, language)
            assert todo_of(word, language).endswith(".")
