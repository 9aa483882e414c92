"""Which invoices of one customer add up to an amount: natural choices first, then any, within bounds."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from math import comb, gcd
from typing import NamedTuple

from ledger.matching.policy import MatchingPolicy

_FEWEST = 2


class Left(NamedTuple):
    """An open invoice in the order of due days; cents negative on a credit note."""

    id: int
    cents: int
    issued_on: date
    due_on: date


class Choice(NamedTuple):
    """Invoices that add up, and what makes them a choice people make; `chance` of meeting the sum by luck."""

    ids: tuple[int, ...]
    why: str
    chance: float


def natural_choices(lefts: Sequence[Left], cents: int) -> list[Choice]:
    """Whole balance, the oldest, what is due up to a day, those of a month; with or without credit notes."""
    found: dict[frozenset[int], Choice] = {}
    for why, chosen in _naturals(lefts):
        if len(chosen) >= _FEWEST and sum(one.cents for one in chosen) == cents:
            ids = tuple(one.id for one in chosen)
            found.setdefault(frozenset(ids), Choice(ids, why, 0.0))
    return list(found.values())


def _naturals(lefts: Sequence[Left]) -> Iterator[tuple[str, list[Left]]]:
    invoices = [one for one in lefts if one.cents > 0]
    notes = [one for one in lefts if one.cents < 0]
    yield "all that is open", [*invoices, *notes]
    for size in range(_FEWEST, len(invoices) + 1):
        oldest = invoices[:size]
        yield f"the {size} invoices due first", oldest
        if notes:
            yield f"the {size} invoices due first, less its credit notes", [*oldest, *notes]
    for name, day_of in (("issued", _issued), ("due", _due)):
        months: dict[tuple[int, int], list[Left]] = defaultdict(list)
        for one in lefts:
            months[day_of(one).year, day_of(one).month].append(one)
        for (year, month), chosen in months.items():
            yield f"all {name} in {year}-{month:02d}", chosen
            billed = [one for one in chosen if one.cents > 0]
            if len(billed) < len(chosen):
                yield f"all invoices {name} in {year}-{month:02d}", billed


def _issued(left: Left) -> date:
    return left.issued_on


def _due(left: Left) -> date:
    return left.due_on


def any_choices(lefts: Sequence[Left], cents: int, *, policy: MatchingPolicy) -> list[Choice]:
    """Choices of two to `subset_size` invoices that add up, two at most: a second one proves nothing.

    Sizes are tried while no more than `subsets_tried` choices come together. `chance` compares that count
    with the sums such choices can have, in steps of the largest amount that divides all.
    """
    sizes, tried = _sizes(len(lefts), policy)
    if not sizes:
        return []
    largest = sorted((abs(one.cents) for one in lefts), reverse=True)[: sizes[-1]]
    step = gcd(*(one.cents for one in lefts))
    chance = tried * step / sum(largest)
    if cents > sum(largest):
        return []
    found: list[Choice] = []
    for size in sizes:
        for chosen in combinations(lefts, size):
            if sum(one.cents for one in chosen) == cents:
                found.append(Choice(tuple(one.id for one in chosen), f"{size} of its invoices", chance))
                if len(found) > 1:
                    return found
    return found


def _sizes(count: int, policy: MatchingPolicy) -> tuple[list[int], int]:
    sizes: list[int] = []
    tried = 0
    for size in range(_FEWEST, min(policy.subset_size, count) + 1):
        if tried + comb(count, size) > policy.subsets_tried:
            break
        tried += comb(count, size)
        sizes.append(size)
    return sizes, tried
