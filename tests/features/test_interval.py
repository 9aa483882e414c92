"""The days still possible, cut around the due day."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from features.interval import (
    EDGES,
    LAST_DAY,
    NAMES,
    Intervals,
    interval_frame,
    intervals_of,
)
from features.pairs import Pairs, day_number, day_of
from features.streams import streams_of
from ledger.timeline import timeline
from tests.features.ledgers import FIRST, Bill, Cash, drawn, facts_of, pairs_on
from tests.tables import rows


def _pairs(asked: list[tuple[int, int]]) -> Pairs:
    """Pairs that may be paid from the first day on and are due on the second."""
    from_day, due = (np.array(values, dtype=np.int64) for values in zip(*asked, strict=True))
    zeros = np.zeros(len(asked), dtype=np.int64)
    return Pairs(zeros, from_day - 1, from_day, from_day, due, zeros, zeros, zeros)


def _of(told: Intervals, place: int) -> list[tuple[int, int]]:
    own = told.pair == place
    return list(zip(told.start[own].tolist(), told.stop[own].tolist(), strict=True))


possible = st.tuples(st.integers(19_000, 20_500), st.integers(19_000, 20_500), st.integers(0, 3_000))


@drawn
@given(st.lists(possible, min_size=1, max_size=6))
def test_intervals_tile_the_days_from_the_first_to_the_last(asked: list[tuple[int, int, int]]) -> None:
    """No gap, no overlap, cut at the edges and nowhere else, up to the one that holds `until`."""
    pairs = _pairs([(first, due) for first, due, _ in asked])
    until = np.array([first + more for first, _, more in asked])
    told = intervals_of(pairs, until)
    assert (np.diff(told.pair) >= 0).all()
    for place, (first, due, more) in enumerate(asked):
        last = min(first + more, due + LAST_DAY - 1)
        own = _of(told, place)
        if first >= due + LAST_DAY:
            assert own == []
            continue
        assert own[0][0] == first
        assert [stop for _, stop in own[:-1]] == [start for start, _ in own[1:]]
        assert own[-1][0] <= last < own[-1][1]
        cuts = {start - due for start, _ in own[1:]} | {stop - due for _, stop in own}
        inside = {edge for edge in EDGES.tolist() if first - due < edge <= own[-1][1] - due}
        assert cuts == inside


def test_days_around_the_due_day_stand_alone() -> None:
    assert EDGES.tolist() == sorted(set(EDGES.tolist()))
    around = [edge for edge in EDGES.tolist() if -14 <= edge <= 45]
    assert around == list(range(-14, 46))
    assert EDGES[-1] == LAST_DAY == 366


@rows("""
    from | due  | until | intervals
    0    | 0    | 0     | 0-1
    0    | 0    | 2     | 0-1 1-2 2-3
    0    | 20   | 0     | 0-6
    0    | 20   | 5     | 0-6
    0    | 20   | 6     | 0-6 6-7
    3    | 20   | 6     | 3-6 6-7
    0    | -44  | 1     | 0-1 1-4
    2    | -45  | 2     | 2-3
    0    | -366 | 9     |
    0    | -365 | 9     | 0-1
    5    | 5    | 4     |
""")
def test_intervals_of_one_pair(first: str, due: str, until: str, expected: str) -> None:
    told = intervals_of(_pairs([(1_000 + int(first), 1_000 + int(due))]), np.array([1_000 + int(until)]))
    assert " ".join(f"{a - 1_000}-{b - 1_000}" for a, b in _of(told, 0)) == expected


def test_day_numbers_go_both_ways() -> None:
    assert day_of(FIRST) == date(2024, 1, 1)
    assert day_number(day_of(19_999)) == 19_999


def _one_customer():
    """An invoice due on Friday 2024-05-10, day 130, seen five days before; three others are paid."""
    bills = [Bill(n, 0, 30) for n in (1, 2, 3)] + [Bill(4, 80, 130)]
    facts = facts_of(bills, [Cash(1, 1, paid=30), Cash(2, 2, paid=31), Cash(3, 3, paid=31)])
    states = timeline(facts)
    pairs = pairs_on(facts, 125, states=states).take(np.array([3]))
    told = intervals_of(pairs, pairs.due + LAST_DAY)
    frame = interval_frame(streams_of(states), pairs, told, country="FR")
    return frame.set_index(told.start - FIRST)


@rows("""
    day | start | days | from evening | business days | weekday | day of month | to month end
    126 | -4    | 1    | 1            | 1             | 0       | 6            | 25
    128 | -2    | 1    | 3            | 0             | 2       | 8            | 23
    129 | -1    | 1    | 4            | 0             | 3       | 9            | 22
    130 | 0     | 1    | 5            | 1             | 4       | 10           | 21
    131 | 1     | 1    | 6            | 0             | 5       | 11           | 20
    151 | 21    | 1    | 26           | 1             | 4       | 31           | 0
    175 | 45    | 3    | 50           | 3             | -       | -            | 4
""")
def test_the_calendar_of_an_interval(
    day: str, start: str, days: str, since: str, business: str, weekday: str, of_month: str, left: str
) -> None:
    """8 May 2024 is a holiday in France, 9 May too; the three days from 175 start on Monday 24 June."""
    frame = _one_customer()
    told = frame.loc[int(day)]
    assert tuple(frame.columns) == NAMES
    assert (told["interval_start"], told["interval_days"]) == (int(start), int(days))
    assert told["interval_from_evening"] == int(since)
    assert told["interval_business_days"] == int(business)
    assert told["interval_to_month_end"] == int(left)
    for name, expected in (("interval_weekday", weekday), ("interval_day_of_month", of_month)):
        assert np.isnan(told[name]) if expected == "-" else told[name] == int(expected)


def test_a_payer_s_hazard_stands_where_it_paid() -> None:
    """Paid 0, 1 and 1 days late: nothing came before the due day, most on the day after it."""
    told = _one_customer()["payer_hazard"]
    assert told[130] > 5 * told[129]
    assert told[131] > told[130]
    assert told[131] > 5 * told[132]
