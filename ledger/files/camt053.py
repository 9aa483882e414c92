"""CAMT.053, the statement of ISO 20022, in its versions .001.02 to .001.08 and those that keep their fields.

Elements are found by their names without namespace. Amounts are written with a point, up to five decimals.
"""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from ledger.errors import FileUnreadable, ImportRefused
from ledger.files import camt053_entry
from ledger.files.bank_statement import (
    Balance,
    BankStatement,
    LeftOut,
    Movement,
    doubts_of_sums,
    missing,
    written,
    wrong,
)
from ledger.files.camt053_values import amount, day, sign
from ledger.files.currencies import currency
from ledger.files.xml import Element, children, first, local, parse_xml, text_of

_STATEMENTS = "BkToCstmrStmt"
_OTHERS = {
    "BkToCstmrAcctRpt": "a report within the day (camt.052)",
    "BkToCstmrDbtCdtNtfctn": "a list of credits and debits (camt.054)",
    "CstmrCdtTrfInitn": "an order of transfers (pain.001)",
    "CstmrDrctDbtInitn": "an order of direct debits (pain.008)",
}
_VERSION = re.compile(r"camt\.053\.001\.\d\d", re.ASCII)
_OPENING, _CLOSING, _INTERIM = ("OPBD", "PRCD"), ("CLBD",), "ITBD"
_PENDING = {"PDNG": "not booked yet", "INFO": "for information only", "FUTR": "to be booked later"}


def read_camt053(content: bytes) -> list[BankStatement]:
    """Every statement of a file. Raises ImportRefused when one of them cannot be trusted."""
    root = parse_xml(content)
    message = root if local(root) == _STATEMENTS else first(root, _STATEMENTS)
    if message is None:
        raise FileUnreadable(_not_a_statement(root))
    found = _VERSION.search(etree.QName(root).namespace or "")
    form = found[0].upper() if found else "CAMT.053"
    statements = list(children(message, "Stmt"))
    if not statements:
        raise FileUnreadable("The file holds no statement (Stmt). Ask the bank for the file again.")
    return [_statement(one, form=form, place=place) for place, one in enumerate(statements, start=1)]


def _not_a_statement(root: Element) -> str:
    for name, what in _OTHERS.items():
        if first(root, name) is not None:
            return f"The file is {what}, not a bank statement. Ask the bank for its statements (camt.053)."
    return (
        f"The file is XML but no bank statement: it holds no {_STATEMENTS} (camt.053). "
        "Ask the bank for its statements in that format."
    )


def _statement(element: Element, *, form: str, place: int) -> BankStatement:
    name = text_of(element, "Id") or f"number {place}"
    said = f"statement “{name[:40]}”"
    account = text_of(element, "Acct", "Id", "IBAN") or text_of(element, "Acct", "Id", "Othr", "Id")
    if account is None:
        raise missing("Acct/Id (IBAN or Othr/Id)", said)
    own = text_of(element, "Acct", "Ccy")
    opening, closing = _balances(element, said, own=own)
    money = _currency(own, said) if own else opening.currency
    movements, statuses, totals = _entries(element, said, money=money)
    _check_summary(element, said, totals=totals)
    return BankStatement(
        name=name,
        form=form,
        account="".join(account.split()),
        currency=money,
        opening=opening,
        closing=closing,
        movements=tuple(movements),
        left_out=tuple(
            LeftOut(count, f"{_PENDING.get(status, 'of an unknown status')} (Sts {status})")
            for status, count in sorted(statuses.items())
        ),
        doubts=doubts_of_sums(movements, opening=opening, closing=closing, currency=money, said=said),
    )


def _currency(text: str, where: str) -> str:
    try:
        return currency(text)
    except ValueError as error:
        raise wrong("Acct/Ccy", where, text=text, expected="a currency code such as EUR") from error


def _balances(statement: Element, said: str, *, own: str | None) -> tuple[Balance, Balance]:
    """The first and last booked balance; a page of a statement has interim ones (ITBD) instead."""
    told: dict[str, list[Element]] = {}
    for element in children(statement, "Bal"):
        code = text_of(element, "Tp", "CdOrPrtry", "Cd")
        told.setdefault(code or "", []).append(element)
    interim = told.get(_INTERIM, [])
    opening = next((one for code in _OPENING for one in _preferred(told.get(code, []), own)), None)
    closing = next((one for code in _CLOSING for one in _preferred(told.get(code, []), own)), None)
    if opening is None and interim:
        opening, interim = interim[0], interim[1:]
    if closing is None and interim:
        closing = interim[-1]
    if opening is None:
        raise missing("Bal of type OPBD (opening balance)", said)
    if closing is None:
        raise missing("Bal of type CLBD (closing balance)", said)
    return _balance(opening, f"the opening balance of {said}"), _balance(
        closing, f"the closing balance of {said}"
    )


def _preferred(balances: list[Element], own: str | None) -> list[Element]:
    """Those in the account's own currency first."""

    def foreign(balance: Element) -> bool:
        value = first(balance, "Amt")
        return value is None or value.get("Ccy") != own

    return sorted(balances, key=foreign)


def _balance(element: Element, where: str) -> Balance:
    cents, money = amount(element, "Amt", where=where)
    return Balance(day(element, "Dt", where=where), sign(element, where=where) * cents, money)


def _entries(
    statement: Element, said: str, *, money: str
) -> tuple[list[Movement], Counter[str], dict[bool, list[int]]]:
    """Booked movements; how many entries have another status; cents of entries, of booked ones and of all."""
    movements: list[Movement] = []
    statuses: Counter[str] = Counter()
    totals: dict[bool, list[int]] = {True: [], False: []}
    for place, element in enumerate(children(statement, "Ntry"), start=1):
        where = f"entry {place} of {said}"
        entry = camt053_entry.read_entry(element, place=place, where=where, money=money)
        totals[False].append(entry.cents)
        if entry.status == camt053_entry.BOOKED:
            totals[True].append(entry.cents)
            movements += entry.movements
        else:
            statuses[entry.status] += 1
    return movements, statuses, totals


def _check_summary(statement: Element, said: str, *, totals: dict[bool, list[int]]) -> None:
    """Counts and sums the bank tells (TxsSummry), of booked entries or of all: banks do both."""
    summary = first(statement, "TxsSummry")
    for name, side in (("TtlNtries", 0), ("TtlCdtNtries", 1), ("TtlDbtNtries", -1)):
        total = first(summary, name)
        if total is None:
            continue
        where = f"{name} of {said}"
        entries = [[cents for cents in told if not side or cents * side > 0] for told in totals.values()]
        for field, expected, found in _told(total, where, entries, side=side):
            if expected not in found:
                raise ImportRefused(
                    f"{field} of {where} is {_shown(field, expected)}, but the entries make "
                    f"{_shown(field, found[0])}. Entries are missing or were changed; "
                    "ask the bank for the file again."
                )


def _told(
    total: Element, where: str, entries: list[list[int]], *, side: int
) -> Iterator[tuple[str, int, list[int]]]:
    count = text_of(total, "NbOfNtries")
    if count is not None:
        if not (count.isascii() and count.isdigit()):
            raise wrong("NbOfNtries", where, text=count, expected="a number")
        # an entry of nothing is on no side, and banks may count it on either
        nil = {len([cents for cents in told if not side or cents * side >= 0]) for told in entries}
        yield "NbOfNtries", int(count[:18]), [*(len(told) for told in entries), *nil]
    if first(total, "Sum") is not None:
        cents, _ = amount(total, "Sum", where=where, priced=False)
        gross = [sum(map(abs, told)) for told in entries]
        yield "Sum", cents, [*gross, *(abs(sum(told)) for told in entries)]


def _shown(field: str, value: int) -> str:
    return written(value) if field == "Sum" else str(value)
