"""Features of a part of the book that equal those of the whole, bit for bit.

A part holds customers with all that is theirs; those that belong to one group, or ever held the same invoice,
are in the same part (`ledger.exported.partition`). Whatever is read of the whole book is added up over the
parts first.
"""

from collections.abc import Sequence

from features import credibility, habit_kernels, sector_steps
from features.book import Book, together
from features.events import SPAN
from features.streams import Streams

__all__ = ["Book", "book_of", "joined", "together"]


def book_of(streams: Streams) -> Book:
    """What these accounts add to the whole book."""
    around = streams.surroundings
    return Book(
        settled=habit_kernels.book_of(streams.habits.settled, int(SPAN)),
        lateness={
            name: credibility.changes_of(streams.settled, *columns)
            for name, columns in credibility.OF.items()
        },
        sectors=sector_steps.changes_of(*around.sector_rows),
        heard=around.gazette.heard,
        since=around.conduct.since,
    )


def joined(streams: Streams, parts: Sequence[Book]) -> Streams:
    """The same accounts as part of the book that `parts` make together, their own among them."""
    return streams.within(together(parts))
