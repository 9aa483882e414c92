"""In which order entries stand, and who is admitted: a total order, whatever the order they came in."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dunning.queue_policy import Collector
from dunning.today.work import Candidate, Work


def place_of(one: Candidate) -> tuple[bool, float, str, int, str]:
    """What counts most first; without a factor last, by currency; the code decides between equals."""
    unranked = one.factor is None
    own = one.currency if unranked else ""
    return (unranked, -one.points, own, -one.worth.cents if unranked else 0, one.code)


def admissible(one: Candidate) -> bool:
    """A call that nothing asks for must be worth more than it costs; what was decided or agreed is done."""
    return one.chosen.work is not Work.CALL or one.worth.cents > 0


def ranked(
    candidates: Iterable[Candidate],
    *,
    capacity: int,
    collectors: Mapping[str, Collector],
    spent: Mapping[tuple[str, bool], int],
) -> list[Candidate]:
    """The first `capacity` admissible ones, within what each collector's day still allows.

    `spent` counts the calls (True) and the other work (False) each collector has done today. One entry a
    customer: of two the one that stands first.
    """
    used: Counter[tuple[str, bool]] = Counter(dict(spent))
    seen: set[str] = set()
    found: list[Candidate] = []
    for one in sorted(filter(admissible, candidates), key=place_of):
        if len(found) == capacity:
            break
        if one.code in seen or not _has_room(one, collectors, used):
            continue
        seen.add(one.code)
        used[one.collector, one.chosen.work.is_contact] += 1
        found.append(one)
    return found


def _has_room(one: Candidate, collectors: Mapping[str, Collector], used: Counter[tuple[str, bool]]) -> bool:
    theirs = collectors.get(one.collector)
    if theirs is None:
        return True
    calling = one.chosen.work.is_contact
    most = theirs.calls if calling else theirs.others
    return most == 0 or used[one.collector, calling] < most


def of_collector(candidates: Iterable[Candidate], collector: str | None) -> list[Candidate]:
    return [one for one in candidates if collector is None or one.collector == collector]


def with_collector(one: Candidate, collector: str) -> Candidate:
    return replace(one, collector=collector)
