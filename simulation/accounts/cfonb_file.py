"""Bank statements as French banks have written them since 1992: CFONB 120, lines of 120 characters."""

from collections.abc import Iterator
from datetime import date, timedelta

from simulation.accounts.bank import Entry, Statement
from simulation.accounts.facts import RETURNED
from simulation.accounts.parties import plain

# The last digit of an amount carries its sign.
_POSITIVE, _NEGATIVE = "{ABCDEFGHI", "}JKLMNOPQR"
# What kind of operation, by the ISO code: received and sent transfers, collections, returns, charges.
_OPERATIONS = {"RCDT/ESCT": "18", "ICDT/ESCT": "21", "ICDT/SALA": "21", "IDDT/ESDD": "08", "IDDT/UPDD": "09"}
_OTHER = "62"
_RETURNED = "40"
_LABEL, _INFO = 31, 70


def cfonb_bytes(statement: Statement, *, iban: str) -> bytes:
    bank, desk, account = iban[4:9], iban[9:14], iban[14:25]
    before = statement.first_on - timedelta(days=1)
    lines = [
        _balance("01", (bank, desk, account), before, statement.opening_cents),
        *(line for entry in statement.entries for line in _entry(entry, (bank, desk, account))),
        _balance("07", (bank, desk, account), statement.last_on, statement.closing_cents),
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii", "replace")


def _balance(code: str, where: tuple[str, str, str], day: date, cents: int) -> str:
    bank, desk, account = where
    return f"{code}{bank}    {desk}EUR2 {account}  {day:%d%m%y}{'':50}{_signed(cents)}{'':16}"


def _signed(cents: int) -> str:
    digits = f"{abs(cents):014d}"
    return digits[:-1] + (_POSITIVE if cents >= 0 else _NEGATIVE)[int(digits[-1])]


def _entry(entry: Entry, where: tuple[str, str, str]) -> Iterator[str]:
    one = entry.movement
    bank, desk, account = where
    operation, day = _OPERATIONS.get(one.nature, _OTHER), f"{one.booked_on:%d%m%y}"
    reject = _RETURNED if one.kind == RETURNED else "  "
    label = plain(one.name or " ".join(one.remittance.lines))[:_LABEL]
    yield (
        f"04{bank}    {desk}EUR2 {account}{operation}{day}{reject}{day}{label:{_LABEL}}  "
        f"{entry.reference[-7:]}  {_signed(one.cents)}{'':16}"
    )
    for qualifier, text in _complements(entry):
        yield (
            f"05{bank}    {desk}EUR2 {account}{operation}{day}     {qualifier}{plain(text)[:_INFO]:{_INFO}}  "
        )


def _complements(entry: Entry) -> Iterator[tuple[str, str]]:
    """Name of the other party, its words two lines at a time, references."""
    one = entry.movement
    if one.name:
        yield ("NPY" if one.cents >= 0 or one.kind == RETURNED else "NBE"), one.name
    words = one.remittance.lines
    for at in range(0, len(words), 2):
        yield "LCC", "".join(words[at : at + 2])
    if one.remittance.structured:
        yield "LCS", one.remittance.structured
    if one.remittance.end_to_end:
        yield "RCN", one.remittance.end_to_end
