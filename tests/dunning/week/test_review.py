"""A weekly review is a table of sections, cut by owner."""

from hypothesis import given
from hypothesis import strategies as st

from dunning.week.review import SECTIONS, Line, Section, Sort, reviews

LINES = st.lists(
    st.builds(
        Line,
        customer_id=st.integers(1, 6),
        sort=st.sampled_from(Sort),
        currency=st.sampled_from(["EUR", "USD"]),
        cents=st.integers(-10_000, 10_000),
    ),
    max_size=40,
)
OWNERS = {1: "Zoé", 2: "Marc", 3: "Marc", 4: ""}


def test_every_sort_has_one_section() -> None:
    sorts = [sort for section in Section for sort in SECTIONS[section]]
    assert sorted(sorts) == sorted(Sort)


@given(lines=LINES, most=st.integers(1, 5))
def test_nothing_is_lost_between_owners_and_sections(lines: list[Line], most: int) -> None:
    """What is not listed is counted, and in the sums."""
    found = reviews(lines, OWNERS, most=most)
    parts = [part for one in found for part in one.parts]
    assert sum(part.count for part in parts) == len(lines)
    for currency in ("EUR", "USD"):
        told = sum(part.cents.get(currency, 0) for part in parts)
        assert told == sum(one.cents for one in lines if one.currency == currency)
    assert all(len(part.lines) == min(part.count, most) for part in parts)


@given(lines=LINES)
def test_the_gravest_come_first_and_nobodys_last(lines: list[Line]) -> None:
    found = reviews(lines, OWNERS, most=3)
    names = [one.owner for one in found]
    assert names == sorted(names, key=lambda name: (name == "", name))
    for part in (part for one in found for part in one.parts):
        own = [abs(one.cents) for one in part.lines]
        assert own == sorted(own, reverse=True)
