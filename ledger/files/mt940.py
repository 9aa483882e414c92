"""MT940, the older statement of SWIFT, its fields read by the `mt-940` library.

The library is handed one field, or one movement, at a time: it overwrites movements without a type, reads
a text that happens to be the name of a file as that file, and logs what it cannot read, amounts and names.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from mt940.models import Transactions
from mt940.options import Options
from mt940.tags import TAG_BY_ID

from ledger.errors import FileUnreadable, ImportRefused
from ledger.files.bank_statement import (
    Balance,
    BankStatement,
    Movement,
    cents_of,
    doubts_of_sums,
    in_a_line,
    missing,
    plausible_day,
    written,
    wrong,
)
from ledger.files.currencies import currency
from ledger.files.text import decoded

FORM = "MT940"
_FIELD = re.compile(r":(13D?|20|21|25P?|28C?|34F|60[FM]|61|62[FM]|64|65|86|90[CD]|NS):")
_ENVELOPE = re.compile(r"\{[1-5]:[^:]*(?:\{4:)?(?=:20:|$)")
_END = frozenset({"-", "-}"})
_START, _ACCOUNT, _LINE = "20", ("25", "25P"), "61"
_OPENING, _CLOSING, _DETAILS = ("60F", "60M"), ("62F", "62M"), ("86", "NS")
_TOTALS = {"90C": 1, "90D": -1}
_WIDTH = 65  # characters of a line of field 86: a full one goes on without a blank
_LONGEST_COUNT = 9  # digits
_NO_REFERENCE = frozenset({"NONREF", "NOTPROVIDED", "NONE"})
_RETURNED_ITEM = "RTI"  # SWIFT's code for it, after N, S or F


class _Field(NamedTuple):
    line: int
    tag: str
    value: str

    @property
    def where(self) -> str:
        return f"the statement, on line {self.line}"

    @property
    def name(self) -> str:
        return f":{self.tag}:"


def read_mt940(content: bytes) -> list[BankStatement]:
    """Every statement of a file. Raises ImportRefused when one of them cannot be trusted."""
    text, _ = decoded(content)
    statements: list[list[_Field]] = []
    for told in _fields(text):
        if told.tag == _START:
            statements.append([])
        if statements:
            statements[-1].append(told)
    if not statements:
        raise FileUnreadable("The file holds no statement (field :20:). Ask the bank for it again.")
    return [_statement(fields) for fields in statements]


def _fields(text: str) -> Iterator[_Field]:
    """Fields with the lines that belong to them; what SWIFT wraps around a statement is left out."""
    number, tag, lines = 0, "", list[str]()
    for place, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        line = _ENVELOPE.sub("", raw).rstrip()
        begun = _FIELD.match(line)
        if begun or line in _END or line.startswith("-}"):
            if tag:
                yield _Field(number, tag, "\n".join(lines))
            number, tag, lines = (place, begun[1], [line[begun.end() :]]) if begun else (0, "", [])
        elif tag and line:
            lines.append(line)
    if tag:
        yield _Field(number, tag, "\n".join(lines))


def _statement(fields: Sequence[_Field]) -> BankStatement:
    start = fields[0]
    said = f"the statement “{start.value[:16]}” on line {start.line}"
    account = next(("".join(one.value.split()) for one in fields if one.tag in _ACCOUNT), "")
    if not account:
        raise missing(":25: (account)", said)
    first = _one(fields, _OPENING, name=":60F: (opening balance)", said=said)
    last = _one(fields, _CLOSING, name=":62F: (closing balance)", said=said)
    opening, closing = _balance(first), _balance(last)
    movements = tuple(_movement(line, more, first=first) for line, more in _lines(fields, until=last))
    _check_totals(fields, movements)
    return BankStatement(
        name=start.value,
        form=FORM,
        account=account,
        currency=opening.currency,
        opening=opening,
        closing=closing,
        movements=movements,
        doubts=doubts_of_sums(
            movements, opening=opening, closing=closing, currency=opening.currency, said=said
        ),
    )


def _one(fields: Sequence[_Field], tags: Sequence[str], *, name: str, said: str) -> _Field:
    found = [one for one in fields if one.tag in tags]
    if not found:
        raise missing(name, said)
    if len(found) > 1:
        raise ImportRefused(
            f"The field {name} is twice in {said}, on lines {found[0].line} and {found[1].line}: the next "
            "statement has lost its beginning. Ask the bank for the file again."
        )
    return found[0]


def _lines(fields: Sequence[_Field], *, until: _Field) -> Iterator[tuple[_Field, list[_Field]]]:
    """Each movement with its details; what follows the closing balance speaks of the statement."""
    line: _Field | None = None
    more: list[_Field] = []
    for one in fields:
        if one.tag == _LINE:
            if one.line > until.line:
                raise missing(
                    ":20: (beginning of a statement)", f"the file before the movement on line {one.line}"
                )
            if line is not None:
                yield line, more
            line, more = one, []
        elif one.tag in _DETAILS and one.line < until.line:
            more.append(one)
    if line is not None:
        yield line, more


def _read(fields: Sequence[_Field], *, at: _Field, expected: str) -> Transactions:
    """What the library makes of fields. Raises ImportRefused when it makes nothing of them."""
    found = Transactions(options=Options.all())
    try:
        for one in fields:
            tag = TAG_BY_ID.get(one.tag) or TAG_BY_ID[int(one.tag)] if one.tag != "NS" else TAG_BY_ID["NS"]
            if not tag.re.fullmatch(one.value.strip()):
                raise ValueError(one.tag)
        found.parse("\n".join(f":{one.tag}:{one.value}" for one in fields))
    except Exception as error:  # the library does not say what it raises: ValueError, KeyError, Decimal's …
        raise wrong(at.name, at.where, text=at.value, expected=expected) from error
    return found


def _balance(told: _Field) -> Balance:
    expected = "a balance such as C240531EUR1234,56"
    found = _read([told], at=told, expected=expected)
    (balance,) = (one for name, one in found.data.items() if name.endswith("_balance"))
    return Balance(
        _day(balance.date, told, expected),
        _cents(balance.amount.amount, told, expected),
        _currency(balance.amount.currency, told),
    )


def _currency(text: str, told: _Field) -> str:
    try:
        return currency(text)
    except ValueError as error:
        raise wrong(
            f"{told.name} currency", told.where, text=text, expected="a currency code such as EUR"
        ) from error


def _day(told: date, at: _Field, expected: str) -> date:
    try:
        return plausible_day(told.year, told.month, told.day)
    except ValueError as error:
        raise wrong(at.name, at.where, text=at.value, expected=expected) from error


def _cents(told: Decimal, at: _Field, expected: str) -> int:
    sign, digits, exponent = told.as_tuple()
    try:
        if not isinstance(exponent, int) or exponent > 0:
            raise ValueError(at.value)
        cents = cents_of("".join(map(str, digits)), -exponent)
    except ValueError as error:
        raise wrong(at.name, at.where, text=at.value, expected=expected) from error
    return -cents if sign else cents


def _movement(line: _Field, more: Sequence[_Field], *, first: _Field) -> Movement:
    expected = "a movement such as 2405310531CR1234,56NTRFREFERENCE//BANK1"
    found = _read([first, line, *more], at=line, expected=expected)
    data: dict[str, Any] = found.transactions[0].data
    value_on = _day(data["date"], line, expected)
    told = _joined(more)
    kind = (data.get("id") or "").strip().upper()
    return Movement(
        place=line.line,
        booked_on=_day(data.get("entry_date") or value_on, line, expected),
        value_on=value_on,
        cents=_cents(data["amount"].amount, line, expected),
        payer_name=in_a_line([data.get("applicant_name"), data.get("recipient_name")])
        or _coded(told, "NAME"),
        payer_iban=data.get("applicant_iban") or data.get("gvc_applicant_iban") or _coded(told, "IBAN"),
        text=_text(data, told),
        structured_reference=None,
        end_to_end=_reference(
            data.get("end_to_end_reference") or _coded(told, "EREF") or data.get("customer_reference")
        ),
        bank_reference=_reference(data.get("bank_reference")),
        code=kind or None,
        returned=str(data.get("status", "")).upper().startswith("R") or kind[1:] == _RETURNED_ITEM,
    )


def _joined(more: Sequence[_Field]) -> str:
    lines = [line for one in more for line in one.value.split("\n")]
    return "".join(line if len(line) >= _WIDTH else line + " " for line in lines).strip()


def _text(data: dict[str, Any], told: str) -> str:
    """The purpose where the details are structured (?20 …), else all of them."""
    structured = [data.get(name) for name in ("posting_text", "purpose", "additional_purpose")]
    return in_a_line([*(structured if data.get("purpose") else [told]), data.get("extra_details")])


def _coded(told: str, code: str) -> str | None:
    """What stands behind a code of field 86, as in /NAME/Dupont SA/REMI/F-12."""
    found = re.search(rf"/{code}/(.*?)(?=/[A-Z]{{2,4}}/|$)", told)
    return (found[1].strip() or None) if found else None


def _reference(text: str | None) -> str | None:
    told = (text or "").strip()
    return None if told.upper() in _NO_REFERENCE else told or None


def _check_totals(fields: Sequence[_Field], movements: Sequence[Movement]) -> None:
    """Counts and sums the bank tells, of credits (:90C:) and of debits (:90D:)."""
    for told in fields:
        side = _TOTALS.get(told.tag)
        if side is None:
            continue
        expected = "a count, a currency and a sum such as 3EUR1234,56"
        (total,) = _read([told], at=told, expected=expected).data.values()
        mine = [one.cents for one in movements if one.cents * side > 0]
        if len(total.number) > _LONGEST_COUNT:
            raise wrong(told.name, told.where, text=told.value, expected=expected)
        count, cents = int(total.number or len(mine)), abs(_cents(total.amount, told, expected))
        if (count, cents) != (len(mine), abs(sum(mine))):
            raise ImportRefused(
                f"The field {told.name} of {told.where} counts {count} entries of {written(cents)}, but the "
                f"statement has {len(mine)} of {written(abs(sum(mine)))}. Ask the bank for the file again."
            )
