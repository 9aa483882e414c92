"""What is read of the whole book, whoever asks: whole numbers, so that parts of it add up to the same.

A part of a ledger, some customers with all that is theirs, emits its own; their sum is the whole ledger's, to
the last bit, however it was parted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from features import credibility, habit_kernels, sector_steps
from features.habit_kernels import Book as Settled
from features.sector_steps import Changes as SectorChanges


@dataclass(frozen=True, slots=True)
class Book:
    """`settled` is what invoices tell of habits, `lateness` the changes under each prior, by its name.

    `heard` is the first day the gazette was read, `since` that on which each kind of conduct was first
    written down: NEVER where nothing was.
    """

    settled: Settled
    lateness: Mapping[str, credibility.Changes]
    sectors: SectorChanges
    heard: int
    since: Mapping[str, int]


def together(parts: Sequence[Book]) -> Book:
    """The book that these are parts of."""
    return Book(
        settled=habit_kernels.together([part.settled for part in parts]),
        lateness={
            name: credibility.added([part.lateness[name] for part in parts]) for name in credibility.OF
        },
        sectors=sector_steps.together([part.sectors for part in parts]),
        heard=min(part.heard for part in parts),
        since={kind: min(part.since[kind] for part in parts) for kind in parts[0].since},
    )
