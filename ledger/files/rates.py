"""Rates of exchange, from a CSV file: day, from, to, rate (one unit of `from` is `rate` units of `to`)."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ledger.errors import MappingWrong
from ledger.files.records import records, sniff_delimiter, split_lines
from ledger.files.text import decoded, expanded

_NAMES = ("day", "from", "to", "rate")
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_RATE = re.compile(r"\d{1,9}([.,]\d{1,12})?", re.ASCII)
_LONGEST = 40  # characters quoted back


class Rate(NamedTuple):
    day: date
    of: str
    to: str
    value: Fraction


def read_rates(content: bytes) -> list[Rate]:
    """Every rate of the file. Raises ImportRefused when it is no such table, or a line of it is wrong.

    A wrong line is not set aside here: an older rate would then be taken for its day.
    """
    text, _ = decoded(expanded(content))
    lines = split_lines(text)
    found = list(records(lines, delimiter=sniff_delimiter(lines)))
    header = [name.strip().casefold() for name in found[0].fields] if found else []
    if not set(_NAMES) <= set(header):
        raise MappingWrong("The file of rates needs the columns day, from, to and rate.")
    rates = []
    for record in found[1:]:
        said = dict(zip(header, (field.strip() for field in record.fields), strict=False))
        try:
            rates.append(_rate(*(said.get(name, "") for name in _NAMES)))
        except ValueError as error:
            raise MappingWrong(f"Line {record.line} of the file of rates: {error}") from error
    return rates


def _rate(day: str, of: str, to: str, value: str) -> Rate:
    for currency in (of, to):
        if not _CURRENCY.fullmatch(currency):
            raise ValueError(f"“{currency[:_LONGEST]}” is not a currency such as EUR.")
    if not _RATE.fullmatch(value) or not (rate := Fraction(Decimal(value.replace(",", ".")))):
        raise ValueError(f"“{value[:_LONGEST]}” is not a rate such as 1.0834.")
    try:
        return Rate(date.fromisoformat(day), of, to, rate)
    except ValueError as error:
        raise ValueError(f"“{day[:_LONGEST]}” is not a day such as 2024-05-31.") from error
