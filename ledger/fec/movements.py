"""Every line on an account of customers as one movement: an item owed or credited, or money and the like."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

import numpy as np

from kernel.days import Terms
from ledger.fec.entries import Entries, entries_of
from ledger.fec.roles import Roles
from ledger.files.fec import RECEIVABLE, FecFile, ReceivableLine
from ledger.master.terms import BY_DEFAULT, DEFAULT_TERMS, PROVIDED, TERMS

Account = tuple[str, str]  # class of accounts and customer
Letter = tuple[str, str, str, str]  # account, customer, year and code

_EARLIEST_DUE = timedelta(days=-366)
_LONGEST_NAME = 150
_LATEST_DUE = timedelta(days=3_660)


class Movement(NamedTuple):
    """One line. Cents are positive when the customer owes more; `item` tells invoices from payments."""

    source_id: str
    line: int
    item: bool
    kind: str
    account_class: str
    customer: str
    name: str | None
    piece: str
    entered_on: date
    issued_on: date
    due_on: date
    due_on_source: str
    cents: int
    opening: bool  # the day it was issued is not known
    carried: bool  # it repeats the balance of the year before
    letter: Letter | None

    @property
    def account(self) -> Account:
        return self.account_class, self.customer


class NotUnderstood(NamedTuple):
    """A line kept as an adjustment, so that the balance agrees, and why it is nothing else."""

    line: int
    account: str
    customer: str
    cents: int
    why: str


@dataclass(frozen=True, slots=True)
class FecYear:
    """What one file tells of customers."""

    file: FecFile
    entries: Entries
    movements: Sequence[Movement]
    not_understood: Sequence[NotUnderstood]
    has_opening: bool

    @property
    def first_on(self) -> date:
        return self.file.first_on or date.min

    @property
    def last_on(self) -> date:
        return self.file.last_on or date.min

    def balances(self) -> Counter[Account]:
        """Debit - credit of the file by class and customer, balances brought forward included."""
        total: Counter[Account] = Counter()
        for movement in self.movements:
            total[movement.account] += movement.cents
        return total


def class_of(account: str) -> str:
    return next(one for one in RECEIVABLE if account.startswith(one))


def read_year(file: FecFile, *, terms: Mapping[str, Terms]) -> FecYear:
    entries = entries_of(file)
    reading = _Reading(file, Roles(file, entries), _letters(file), terms)
    # Lines alike in all that names them are told apart by what else they say, not by their place.
    for line in sorted(file.receivable, key=lambda one: (one.letter, one.piece_on, one.lettered_on, one.at)):
        if file.cents[line.at]:
            reading.take(line)
    movements = sorted(reading.movements, key=lambda one: (one.entered_on, one.line))
    unknown = sorted(reading.not_understood)
    has_opening = _has_opening(file, entries, reading.roles)
    # The movements say all of them, and a million lines would weigh twice.
    return FecYear(replace(file, receivable=()), entries, movements, unknown, has_opening)


@dataclass(slots=True)
class _Reading:
    """One line after the other into movements."""

    file: FecFile
    roles: Roles
    letters: Mapping[int, Letter]
    terms: Mapping[str, Terms]
    movements: list[Movement] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)
    ranks: Counter[str] = field(default_factory=Counter)

    def take(self, line: ReceivableLine) -> None:
        number, cents = int(self.file.line[line.at]), int(self.file.cents[line.at])
        account_class = class_of(line.account)
        role = self.roles.of(line.at, account_class)
        entered_on = date.fromordinal(int(self.file.day[line.at]))
        name = _name(self.file, line, entered_on, cents)
        if role.why is not None:
            self.not_understood.append(NotUnderstood(number, line.account, line.customer, cents, role.why))
        issued_on = line.piece_on if role.item and role.dated else entered_on
        self.movements.append(
            Movement(
                *(f"{name} #{self.ranks[name]}", number, role.item, role.kind, account_class),
                *(line.customer, line.name, line.piece, entered_on, issued_on),
                *_due(line, issued_on, self.terms),
                cents,
                opening=role.item and not role.dated,
                carried=self.roles.opening(line.at),
                letter=self.letters.get(line.at),
            )
        )
        self.ranks[name] += 1


def _name(file: FecFile, line: ReceivableLine, entered_on: date, cents: int) -> str:
    journal, number = file.journals[file.journal[line.at]], file.numbers[file.number[line.at]]
    auxiliary = line.customer if line.customer != line.account else ""
    name = f"{journal}|{number}|{line.piece}|{line.account}|{auxiliary}|{cents}"
    if len(name) > _LONGEST_NAME:  # names of allocations hold several, and databases limit keys
        name = sha256(name.encode()).hexdigest()
    return f"{entered_on} {name}"


def _due(line: ReceivableLine, issued_on: date, terms: Mapping[str, Terms]) -> tuple[date, str]:
    if line.due_on is not None and _EARLIEST_DUE <= line.due_on - issued_on <= _LATEST_DUE:
        return line.due_on, PROVIDED
    agreed = terms.get(line.customer)
    return (agreed or DEFAULT_TERMS).due_on(issued_on), BY_DEFAULT if agreed is None else TERMS


def _has_opening(file: FecFile, entries: Entries, roles: Roles) -> bool:
    early = np.flatnonzero(file.day == file.day.min(initial=1 << 40))
    firsts = np.unique(entries.of_line[early], return_index=True)[1]
    return any(roles.opening(int(early[place])) for place in firsts)


def _letters(file: FecFile) -> dict[int, Letter]:
    """The letter of each line. Codes are used again from one account and year to the next, and sometimes
    within: a code whose lines do not balance together but do by day of lettering is several.
    """
    groups: dict[Letter, list[ReceivableLine]] = defaultdict(list)
    year = str(file.first_on)
    for line in file.receivable:
        if line.letter and file.cents[line.at]:
            groups[line.account, line.customer, year, line.letter].append(line)
    found: dict[int, Letter] = {}
    for letter, lines in groups.items():
        by_day: Counter[str] = Counter()
        for line in lines:
            by_day[line.lettered_on] += int(file.cents[line.at])
        several = len(by_day) > 1 and not any(by_day.values())
        for line in lines:
            code = f"{letter[3]} {line.lettered_on}" if several else letter[3]
            found[line.at] = (*letter[:3], code)
    return found
