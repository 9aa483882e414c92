"""The company's bank account: what customers pay, what they do not, what goes out, in monthly statements."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from kernel.days import end_of_month, next_business_day
from simulation.accounts.facts import OUTGOING, UNRELATED, Movement, Remittance
from simulation.accounts.laws import BankLaws


class _Other(NamedTuple):
    """A credit that no customer paid."""

    name: str
    text: str
    account: str  # of the chart of accounts
    low: int
    high: int


_OTHERS = (
    _Other("DGFIP FINANCES PUBLIQUES", "REMBOURSEMENT CREDIT TVA", "445830", 80_000, 1_500_000),
    _Other("DGFIP FINANCES PUBLIQUES", "RESTITUTION IS", "444000", 50_000, 900_000),
    _Other("ASSURANCE PRO IARD", "INDEMNITE SINISTRE", "791000", 30_000, 600_000),
    _Other("", "VIREMENT INTERNE COMPTE SUR LIVRET", "580000", 500_000, 5_000_000),
    _Other("", "DEBLOCAGE PRET", "164000", 1_000_000, 8_000_000),
    _Other("", "INTERETS CREDITEURS", "768000", 500, 40_000),
    _Other("CPAM", "INDEMNITES JOURNALIERES", "648000", 20_000, 180_000),
    _Other("FOURNITURES DU CENTRE", "AVOIR REMBOURSEMENT", "609000", 2_000, 90_000),
)


class _Spent(NamedTuple):
    """A monthly payment: who gets what share of what is spent, on which day of the month."""

    name: str
    text: str
    account: str
    nature: str
    day: int
    share: float


_SPENT = (
    _Spent("SCI DES PINS", "LOYER", "401000", "ICDT/ESCT", 5, 0.04),
    _Spent("URSSAF", "COTISATIONS", "431000", "RDDT/ESDD", 15, 0.12),
    _Spent("DGFIP", "TVA", "445510", "RDDT/ESDD", 24, 0.10),
    _Spent("", "VIREMENT PAIE", "421000", "ICDT/SALA", 28, 0.22),
    _Spent("ACIERS DU NORD", "REGLEMENT FACTURES", "401000", "ICDT/ESCT", 10, 0.22),
    _Spent("COMPOSANTS SERVICES", "VIR FOURNISSEUR", "401000", "ICDT/ESCT", 20, 0.18),
    _Spent("ENERGIE DE FRANCE PRO", "PRLV ENERGIE", "401000", "RDDT/ESDD", 12, 0.06),
    _Spent("", "FRAIS TENUE DE COMPTE", "627000", "ACMT/CHRG", 2, 0.0005),
)
_LEAST_CENTS = 1_500  # the bank's own charges in a month without business


class Entry(NamedTuple):
    """A movement as the bank has booked it; `reference` is the bank's and unique."""

    reference: str
    movement: Movement


class Statement(NamedTuple):
    """A month of the account; closing is opening plus all entries."""

    number: int
    first_on: date
    last_on: date
    opening_cents: int
    closing_cents: int
    entries: tuple[Entry, ...]


def others(
    laws: BankLaws,
    receipts: Sequence[Movement],
    *,
    first_on: date,
    horizon: date,
    chance: np.random.Generator,
) -> list[Movement]:
    """Credits of nobody we invoiced, and what goes out."""
    made = list(_unrelated(laws, len(receipts), first_on=first_on, horizon=horizon, chance=chance))
    made += _outgoing(laws, receipts, first_on=first_on, horizon=horizon, chance=chance)
    return made


def _unrelated(
    laws: BankLaws, receipts: int, *, first_on: date, horizon: date, chance: np.random.Generator
) -> Iterator[Movement]:
    days = (horizon - first_on).days
    for number in range(round(laws.unrelated * receipts)):
        day = next_business_day(first_on + timedelta(days=int(chance.integers(days + 1))))
        one = _OTHERS[int(chance.integers(len(_OTHERS)))]
        cents = int(chance.integers(one.low, one.high))
        said = Remittance((one.text,))
        if day <= horizon:
            yield Movement(
                f"U:{number}", day, cents, UNRELATED, name=one.name, remittance=said, account=one.account
            )


def _outgoing(
    laws: BankLaws,
    receipts: Sequence[Movement],
    *,
    first_on: date,
    horizon: date,
    chance: np.random.Generator,
) -> Iterator[Movement]:
    """A share of what came in the month before, so that the balance stays near nothing for long."""
    income: Counter[date] = Counter()
    for one in receipts:
        income[end_of_month(one.booked_on)] += one.cents
    for month in _months(first_on, horizon):
        before = income[month.replace(day=1) - timedelta(days=1)]
        for spent in _SPENT:
            noise = 0.9 + 0.2 * float(chance.random())
            cents = max(round(before * laws.outgoing * spent.share * noise), _LEAST_CENTS)
            day = next_business_day(month.replace(day=spent.day))
            if first_on <= day <= horizon:
                yield Movement(
                    f"D:{month}:{spent.text}",
                    day,
                    -cents,
                    OUTGOING,
                    name=spent.name,
                    nature=spent.nature,
                    remittance=Remittance((f"{spent.text} {month:%m/%Y}",)),
                    account=spent.account,
                )


def _months(first_on: date, horizon: date) -> Iterator[date]:
    """The last day of every month that has a day of the world in it."""
    month = end_of_month(first_on)
    while month.replace(day=1) <= horizon:
        yield month
        month = end_of_month(month + timedelta(days=1))


def statements(
    laws: BankLaws,
    movements: Sequence[Movement],
    *,
    first_on: date,
    horizon: date,
    chance: np.random.Generator,
) -> list[Statement]:
    """One a month, its entries in the order of the day; within a day in no order that tells anything."""
    shuffled = [movements[place] for place in chance.permutation(len(movements))]
    booked: dict[date, list[Entry]] = {}
    for number, one in enumerate(sorted(shuffled, key=lambda one: one.booked_on), start=1):
        entry = Entry(f"{one.booked_on:%y%m%d}{number:07d}", one)
        booked.setdefault(end_of_month(one.booked_on), []).append(entry)
    found: list[Statement] = []
    balance = laws.capital_cents
    for number, month in enumerate(_months(first_on, horizon), start=1):
        entries = tuple(booked.get(month, ()))
        closing = balance + sum(entry.movement.cents for entry in entries)
        last_on = min(month, horizon)
        found.append(Statement(number, month.replace(day=1), last_on, balance, closing, entries))
        balance = closing
    return found
