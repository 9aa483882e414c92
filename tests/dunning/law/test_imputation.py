"""I25: what a payment settles, as the payer says, else as the Code civil does."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning.law.imputation import Debt, Settlement, Wish, impute
from kernel.money import CurrencyMismatch, Money

ON = date(2025, 9, 1)
_DAYS = st.integers(-60, 60).map(lambda days: ON + timedelta(days=days))


def debt(
    item: str, cents: int, *, interest: int = 0, due: int = -10, born: int = -40, rate: str = "0.1215"
) -> Debt:
    days = (ON + timedelta(days=born), ON + timedelta(days=due))
    return Debt(item, "EUR", *days, cents, interest, Fraction(rate))


def paid(cents: int, *debts: Debt, wishes: tuple[Wish, ...] = ()) -> Settlement:
    return impute(Money(cents, "EUR"), debts, on=ON, wishes=wishes)


def shares(told: Settlement) -> dict[str, tuple[int, int]]:
    """Interest and principal by item."""
    found: dict[str, tuple[int, int]] = {}
    for one in told.imputed:
        interest, principal = found.get(one.item, (0, 0))
        found[one.item] = (interest + one.interest_cents, principal + one.principal_cents)
    return found


_DEBTS = st.lists(
    st.builds(
        lambda cents, interest, due, born, rate: (cents, interest, due, born, rate),
        st.integers(0, 5_000),
        st.integers(0, 500),
        _DAYS,
        _DAYS,
        st.sampled_from(["0", "0.1215", "0.1315"]),
    ),
    max_size=6,
).map(
    lambda told: [
        Debt(f"i:{n}", "EUR", born, due, cents, interest, Fraction(rate))
        for n, (cents, interest, due, born, rate) in enumerate(told)
    ]
)
_WISHES = st.lists(
    st.builds(Wish, st.sampled_from([f"i:{n}" for n in range(8)]), st.none() | st.integers(0, 4_000)),
    max_size=4,
)


@given(st.integers(1, 20_000), _DEBTS, _WISHES)
def test_i25_imputations_and_what_is_held_add_up_to_the_payment(
    cents: int, debts: list[Debt], wishes: list[Wish]
) -> None:
    told = impute(Money(cents, "EUR"), debts, on=ON, wishes=wishes)
    assert sum(one.cents for one in told.imputed) + told.held_cents == cents
    owed = {one.item: one for one in debts}
    for item, (interest, principal) in shares(told).items():
        assert 0 <= interest <= owed[item].interest_cents
        assert 0 <= principal <= owed[item].principal_cents
    if told.held_cents:
        assert sum(one.cents for one in told.imputed) == sum(one.cents for one in debts)


@given(st.integers(1, 20_000), _DEBTS)
def test_i25_interest_comes_before_principal(cents: int, debts: list[Debt]) -> None:
    told = shares(impute(Money(cents, "EUR"), debts, on=ON))
    for one in debts:
        interest, principal = told.get(one.item, (0, 0))
        assert not principal or interest == one.interest_cents


@given(st.integers(1, 20_000), _DEBTS, st.randoms(use_true_random=False))
def test_i25_the_order_in_which_debts_are_told_changes_nothing(
    cents: int, debts: list[Debt], chance: object
) -> None:
    shuffled = list(debts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (shares(impute(Money(cents, "EUR"), told, on=ON)) for told in (debts, shuffled))
    assert one == other


@pytest.mark.parametrize(
    ("debts", "settled"),
    [
        # A debt that is due before one that is not, however old.
        ((debt("i:1", 100, due=5, born=-90), debt("i:2", 100)), {"i:2": (0, 100)}),
        # Of those due, the one dearest to leave: interest runs on i:2, not on the indemnity.
        ((debt("i:1", 100, rate="0", born=-90), debt("i:2", 100)), {"i:2": (0, 100)}),
        # At the same rate, the oldest.
        ((debt("i:1", 100, born=-20), debt("i:2", 100, born=-30)), {"i:2": (0, 100)}),
        # All alike: in proportion, odd cents to the largest remainder.
        ((debt("i:1", 200), debt("i:2", 100)), {"i:1": (0, 67), "i:2": (0, 33)}),
        # Of one debt, interest first.
        ((debt("i:1", 200, interest=30),), {"i:1": (30, 70)}),
    ],
)
def test_i25_where_the_payer_says_nothing_the_law_places_a_hundred_cents(
    debts: tuple[Debt, ...], settled: dict[str, tuple[int, int]]
) -> None:
    assert shares(paid(100, *debts)) == settled


def test_i25_the_payer_s_word_comes_first_and_the_law_places_the_rest() -> None:
    """It may choose a debt that is not due, and how much of it."""
    debts = (debt("i:1", 100), debt("i:2", 100, due=20))
    assert shares(paid(100, *debts, wishes=(Wish("i:2"),))) == {"i:2": (0, 100)}
    assert shares(paid(100, *debts, wishes=(Wish("i:2", 30),))) == {"i:2": (0, 30), "i:1": (0, 70)}
    assert shares(paid(100, *debts, wishes=(Wish("i:9"),))) == {"i:1": (0, 100)}


def test_i25_more_than_is_owed_stays_the_payer_s() -> None:
    told = paid(150, debt("i:1", 100))
    assert (shares(told), told.held_cents) == ({"i:1": (0, 100)}, 50)


def test_c20_a_payment_settles_nothing_in_another_currency() -> None:
    with pytest.raises(CurrencyMismatch, match="USD settles nothing owed in EUR"):
        impute(Money(100, "USD"), [debt("i:1", 100)], on=ON)


def test_a_payment_of_nothing_and_a_debt_told_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        paid(0, debt("i:1", 100))
    with pytest.raises(ValueError, match="told twice"):
        paid(10, debt("i:1", 100), debt("i:1", 100))
