"""Which lines make one entry, and what stands against its customers' lines."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ledger.files.fec import FecFile, Ints

_YEAR_FIRST_ENTRY_CLASSES = ("10", "11", "12")  # capital, carry-forward, result: an opening balance has them


class Side(IntEnum):
    """What an account is to a customer's line of the same entry."""

    OTHER = 0
    CUSTOMER = 1
    BILL = 2
    DOUBTFUL = 3
    ADVANCE = 4
    REVENUE = 5
    BANK = 6
    LOSS = 7
    DIFFERENCE = 8
    SUPPLIER = 9
    CAPITAL = 10
    RESULT = 11  # any other account of charges or income


# The first prefix that fits decides, so the longer ones come first. Chart of accounts (PCG 2025).
_SIDES = (
    ("4191", Side.ADVANCE),
    ("411", Side.CUSTOMER),
    ("413", Side.BILL),
    ("416", Side.DOUBTFUL),
    ("4457", Side.REVENUE),  # VAT collected
    ("4458", Side.REVENUE),  # VAT on invoices to establish
    ("418", Side.REVENUE),  # invoices to establish, reversed by the invoice
    ("487", Side.REVENUE),  # deferred income
    ("462", Side.REVENUE),  # claims on sales of fixed assets
    ("654", Side.LOSS),
    ("6714", Side.LOSS),
    ("665", Side.DIFFERENCE),  # discounts for early payment
    ("658", Side.DIFFERENCE),
    ("758", Side.DIFFERENCE),
    ("668", Side.DIFFERENCE),
    ("768", Side.DIFFERENCE),
    ("666", Side.DIFFERENCE),  # exchange
    ("766", Side.DIFFERENCE),
    ("627", Side.DIFFERENCE),  # fees that a bank kept of a payment
    ("40", Side.SUPPLIER),
    ("51", Side.BANK),
    ("53", Side.BANK),
    ("54", Side.BANK),
    ("58", Side.BANK),  # internal transfers: the bank's line is in another entry
    *((prefix, Side.CAPITAL) for prefix in _YEAR_FIRST_ENTRY_CLASSES),
    ("7", Side.REVENUE),
    ("6", Side.RESULT),
)


def side_of(account: str) -> Side:
    return next((side for prefix, side in _SIDES if account.startswith(prefix)), Side.OTHER)


@dataclass(frozen=True, slots=True)
class Entries:
    """The entry of each line, and per entry its total and what each side holds, in cents, debit - credit."""

    of_line: Ints
    total: Ints
    sides: Ints  # one row per entry, one column per side
    present: NDArray[np.bool_]  # whether the entry has a line on that side
    first: Ints  # a line of the entry, to name it by
    earning: NDArray[np.bool_]  # whether it has a charge or an income: a balance brought forward has none

    @property
    def unbalanced(self) -> Ints:
        return np.flatnonzero(self.total)


def entries_of(file: FecFile) -> Entries:
    """Entries by journal and number, or finer where one number holds many.

    Some programs give a whole journal one number. Where the pieces of each day under a number all balance,
    each is an entry; else where its days balance, each day. Without a number the piece stands for it, and
    where that does not balance, the day.
    """
    by_number, by_piece = _numbered(file.journal, file.number), _numbered(file.journal, file.piece)
    nameless = _blank(file)
    whole = np.where(nameless, by_piece + len(file.day), by_number)
    lone = nameless & ~_balanced(_numbered(whole), file.cents)
    whole = np.where(lone, -1 - _numbered(file.journal, file.day), whole)
    by_day = _numbered(whole, file.day)
    finest = _numbered(by_day, file.piece)
    group = _numbered(whole)
    days_hold = _all_within(group, _balanced(by_day, file.cents))
    pieces_hold = _all_within(group, _balanced(finest, file.cents))
    level = np.where(pieces_hold, 2, np.where(days_hold, 1, 0))
    detail = np.where(pieces_hold, finest, np.where(days_hold, by_day, 0))
    return _summed(_numbered(group, level, detail), file)


def _summed(of_line: Ints, file: FecFile) -> Entries:
    count = int(of_line.max()) + 1 if len(of_line) else 0
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, of_line, file.cents)
    sides = np.zeros((count, len(Side)), dtype=np.int64)
    present = np.zeros((count, len(Side)), dtype=bool)
    known = np.array([int(side_of(account)) for account in file.accounts], dtype=np.int64)
    side = known[file.account] if len(known) else file.account
    np.add.at(sides, (of_line, side), file.cents)
    present[of_line, side] = True
    first = np.zeros(count, dtype=np.int64)
    first[of_line[::-1]] = np.arange(len(of_line))[::-1]
    results = np.array([account.startswith(("6", "7")) for account in file.accounts], dtype=bool)
    earning = np.zeros(count, dtype=bool)
    if len(results):
        earning[of_line[results[file.account]]] = True
    return Entries(of_line, total, sides, present, first, earning)


def _blank(file: FecFile) -> NDArray[np.bool_]:
    blank = np.array([not text for text in file.numbers], dtype=bool)
    return blank[file.number] if len(blank) else np.zeros(len(file.day), dtype=bool)


def _numbered(*columns: Ints) -> Ints:
    """Equal rows get equal numbers, from 0."""
    place = pd.factorize(columns[0])[0].astype(np.int64)
    for column in columns[1:]:
        other = pd.factorize(column)[0].astype(np.int64)
        place = pd.factorize(place * (int(other.max(initial=0)) + 1) + other)[0].astype(np.int64)
    return place


def _balanced(group: Ints, cents: Ints) -> NDArray[np.bool_]:
    """Per line, whether its group sums to nothing."""
    total = np.zeros(int(group.max(initial=-1)) + 1, dtype=np.int64)
    np.add.at(total, group, cents)
    return total[group] == 0


def _all_within(group: Ints, holds: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Per line, whether every line of its group holds."""
    broken = np.zeros(int(group.max(initial=-1)) + 1, dtype=bool)
    broken[group[~holds]] = True
    return ~broken[group]
