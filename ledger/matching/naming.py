"""Numbers of invoices found in what a payer wrote, and how far each can be trusted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from ledger.matching.book import Book, exact_key, lean
from ledger.matching.values import Entry
from ledger.matching.words import Word, groups_of, is_company_number, is_day, words_of

_PREFIXES = frozenset(
    (
        *("F", "FA", "FAC", "FACT", "FACTS", "FACTURE", "FACTURES", "FCT", "FT", "FV"),
        *("VE", "INV", "INVOICE", "INVOICES", "N", "NO", "NR", "NUM", "NUMERO", "REF"),
        *("REFERENCE", "AV", "AVOIR", "CN", "RE", "RECHNUNG"),
    )
)
# Before a number, these say that it is something else: an order, a delivery, a mandate, a customer's code.
_OTHERS = frozenset(
    (
        *("CDE", "CMD", "COMMANDE", "BC", "PO", "ORDER", "BL", "DEVIS", "CONTRAT", "CLIENT", "CLT", "CODE"),
        *("RUM", "ICS", "MANDAT", "SIREN", "SIRET", "TEL", "DOSSIER", "LOT", "PAGE"),
    )
)
_LIST_WORDS, _RANGE_WORDS = frozenset(("ET", "AND", "E", "UND")), frozenset(("A", "AU", "TO", "BIS"))
_JOINERS = frozenset(("", "-", "/", ".", "_", "#", ":", "°", "º"))
_LONG = frozenset("-._")
_MOST_WORDS, _LONGEST, _LONGEST_RANGE = 5, 30, 50
_SURE_DIGITS, _FAIR_DIGITS, _LETTERED_LENGTH, _LETTERED_DIGITS = 8, 5, 5, 3


class Trust(IntEnum):
    """A loose number needs another sign beside it, a fair one too unless its amount agrees in part."""

    LOOSE = 1
    FAIR = 2
    FULL = 3


class Hit(NamedTuple):
    """Invoices that a stretch of the text may name: several when numbers are used twice."""

    ids: tuple[int, ...]
    trust: Trust
    announced: bool = False  # a word such as “facture” stands before it, and it is no bit of anything longer


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    hit: Hit
    key: str


def hits_of(entry: Entry, book: Book) -> list[Hit]:
    """What the text names, in its order; numbers of a list or a range that only follow another are loose."""
    reader = _Reader(entry, book)
    return [place.hit for place in reader.places()]


class _Reader:
    def __init__(self, entry: Entry, book: Book) -> None:
        told = [entry.text, entry.end_to_end or "", entry.structured_reference or ""]
        self._entry = entry
        self._book = book
        self._words = words_of(" | ".join(told))
        self._amounts = {str(abs(entry.cents)), str(abs(entry.cents) // 100)}

    def places(self) -> list[_Place]:
        found: list[_Place] = []
        at = 0
        while at < len(self._words):
            place = self._longest(at) or (self._following(found[-1], at) if found else None)
            if place is None:
                at += 1
                continue
            found += self._between(found[-1], place) if found else ()
            found.append(place)
            at = place.end
        return found

    def _longest(self, start: int) -> _Place | None:
        """The longest run of words from here that is a number of an invoice."""
        for end in range(self._reach(start), start, -1):
            if (hit := self._hit(start, end)) is not None:
                return _Place(start, end, hit, exact_key(self._book.items[hit.ids[0]].number))
        return None

    def _reach(self, start: int) -> int:
        end, length = start + 1, len(self._words[start].text)
        while end < len(self._words) and end - start < _MOST_WORDS:
            length += len(self._words[end].text)
            if self._words[end].before.strip() not in _JOINERS or length > _LONGEST:
                break
            end += 1
        return end

    def _hit(self, start: int, end: int) -> Hit | None:
        run = self._words[start:end]
        parts = [group for word in run for group in groups_of(word.text)]
        if not any(part.isdigit() for part in parts):
            return None
        for rest in _without_prefixes(parts):
            for key in dict.fromkeys(("".join(rest), "".join(map(lean, rest)), lean("".join(rest)))):
                ids = self._book.keyed(key)
                if ids and key not in self._amounts:
                    alone = len(rest) == len(parts)
                    bit = self._is_bit(start, end, alone=alone)
                    trust = Trust.LOOSE if bit else self._trust(key, run, alone=alone)
                    announced = not bit and (not alone or self._before(start) in _PREFIXES)
                    whole = self._whole(ids, key) if trust > Trust.LOOSE else tuple(ids)
                    return Hit(whole, trust, announced)
        return None

    def _whole(self, ids: Sequence[int], key: str) -> tuple[int, ...]:
        """Those whose whole number this is, if any: others only end alike."""
        whole = [one for one in ids if exact_key(self._book.items[one].number) == key]
        return tuple(whole or ids)

    def _trust(self, key: str, run: Sequence[Word], *, alone: bool) -> Trust:
        if not key.isdigit():
            digits = sum(one.isdigit() for one in key)
            long = len(key) >= _LETTERED_LENGTH and digits >= _LETTERED_DIGITS
            return Trust.FULL if long else Trust.LOOSE
        spaced = any(not word.before.strip() for word in run[1:]) and alone
        doubtful = self._is_day(key, run) or ((len(run) == 1 or spaced) and is_company_number(key))
        if len(key) < _FAIR_DIGITS or doubtful:
            return Trust.LOOSE
        return Trust.FAIR if len(key) < _SURE_DIGITS or spaced else Trust.FULL

    def _is_day(self, key: str, run: Sequence[Word]) -> bool:
        """A day in one word, or a month and a year; days with separators were taken out before."""
        month = [len(word.text) for word in run] in ([2, 4], [4, 2])
        return (len(run) == 1 or month) and is_day(key, near=self._entry.booked_on)

    def _before(self, start: int) -> str:
        return self._words[start - 1].text if start else ""

    def _is_bit(self, start: int, end: int, *, alone: bool) -> bool:
        """Whether the run is only a part of a longer reference, or that of something else."""
        before = self._before(start)
        if before in _OTHERS:
            return True
        tied = self._words[start].before in _LONG and alone and before not in _PREFIXES
        return tied or self._words[end - 1].after in _LONG

    def _following(self, last: _Place, at: int) -> _Place | None:
        """“F-0012/13” and “F-0012, 0013”: digits that replace the end of the number before."""
        word = self._words[at]
        between = self._words[last.end : at]
        if not word.text.isdigit() or any(one.text not in _LIST_WORDS | _RANGE_WORDS for one in between):
            return None
        tail = groups_of(last.key)[-1]
        if not tail.isdigit() or len(word.text) > len(tail):
            return None
        key = last.key[: -len(word.text)] + word.text
        ids = self._book.keyed(key)
        return _Place(at, at + 1, Hit(tuple(ids), Trust.LOOSE), key) if ids else None

    def _between(self, first: _Place, last: _Place) -> list[_Place]:
        """“F-0012 à F-0015”: the numbers in between that exist."""
        gap = self._words[first.end : last.start]
        said = self._words[last.start].before.strip()
        if not (
            [one.text for one in gap if one.text in _RANGE_WORDS] == [one.text for one in gap] != []
            or (not gap and said == "-")
        ):
            return []
        low, high = groups_of(first.key)[-1], groups_of(last.key)[-1]
        alike = first.key[: -len(low)] == last.key[: -len(high)] and low.isdigit() and high.isdigit()
        if not alike or not 1 < int(high) - int(low) <= _LONGEST_RANGE:
            return []
        stem = first.key[: -len(low)]
        keys = (stem + str(number).zfill(len(low)) for number in range(int(low) + 1, int(high)))
        return [
            _Place(last.start, last.start, Hit(tuple(ids), Trust.LOOSE), key)
            for key in keys
            if (ids := self._book.keyed(key))
        ]


def _without_prefixes(parts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The parts, then without one more of the words that people write before a number."""
    yield parts
    for place, part in enumerate(parts[:-1], start=1):
        if part not in _PREFIXES:
            return
        yield parts[place:]
