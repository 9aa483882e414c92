"""Which invoices of one customer add up to an amount: natural choices first, then any, within bounds."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations
from math import comb, gcd
from typing import NamedTuple

from ledger.matching.policy import MatchingPolicy
from ledger.matching.values import Left

_FEWEST = 2
_NATURALS = 4  # natural choices for each invoice: the oldest up to it and its months, with notes or without


class Choice(NamedTuple):
    """Invoices that add up, and what makes them a choice people make; `chance` of meeting the sum by luck."""

    ids: tuple[int, ...]
    why: str
    chance: float


def natural_choices(lefts: Sequence[Left], cents: int) -> list[Choice]:
    """Whole balance, the oldest, those of a month, with or without credit notes; invoices due in a row.

    A choice proves nothing where another invoice of the same amount could take the place of one of it.
    """
    found: dict[frozenset[int], Choice] = {}
    few, many = _NATURALS * len(lefts), len(lefts) ** 2 // 2
    for tried, choices in (
        (few, (*_oldest(lefts, cents), *_of_months(lefts, cents))),
        (many, tuple(_in_a_row(lefts, cents))),
    ):
        for why, chosen in choices:
            if len(chosen) >= _FEWEST:
                ids = frozenset(one.id for one in chosen)
                amounts = {one.cents for one in chosen}
                replaceable = any(one.cents in amounts for one in lefts if one.id not in ids)
                chance = 1.0 if replaceable else tried / abs(cents)
                found.setdefault(ids, Choice(tuple(one.id for one in chosen), why, chance))
    return list(found.values())


def luck_of_single(lefts: Sequence[Left], cents: int) -> float:
    """How often an amount that belongs elsewhere meets what is left of one invoice: by how many are near."""
    near = sum(cents < 2 * one.cents < 3 * cents for one in lefts)
    return (near - 1) / cents


def _oldest(lefts: Sequence[Left], cents: int) -> Iterator[tuple[str, list[Left]]]:
    """All invoices, or the first of them in the order of due days; with all credit notes or none."""
    invoices = [one for one in lefts if one.cents > 0]
    notes = [one for one in lefts if one.cents < 0]
    less = sum(one.cents for one in notes)
    for size, total in enumerate(accumulate(one.cents for one in invoices), start=1):
        whole = size == len(invoices)
        if total + less == cents:
            why = f"the {size} invoices due first, less its credit notes" if notes else ""
            yield (
                "all that is open" if whole else why or f"the {size} invoices due first",
                [
                    *invoices[:size],
                    *notes,
                ],
            )
        elif total == cents:
            yield "all open invoices" if whole else f"the {size} invoices due first", invoices[:size]


def _in_a_row(lefts: Sequence[Left], cents: int) -> Iterator[tuple[str, list[Left]]]:
    """Invoices due one after another, such as the oldest but one that is disputed or whose payment waits."""
    invoices = [one for one in lefts if one.cents > 0]
    begins: dict[int, int] = {0: 0}  # where a run begins, by what comes before it
    for end, total in enumerate(accumulate(one.cents for one in invoices), start=1):
        if (start := begins.get(total - cents)) is not None:
            yield f"{end - start} invoices due one after another", invoices[start:end]
        begins[total] = end


def _of_months(lefts: Sequence[Left], cents: int) -> Iterator[tuple[str, list[Left]]]:
    for name in ("issued", "due"):
        whole: dict[tuple[int, int], int] = defaultdict(int)
        billed: dict[tuple[int, int], int] = defaultdict(int)
        for one in lefts:
            month = _month(one, name)
            whole[month] += one.cents
            if one.cents > 0:
                billed[month] += one.cents
        for month, total in whole.items():
            if cents in (total, billed[month]):
                chosen = [one for one in lefts if _month(one, name) == month]
                what = f"all {name}" if total == cents else f"all invoices {name}"
                yield (
                    f"{what} in {month[0]}-{month[1]:02d}",
                    chosen if total == cents else [one for one in chosen if one.cents > 0],
                )


def _month(left: Left, name: str) -> tuple[int, int]:
    day = left.issued_on if name == "issued" else left.due_on
    return day.year, day.month


def any_choices(lefts: Sequence[Left], cents: int, *, policy: MatchingPolicy) -> list[Choice]:
    """Choices of two to `subset_size` invoices that add up, two at most: a second one proves nothing.

    Sizes are tried while no more than `subsets_tried` choices come together; where larger ones had to be left
    out, one that is found may not be the only one, and counts as luck.
    """
    sizes = _sizes(len(lefts), policy)
    every = len(sizes) == len(range(_FEWEST, min(policy.subset_size, len(lefts)) + 1))
    found: list[Choice] = []
    amounts = [one.cents for one in lefts]
    for size in sizes:
        for chosen in combinations(range(len(lefts)), size):
            if sum([amounts[place] for place in chosen]) == cents:
                ids = tuple(lefts[place].id for place in chosen)
                chance = _chance(amounts, [amounts[place] for place in chosen], sizes) if every else 1.0
                found.append(Choice(ids, f"{size} of its invoices", chance))
                if len(found) > 1:
                    return found
    return found


def _chance(amounts: Sequence[int], chosen: Sequence[int], sizes: Sequence[int]) -> float:
    """How often some choice would meet a sum by luck: choices against the sums they can have.

    Round amounts meet each other far more often than odd ones, so the chosen ones are also judged among those
    that are as round as they are.
    """
    return max(_luck(amounts, 1, sizes), _luck(amounts, gcd(*chosen), sizes))


def _luck(amounts: Sequence[int], step: int, sizes: Sequence[int]) -> float:
    alike = sorted((abs(one) for one in amounts if one % step == 0), reverse=True)
    tried = sum(comb(len(alike), size) for size in sizes)
    return tried * gcd(*alike) / sum(alike[: sizes[-1]])


def _sizes(count: int, policy: MatchingPolicy) -> list[int]:
    sizes: list[int] = []
    tried = 0
    for size in range(_FEWEST, min(policy.subset_size, count) + 1):
        tried += comb(count, size)
        if tried > policy.subsets_tried:
            break
        sizes.append(size)
    return sizes
