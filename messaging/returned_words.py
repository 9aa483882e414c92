"""What an automatic reply says, in French or English: the day of return, and whom to write to meanwhile."""

import re
from datetime import date

_MONTHS = (
    ("janvier", "january", "jan"),
    ("février", "fevrier", "february", "feb"),
    ("mars", "march", "mar"),
    ("avril", "april", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "july", "jul"),
    ("août", "aout", "august", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("décembre", "decembre", "december", "dec"),
)
_NUMBER = {name: place for place, names in enumerate(_MONTHS, start=1) for name in names}
_NAMES = "|".join(sorted(_NUMBER, key=len, reverse=True))
# "Until the 12th" is no day of return: whether the 12th is included is not plainly said.
_BACK = (
    r"\b(?:retour\s+(?:au\s+bureau\s+)?(?:le|:)|(?:reviens|reviendrai|rentre|rentrerai)\s+le"
    r"|(?:back|return|returning)\s+(?:(?:to|in|at)\s+(?:the\s+)?(?:office|work)\s+)?on)\s+"
    r"(?:[a-zé]{3,9}[\s,]+)?(?:the\s+)?"
)
_DAYS = tuple(
    re.compile(_BACK + day, re.IGNORECASE)
    for day in (
        rf"(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_NAMES})\b\.?,?(?:\s+(?P<year>\d{{4}}))?",
        rf"(?P<month>{_NAMES})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b,?(?:\s+(?P<year>\d{{4}}))?",
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b",
        r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})\b",
    )
)
_SLASHED = _DAYS[-1]
_LONGEST_MONTHS = 12
_BOX = r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}"
_WRITE_TO = re.compile(
    rf"\b(?:contacte[rz]|contact|écrire|écrivez|ecrivez|adresse[rz]|write|e-?mail|reach)\b[^@.!?]{{0,80}}?\b({_BOX})",
    re.IGNORECASE,
)


def return_day(text: str, *, on: date) -> date | None:
    """The day of return, if one and only one is plainly said; without a year, the next such day from `on`."""
    found = {
        _day(match, on) for pattern in _DAYS for match in pattern.finditer(text) if _is_plain(pattern, match)
    }
    return found.pop() if len(found) == 1 else None


def other_address(text: str, *, but: str) -> str:
    """The address a reply asks to write to, if it names one and only one besides its sender's."""
    found = {box.lower().rstrip(".-") for box in _WRITE_TO.findall(text)} - {but}
    return found.pop() if len(found) == 1 else ""


def _is_plain(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    """Whether 08/09/2025 can be one day only: after an English word it may be either of two."""
    in_english = match[0].lower().startswith(("back", "return"))
    return pattern is not _SLASHED or not in_english or int(match["day"]) > _LONGEST_MONTHS


def _day(match: re.Match[str], on: date) -> date | None:
    told = match["month"].lower()
    month = _NUMBER[told] if told in _NUMBER else int(told)
    try:
        if match["year"]:
            return date(int(match["year"]), month, int(match["day"]))
        this_year = date(on.year, month, int(match["day"]))
        return this_year if this_year >= on else this_year.replace(year=on.year + 1)
    except ValueError:
        return None  # no such day
