"""The words by which a person is known, found and blotted out wherever somebody wrote them."""

import json
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ledger.files.plain import plain
from ledger.registers.register import ERASED

_SHORTEST = 4  # fewer letters are in too many other words
_DIGITS_OF_A_NUMBER = 8
_BETWEEN = r"[\s.\-/()]*"


@dataclass(frozen=True)
class Traces:
    """`words` are names, addresses, numbers as they were written; each is met in other spellings too.

    A single word is looked for in the person's own rows only: elsewhere it may well be another's.
    """

    words: frozenset[str]
    among_others: bool = field(default=False)

    @cached_property
    def sought(self) -> tuple[str, ...]:
        kept = {one.strip() for one in self.words if len(one.strip()) >= _SHORTEST}
        if self.among_others:
            kept = {one for one in kept if _tells_apart(one)}
        return tuple(sorted(kept, key=lambda one: (-len(one), one)))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        spelt = [_spelt(one) for one in self.sought]
        return re.compile("|".join(spelt), re.IGNORECASE) if spelt else None

    def blot(self, text: str) -> str:
        return text if self._pattern is None else self._pattern.sub(ERASED, text)

    def blot_all(self, value: Any) -> Any:
        """The same in every text of a value of JSON, keys too."""
        if isinstance(value, str):
            return self.blot(value)
        if isinstance(value, list):
            return [self.blot_all(one) for one in value]
        if isinstance(value, dict):
            return {self.blot(key): self.blot_all(one) for key, one in value.items()}
        return value

    def fragments(self) -> frozenset[str]:
        """What the database looks for, to find the rows worth reading: part of each spelling."""
        found: set[str] = set()
        for one in self.sought:
            for part in _parts(one):
                for spelt in (part, _bare(part), _other_accents(part)):
                    found |= {spelt.lower(), spelt.upper(), spelt.title()}
        return frozenset(found | {json.dumps(one)[1:-1] for one in found})


def tells(code: str, words: Iterable[str]) -> bool:
    """Whether a code holds a part of a name."""
    parts = {one for word in words for one in plain(word).split() if len(one) >= _SHORTEST and one.isalpha()}
    return any(one in plain(code) for one in parts)


def words_of(values: Iterable[object]) -> frozenset[str]:
    return frozenset(one for one in values if isinstance(one, str) and one.strip() and one != ERASED)


def _tells_apart(word: str) -> bool:
    """Whether it can hardly be anybody else's: several words, an address, a long number."""
    return bool(re.search(r"\s|@", word)) or sum(c.isdigit() for c in word) >= _DIGITS_OF_A_NUMBER


def _spelt(word: str) -> str:
    """All spellings of a word: with or without accents, spaces or marks between its parts."""
    digits = re.sub(r"\D", "", word)
    if len(digits) >= _DIGITS_OF_A_NUMBER and not re.search(r"[^\W\d]", word):
        return _BETWEEN.join(digits[-9:] if word.strip()[0] in "+0" else digits)
    if len(digits) >= _DIGITS_OF_A_NUMBER and "@" not in word and " " not in word.strip():
        return _BETWEEN.join(map(re.escape, word.strip()))  # an IBAN, a VAT number
    pieces = re.findall(r"\w+|@", word)
    loose = r"(?:(?!@)[\W_])+".join("".join(map(_letter, one)) for one in pieces if one != "@")
    if "@" in word:
        loose = re.escape(word.strip())
    return rf"(?<!\w){loose}(?!\w)"


def _letter(letter: str) -> str:
    bare = _bare(letter)
    return re.escape(letter) if bare == letter and not letter.isalpha() else f"[{_family(bare)}]"


_ACCENTED: dict[str, str] = {}
for _code in range(0xC0, 0x180):
    _one = chr(_code)
    _base = unicodedata.normalize("NFKD", _one)[0].lower()
    _ACCENTED[_base] = _ACCENTED.get(_base, "") + _one


def _family(bare: str) -> str:
    return re.escape(bare) + _ACCENTED.get(bare.lower(), "")


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _other_accents(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _parts(word: str) -> Collection[str]:
    """The longest word of a text, or the last digits of a number in the ways people space them."""
    digits = re.sub(r"\D", "", word)
    if len(digits) >= _DIGITS_OF_A_NUMBER and "@" not in word:
        last = digits[-4:]
        spaced = {f"{last[:2]}{mark}{last[2:]}" for mark in ("", " ", ".", "-", "/")}
        return spaced | {f"{last[0]} {last[1:]}", f"{last[:3]} {last[3:]}"}
    return {max(re.findall(r"\w+", word), key=len, default=word)}
