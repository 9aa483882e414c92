"""From versions of a fact to the days on which each of them was what we knew."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from ledger.registers.register import Row, Version

T = TypeVar("T")


class Spell(NamedTuple):
    """From `since`, included, to `until`, excluded; None where it has not ended."""

    since: date
    until: date | None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def effective(versions: Sequence[Version[Row]]) -> list[tuple[date, Version[Row]]]:
    """The versions of one fact, in order, that were ever what we knew, each with its first evening.

    A correction never shows before the fact it corrects, nor after a later correction known before it.
    """
    if len(versions) == 1:
        return [(versions[0].known_on, versions[0])]
    base = versions[0].known_on
    kept: list[tuple[date, Version[Row]]] = []
    for one in reversed(versions):
        day = max(one.known_on, base)
        if not kept or day < kept[-1][0]:
            kept.append((day, one))
    return kept[::-1]


def changes(told: Sequence[tuple[date, T]]) -> list[tuple[date, T]]:
    """Without what only repeats the entry before it."""
    return [one for place, one in enumerate(told) if place == 0 or told[place - 1][1] != one[1]]
