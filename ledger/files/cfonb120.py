"""CFONB120, the statement of French banks: records of 120 characters, with line breaks or without.

Columns as the brochure of the CFONB numbers them: 01 and 07 are the old and the new balance, 04 a movement,
05 what completes it. The last character of an amount holds its last digit and its sign.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

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
    wrong,
)
from ledger.files.currencies import currency
from ledger.files.text import decoded

FORM = "CFONB120"
_WIDTH = 120
_OLD, _MOVEMENT, _MORE, _NEW = "01", "04", "05", "07"
_NEEDED = {_OLD: 104, _MOVEMENT: 104, _MORE: 48, _NEW: 104}  # characters up to the last field we must have
_POSITIVE, _NEGATIVE = "{ABCDEFGHI", "}JKLMNOPQR"  # signs over the last digit, from 0 to 9
_CENTURY = 80  # years from 80 on are of the century before
_DECIMALS = "0123"
_END_OF_FILE = "\x1a"  # what some transfer programs append

# What a 05 record completes (CFONB 2004, 2007). Every other qualifier counts as text.
_PAYER, _PAID, _REFERENCE, _STRUCTURED, _RETURN = "NPY", "NBE", "RCN", "LCS", "RET"
_PAYER_ACCOUNT, _PAID_ACCOUNT = "CPY", "CBE"
_FIRST_PART = 35  # characters of a reference or identifier, before its nature
# Amounts in other currencies and fees would look like references; identifiers of others are no text either.
_NO_TEXT = frozenset({_PAYER, _PAID, _PAYER_ACCOUNT, _PAID_ACCOUNT, "MMO", "FEE", "BDB", "IPY", "IBE"})


class _Record(NamedTuple):
    line: int
    text: str

    @property
    def kind(self) -> str:
        return self.text[:2]

    @property
    def where(self) -> str:
        return f"the {self.kind} record on line {self.line}"

    def at(self, start: int, end: int) -> str:
        """Columns counted from 1, the last one included."""
        return self.text[start - 1 : end]

    @property
    def account(self) -> str:
        return self.at(22, 32).strip()


@dataclass(slots=True)
class _Open:
    """A statement between its 01 and its 07 record."""

    old: _Record
    movements: list[tuple[_Record, list[_Record]]] = field(default_factory=list)


def read_cfonb120(content: bytes) -> list[BankStatement]:
    """Every statement of a file. Raises ImportRefused when one of them cannot be trusted."""
    text, _ = decoded(content)
    statements: list[BankStatement] = []
    pending: _Open | None = None
    for record in _records(text):
        if record.kind == _OLD:
            if pending is not None:
                raise _unfinished(pending)
            pending = _Open(record)
        elif record.kind not in _NEEDED:
            raise ImportRefused(
                f"Line {record.line} begins with “{record.kind}”, which no record of CFONB120 does "
                "(01, 04, 05, 07). Ask the bank for the file again."
            )
        elif pending is None:
            raise missing("01 (old balance)", f"the file before {record.where}")
        elif record.kind == _NEW:
            statements.append(_statement(pending, record, place=len(statements) + 1))
            pending = None
        else:
            _add(pending, record)
    if pending is not None:
        raise _unfinished(pending)
    if not statements:
        raise FileUnreadable("The file holds no statement (records 01 to 07). Ask the bank for it again.")
    return statements


def _unfinished(pending: _Open) -> ImportRefused:
    return ImportRefused(
        f"The statement that begins on line {pending.old.line} has no 07 record (new balance): the file is "
        "cut short. Ask the bank for the file again."
    )


def _add(pending: _Open, record: _Record) -> None:
    if record.kind == _MOVEMENT:
        pending.movements.append((record, []))
    elif not pending.movements:
        raise missing("04 (movement)", f"the statement before {record.where}")
    else:
        pending.movements[-1][1].append(record)


def _records(text: str) -> list[_Record]:
    """Records by their line; in a file without line breaks, by their number."""
    lines = text.rstrip("\r\n" + _END_OF_FILE).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) == 1 and len(lines[0]) > _WIDTH:
        whole = lines[0]
        lines = [whole[start : start + _WIDTH] for start in range(0, len(whole), _WIDTH)]
    told = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    # Editors strip blanks at the end of lines. Where one line still has them, a short one was cut.
    stripped = not any(line.endswith(" ") for _, line in told)
    return [_whole(number, line, stripped=stripped) for number, line in told]


def _whole(number: int, line: str, *, stripped: bool) -> _Record:
    needed = _NEEDED.get(line[:2], 2) if stripped else _WIDTH
    if len(line) < needed:
        raise ImportRefused(
            f"The record on line {number} has {len(line)} characters instead of {_WIDTH}: it is cut short. "
            "Ask the bank for the file again."
        )
    if line[_WIDTH:].strip():
        raise ImportRefused(
            f"The record on line {number} has {len(line)} characters instead of {_WIDTH}. "
            "Ask the bank for the file again."
        )
    return _Record(number, line[:_WIDTH].ljust(_WIDTH))


def _statement(told: _Open, new: _Record, *, place: int) -> BankStatement:
    old = told.old
    money = _currency(old)
    said = f"the statement on lines {old.line} to {new.line}"
    if not old.account:
        raise missing("account number", old.where)
    for record in (*(one for movement, more in told.movements for one in (movement, *more)), new):
        _same_account(record, old, money=money)
    opening, closing = _balance(old, money), _balance(new, money)
    movements = tuple(_movement(record, more, money=money) for record, more in told.movements)
    return BankStatement(
        name=f"{place} (lines {old.line} to {new.line})",
        form=FORM,
        account="".join((old.at(3, 7) + old.at(12, 16) + old.account).split()),
        currency=money,
        opening=opening,
        closing=closing,
        movements=movements,
        doubts=doubts_of_sums(movements, opening=opening, closing=closing, currency=money, said=said),
    )


def _same_account(record: _Record, old: _Record, *, money: str) -> None:
    """Bank and branch may differ: movements carry those of whoever made the operation."""
    if record.account != old.account:
        raise wrong(
            "account number",
            record.where,
            text=record.account,
            expected=f"the one of the 01 record on line {old.line}",
        )
    if _currency(record) != money:
        raise wrong(
            "currency", record.where, text=record.at(17, 19), expected=f"{money} as on line {old.line}"
        )


def _currency(record: _Record) -> str:
    told = record.at(17, 19).strip()
    if not told:
        raise missing("currency", record.where)
    try:
        return currency(told)
    except ValueError as error:
        raise wrong("currency", record.where, text=told, expected="a currency code such as EUR") from error


def _balance(record: _Record, money: str) -> Balance:
    return Balance(_day(record, 35, "date"), _amount(record), money)


def _day(record: _Record, start: int, name: str) -> date:
    told = record.at(start, start + 5)
    if not told.strip():
        raise missing(name, record.where)
    try:
        if not (told.isascii() and told.isdigit()):
            raise ValueError(told)
        year = int(told[4:])
        return plausible_day(year + (1900 if year >= _CENTURY else 2000), int(told[2:4]), int(told[:2]))
    except ValueError as error:
        raise wrong(name, record.where, text=told, expected="a day written JJMMAA") from error


def _amount(record: _Record) -> int:
    decimals, told = record.at(20, 20), record.at(91, 104)
    if decimals not in _DECIMALS:
        raise wrong("number of decimals", record.where, text=decimals, expected="0, 1, 2 or 3")
    if not told.strip():
        raise missing("amount", record.where)
    side, last = (1, _POSITIVE.find(told[-1])) if told[-1] in _POSITIVE else (-1, _NEGATIVE.find(told[-1]))
    try:
        if last < 0:
            raise ValueError(told)
        return side * cents_of(told[:-1].lstrip(" ") + str(last), int(decimals))
    except ValueError as error:
        expected = "an amount whose last character is a digit with its sign"
        raise wrong("amount", record.where, text=told, expected=expected) from error


def _movement(record: _Record, more: Sequence[_Record], *, money: str) -> Movement:
    cents = _amount(record)
    booked_on = _day(record, 35, "operation date")
    value_on = _day(record, 43, "value date") if record.at(43, 48).strip() else booked_on
    told = _completed(more)
    returned = bool(record.at(41, 42).strip()) or _RETURN in told
    name, account = _payer(told, cents, returned=returned)
    number = record.at(82, 88).strip().strip("0")
    return Movement(
        place=record.line,
        booked_on=booked_on,
        value_on=value_on,
        cents=cents,
        payer_name=name,
        payer_iban=account,
        text=in_a_line([record.at(49, 79), record.at(105, 120), *_texts(told)]),
        structured_reference=_first_part(told.get(_STRUCTURED, ())),
        end_to_end=_first_part(told.get(_REFERENCE, ())),
        bank_reference=record.at(82, 88).strip() if number else None,
        code=record.at(33, 34).strip() or None,
        returned=returned,
    )


def _completed(more: Iterable[_Record]) -> dict[str, list[str]]:
    """What 05 records say, by qualifier."""
    told: dict[str, list[str]] = {}
    for record in more:
        if record.at(49, 118).strip():
            told.setdefault(record.at(46, 48), []).append(record.at(49, 118))
    return told


def _payer(told: dict[str, list[str]], cents: int, *, returned: bool) -> tuple[str | None, str | None]:
    """The other side: who paid us; whom we paid; for what came back, whoever it was meant for."""
    sides = [(_PAYER, _PAYER_ACCOUNT), (_PAID, _PAID_ACCOUNT)]
    if (cents < 0) != returned:
        sides.reverse()
    for name, account in sides if returned else sides[:1]:
        if found := in_a_line(told.get(name, [])):
            number = _first_part(told.get(account, ()))
            return found, "".join(number.split()) if number else None
    return None, None


def _texts(told: dict[str, list[str]]) -> list[str]:
    return [text for qualifier, texts in told.items() if qualifier not in _NO_TEXT for text in texts]


def _first_part(texts: Sequence[str]) -> str | None:
    return (texts[0][:_FIRST_PART].strip() or None) if texts else None
