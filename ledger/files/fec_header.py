"""The header of an accounting file (FEC): how its fields are separated, and which column is which."""

import csv
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.errors import MappingWrong

_SEPARATORS = ("\t", "|", ";", ",")
_PLACES = {
    name.casefold(): name
    for name in (
        *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum"),
        *("CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "Montant", "Sens"),
        *("EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise", "DateEcheance"),
    )
}
# Columns that some programs append under a name of their own.
_OTHER_NAMES = {
    "echeancedate": "DateEcheance",
    "dateech": "DateEcheance",
    "echeance": "DateEcheance",
    "compteauxnum": "CompAuxNum",
    "compteauxlib": "CompAuxLib",
    "numpiece": "PieceRef",
}
_NEEDED = ("JournalCode", "EcritureDate", "CompteNum")
_AMOUNTS = (("Debit", "Credit"), ("Montant", "Sens"))


@dataclass(frozen=True, slots=True)
class Header:
    """The separator, how many columns there are, and the place of each that the standard names."""

    separator: str
    width: int
    places: Mapping[str, int]

    @property
    def signed(self) -> bool:
        """Whether amounts stand under Montant with their Sens, rather than under Debit and Credit."""
        return not all(name in self.places for name in _AMOUNTS[0])

    @property
    def needed_width(self) -> int:
        """A line may stop after this many fields: programs leave out blanks at its end."""
        amounts = _AMOUNTS[1] if self.signed else _AMOUNTS[0]
        return 1 + max(self.places[name] for name in (*_NEEDED, *amounts))


def read_header(line: str) -> Header:
    """Raises MappingWrong when the line is not the header of an accounting file."""
    found = max((_header(line, separator) for separator in _SEPARATORS), key=lambda one: len(one.places))
    missing = [name for name in _NEEDED if name not in found.places]
    if not any(all(name in found.places for name in pair) for pair in _AMOUNTS):
        missing.append("Debit and Credit (or Montant and Sens)")
    if missing:
        raise MappingWrong(
            f"The first line names no column {', '.join(missing)}, so this is not an accounting file (FEC). "
            "Export it again with its header, as article A47 A-1 LPF asks."
        )
    return found


def _header(line: str, separator: str) -> Header:
    names = _fields(line, separator)
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        plain = _plain(name)
        word = _PLACES.get(plain) or _OTHER_NAMES.get(plain)
        if word is not None:
            places.setdefault(word, place)
    return Header(separator, len(names), places)


def _fields(line: str, separator: str) -> Sequence[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return line.split(separator)


def _plain(name: str) -> str:
    spelt = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in spelt if letter.isalnum())
