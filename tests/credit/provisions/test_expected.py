"""Provisions add up, and the bridge leads from the matrix to the model."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.provisions.expected import Item, Kind, lost_share, provided
from tests.credit.provisions.test_matrix import history
from tests.policies import PROVISIONS

DAY = date(2024, 6, 30)

ITEMS = st.lists(
    st.builds(
        lambda cents, share, late, currency, **told: Item(
            1, 1, currency, "all", DAY - timedelta(days=late), cents, round(cents * share), **told
        ),
        cents=st.integers(1, 10_000_000),
        share=st.sampled_from((0.0, 0.0, 0.3, 1.0)),
        late=st.integers(-60, 500),
        currency=st.sampled_from(("EUR", "USD")),
        insolvent=st.booleans(),
        retention_of_title=st.booleans(),
        insured=st.floats(0, 1),
        unpaid=st.none() | st.floats(0, 1),
    ),
    max_size=15,
)


@given(ITEMS, st.booleans())
def test_every_cent_open_is_in_one_line_of_its_currency_and_totals_add_up(
    items: list[Item], by_model: bool
) -> None:
    told = provided(items, history(), as_of=DAY, policy=PROVISIONS, by_model=by_model)
    for total in told.totals:
        own = [one for one in items if one.currency == total.currency]
        assert total.open_cents == sum(one.open_cents for one in own)
        lines = [one for one in told.lines if one.currency == total.currency]
        apart = sum(one.cents for one in told.specific if one.currency == total.currency)
        assert total.matrix_cents == sum(one.matrix_cents for one in lines) + apart
        if by_model:
            assert total.model_cents == sum(one.model_cents or 0 for one in lines) + apart
        elif lines:
            assert total.model_cents is None
        assert 0 <= total.matrix_cents <= total.open_cents + len(own)
    assert {total.currency for total in told.totals} == {one.currency for one in items}


@given(ITEMS)
def test_the_bridge_adds_up_and_security_never_raises_a_loss(items: list[Item]) -> None:
    for line in provided(items, history(), as_of=DAY, policy=PROVISIONS, by_model=True).lines:
        assert line.model_cents is not None
        assert line.probability_cents is not None
        assert line.security_cents is not None
        assert line.matrix_cents + line.probability_cents + line.security_cents == line.model_cents
        assert line.security_cents <= 0
        assert 0 <= line.model_cents <= line.open_cents


def test_where_the_model_is_silent_the_matrix_s_chance_answers() -> None:
    item = Item(1, 1, "EUR", "all", DAY, 1_000_000)
    (line,) = provided([item], history(), as_of=DAY, policy=PROVISIONS, by_model=True).lines
    assert (line.matrix_cents, line.probability_cents, line.model_cents) == (34_000, 0, 34_000)


def test_insolvent_and_disputed_amounts_stand_apart_by_the_policy_s_rates() -> None:
    items = [
        Item(1, 1, "EUR", "all", DAY, 1_000_00, disputed_cents=400_00),
        Item(2, 2, "EUR", "all", DAY, 500_00, disputed_cents=500_00, insolvent=True),
    ]
    told = provided(items, history(), as_of=DAY, policy=PROVISIONS, by_model=False)
    assert [(one.kind, one.open_cents, one.cents) for one in told.specific] == [
        (Kind.INSOLVENT, 500_00, 450_00),
        (Kind.DISPUTED, 400_00, 80_00),
    ]
    assert [line.open_cents for line in told.lines] == [600_00]


def test_security_and_cover_lower_what_is_lost() -> None:
    item = Item(1, 1, "EUR", "all", DAY, 100, retention_of_title=True, insured=0.5)
    assert lost_share(item, PROVISIONS) == pytest.approx(0.65 * 0.5)
