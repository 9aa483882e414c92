"""Amounts as people type them: 1250, 1 250,00, 1,250.00."""

import re

from serving.web.errors import AmountRefused

_DIGITS = re.compile(r"(?P<whole>\d{1,13})(?:[.,](?P<cents>\d{2}))?", re.ASCII)
_THOUSANDS = re.compile(r"(?<=\d)[\s\u00a0\u202f'](?=\d{3})")


def cents_from(text: str) -> int | None:
    """None for nothing typed. Raises AmountRefused for what could be read in two ways, or in none."""
    plain = _THOUSANDS.sub("", text.strip().removesuffix("€").strip())
    if not plain:
        return None
    found = _DIGITS.fullmatch(plain)
    if found is None:
        raise AmountRefused(text)
    return int(found["whole"]) * 100 + int(found["cents"] or 0)
