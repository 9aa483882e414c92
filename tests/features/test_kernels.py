"""Each kernel against a reference anybody can read."""

from dataclasses import dataclass
from math import ceil, exp

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from features import kernels
from features.kernels import LATE_HIGH, LATE_LOW
from tests.features.ledgers import drawn


@dataclass(frozen=True)
class Event:
    day: int
    late: int
    sign: int
    paid: int


@st.composite
def accounts(draw: st.DrawFn) -> list[list[Event]]:
    """Events of up to three accounts by day; what is taken back was added on an earlier day."""
    every = []
    for _ in range(draw(st.integers(1, 3))):
        events: list[Event] = []
        held: list[Event] = []
        day = draw(st.integers(0, 50))
        for _ in range(draw(st.integers(0, 12))):
            day += draw(st.sampled_from([0, 0, 1, 7, 200]))
            older = [event for event in held if event.day < day]
            if older and draw(st.integers(0, 3)) == 0:
                gone = draw(st.sampled_from(older))
                held.remove(gone)
                events.append(Event(day, gone.late, -1, gone.paid))
            else:
                late = draw(st.integers(-30, 60) | st.sampled_from([-900, -200, -201, 823, 824, 2_000]))
                event = Event(day, late, 1, day - draw(st.sampled_from([0, 0, 3, -5])))
                held.append(event)
                events.append(event)
        every.append(events)
    return every


def _columns(every: list[list[Event]]):
    flat = [event for events in every for event in events]
    start = np.cumsum([0, *map(len, every)]).astype(np.int64)
    columns = (
        np.array([getattr(e, name) for e in flat], dtype=np.int64) for name in ("day", "late", "sign", "paid")
    )
    return start, *columns


def _held(events: list[Event]) -> list[Event]:
    """What is still in after all that was taken back."""
    left: list[Event] = []
    for event in events:
        if event.sign > 0:
            left.append(event)
        else:
            left.remove(next(e for e in left if (e.late, e.paid) == (event.late, event.paid)))
    return left


def _prefixes(every: list[list[Event]]):
    return [events[: n + 1] for events in every for n in range(len(events))]


@drawn
@given(accounts())
def test_running_sums(every: list[list[Event]]) -> None:
    start, _, late, sign, _ = _columns(every)
    expected = [sum(event.late * event.sign for event in past) for past in _prefixes(every)]
    assert kernels.running_sums(start, late * sign).tolist() == expected


SHARES = np.array([0.1, 0.25, 0.5, 0.75, 0.9])


@drawn
@given(accounts())
def test_running_quantiles_are_numpy_s_lower_ones(every: list[list[Event]]) -> None:
    start, _, late, sign, _ = _columns(every)
    told = kernels.running_quantiles(start, late, sign, SHARES)
    for row, past in zip(told, _prefixes(every), strict=True):
        values = [min(max(event.late, LATE_LOW), LATE_HIGH) for event in _held(past)]
        if not values:
            assert np.isnan(row).all()
            continue
        expected = np.quantile(values, SHARES, method="inverted_cdf")
        assert row.tolist() == expected.tolist()


@drawn
@given(accounts())
def test_running_recent_weighs_by_age(every: list[list[Event]]) -> None:
    start, day, late, sign, paid = _columns(every)
    told = kernels.running_recent(start, day, paid, late, sign, 120.0)
    for row, past in zip(told, _prefixes(every), strict=True):
        weights = [exp(-(past[-1].day - event.paid) / 120.0) for event in _held(past)]
        total = sum(w * event.late for w, event in zip(weights, _held(past), strict=True))
        np.testing.assert_allclose(row, [total, sum(weights)], rtol=1e-9, atol=1e-9)


def test_nothing_is_left_of_what_was_taken_back() -> None:
    """Rounding leaves a hair of both sums, and their ratio would be any number."""
    start, day, late, sign, paid = _columns([[Event(3, 17, 1, 1), Event(40, 17, -1, 1)]])
    told = kernels.running_recent(start, day, paid, late, sign, 120.0)
    assert told[1].tolist() == [0.0, 0.0]


def _runs(past: list[Event]) -> list[float]:
    """Mean lateness of each payment day, latest first; what is taken back stays counted."""
    days = sorted({event.day for event in past if event.sign > 0}, reverse=True)
    return [float(np.mean([e.late for e in past if e.day == day and e.sign > 0])) for day in days]


@drawn
@given(accounts())
def test_running_last_tells_payment_days_and_their_slope(every: list[list[Event]]) -> None:
    start, day, late, sign, _ = _columns(every)
    told = kernels.running_last(start, day, late, sign)
    for row, past in zip(told, _prefixes(every), strict=True):
        runs = _runs(past)
        np.testing.assert_allclose(row[:3], [*runs, *[np.nan] * 3][:3], rtol=1e-9, atol=1e-9)
        six = runs[:6][::-1]
        slope = np.polyfit(range(len(six)), six, 1)[0] if len(six) >= 3 else np.nan
        np.testing.assert_allclose(row[3], slope, rtol=1e-6, atol=1e-6)


@drawn
@given(accounts())
def test_running_oldest(every: list[list[Event]]) -> None:
    start, _, late, sign, _ = _columns(every)
    expected = [[*sorted(event.late for event in _held(past)), -1, -1][:2] for past in _prefixes(every)]
    assert kernels.running_oldest(start, late, sign).tolist() == expected


@drawn
@given(accounts())
def test_running_top_counts_the_commonest(every: list[list[Event]]) -> None:
    start, _, _, sign, paid = _columns(every)
    told = kernels.running_top(start, paid % 7, sign, 7)
    days = [[event.paid % 7 for event in _held(past)] for past in _prefixes(every)]
    assert told.tolist() == [max(map(held.count, held), default=0) for held in days]


@drawn
@given(accounts())
def test_running_gaps_are_between_payment_days(every: list[list[Event]]) -> None:
    start, _, _, sign, paid = _columns(every)
    told = kernels.running_gaps(start, paid, sign)
    for row, past in zip(told, _prefixes(every), strict=True):
        days = sorted({event.paid for event in _held(past)})
        gaps = [min(gap, 1023) for gap in np.diff(days)]
        usual = np.quantile(gaps, 0.5, method="inverted_cdf") if len(gaps) > 1 else np.nan
        np.testing.assert_array_equal(row, [days[-1] if days else np.nan, usual])


def test_the_quantile_of_ten_is_the_one_at_its_rank() -> None:
    late = np.arange(10, 110, 10, dtype=np.int64)
    told = kernels.running_quantiles(np.array([0, 10]), late, np.ones(10, dtype=np.int64), SHARES)
    assert told[-1].tolist() == [10, 30, 50, 80, 90]
    assert told[2].tolist() == [10.0 * ceil(3 * share) for share in SHARES]


@drawn
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 90)), max_size=120),
    st.lists(st.tuples(st.integers(-1, 4), st.integers(-5, 95)), max_size=40),
)
def test_located_is_the_last_event_known_by_the_day(
    events: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    """Whatever the order in which it is asked."""
    every = sorted(events)
    key = np.array([account * 1_000 + day for account, day in every], dtype=np.int64)
    account, day = (np.array([one[place] for one in asked], dtype=np.int64) for place in (0, 1))
    expected = [
        max((row for row, event in enumerate(every) if event[0] == one[0] and event[1] <= one[1]), default=-1)
        for one in asked
    ]
    assert kernels.located(key, account, day, 1_000).tolist() == expected
