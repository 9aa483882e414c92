"""Which money of the bank and of the accounts is the same."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.matching.pairs import pairs_of
from ledger.matching.twins import Sighting
from tests.tables import rows


def _seen(text: str, *, first: int) -> list[Sighting]:
    """Sightings told as `customer cents day`, a customer of 0 not known."""
    found = []
    for number, one in enumerate(filter(None, text.split(", ")), start=first):
        customer, cents, day = map(int, one.split())
        on = date(2024, 5, 1) + timedelta(days=day)
        found.append(Sighting(number, customer or None, cents, "EUR", on, frozenset()))
    return found


def _told(ours: list[Sighting], theirs: list[Sighting], beside: list[Sighting]) -> str:
    pairs = pairs_of(ours, theirs, near_days=3, within_days=10, beside=beside)
    return ", ".join(
        "+".join(map(str, sorted(pair.ours))) + "=" + "+".join(map(str, sorted(pair.theirs)))
        for pair in sorted(pairs)
    )


@rows("""
    ours, from 1           | theirs, from 51        | beside, from 91 | the same money
    1 500 5                | 1 500 7                |                 | 1=51
    1 500 5                | 1 500 16               |                 |
    1 500 5                | 2 500 5                |                 |
    1 500 3, 1 500 9       | 1 500 4, 1 500 10      |                 | 1=51, 2=52
    1 500 3, 1 500 9       | 1 500 10               |                 | 2=51
    0 500 5                | 1 500 5                |                 | 1=51
    0 500 5                | 1 500 5, 2 500 6       |                 |
    1 300 5, 1 200 5       | 1 500 6                |                 | 1+2=51
    1 300 5, 2 200 5       | 1 500 6                |                 |
    1 300 5, 1 200 6       | 1 500 6                |                 |
    1 500 5                | 1 300 5, 1 200 5       |                 | 1=51+52
    1 500 5                | 1 300 5, 1 200 5, 1 9 5|                 | 1=51+52
    1 500 5                | 1 300 5, 1 200 5, 1 400 5, 1 100 5 |     |
    1 300 5, 1 200 5       | 1 500 6, 1 200 14      |                 | 1+2=51
    1 300 5                | 1 500 6                | 1 200 5         | 1+91=51
    1 300 5                | 1 200 6                | 1 200 5         |
    1 -500 5               | 1 -500 6               |                 | 1=51
""")
def test_the_same_money_is_found(ours: str, theirs: str, beside: str, expected: str) -> None:
    """The nearer day first, lines of about the same day before a day farther off, sums only if one choice."""
    assert _told(_seen(ours, first=1), _seen(theirs, first=51), _seen(beside, first=91)) == expected


def test_what_a_person_said_is_other_money_stays_apart() -> None:
    ours, theirs = _seen("1 500 5", first=1), _seen("1 500 5, 1 500 6", first=51)
    pairs = pairs_of(ours, theirs, near_days=3, within_days=10, apart={(1, 51)})
    assert [pair.theirs for pair in pairs] == [(52,)]


_SIGHTINGS = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4), st.integers(0, 12)), max_size=8)


@given(_SIGHTINGS, _SIGHTINGS)
def test_i35_pairs_do_not_depend_on_the_order_and_are_worth_the_same(
    ours: list[tuple[int, int, int]], theirs: list[tuple[int, int, int]]
) -> None:
    """Each sighting is in one pair at most, and both sides of a pair come to the same amount."""
    told = [
        _seen(", ".join(f"{a} {b * 100} {c}" for a, b, c in side), first=first)
        for side, first in ((ours, 1), (theirs, 51))
    ]
    found = _told(*told, [])
    assert _told(*(list(reversed(side)) for side in told), []) == found
    pairs = pairs_of(*told, near_days=3, within_days=10)
    cents = {one.id: one.cents for side in told for one in side}
    for pair in pairs:
        assert sum(cents[key] for key in pair.ours) == sum(cents[key] for key in pair.theirs)
        assert min(len(pair.ours), len(pair.theirs)) == 1
    used = [key for pair in pairs for key in (*pair.ours, *pair.theirs)]
    assert len(used) == len(set(used))
