"""The same money told twice, all of it at once: one to one, then lines of one day that come to one amount."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from heapq import heapify, heappop, heappush
from itertools import combinations
from typing import NamedTuple

from ledger.matching.twins import AMOUNT, REFERENCE, Sighting, Twin, twin_of

BATCH = "batch"
_MOST_LINES = 12  # of a customer and day tried together: beyond, sums agree by chance
_LARGEST = 6  # lines of a choice that is not the whole day


class Pair(NamedTuple):
    """Sightings of ours and of theirs that are the same money; one side holds a single one."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    how: str


def pairs_of(
    ours: Sequence[Sighting],
    theirs: Sequence[Sighting],
    *,
    near_days: int,
    within_days: int,
    beside: Sequence[Sighting] = (),
    apart: Set[tuple[int, int]] = frozenset(),
) -> list[Pair]:
    """Every pair, whatever the order of the arguments. Several lines at about the same day go before a single
    one days away, and an amount alone counts last. `beside` are of our side, but only ever one of several
    that are one of theirs together; `apart` holds pairs that a person said are none.
    """
    found: list[Pair] = []
    for days in (near_days, within_days):
        for way in (_singles, _split, _joined):
            taken_ours = {key for pair in found for key in pair.ours}
            taken_theirs = {key for pair in found for key in pair.theirs}
            pairs = way(
                [one for one in (*ours, *(beside if way is _joined else ())) if one.id not in taken_ours],
                [one for one in theirs if one.id not in taken_theirs],
                days,
                apart,
            )
            found += [pair for pair in pairs if pair.how != AMOUNT or days == within_days]
    return found


def _split(
    ours: Sequence[Sighting], theirs: Sequence[Sighting], within_days: int, apart: Set[tuple[int, int]]
) -> list[Pair]:
    """One of ours that is several of theirs, of one customer and of one day."""
    return [Pair((one,), lines, BATCH) for one, lines in _batched(ours, theirs, within_days, apart)]


def _joined(
    ours: Sequence[Sighting], theirs: Sequence[Sighting], within_days: int, apart: Set[tuple[int, int]]
) -> list[Pair]:
    """The reverse."""
    backwards = {(their, our) for our, their in apart}
    return [Pair(lines, (one,), BATCH) for one, lines in _batched(theirs, ours, within_days, backwards)]


def _singles(
    ours: Sequence[Sighting], theirs: Sequence[Sighting], within_days: int, apart: Set[tuple[int, int]]
) -> list[Pair]:
    """Each with its twin. Where several want the same one, a shared reference goes before the payer, and the
    nearer day before the farther.
    """
    free = {one.id: one for one in theirs}
    buckets: dict[tuple[str, int], list[Sighting]] = defaultdict(list)
    for one in theirs:
        buckets[one.currency, one.cents].append(one)

    def wanted(one: Sighting) -> tuple[tuple[bool, int, date, int], Sighting, Twin] | None:
        others = buckets.get((one.currency, one.cents), ())
        among = [other for other in others if other.id in free and (one.id, other.id) not in apart]
        twin = twin_of(one, among, within_days=within_days)
        if twin is None:
            return None
        days = abs((free[twin.id].on - one.on).days)
        return (twin.how != REFERENCE, days, one.on, one.id), one, twin

    waiting = [found for one in ours if (found := wanted(one)) is not None]
    heapify(waiting)
    pairs = []
    while waiting:
        _, one, twin = heappop(waiting)
        if twin.id in free:
            del free[twin.id]
            pairs.append(Pair((one.id,), (twin.id,), twin.how))
        elif (again := wanted(one)) is not None:
            heappush(waiting, again)
    return pairs


def _batched(
    wholes: Sequence[Sighting], lines: Sequence[Sighting], within_days: int, apart: Set[tuple[int, int]]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each whole with the lines of one day that come to it, each line once."""
    days: dict[tuple[int, str, bool], dict[date, dict[int, Sighting]]] = defaultdict(dict)
    for line in sorted(lines, key=lambda one: one.id):
        if line.customer is not None:
            place = days[line.customer, line.currency, line.cents > 0]
            place.setdefault(line.on, {})[line.id] = line
    for whole in sorted(wholes, key=lambda one: (one.on, one.id)):
        if whole.customer is None:
            continue
        theirs = days.get((whole.customer, whole.currency, whole.cents > 0), {})
        near = [day for day in theirs if abs((day - whole.on).days) <= within_days]
        for day in sorted(near, key=lambda day: (abs((day - whole.on).days), day)):
            chosen = _adding_up(whole, theirs[day], apart)
            if chosen is not None:
                for key in chosen:
                    del theirs[day][key]
                yield whole.id, chosen
                break


def _adding_up(
    whole: Sighting, lines: Mapping[int, Sighting], apart: Set[tuple[int, int]]
) -> tuple[int, ...] | None:
    """All lines of a day, or the only choice of them, that come to a sum; None when several do."""
    among = [one for one in lines.values() if (whole.id, one.id) not in apart]
    if len(among) > 1 and sum(one.cents for one in among) == whole.cents:
        return tuple(one.id for one in among)
    if len(among) > _MOST_LINES:
        return None
    found: dict[tuple[int, ...], tuple[int, ...]] = {}
    for size in range(2, min(_LARGEST, len(among) - 1) + 1):
        for chosen in combinations(among, size):
            if sum(one.cents for one in chosen) == whole.cents:
                amounts = tuple(sorted(one.cents for one in chosen))
                found.setdefault(amounts, tuple(one.id for one in chosen))
    return next(iter(found.values())) if len(found) == 1 else None
