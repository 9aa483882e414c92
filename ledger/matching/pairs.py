"""The same money told twice, all of it at once: one to one, then lines of one day that come to one amount."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from heapq import heapify, heappop, heappush
from itertools import combinations
from typing import NamedTuple

from ledger.matching.twins import REFERENCE, Sighting, Twin, twin_of

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
    within_days: int,
    apart: Set[tuple[int, int]] = frozenset(),
) -> list[Pair]:
    """Every pair, the order of the arguments aside. `apart` holds pairs that a person said are none."""
    singles = _singles(ours, theirs, within_days, apart)
    taken = {key for one in singles for key in one.ours}, {key for one in singles for key in one.theirs}
    left = [one for one in ours if one.id not in taken[0]]
    return singles + batches_of(
        left, [one for one in theirs if one.id not in taken[1]], within_days=within_days, apart=apart
    )


def batches_of(
    ours: Sequence[Sighting],
    theirs: Sequence[Sighting],
    *,
    within_days: int,
    apart: Set[tuple[int, int]] = frozenset(),
) -> list[Pair]:
    """One of ours that is several of theirs, then the reverse: of one customer, and of one day."""
    split = list(_batched(ours, theirs, within_days, apart))
    taken = {one for one, _ in split}, {key for _, lines in split for key in lines}
    backwards = {(their, our) for our, their in apart}
    joined = _batched(
        [one for one in theirs if one.id not in taken[1]],
        [one for one in ours if one.id not in taken[0]],
        within_days,
        backwards,
    )
    return [
        *(Pair((one,), lines, BATCH) for one, lines in split),
        *(Pair(lines, (one,), BATCH) for one, lines in joined),
    ]


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
