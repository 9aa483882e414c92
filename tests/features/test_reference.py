"""Each feature of the ledger's part against a slow reference, with corrections and late news."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ledger.as_known import as_known
from ledger.timeline import timeline
from tests.features.ledgers import (
    FIRST,
    Bill,
    Cash,
    Ledger,
    drawn,
    facts_of,
    figures,
    ledgers,
    on,
    pairs_on,
)
from tests.features.reference import book_of, told

# Days 366 and later lie a year after the first payments, which then leave the window one by one.
_EVENINGS = st.integers(0, 170) | st.integers(366, 520)


def _hold(ledger: Ledger, day: int, *, every: int = 1) -> None:
    facts = facts_of(*ledger)
    states = timeline(facts)
    pairs = pairs_on(facts, day, states=states)
    ours = figures(facts, pairs)
    book = book_of(timeline(as_known(facts, on(day))))
    held = book.of(None, FIRST + day)
    for row, invoice in list(enumerate(states["invoice_id"].to_numpy()[pairs.state]))[::every]:
        own = next(one for one in held if one.invoice_id == invoice)
        for name, expected in told(book, own, FIRST + day).items():
            np.testing.assert_allclose(
                ours[name].iloc[row], expected, rtol=1e-4, atol=1e-4, err_msg=f"{name} of {invoice} on {day}"
            )


@drawn
@given(ledgers(), _EVENINGS)
def test_drawn_ledgers(ledger: Ledger, day: int) -> None:
    _hold(ledger, day)


def test_a_busy_account() -> None:
    """Forty invoices of one customer, some corrected, some paid in parts, short, late or never."""
    chance = np.random.default_rng(7)
    bills, cash = [], []
    for n in range(1, 41):
        issued = int(chance.integers(0, 300))
        cents = int(chance.choice([9_000, 12_000, 12_345, 600_000]))
        due = issued + int(chance.choice([0, 30, 60]))
        bills.append(Bill(n, issued, due, cents, known=issued + int(chance.choice([0, 0, 5, 50]))))
        paid = issued + int(chance.integers(0, 160))
        if n % 7 == 0:
            bills.append(Bill(n, issued, due + 20, cents, known=issued + 60, version=1))
        if n % 5 == 0:
            cash.append(Cash(100 + n, n, paid=issued + 1, cents=cents // 2))
            cents -= cents // 2
        if n % 11:
            cash.append(Cash(n, n, paid=paid, cents=cents - (n % 3 == 0) * 50))
        if n % 9 == 0:
            cash.append(Cash(n, n, paid=paid, cents=0, known=paid + 20, version=1))
    for day in (200, 330, 450):
        _hold((bills, cash), day, every=6)


def test_closed_without_cash_is_no_payment() -> None:
    """An offset closes invoice 1 on day 20, a payment closes 2: one of two closed without cash."""
    bills = [Bill(1, 0, 30), Bill(2, 0, 30), Bill(3, 0, 90)]
    cash = [Cash(1, 1, paid=20, kind="set_off"), Cash(2, 2, paid=25)]
    facts = facts_of(bills, cash)
    shares = [
        figures(facts, pairs_on(facts, day))["closed_without_cash_share"].iloc[-1] for day in (19, 20, 25)
    ]
    np.testing.assert_array_equal(shares, [np.nan, 1.0, 0.5])
    _hold((bills, cash), 30)
