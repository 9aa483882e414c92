"""What a line on an account of customers is, told by what stands against it in its entry."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from ledger.fec.entries import Entries, Side
from ledger.files.fec import FecFile

INVOICE, CREDIT_NOTE = "invoice", "credit_note"
PAYMENT, BILL, ADVANCE, OPENING = "payment", "bill", "advance", "opening"
TRANSFER, WRITE_OFF, SET_OFF, ADJUSTMENT, OFFSET = (
    *("transfer", "write_off", "set_off", "adjustment"),
    "offset",
)
_CARRIED = re.compile(
    r"(^|\W)(a|à|á)?[ -]*nouveaux?($|\W)|report.*nouveau|ouverture|bilan d[eé]but|opening", re.IGNORECASE
)
_CARRYING_CODES = frozenset(("an", "ano", "anv", "ran", "anouv", "an1"))


class Role(NamedTuple):
    """An item is owed or credited, anything else moves money; `why` tells what was not understood."""

    kind: str
    item: bool
    dated: bool = True
    why: str | None = None


@dataclass(frozen=True, slots=True)
class _Against:
    """What an entry holds beside the line, by side; positive is debit."""

    revenue: int
    bank: int
    present: frozenset[Side]


class Roles:
    """Tells the role of each customers' line of one file."""

    def __init__(self, file: FecFile, entries: Entries) -> None:
        self._file = file
        self._entries = entries
        first = int(file.day.min(initial=1 << 40))
        self._carrying = {
            number
            for number, (code, label) in enumerate(
                (code, file.labels.get(code, "")) for code in file.journals
            )
            if code.casefold() in _CARRYING_CODES or _CARRIED.search(label)
        }
        self._first_day = first
        self._known: dict[int, tuple[bool, _Against]] = {}

    def of(self, at: int, account_class: str) -> Role:
        """The role of the line at this place among those used."""
        cents = int(self._file.cents[at])
        opening, against = self._entry(int(self._entries.of_line[at]), at)
        if opening:
            return Role(INVOICE if cents > 0 else OPENING, item=cents > 0, dated=False)
        if account_class == "4191":
            return _advance(cents, against)
        return _debit(against, account_class) if cents > 0 else _credit(against, account_class)

    def opening(self, at: int) -> bool:
        return self._entry(int(self._entries.of_line[at]), at)[0]

    def _entry(self, entry: int, at: int) -> tuple[bool, _Against]:
        if (known := self._known.get(entry)) is None:
            sums = self._entries.sides[entry]
            present = frozenset(map(Side, self._entries.present[entry].nonzero()[0].tolist()))
            against = _Against(int(sums[Side.REVENUE]), int(sums[Side.BANK]), present)
            known = self._known[entry] = (self._carries(at, present), against)
        return known

    def _carries(self, at: int, present: frozenset[Side]) -> bool:
        """Balances brought forward: on the first day, no charge nor income, and said so or with capital."""
        entry = int(self._entries.of_line[at])
        if int(self._file.day[at]) != self._first_day or self._entries.earning[entry]:
            return False
        return int(self._file.journal[at]) in self._carrying or Side.CAPITAL in present


def _debit(against: _Against, account_class: str) -> Role:
    present = against.present
    if account_class == "411" and against.revenue < 0:
        return Role(INVOICE, item=True)
    if against.bank < 0:
        return Role(PAYMENT, item=False)  # money paid back, or a payment that bounced
    if _moves_between(present):
        return Role(TRANSFER, item=True, dated=False)
    if Side.DIFFERENCE in present or Side.LOSS in present:
        return Role(ADJUSTMENT, item=True, dated=False)
    if against.revenue < 0:
        return Role(INVOICE, item=True, dated=account_class == "411")
    if Side.SUPPLIER in present:
        return Role(SET_OFF, item=True, dated=False)
    return Role(ADJUSTMENT, item=True, dated=False, why=_unknown(present, "debited"))


def _credit(against: _Against, account_class: str) -> Role:
    present = against.present
    if against.bank > 0 and against.bank >= against.revenue:
        return Role(PAYMENT, item=False)
    if against.revenue > 0:
        return Role(CREDIT_NOTE, item=True)
    if Side.BILL in present and account_class == "411":
        return Role(BILL, item=False)
    if Side.LOSS in present:
        return Role(WRITE_OFF, item=False)
    if Side.ADVANCE in present:
        return Role(ADVANCE, item=False)
    if _moves_between(present):
        return Role(TRANSFER, item=False)
    if Side.DIFFERENCE in present:
        return Role(WRITE_OFF, item=False)
    if Side.SUPPLIER in present:
        return Role(SET_OFF, item=False)
    return Role(ADJUSTMENT, item=False, why=_unknown(present, "credited"))


def _advance(cents: int, against: _Against) -> Role:
    """Money received before the invoice, and its use. What an advance asks for is not an invoice."""
    if (cents < 0 and against.bank > 0) or (cents > 0 and against.bank < 0):
        return Role(PAYMENT, item=False)
    if against.present & {Side.CUSTOMER, Side.REVENUE, Side.BILL, Side.DOUBTFUL, Side.DIFFERENCE}:
        return Role(TRANSFER, item=cents > 0, dated=False)
    why = _unknown(against.present, "debited" if cents > 0 else "credited")
    return Role(ADJUSTMENT, item=cents > 0, dated=False, why=why)


def _moves_between(present: frozenset[Side]) -> bool:
    """Only accounts of customers stand in the entry."""
    return not present - {Side.CUSTOMER, Side.BILL, Side.DOUBTFUL, Side.ADVANCE}


def _unknown(present: frozenset[Side], direction: str) -> str:
    beside = ", ".join(sorted(side.name.casefold() for side in present - {Side.CUSTOMER}))
    return (
        f"The account is {direction} against neither sales, bank, bill, loss nor supplier "
        f"(the entry holds: {beside or 'nothing else'})."
    )
