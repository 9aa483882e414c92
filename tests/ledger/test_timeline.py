"""What did an invoice look like on an evening?"""

from dataclasses import dataclass

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.as_known import as_known
from ledger.timeline import NEVER, timeline
from tests.features.ledgers import (
    FIRST,
    Bill,
    Cash,
    Ledger,
    drawn,
    evenings,
    facts_of,
    ledgers,
    on,
    renumbered,
    shuffled,
)
from tests.tables import rows


@dataclass(frozen=True)
class State:
    """An invoice on an evening, days counted from the first; `paid` is None while it is open."""

    customer: int
    currency: str
    issued: int
    due: int
    cents: int
    open_cents: int
    paid: int | None


def plain(ledger: Ledger, day: int) -> dict[int, State]:
    """The slow truth: replay what was known by the evening, one invoice after the other."""
    bills, cash = (_standing(versions, day) for versions in ledger)
    return {bill.id: _state(bill, [item for item in cash if item.invoice == bill.id]) for bill in bills}


def _standing(versions, day):
    """The last version of each fact whose first version was known by then."""
    known = [item for item in versions if item.known_day <= day]
    first = {item.id for item in known if item.version == 0}
    last = {item.id: item for item in sorted(known, key=lambda item: item.version) if item.id in first}
    return list(last.values())


def _state(bill: Bill, cash: list[Cash]) -> State:
    total, settled_on = 0, None
    for day in sorted({item.paid for item in cash}):
        total += sum(item.cents for item in cash if item.paid == day)
        if not _settled(bill.cents, total):
            settled_on = None
        elif settled_on is None:
            settled_on = day
    settled = _settled(bill.cents, total)
    return State(
        bill.customer,
        bill.currency,
        bill.issued,
        bill.due,
        bill.cents,
        0 if settled else bill.cents - total,
        settled_on,
    )


def _settled(cents: int, paid: int) -> bool:
    if cents == 0:
        return True
    missing = cents - paid if cents > 0 else paid - cents
    return paid != 0 and missing <= max(100, abs(cents) * 0.005)


def told(states: pd.DataFrame, day: int) -> dict[int, State]:
    """What the timeline says of every invoice on an evening; never two states of one invoice."""
    held = states.loc[(states["known_day"] <= FIRST + day) & (states["until_day"] > FIRST + day)]
    assert held["invoice_id"].is_unique
    return {
        row.invoice_id: State(
            row.customer_id,
            row.currency,
            row.issued_day - FIRST,
            row.due_day - FIRST,
            row.amount_cents,
            row.open_cents,
            None if row.paid_day == NEVER else row.paid_day - FIRST,
        )
        for row in held.itertuples()
    }


@rows("""
    what came in                     | open    | paid
    nothing                          | 250.00  | -
    250.00@20                        | 0       | 20
    100.00@20                        | 150.00  | -
    100.00@20 150.00@35              | 0       | 35
    150.00@35 100.00@20              | 0       | 35
    248.75@20                        | 0       | 20
    248.74@20                        | 1.26    | -
    248.74@20 0.01@50                | 0       | 50
    250.00@20 10.00@35               | 0       | 20
    400.00@20                        | 0       | 20
    250.00@20 -250.00@25             | 250.00  | -
    250.00@20 -250.00@25 250.00@60   | 0       | 60
    -250.00@20 250.00@20             | 250.00  | -
    300.00@20 -50.00@25              | 0       | 20
""")
def test_cash_settles_within_half_a_per_cent(what: str, left: str, paid: str) -> None:
    """An invoice of 250.00 is settled on the day of the cash that leaves at most 1.25 of it, and lasts."""
    came = [] if what == "nothing" else [part.split("@") for part in what.split()]
    cash = [
        Cash(n, 1, paid=int(day), cents=round(float(units) * 100)) for n, (units, day) in enumerate(came, 1)
    ]
    states = timeline(facts_of([Bill(1, 0, 30, 25_000)], cash))
    state = told(states, 90)[1]
    assert state.open_cents == round(float(left) * 100)
    assert state.paid == (None if paid == "-" else int(paid))


@rows("""
    amount  | came in | open
    0.50    | 0       | 0.50
    0.50    | 0.01    | 0
    30.00   | 29.00   | 0
    30.00   | 28.99   | 1.01
    200.00  | 199.00  | 0
    200.00  | 198.99  | 1.01
    1000.00 | 995.00  | 0
    1000.00 | 994.99  | 5.01
    -80.00  | 0       | -80.00
    -80.00  | -30.00  | -50.00
    -80.00  | -79.00  | 0
    -80.00  | -80.00  | 0
""")
def test_a_euro_or_half_a_per_cent_is_not_lateness(amount: str, came_in: str, left: str) -> None:
    cash = [Cash(1, 1, paid=5, cents=round(float(came_in) * 100))] if float(came_in) else []
    states = timeline(facts_of([Bill(1, 0, 30, round(float(amount) * 100))], cash))
    state = told(states, 40)[1]
    assert state.open_cents == round(float(left) * 100)
    assert (state.paid is None) == (float(left) != 0)


@rows("""
    evening | open   | due | paid
    9       | absent | -   | -
    10      | 100.00 | 40  | -
    24      | 100.00 | 40  | -
    25      | 60.00  | 40  | -
    29      | 60.00  | 40  | -
    30      | 110.00 | 50  | -
    44      | 110.00 | 50  | -
    45      | 0      | 50  | 35
    59      | 0      | 50  | 35
    60      | 110.00 | 50  | -
    70      | 150.00 | 50  | -
""")
def test_every_evening_of_one_invoice(evening: str, left: str, due: str, paid: str) -> None:
    """Issued at 10; 40.00 paid at 20 but known at 25; corrected at 30 to 150.00 due at 50; the rest paid
    at 35 and known at 45; that payment is taken back at 60, the first one at 70.
    """
    bills = [Bill(1, 10, 40, 10_000), Bill(1, 10, 50, 15_000, known=30, version=1)]
    cash = [
        Cash(1, 1, paid=20, cents=4_000, known=25),
        Cash(2, 1, paid=35, cents=11_000, known=45),
        Cash(2, 1, paid=35, cents=0, known=60, version=1),
        Cash(1, 1, paid=20, cents=0, known=70, version=1),
    ]
    state = told(timeline(facts_of(bills, cash)), int(evening)).get(1)
    if left == "absent":
        assert state is None
        return
    assert state is not None
    assert (state.open_cents, state.due) == (round(float(left) * 100), int(due))
    assert state.paid == (None if paid == "-" else int(paid))


def test_an_allocation_known_before_its_invoice_waits_for_it() -> None:
    states = timeline(facts_of([Bill(1, 0, 30, known=20)], [Cash(1, 1, paid=5)]))
    assert told(states, 19) == {}
    assert told(states, 20)[1].paid == 5


def test_an_allocation_to_an_invoice_nobody_knows_says_nothing() -> None:
    states = timeline(facts_of([Bill(2, 0, 30)], [Cash(1, 1, paid=5)]))
    assert states["invoice_id"].tolist() == [2]
    assert states["open_cents"].tolist() == [10_000]


@rows("""
    first known | correction known | by evening | due
    20          | 10               | 19         | absent
    20          | 10               | 20         | 60
    20          | 25               | 24         | 30
    20          | 25               | 25         | 60
    20          | 20               | 20         | 60
""")
def test_a_correction_never_shows_before_its_fact_and_then_stands(
    first: str, correction: str, evening: str, due: str
) -> None:
    bills = [Bill(1, 0, 30, known=int(first)), Bill(1, 0, 60, known=int(correction), version=1)]
    state = told(timeline(facts_of(bills)), int(evening)).get(1)
    assert (state.due if state else "absent") == (int(due) if due != "absent" else due)


def test_an_empty_ledger_has_no_states() -> None:
    assert len(timeline(facts_of())) == 0


@drawn
@given(ledgers())
def test_the_timeline_tells_what_a_plain_replay_tells(ledger: Ledger) -> None:
    states = timeline(facts_of(*ledger))
    for day in evenings(ledger):
        assert told(states, day) == plain(ledger, day), day


@drawn
@given(ledgers(), st.lists(st.integers(0, 200), min_size=3, max_size=3))
def test_an_evening_is_the_same_whatever_became_known_later(ledger: Ledger, days: list[int]) -> None:
    facts = facts_of(*ledger)
    whole = timeline(facts)
    for day in days:
        assert told(timeline(as_known(facts, on(day))), day) == told(whole, day), day


@drawn
@given(ledgers(), st.integers(0, 1_000))
def test_the_order_of_rows_and_their_numbers_mean_nothing(ledger: Ledger, seed: int) -> None:
    facts = facts_of(*ledger)
    states = timeline(facts)
    pd.testing.assert_frame_equal(timeline(shuffled(facts, seed=seed)), states)
    other = timeline(renumbered(facts))
    back = other.assign(
        invoice_id=(1_000 - other["invoice_id"]) // 7, customer_id=(1_000 - other["customer_id"]) // 7
    )
    back = back.sort_values(["invoice_id", "known_day"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(back, states)


@drawn
@given(ledgers())
def test_states_of_an_invoice_follow_each_other_without_gap(ledger: Ledger) -> None:
    states = timeline(facts_of(*ledger))
    for _, own in states.groupby("invoice_id"):
        assert own["until_day"].tolist() == [*own["known_day"].tolist()[1:], NEVER]


@pytest.mark.parametrize("later", [0, 30, 300])
def test_days_survive_their_encoding(later: int) -> None:
    """Days count from 1970-01-01 whatever the unit of the frame's dates."""
    states = timeline(facts_of([Bill(1, later, later + 14)]))
    assert (states["issued_day"].tolist(), states["due_day"].tolist()) == (
        [FIRST + later],
        [FIRST + later + 14],
    )


@rows("""
    what came in                        | paid | ended
    cash 250.00@20                      | 20   | -
    note 250.00@20                      | -    | 20
    cash 100.00@20 note 150.00@35       | -    | 35
    note 100.00@20 cash 150.00@35       | 35   | -
    note 150.00@35 cash 100.00@20       | -    | 35
    cash 100.00@20                      | -    | -
    note 100.00@20                      | -    | -
""")
def test_what_settles_an_invoice_last_says_how_it_ended(what: str, paid: str, ended: str) -> None:
    """An invoice of 250.00: paid when the cash came that settled it, ended when a credit note did."""
    words = what.split()
    cash = [
        Cash(n, 1, paid=int(part.split("@")[1]), cents=round(float(part.split("@")[0]) * 100),
             kind="payment" if kind == "cash" else "credit")
        for n, (kind, part) in enumerate(zip(words[::2], words[1::2], strict=True), 1)
    ]  # fmt: skip
    last = timeline(facts_of([Bill(1, 0, 30, 25_000)], cash)).iloc[-1]
    for day, told_day in ((paid, last["paid_day"]), (ended, last["ended_day"])):
        assert told_day == (NEVER if day == "-" else FIRST + int(day))


def test_an_invoice_corrected_to_nothing_ended_when_that_was_known() -> None:
    bills = [Bill(1, 0, 30), Bill(1, 0, 30, cents=0, known=12, version=1)]
    later = [*bills, Bill(1, 0, 31, cents=0, known=40, version=2)]
    for versions in (bills, later):
        states = timeline(facts_of(versions))
        assert states["ended_day"].tolist()[0] == NEVER
        assert set(states["ended_day"].tolist()[1:]) == {FIRST + 12}
        assert set(states["paid_day"].tolist()) == {NEVER}


@drawn
@given(ledgers())
def test_an_invoice_is_paid_or_ended_or_open(ledger: Ledger) -> None:
    states = timeline(facts_of(*ledger))
    paid, ended = states["paid_day"] < NEVER, states["ended_day"] < NEVER
    assert not (paid & ended).any()
    assert ((states["open_cents"] == 0) == (paid | ended)).all()
