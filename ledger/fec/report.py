"""What an import of accounting files did, told so that an accountant can check it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from ledger.fec.carried import CarriedDifference
from ledger.fec.movements import Account, FecYear, NotUnderstood
from ledger.files.fec import RECEIVABLE, closing_of
from ledger.files.rejection import Rejection


class Unbalanced(NamedTuple):
    """An entry whose debits and credits differ, by its first line."""

    line: int
    journal: str
    number: str
    cents: int


class Balance(NamedTuple):
    """What a customer owes on a class of accounts: by the file, and by our open items."""

    account_class: str
    customer: str
    file_cents: int
    open_cents: int

    @property
    def difference_cents(self) -> int:
        return self.open_cents - self.file_cents


class Imputation(NamedTuple):
    how: str
    confidence: int
    allocations: int


@dataclass(frozen=True, slots=True)
class FecFileReport:
    """One file: how it was read, its entries, and its balance by class, opening included, in cents."""

    name: str
    encoding: str
    separator: str
    signed: bool  # Montant and Sens rather than Debit and Credit
    first_on: str | None
    last_on: str | None
    closing_on: str | None
    read: int
    used: int
    rejected: int
    entries: int
    unbalanced: tuple[Unbalanced, ...]
    receivable: int
    balances: Mapping[str, int]
    not_understood: tuple[NotUnderstood, ...]


@dataclass(frozen=True, slots=True)
class FecReport:
    """Lines of customers are accepted (new) or unchanged; balances are those of the last file."""

    import_id: int
    files: tuple[FecFileReport, ...]
    read: int
    accepted: int
    unchanged: int
    corrected: int
    voided: int  # lines of earlier files that these no longer tell, among the corrected
    released: int  # allocations guessed earlier that a letter now contradicts, or whose line is gone
    rejected: int
    new_customers: int
    new_invoices: int
    new_credit_notes: int
    new_opening_items: int
    new_payments: int
    new_adjustments: int
    new_allocations: int
    dropped_openings: int
    carried_differences: tuple[CarriedDifference, ...]
    balances: tuple[Balance, ...]
    imputations: tuple[Imputation, ...]
    due_dates: Mapping[str, int]
    rejections: tuple[Rejection, ...]

    @property
    def last_on(self) -> str | None:
        """The last day that any of the files tells of."""
        return max((one.last_on for one in self.files if one.last_on), default=None)

    @property
    def totals(self) -> list[Balance]:
        """One line per class of accounts, for all customers."""
        by_file: Counter[str] = Counter()
        by_items: Counter[str] = Counter()
        for one in self.balances:
            by_file[one.account_class] += one.file_cents
            by_items[one.account_class] += one.open_cents
        classes = sorted({"411", *(one.account_class for one in self.balances)})
        return [Balance(name, "", by_file[name], by_items[name]) for name in classes]

    @property
    def differences(self) -> list[Balance]:
        return [one for one in self.balances if one.difference_cents]

    def as_json(self) -> dict[str, Any]:
        told = asdict(self)
        told["files"] = [_file_as_json(one) for one in self.files]
        told["carried_differences"] = [
            {**one._asdict(), "first_on": one.first_on.isoformat()} for one in self.carried_differences
        ]
        told["totals"] = [_balance_as_json(one) for one in self.totals]
        for one in told["totals"]:
            del one["customer"]
        told["balances"] = [_balance_as_json(one) for one in self.balances]
        told["imputations"] = [one._asdict() for one in self.imputations]
        told["rejections"] = [{"line": line.line, "why": line.why} for line in self.rejections]
        return told


def _balance_as_json(one: Balance) -> dict[str, Any]:
    return {**one._asdict(), "difference_cents": one.difference_cents}


def _file_as_json(one: FecFileReport) -> dict[str, Any]:
    told = asdict(one)
    told["unbalanced"] = [entry._asdict() for entry in one.unbalanced]
    told["not_understood"] = [line._asdict() for line in one.not_understood]
    return told


def file_report(year: FecYear) -> FecFileReport:
    file, entries = year.file, year.entries
    totals: Counter[str] = Counter(dict.fromkeys(RECEIVABLE, 0))
    for (account_class, _), cents in year.balances().items():
        totals[account_class] += cents
    closing = closing_of(file.name)
    return FecFileReport(
        name=file.name,
        encoding=file.encoding,
        separator=file.header.separator,
        signed=file.header.signed,
        first_on=file.first_on.isoformat() if file.first_on else None,
        last_on=file.last_on.isoformat() if file.last_on else None,
        closing_on=closing.isoformat() if closing else None,
        read=file.read,
        used=len(file.day),
        rejected=len(file.rejections),
        entries=len(entries.total),
        unbalanced=tuple(_unbalanced(year)),
        receivable=len(year.movements),
        balances=dict(totals),
        not_understood=tuple(year.not_understood),
    )


def _unbalanced(year: FecYear) -> list[Unbalanced]:
    file, entries = year.file, year.entries
    found = []
    for entry in entries.unbalanced:
        at = entries.first[entry]
        names = file.journals[file.journal[at]], file.numbers[file.number[at]]
        found.append(Unbalanced(int(file.line[at]), *names, int(entries.total[entry])))
    return sorted(found)


def balances_of(expected: Mapping[Account, int], held: Mapping[Account, int]) -> tuple[Balance, ...]:
    accounts = sorted({*expected, *held})
    found = (Balance(*account, expected.get(account, 0), held.get(account, 0)) for account in accounts)
    return tuple(one for one in found if one.file_cents or one.open_cents)


def named_rejections(years: Sequence[FecYear], terms: Sequence[Rejection]) -> list[Rejection]:
    """All lines set aside; of several files, each says its own."""
    found = [
        Rejection(line, f"{year.file.name}: {why}" if len(years) > 1 else why, raw)
        for year in years
        for line, why, raw in year.file.rejections
    ]
    return found + [Rejection(line, f"Terms: {why}", raw) for line, why, raw in terms]
