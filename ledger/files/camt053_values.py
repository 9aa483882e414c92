"""Amounts, days and signs as CAMT.053 writes them; what is missing or wrong refuses the file by its field."""

import re
from datetime import date

from ledger.files.bank_statement import cents_of, missing, plausible_day, wrong
from ledger.files.currencies import currency
from ledger.files.xml import Element, first, text_of

_AMOUNT = re.compile(r"\+?(\d{0,18})(?:\.(\d{0,5}))?", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:Z|[+-]\d\d:\d\d|T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_SIGNS = {"CRDT": 1, "DBIT": -1}


def amount(parent: Element, *path: str, where: str, priced: bool = True) -> tuple[int, str]:
    """Cents, never negative, and the currency; a sum that is not priced has none. Raises ImportRefused."""
    field = "/".join(path)
    text = text_of(parent, *path)
    if text is None:
        raise missing(field, where)
    written = _AMOUNT.fullmatch(text)
    try:
        if written is None:
            raise ValueError(text)
        whole, fraction = written[1], (written[2] or "").rstrip("0")
        cents = cents_of((whole + fraction) or "", len(fraction))
    except ValueError as error:
        raise wrong(field, where, text=text, expected="an amount in whole cents") from error
    return cents, _currency(first(parent, *path), field=field, where=where) if priced else ""


def _currency(element: Element | None, *, field: str, where: str) -> str:
    told = (element.get("Ccy") or "").strip() if element is not None else ""
    if not told:
        raise missing(f"{field} Ccy (currency)", where)
    try:
        return currency(told)
    except ValueError as error:
        raise wrong(f"{field} Ccy", where, text=told, expected="a currency code such as EUR") from error


def sign(parent: Element, *, where: str) -> int:
    """1 for a credit, -1 for a debit. Raises ImportRefused."""
    told = text_of(parent, "CdtDbtInd")
    if told is None:
        raise missing("CdtDbtInd (credit or debit)", where)
    if told not in _SIGNS:
        raise wrong("CdtDbtInd", where, text=told, expected="CRDT or DBIT")
    return _SIGNS[told]


def day(parent: Element, name: str, *, where: str) -> date:
    """The day of a date or of an instant, as its writer saw it. Raises ImportRefused."""
    text = text_of(parent, name, "Dt") or text_of(parent, name, "DtTm")
    if text is None:
        raise missing(f"{name} (Dt or DtTm)", where)
    written = _DAY.fullmatch(text)
    try:
        if written is None:
            raise ValueError(text)
        return plausible_day(int(written[1]), int(written[2]), int(written[3]))
    except ValueError as error:
        raise wrong(name, where, text=text, expected="a day such as 2024-05-31") from error
