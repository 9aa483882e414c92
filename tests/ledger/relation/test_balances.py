"""What payments, credit notes and what undoes them leave open."""

from dataclasses import replace

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ledger.as_known import as_known
from ledger.credits import accounts_in_credit
from ledger.facts import Facts
from ledger.relation.accounts import Item, accounts_on
from ledger.relation.holds import holds_of
from ledger.timeline import NEVER, timeline
from tests.features.ledgers import FIRST, Bill, Cash, drawn, facts_of, on
from tests.ledger.relation.acts import made, said

BILL = Bill(1, 0, 30, 100_000)
OTHER = Bill(2, 0, 30, 40_000)


def _item(facts: Facts, day: int, invoice: int = 1) -> Item:
    return accounts_on(facts, as_of=on(day)).items[invoice]


def _state(facts: Facts, day: int, invoice: int = 1) -> pd.Series:
    """The invoice in the timeline, on an evening."""
    states = timeline(facts)
    held = (states["known_day"] <= FIRST + day) & (states["until_day"] > FIRST + day)
    return states.loc[held & (states["invoice_id"] == invoice)].iloc[0]


@drawn
@given(parts=st.lists(st.integers(1, 30_000), min_size=1, max_size=3))
def test_i15_a_partial_payment_lowers_the_open_amount_and_nothing_else(parts: list[int]) -> None:
    """Amount, due day, the other invoice, and what is promised stay as they were; no paid day appears."""
    cash = [Cash(place, 1, 40 + place, cents) for place, cents in enumerate(parts, start=1)]
    before, after = facts_of([BILL, OTHER], []), facts_of([BILL, OTHER], cash)
    old, new = _item(before, 50), _item(after, 50)
    assert new.open_cents == old.open_cents - sum(parts)
    assert replace(new, settled_cents=0) == replace(old, settled_cents=0)
    assert _item(after, 50, 2) == _item(before, 50, 2)
    assert _state(after, 50)["paid_day"] == NEVER
    assert _state(after, 50)["due_day"] == _state(before, 50)["due_day"]
    acts = [said(1, "promise made", made(100_000, 60, 1), day=39)]
    held = [holds_of(acts, accounts_on(one, as_of=on(50)), as_of=on(50)).all for one in (before, after)]
    assert held[0] == held[1]


@drawn
@given(
    parts=st.lists(st.integers(1, 60_000), min_size=1, max_size=3),
    back=st.integers(0, 2),
    day=st.integers(60, 80),
)
def test_i16_a_full_payment_closes_and_one_taken_back_reopens_with_the_same_amount(
    parts: list[int], back: int, day: int
) -> None:
    bill = replace(BILL, cents=sum(parts))
    cash = [Cash(place, 1, 40 + place, cents) for place, cents in enumerate(parts, start=1)]
    undone = cash[back % len(cash)]
    facts = facts_of([bill, OTHER], [*cash, replace(undone, cents=0, version=1, known=day)])
    without = facts_of([bill, OTHER], [one for one in cash if one is not undone])
    assert (_item(facts, day - 1).open_cents, _state(facts, day - 1)["open_cents"]) == (0, 0)
    assert _item(facts, day) == _item(without, day)
    assert _item(facts, day).open_cents == undone.cents
    assert _state(facts, day)["open_cents"] == _state(without, day)["open_cents"]
    assert _item(facts, day, 2) == _item(without, day, 2)


@drawn
@given(cents=st.integers(1, 40_000), used=st.integers(0, 40_000))
def test_i17_a_credit_note_lowers_the_item_it_is_set_off_against_else_the_customers_net_only(
    cents: int, used: int
) -> None:
    """Set off through a payment of nothing that joins both, as accounting files tell it."""
    used = min(cents, used)
    note = Bill(3, 10, 10, -cents)
    facts = _with_offset(facts_of([BILL, OTHER, note], []), used)
    plain = facts_of([BILL, OTHER], [])
    assert _item(facts, 50).open_cents == BILL.cents - used
    assert _item(facts, 50, 2) == _item(plain, 50, 2)
    assert _item(facts, 50, 3).open_cents == used - cents
    net = sum(_item(facts, 50, number).open_cents for number in (1, 2, 3))
    assert net == BILL.cents + OTHER.cents - cents
    known = as_known(facts, on(50))
    credit = accounts_in_credit(known, timeline(known), day=FIRST + 50)
    # With no more than a euro or half a per cent of it left, the timeline takes a note for used up.
    left = 0 if used and cents - used <= max(100, cents / 200) else cents - used
    assert credit.get((1, "EUR"), 0) == left


def _with_offset(facts: Facts, used: int) -> Facts:
    """Payment 9, of nothing: it takes `used` off invoice 1 and off credit note 3."""
    if not used:
        return facts
    both = facts_of([BILL, OTHER, Bill(3, 10, 10, -1)], [_offset(9, 1, used), _offset(10, 3, -used)])
    payments = both.payments.loc[both.payments["payment_id"] == 9].assign(amount_cents=0)
    allocations = both.allocations.assign(payment_id=9)
    return replace(facts, payments=payments, allocations=allocations)


def _offset(number: int, invoice: int, cents: int) -> Cash:
    return Cash(number, invoice, 20, cents, kind="offset")
