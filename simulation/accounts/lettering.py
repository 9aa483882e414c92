"""Which items of the books settle each other: groups, and the codes that accountants put on them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from simulation.accounts.books import Books, Line

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Open(NamedTuple):
    """A line on an account of customers, with what its entry says of it."""

    line: Line
    day: date
    piece: str
    label: str


class Group(NamedTuple):
    """Lines that settle each other; `settled_on` is None while they do not balance."""

    customer: str
    members: tuple[Open, ...]
    settled_on: date | None


def groups(books: Books) -> list[Group]:
    """Every line on accounts of customers, in one group each, in the order of the first member."""
    lines = [
        Open(line, entry.day, entry.piece, entry.label)
        for entry in books.entries
        for line in entry.lines
        if line.item
    ]
    parent = {one.line.item: one.line.item for one in lines}
    for left, right in books.links:
        parent[_root(parent, left)] = _root(parent, right)
    together: dict[str, list[Open]] = defaultdict(list)
    for one in lines:
        together[_root(parent, one.line.item)].append(one)
    return [_group(members) for members in together.values()]


def _root(parent: dict[str, str], item: str) -> str:
    while parent[item] != item:
        parent[item] = parent[parent[item]]
        item = parent[item]
    return item


def _group(members: Sequence[Open]) -> Group:
    balanced = not sum(one.line.cents for one in members)
    settled_on = max(one.day for one in members) if balanced else None
    return Group(members[0].line.customer, tuple(members), settled_on)


def codes(
    found: Sequence[Group], *, first_on: date, last_on: date, final: bool
) -> dict[str, tuple[str, str]]:
    """The code and the day of lettering by item, for one fiscal year: codes begin anew by customer.

    A group is lettered in the year in which it balances. What does not balance at the end has small letters
    in the last year (`final`), as programs write a partial lettering.
    """
    whole: dict[str, Iterator[str]] = defaultdict(_letters)
    partial: dict[str, Iterator[str]] = defaultdict(_letters)
    told: dict[str, tuple[str, str]] = {}
    for group in sorted(found, key=lambda one: (one.settled_on or date.max, one.members[0].day)):
        if group.settled_on is not None and first_on <= group.settled_on <= last_on:
            code, day = next(whole[group.customer]), f"{group.settled_on:%Y%m%d}"
        elif group.settled_on is None and final and len(group.members) > 1:
            code, day = next(partial[group.customer]).lower(), ""
        else:
            continue
        told.update((one.line.item, (code, day)) for one in group.members)
    return told


def _letters() -> Iterator[str]:
    """AA, AB … ZZ, AAA …"""
    width = 2
    while True:
        for number in range(len(_ALPHABET) ** width):
            yield "".join(
                _ALPHABET[number // len(_ALPHABET) ** place % len(_ALPHABET)]
                for place in reversed(range(width))
            )
        width += 1
