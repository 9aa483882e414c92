"""Habits against a reference anybody can read: each invoice as it stands that evening, weighed by its age."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from math import exp, prod

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from features import habits
from features.habit_kernels import Rows
from features.interval import intervals_of
from features.pairs import Pairs, day_of
from features.streams import SPAN, Streams, streams_of
from kernel.days import holidays_of
from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.timeline import NEVER, timeline
from tests.features.ledgers import Bill, Cash, Ledger, drawn, facts_of, ledgers, on, pairs_on

LOW, HIGH = -60, 90
SLOW, FAST, RUN, BOOK = 180, 20, 90, 120
END = "last of month"


@dataclass(frozen=True)
class Seen:
    """An invoice owed, or paid, for a while."""

    account: int
    since: int
    until: int
    issued: int
    due: int
    paid: int | None


def _seen(states: pd.DataFrame, accounts: pd.MultiIndex) -> list[Seen]:
    """A payment on the issue day counts from the next evening, and the invoice as owed until then."""
    every = []
    for state in states.loc[states["amount_cents"] > 0].itertuples():
        account = accounts.get_loc((state.customer_id, state.currency))
        paid = state.paid_day < NEVER
        told = max(state.known_day, state.issued_day + 1) if paid else state.until_day
        owed_until = min(told, state.until_day)
        if state.known_day < owed_until and (paid or state.open_cents > 0):
            every.append(Seen(account, state.known_day, owed_until, state.issued_day, state.due_day, None))
        if paid and told < state.until_day:
            every.append(
                Seen(account, told, state.until_day, state.issued_day, state.due_day, state.paid_day)
            )
    return every


def _clamped(late: int) -> int:
    return min(max(late, LOW), HIGH)


def _is_business(day: date) -> bool:
    return day.weekday() < 5 and day not in holidays_of("FR", day.year)


def _month_days(day: int) -> set[int | str]:
    """A business day stands for itself and for the closed days just before it; another for itself."""
    stood = [day]
    if _is_business(day_of(day)):
        while not _is_business(day_of(stood[-1] - 1)):
            stood.append(stood[-1] - 1)
    ends = {END for one in stood if day_of(one + 1).day == 1}
    return {day_of(one).day for one in stood} | ends


class Past:
    """What is counted on an evening, by lateness: `hits` of payments and days `exposed`."""

    def __init__(self, seen: Iterable[Seen], evening: int, memory: float) -> None:
        self.hits: Counter[object] = Counter()
        self.exposed: Counter[object] = Counter()
        for one in seen:
            if not one.since <= evening < one.until:
                continue
            weight = 1.0 if one.paid is None else exp(-(evening - one.paid) / memory)
            last = _clamped((evening if one.paid is None else one.paid) - one.due)
            first = _clamped(one.issued - one.due)
            for late in range(first if one.paid is None else min(first, last), last + 1):
                for row in (late, ("weekday", late, (one.due + late) % 7), ("due", late, one.due % 7)):
                    self.exposed[row] += weight
            if one.paid is not None:
                self._pay(one, last, weight)

    def _pay(self, one: Seen, last: int, weight: float) -> None:
        for row in (last, ("weekday", last, (one.due + last) % 7), ("due", last, one.due % 7)):
            self.hits[row] += weight
        for day in range(max(one.issued, one.due + LOW), min(one.paid, one.due + HIGH) + 1):
            for name in _month_days(day):
                self.exposed["month", day - one.due, name] += weight
        for name in _month_days(one.paid):
            self.hits["month", last, name] += weight

    def near(self, late: int, prior: float, reach: float, row=lambda late: late) -> float:
        """The hazard at latenesses up to six days away, by e less for every `reach` days."""
        weights = {other: exp(-abs(other - late) / reach) for other in range(late - 6, late + 7)}
        hits = sum(w * self.hits[row(other)] for other, w in weights.items())
        return _drawn(hits, sum(w * self.exposed[row(other)] for other, w in weights.items()), prior)


def _drawn(hits: float, exposed: float, prior: float) -> float:
    return min((hits + prior) / (exposed + 1), 0.95)


class Told:
    """Hazards of one pair, day by day."""

    def __init__(self, seen: list[Seen], account: int, evening: int, due: int) -> None:
        own = [one for one in seen if one.account == account]
        self.evening, self.due, self.events = evening, due, [one for one in own if one.since <= evening]
        self.slow, self.fast = Past(own, evening, SLOW), Past(own, evening, FAST)
        self.whole = Past([one for one in seen if one.paid is not None], evening, BOOK)

    def book(self, late: int) -> float:
        row = ("due", late, self.due % 7)
        return float(np.float32(min((self.whole.hits[row] + 0.025) / (self.whole.exposed[row] + 0.5), 0.95)))

    def own(self, late: int) -> float:
        return _drawn(self.slow.hits[late], self.slow.exposed[late], self.book(late))

    def weekday(self, late: int) -> float:
        weekday = (self.due + late) % 7
        return self.slow.near(late, self.book(late), 1.0, lambda other: ("weekday", other, weekday))

    def recent(self, late: int) -> float:
        return _drawn(self.fast.hits[late], self.fast.exposed[late], self.own(late))

    def smooth(self, late: int) -> float:
        return self.slow.near(late, self.book(late), 2.5)

    def month_day(self, day: int) -> float:
        """Days of the month count of what was paid alone."""
        late = _clamped(day - self.due)
        rows = [lambda other, name=name: ("month", other, name) for name in _month_days(day)]
        return max(self.slow.near(late, self.own(late), 2.5, row) for row in rows)

    def runs(self, matches) -> float:
        """Days of payment, each once in a row, fading; what is taken back stays counted."""
        paid = sorted(
            (one for one in self.events if one.paid is not None),
            key=lambda one: (one.since, one.issued, one.due, one.paid),
        )
        days = [one.paid for place, one in enumerate(paid) if place == 0 or paid[place - 1].paid != one.paid]
        return sum(exp(-(self.evening - day) / RUN) for day in days if matches(day))

    def share(self, total: float, days: float) -> float:
        first = min((one.since for one in self.events), default=self.evening)
        return total / (RUN * (1 - exp(-(self.evening - first) / RUN)) / days + 1)

    def reached(self, share: float) -> int:
        stays = 1.0
        for late in range(LOW, HIGH + 1):
            stays *= 1 - self.weekday(late)
            if stays <= 1 - share:
                return late
        return HIGH

    def interval(self, start: int, stop: int) -> list[float]:
        days = range(start, stop)
        by_late = (self.book, self.own, self.weekday, self.recent, self.smooth)
        hazards = [1 - prod(1 - of(_clamped(day - self.due)) for day in days) for of in by_late]
        on_weekday = [self.runs(lambda paid, day=day: paid % 7 == day % 7) for day in days]
        on_month_day = [
            max(self.runs(lambda paid, name=name: name in _month_days(paid)) for name in _month_days(day))
            for day in days
        ]
        return [
            *hazards,
            1 - prod(1 - self.month_day(day) for day in days),
            self.slow.exposed[_clamped(start - self.due)],
            self.share(float(np.mean(on_weekday)), 7),
            self.share(float(np.mean(on_month_day)), 30.4),
            start - self.due - self.reached(0.5),
            self.reached(0.8) - self.reached(0.2),
        ]

    def outlook(self, first: int) -> list[float]:
        def stays(of, last: int) -> float:
            return prod(1 - of(late) for late in range(max(first - self.due, LOW), last + 1))

        return [
            stays(self.book, 0),
            stays(self.own, 0),
            stays(self.weekday, 0),
            stays(lambda late: self.month_day(self.due + late), 0),
            stays(self.recent, 0),
            stays(self.book, 30),
            stays(self.own, 30),
        ]


def _pairs(facts: Facts, days: Iterable[int]) -> Pairs:
    """The pairs of several evenings together, latest first."""
    several = [pairs_on(facts, day) for day in sorted(days, reverse=True)]
    return Pairs(**{f.name: np.concatenate([getattr(p, f.name) for p in several]) for f in fields(Pairs)})


def _asked(streams: Streams, pairs: Pairs) -> tuple[np.ndarray, Rows]:
    """Habits of a few intervals of each pair, wide and narrow."""
    every = intervals_of(pairs, pairs.due + 200)
    some = every.take(np.isin((every.start - pairs.due[every.pair]) % 11, (0, 3)))
    first = np.searchsorted(some.pair, np.arange(len(pairs) + 1))
    rows = Rows(first, some.start, some.stop)
    return habits.ask(streams.habits, pairs, rows, span=int(SPAN), country="FR"), rows


_days = st.sets(st.integers(0, 160), min_size=1, max_size=3)


@drawn
@given(ledgers(), _days)
def test_habits_of_intervals(ledger: Ledger, days: set[int]) -> None:
    facts = facts_of(*ledger)
    states = timeline(facts)
    streams, pairs = streams_of(states), _pairs(facts, days)
    told, rows = _asked(streams, pairs)
    seen = _seen(states, streams.accounts)
    for pair in range(len(pairs)):
        reference = Told(seen, int(pairs.account[pair]), int(pairs.as_of[pair]), int(pairs.due[pair]))
        for row in range(rows.first[pair], rows.first[pair + 1]):
            expected = reference.interval(int(rows.start[row]), int(rows.stop[row]))
            np.testing.assert_allclose(told[row], expected, rtol=1e-4, atol=1e-5)


@drawn
@given(ledgers(), _days)
def test_the_outlook_of_pairs(ledger: Ledger, days: set[int]) -> None:
    facts = facts_of(*ledger)
    states = timeline(facts)
    streams, pairs = streams_of(states), _pairs(facts, days)
    told = habits.outlook(streams.habits, pairs, span=int(SPAN), country="FR")
    seen = _seen(states, streams.accounts)
    for pair in range(len(pairs)):
        reference = Told(seen, int(pairs.account[pair]), int(pairs.as_of[pair]), int(pairs.due[pair]))
        np.testing.assert_allclose(told[pair], reference.outlook(int(pairs.from_day[pair])), atol=1e-5)


@drawn
@given(ledgers(), st.integers(0, 160))
def test_what_becomes_known_later_changes_no_habit(ledger: Ledger, day: int) -> None:
    facts = facts_of(*ledger)
    known = as_known(facts, on(day))
    later, sooner = (_asked(streams_of(timeline(one)), pairs_on(one, day))[0] for one in (facts, known))
    np.testing.assert_array_equal(later, sooner)


def test_habits_are_learnt_where_days_are_far_apart() -> None:
    """Counts fade below what a float holds well, and start again from there."""
    bills = [Bill(1, 0, 20), Bill(2, 4_000, 4_020), Bill(3, 4_050, 4_080)]
    facts = facts_of(bills, [Cash(1, 1, 25), Cash(2, 2, 4_031)])
    states = timeline(facts)
    streams, pairs = streams_of(states), _pairs(facts, [30, 4_060])
    told = habits.outlook(streams.habits, pairs, span=int(SPAN), country="FR")
    seen = _seen(states, streams.accounts)
    for pair in range(len(pairs)):
        reference = Told(seen, 0, int(pairs.as_of[pair]), int(pairs.due[pair]))
        np.testing.assert_allclose(told[pair], reference.outlook(int(pairs.from_day[pair])), atol=1e-5)
