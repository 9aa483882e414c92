"""In which order money for penalties settles them."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dunning.receivable.receivable import Receivable
from dunning.settling.debts import parts_of, settled
from kernel.money import Money

DUE = date(2025, 5, 31)
_CENTS = st.integers(0, 9_000)


def _owed(number: int, due: int, interest: int, flat: int) -> Receivable:
    on = DUE + timedelta(days=due)
    return Receivable(f"i:{number}", f"F-{number}", on, "EUR", on, str(number), on, on, interest, flat)


@given(
    st.lists(st.tuples(st.integers(0, 3), _CENTS, _CENTS, st.booleans()), min_size=1, max_size=5),
    st.integers(1, 40_000),
)
def test_i25_what_runs_first_then_the_oldest_and_interest_before_the_indemnity(
    told: list[tuple[int, int, int, bool]], cents: int
) -> None:
    owed = [_owed(number, due, interest, flat) for number, (due, interest, flat, _) in enumerate(told)]
    runs = {one.item: Fraction(1, 10) for one, (*_, running) in zip(owed, told, strict=True) if running}
    done = settled(Money(cents, "EUR"), owed, runs, (), on=DUE + timedelta(days=60))
    parts = {one.item: parts_of(one, done) for one in owed}
    assert sum(a + b for a, b, _ in parts.values()) + done.held_cents == cents
    assert done.held_cents == max(cents - sum(one.open_cents for one in owed), 0)
    short = [one for one in owed if parts[one.item][0] < one.open_interest_cents]
    for one in owed:
        interest, flat, _ = parts[one.item]
        assert not flat or interest == one.open_interest_cents
        for other in short:
            assert not (flat and other.item in runs)
            assert not (flat and other.due_on <= one.due_on)
            assert not (interest and one.item not in runs and other.item in runs)


def test_i25_the_payer_chooses() -> None:
    old, new = _owed(1, 0, 500, 4_000), _owed(2, 5, 300, 4_000)
    done = settled(Money(1_000, "EUR"), [old, new], {}, [new], on=DUE + timedelta(days=60))
    assert parts_of(new, done) == (300, 700, "instruction")
    assert parts_of(old, done)[:2] == (0, 0)
