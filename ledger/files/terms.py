"""Payment terms by customer, from a CSV file: code, days, month_end."""

from kernel.days import MonthEnd, Terms
from ledger.errors import MappingWrong
from ledger.files.records import records, sniff_delimiter, split_lines
from ledger.files.rejection import Rejection
from ledger.files.text import decoded, expanded

_LONGEST_DAYS = 365
_NAMES = ("code", "days", "month_end")


def read_terms(content: bytes) -> tuple[dict[str, Terms], list[Rejection]]:
    """Terms by customer code, and lines set aside. Raises ImportRefused when it is no such table."""
    text, _ = decoded(expanded(content))
    lines = split_lines(text)
    found = list(records(lines, delimiter=sniff_delimiter(lines)))
    header = [name.strip().casefold() for name in found[0].fields] if found else []
    if not {"code", "days"} <= set(header):
        raise MappingWrong("The file of terms needs the columns code and days, and may have month_end.")
    terms: dict[str, Terms] = {}
    rejections: list[Rejection] = []
    for record in found[1:]:
        try:
            said = dict(zip(header, (field.strip() for field in record.fields), strict=False))
            terms[said.get("code", "")] = _terms(said)
        except ValueError as error:
            rejections.append(Rejection(record.line, str(error)))
    return terms, rejections


def _terms(said: dict[str, str]) -> Terms:
    code, days, month_end = (said.get(name, "") for name in _NAMES)
    if not code:
        raise ValueError("The customer's code is missing.")
    if not (days.isascii() and days.isdigit()) or int(days[:9]) > _LONGEST_DAYS:
        raise ValueError(f"“{days[:40]}” is not a number of days from 0 to {_LONGEST_DAYS}.")
    if month_end and month_end not in set(MonthEnd):
        known = ", ".join(MonthEnd)
        raise ValueError(f"“{month_end[:40]}” is not a reading of month end. Known are: {known}.")
    return Terms(int(days), MonthEnd(month_end or MonthEnd.NONE))
