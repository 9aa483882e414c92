"""What somebody types, compared with codes and names: case and accents aside."""

import re
from unicodedata import combining, normalize

_SPACED = re.compile(r"(?<=\d)[\s.\u00a0\u202f](?=\d)")
_NUMBER = re.compile(r"(?:FR\w{2})?(?P<siren>\d{9})(?:\d{5})?", re.ASCII | re.IGNORECASE)
_ACCENTED = frozenset("aceinouy")  # databases do not agree on accents: any sign is let through, then compared


def folded(text: str) -> str:
    """Without case, accents and spaces at the ends."""
    plain = normalize("NFKD", normalize("NFKD", text).casefold())
    return "".join(one for one in plain if not combining(one)).strip()


def siren_in(text: str) -> str:
    """The SIREN of what is typed, be it a SIREN, a SIRET or a VAT number; blank for anything else."""
    found = _NUMBER.fullmatch(_SPACED.sub("", text.strip()))
    return "" if found is None else found["siren"]


def like_pattern(text: str) -> str:
    """A pattern of SQL that lets through whatever `folded` may find equal, and more."""
    return "%" + "".join(map(_sign, folded(text))) + "%"


def _sign(one: str) -> str:
    if one in "%_\\":
        return "\\" + one
    return "_" if one in _ACCENTED or not one.isascii() else one
