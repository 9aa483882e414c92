"""The versions of one legal event: what was announced first, and what the gazette said of it later."""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from ledger.registers.catalogue import LegalEventRow


class Outcome(IntEnum):
    """What hearing a word came to, in rising weight."""

    UNCHANGED = 0
    KEPT = 1  # it says otherwise, but a later correction stands
    CORRECTED = 2
    NEW = 3


class Word(NamedTuple):
    """One announcement about an event: the first, a correction with its row, or a cancellation without."""

    known_on: date
    row: LegalEventRow | None
    first: bool


@dataclass(slots=True)
class Chain:
    """The versions held of an event, and those to be added after them."""

    id: int | None = None
    held: list[tuple[date, LegalEventRow]] = field(default_factory=list)
    added: list[tuple[date, LegalEventRow]] = field(default_factory=list)
    moved_here: bool = False  # begun now by a correction: the first announcement named another company

    @property
    def versions(self) -> list[tuple[date, LegalEventRow]]:
        return [*self.held, *self.added]

    def hear(self, word: Word, *, on: date) -> Outcome:
        """Take a word in; `on` is the day of the import."""
        if word.first:
            return self._first(word, on)
        versions = self.versions
        row = self._said(word)
        if row is None or (word.known_on, row) in versions:
            return Outcome.UNCHANGED
        later = [one for one in versions if one[0] > word.known_on]
        # A version stands until the next one: words published after this one must have the last say again.
        self.added += [(word.known_on, row), *later]
        self.moved_here = self.moved_here or not versions
        return Outcome.CORRECTED if versions else Outcome.NEW

    def _first(self, word: Word, on: date) -> Outcome:
        versions, row = self.versions, word.row
        if row is None or any(row == said for _, said in versions):
            return Outcome.UNCHANGED
        if not versions:
            self.added.append((word.known_on, row))
            return Outcome.NEW
        if len(versions) > 1 or versions[0][0] != word.known_on:
            return Outcome.KEPT
        # The portal changed an announcement without printing a correction: nobody knew before today.
        self.added.append((max(on, word.known_on), row))
        return Outcome.CORRECTED

    def _said(self, word: Word) -> LegalEventRow | None:
        """The row after a word, None where nothing is there to be cancelled.

        What a correction leaves blank it does not take back: an empty one would hide an open proceeding.
        """
        versions = self.versions
        earlier = [row for day, row in versions if day < word.known_on]
        stood = earlier[-1:] or [row for day, row in versions if day == word.known_on][:1]
        if word.row is None or not stood:
            return stood[0]._replace(cancelled=True) if stood else word.row
        row = word.row._replace(
            published_on=versions[0][1].published_on,
            happened_on=word.row.happened_on or stood[0].happened_on,
        )
        return row if row.nature else row._replace(kind=stood[0].kind, nature=stood[0].nature)
