"""What a customer's word does to the curve of its invoice."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.streams import streams_of
from ledger.beside import Beside, typed
from ledger.timeline import timeline
from scoring.lateness.curve import Curves
from scoring.lateness.open_items import open_invoices, prediction
from scoring.lateness.predict import curves
from scoring.lateness.promised import ARRIVES, NOBODY, PRIOR_KEPT, Promised, promised_of, with_promises
from tests.features.ledgers import FIRST, drawn, on
from tests.tables import rows
from tests.training.companies import HORIZON, company_facts, small_model

OWED = 10_000


def _beside(*words: tuple[int, int, int, int, str, int], what: str = "promises") -> Beside:
    """Words: customer, invoice, known, named day, state, cents; a case each."""
    named = "promised_on" if what == "promises" else "due_on"
    told = [
        {
            "customer_id": customer,
            "known_on": pd.Timestamp(on(known)),
            "case_id": 1_000 * customer + invoice,
            "invoice_id": invoice,
            named: pd.Timestamp(on(day)),
            "state": state,
            "cents": float(cents),
        }
        for customer, invoice, known, day, state, cents in words
    ]
    return Beside(**{what: typed(what, pd.DataFrame(told))})


def _asked(beside: Beside, *, evening: int, invoice: int = 1, customer: int = 1) -> tuple[int | None, float]:
    one = np.array([OWED], dtype=np.int64)
    told = promised_of(
        beside,
        invoices=np.array([invoice]),
        customers=np.array([customer]),
        open_cents=one,
        as_of=on(evening),
    )
    day = int(told.day[0])
    return (None if day == NOBODY else day - FIRST), float(told.chance[0])


@rows("""
    known | named | state  | cents | evening | binds
    10    | 20    | open   | 10000 | 15      | yes
    10    | 20    | open   | 10000 | 9       | no
    10    | 20    | open   | 9960  | 15      | yes
    10    | 20    | open   | 5000  | 15      | no
    10    | 20    | kept   | 10000 | 15      | no
    10    | 20    | broken | 10000 | 15      | no
    10    | 20    | void   | 10000 | 15      | no
    10    | 20    | open   | 10000 | 22      | yes
    10    | 20    | open   | 10000 | 23      | no
""")
def test_when_a_promise_binds(
    known: str, named: str, state: str, cents: str, evening: str, binds: str
) -> None:
    """Known by the evening, still open, covering what is owed, and not overdue by more than its grace."""
    beside = _beside((1, 1, int(known), int(named), state, int(cents)))
    day, _ = _asked(beside, evening=int(evening))
    assert day == (int(named) if binds == "yes" else None)


def test_without_any_word_before_a_promise_is_worth_the_prior() -> None:
    assert _asked(_beside((1, 1, 10, 20, "open", OWED)), evening=15) == (20, pytest.approx(PRIOR_KEPT))


def test_a_customer_is_judged_by_its_own_words_drawn_to_the_book_s() -> None:
    """Eight words kept of the book's ten by another customer, none of this one's two."""
    others = [(2, n, 1, 2, "kept" if n < 18 else "broken", 100) for n in range(10, 20)]
    own = [(1, n, 1, 2, "broken", 100) for n in (30, 31)]
    beside = _beside(*others, *own, (1, 1, 10, 20, "open", OWED), (3, 2, 10, 20, "open", OWED))
    book = (8 + 4 * PRIOR_KEPT) / (12 + 4)
    assert _asked(beside, evening=15)[1] == pytest.approx((0 + 4 * book) / (2 + 4))
    assert _asked(beside, evening=15, invoice=2, customer=3)[1] == pytest.approx(book)


def test_what_was_judged_later_is_not_known_yet() -> None:
    """Planted futures: a judgement and a withdrawal known after the evening change nothing."""
    now = _beside((1, 1, 10, 20, "open", OWED), (1, 9, 1, 2, "open", 100))
    later = _beside(
        (1, 1, 10, 20, "open", OWED),
        (1, 9, 1, 2, "open", 100),
        (1, 9, 16, 2, "broken", 100),
        (1, 1, 16, 20, "void", OWED),
    )
    assert _asked(later, evening=15) == _asked(now, evening=15)
    assert _asked(later, evening=16)[0] is None


def test_instalments_must_all_be_kept() -> None:
    beside = _beside((1, 1, 10, 20, "open", 6_000), (1, 1, 10, 50, "open", 4_000), what="plans")
    assert _asked(beside, evening=15) == (50, pytest.approx(PRIOR_KEPT**2))


def _curves(values: Sequence[float], *, first: int = FIRST + 16) -> Curves:
    day = np.array([first], dtype=np.int64)
    return Curves(day, day + 5, np.array([values], dtype=np.float32))


def test_a_word_by_hand() -> None:
    """Named for the third day; half of it is believed, the rest stays the model's."""
    curves = _curves([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.6])
    told = with_promises(curves, Promised(np.array([FIRST + 18]), np.array([0.5]))).cdf[0]
    kept = np.array([0, 0, 0.55, 0.75, 0.9, 1.0, 1.0])
    np.testing.assert_allclose(told, 0.5 * kept + 0.5 * curves.cdf[0], atol=1e-6)


def test_a_day_passed_in_vain_costs_belief() -> None:
    """Two days after the day named a quarter of what was believed is left, for the days to come."""
    curves = _curves([0.0, 0.0, 0.0, 0.0])
    told = with_promises(curves, Promised(np.array([FIRST + 14]), np.array([0.5]))).cdf[0]
    left = 0.5 * 0.25
    share = left / (left + 0.5)
    np.testing.assert_allclose(told, share * np.array([0.6, 1.0, 1.0, 1.0]), atol=1e-6)


@drawn
@given(
    st.integers(-3, 12),
    st.floats(0.01, 0.99),
    st.lists(st.floats(0, 1), min_size=8, max_size=8),
    st.floats(0.0, 1.0),
)
def test_a_curve_moved_by_a_word_is_still_a_curve(
    ahead: int, chance: float, steps: list[float], ends: float
) -> None:
    """It rises, with the other ends to one at most, and reaches the day of grace with the word's worth."""
    cdf = np.cumsum(steps) / 8.0
    curves = _curves(cdf.tolist())
    curves = Curves(curves.from_day, curves.due, curves.cdf, ((1 - cdf[None, :]) * ends).astype(np.float32))
    named = curves.from_day + ahead
    told = with_promises(curves, Promised(named, np.array([chance])))
    assert (np.diff(told.cdf[0]) >= -1e-6).all()
    assert told.ended is not None
    assert (told.cdf + told.ended <= 1 + 1e-5).all()
    if ahead >= 0 and ahead + len(ARRIVES) <= 8:
        assert told.cdf[0, ahead + len(ARRIVES) - 1] >= chance - 1e-5


def test_without_a_word_nothing_moves() -> None:
    curves = _curves([0.1, 0.2])
    assert with_promises(curves, Promised(np.array([NOBODY]), np.array([0.0]))) is curves


def test_a_promise_moves_the_dates_told_of_an_open_invoice() -> None:
    """The same invoice with and without a word on it: the day named is told, and becomes likelier."""
    facts = company_facts()
    states = timeline(facts)
    streams = streams_of(states)
    plain = open_invoices(facts, states, streams, as_of=on(HORIZON))
    place = int(np.argmax(plain.pairs.due))
    owed = int(plain.pairs.open_cents[place])
    invoice = int(states["invoice_id"].iloc[plain.pairs.state[place]])
    customer = int(states["customer_id"].iloc[plain.pairs.state[place]])
    word = _beside((customer, invoice, HORIZON, HORIZON + 3, "open", owed))
    named = open_invoices(replace(facts, beside=word), states, streams, as_of=on(HORIZON))
    told = []
    for items in (plain, named):
        moved = with_promises(curves(small_model(), streams, items.pairs), items.promised)
        told.append(prediction(items, moved, place, as_of=on(HORIZON), model="lateness 1"))
    before, after = told
    assert (before.promised_on, before.p_kept) == (None, None)
    assert (after.promised_on, after.p_kept) == (on(HORIZON + 3), pytest.approx(PRIOR_KEPT))
    assert after.paid_within[7] == pytest.approx(
        PRIOR_KEPT + (1 - PRIOR_KEPT) * before.paid_within[7], abs=1e-5
    )
    assert after.paid_within[7] > before.paid_within[7]
    assert after.curve[6] == pytest.approx(after.paid_within[7], abs=1e-6)
    for each in told:
        assert each.curve[-1] + each.p_never + each.p_ended == pytest.approx(1, abs=1e-4)
    others = np.delete(np.arange(len(plain.number)), place)
    assert (named.promised.day[others] == NOBODY).all()
