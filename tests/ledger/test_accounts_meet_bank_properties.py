"""Small invented companies: whatever order accounts and statements come in, money counts once."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.registers.catalogue import BankEntryRow
from store.session import Database, open_database
from tests.databases import Databases
from tests.ledger.accounting import Line, receipt, sale
from tests.ledger.matching_books import movement
from tests.ledger.meeting_books import (
    balances,
    balances_of,
    bring_accounts,
    bring_bank,
    evening,
    meet,
    received,
    sums_hold,
    written_down,
)

_FIRST = date(2024, 5, 1)
_LAST = "20240630"
_CODES = ("ACIER", "DUPONT", "MARTIN")


@dataclass(frozen=True)
class _Company:
    """Accounts in full, with letters or without, and all that the bank saw."""

    sales: list[Line]
    accounts: list[Line]
    lettered: list[Line]
    bank: dict[str, BankEntryRow]


@dataclass
class _Making:
    chance: random.Random
    numbers: Iterator[int]
    sales: list[Line]
    money: list[Line]
    letters: dict[str, str]
    bank: dict[str, BankEntryRow]

    def customer(self, code: str) -> None:
        chance = self.chance
        bills = []
        for _ in range(chance.randrange(1, 6)):
            day = chance.randrange(0, 20)
            cents = chance.choice([50_000, 120_000, chance.randrange(1_000, 90_000)])
            number = str(next(self.numbers))
            self.sales += sale(number, _day(day), code, cents)
            bills.append((number, day, cents))
        while bills and chance.random() < 0.85:
            taken = [bills.pop() for _ in range(min(len(bills), chance.choice([1, 1, 1, 2])))]
            self.paid(code, taken, after=max(day for _, day, _ in taken) + chance.randrange(1, 15))

    def paid(self, code: str, bills: list[tuple[str, int, int]], *, after: int) -> None:
        """One transfer for some invoices, sometimes short, or a transfer each that the accounts sum up."""
        chance, lag = self.chance, self.chance.choice([0, 0, 1, 3])
        amounts = [cents for _, _, cents in bills]
        if chance.random() < 0.15:
            amounts[0] -= min(amounts[0] - 1, chance.randrange(1, 900))
        total, number = sum(amounts), str(next(self.numbers))
        seen, split = chance.random() < 0.85, len(bills) > 1 and chance.random() < 0.5
        self.money += receipt(number, _day(after + lag), code, total)
        if amounts == [cents for _, _, cents in bills]:
            for piece in (f"R{number}", *(f"F{bill}" for bill, _, _ in bills)):
                self.letters[piece] = f"L{number}"
        if not seen:
            return  # a cheque, cash, an account whose statements do not come
        parts = [([one], cents) for (one, _, _), cents in zip(bills, amounts, strict=True)]
        for names, cents in parts if split else [([one for one, _, _ in bills], total)]:
            # Nobody could tell whose part of a line of the accounts is whose if its payer said nothing.
            self._enter(code, cents, after, self._text(names), known=split)
        if not split and chance.random() < 0.15:
            self._enter(code, -total, after + 4, "REJET PRLV " + self._text([bills[0][0]]), returned=True)
            back = str(next(self.numbers))
            self.money += receipt(back, _day(after + 4 + lag), code, -total)
            for piece in [key for key, letter in self.letters.items() if letter == f"L{number}"]:
                del self.letters[piece]

    def _text(self, names: Sequence[str]) -> str:
        return "VIR FACTURE " + " ".join(f"F{one}" for one in names) if self.chance.random() < 0.8 else "VIR"

    def _enter(
        self, code: str, cents: int, day: int, text: str, *, returned: bool = False, known: bool = False
    ) -> None:
        payer = f"SOCIETE {code}" if known or self.chance.random() < 0.8 else "QUELQU UN"
        on = (_FIRST + timedelta(days=day)).isoformat()
        row = movement(f"{cents / 100:.2f}", text, payer=payer, on=on, returned=returned)
        self.bank[f"m{len(self.bank)}"] = row


def _day(days: int) -> str:
    return f"{_FIRST + timedelta(days=days):%Y%m%d}"


def _company(chance: random.Random) -> _Company:
    making = _Making(chance, count(1000), [], [], {}, {})
    for code in _CODES[: chance.randrange(1, 4)]:
        making.customer(code)
    edge = [
        Line("OD", "1", "20240501", "512000", 1, piece="EDGE"),
        Line("OD", "1", "20240501", "758000", -1, piece="EDGE"),
    ]
    end = [one._replace(day=_LAST, piece_day=_LAST, number="2") for one in edge]
    accounts = [*edge, *making.sales, *making.money, *end]
    lettered = [
        one._replace(letter=making.letters.get(one.piece, "")) if one.customer else one for one in accounts
    ]
    return _Company([*edge, *making.sales], accounts, lettered, making.bank)


def _until(lines: Sequence[Line], day: str) -> list[Line]:
    return [one for one in lines if one.day <= day]


def _tell(database: Database, step: str, company: _Company, *, on: str) -> None:
    if step == "match":
        meet(database, on=on)
        return
    if step.startswith("bank"):
        cut = date(2024, 5, 18) if step == "bank-half" else date.max
        rows = {name: row for name, row in company.bank.items() if row.booked_on <= cut}
        bring_bank(database, rows, on=on)
    else:
        lines = {
            "sales": company.sales,
            "half": _until(company.accounts, "20240518"),
            "full": company.accounts,
            "lettered": company.lettered,
        }[step]
        report = bring_accounts(database, lines, on=on)
        assert report.files.differences == []
    assert sums_hold(database) == []


@given(st.integers(0, 100_000))
@settings(deadline=None, max_examples=8)
def test_i28_i34_any_order_of_imports_ends_with_the_accounts(servers: Databases, seed: int) -> None:
    """Balances and money received are those of the accounts, and telling all again adds nothing."""
    chance = random.Random(seed)  # noqa: S311  # a seed makes the same company each time
    company = _company(chance)
    steps = ["half", chance.choice(["full", "lettered"]), "bank", *chance.sample(["bank-half", "match"], 1)]
    chance.shuffle(steps)
    if chance.random() < 0.7:
        steps.insert(0, "sales")
    database = open_database(servers.new("sqlite"))
    try:
        for place, step in enumerate(steps, start=1):
            on = f"2024-07-{2 * place:02d}"
            _tell(database, step, company, on=on)
        truth = balances_of(company.accounts)
        assert balances(database) == truth, (seed, steps)
        paid: Counter[str] = Counter()
        for one in company.accounts:
            if one.journal == "BQ" and one.customer:
                paid[one.customer] -= one.cents
        assert received(database) == {code: cents for code, cents in paid.items() if cents}
        before = written_down(database)
        last = next(step for step in reversed(steps) if step in {"full", "lettered"})
        for step in (last, "bank", "match"):
            _tell(database, step, company, on="2024-07-20")
        assert written_down(database) == before, (seed, steps)
        assert evening(database, "2024-07-20") == truth
    finally:
        database.close()
