"""Words as people write them, brought to one spelling."""

import re
import unicodedata

_OTHERS = re.compile(r"[^a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})


def plain(text: str) -> str:
    """Lower-case letters without accents and digits, all else a single space."""
    spelt = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    letters = "".join(c for c in spelt if not unicodedata.combining(c))
    return _OTHERS.sub(" ", letters).strip()
