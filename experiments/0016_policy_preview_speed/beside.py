"""Profiles, accounts and scores of the customers of an invented ledger."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
from stdnum.luhn import calc_check_digit

from ledger.registers.catalogue import PROFILES, STATEMENTS, CustomerProfileRow, FinancialStatementRow
from ledger.registers.register import NewVersion
from ledger.registers.repository import append
from scoring.grades import GradePolicy
from scoring.kept import KeptScore
from scoring.repository import keep
from store.session import Database

_FIRST = date(2019, 1, 1)
_YEARS = (2020, 2021, 2022)
_GROUP = 10  # one customer in so many belongs to the one before it
_SEED = 16
# Boxes of the tax forms as shares of sales or of total assets; only equity and debts differ by customer.
_OF_SALES = {
    "FC": 0.4, "FI": 0.6, "FL": 1.0, "FR": 1.0, "FS": 0.56, "FW": 0.14, "FX": 0.015, "FY": 0.16, "FZ": 0.06,
    "GA": 0.02, "GF": 0.955, "GG": 0.045, "GR": 0.005, "GU": 0.005, "GV": -0.005, "GW": 0.04, "HK": 0.01,
    "HN": 0.03,
}  # fmt: skip
_OF_ASSETS = {
    "AT": 0.35, "BJ": 0.35, "BT": 0.15, "BX": 0.3, "BZ": 0.05, "CF": 0.15, "CJ": 0.65, "CO": 1.0, "DA": 0.06,
    "DD": 0.006, "DG": 0.2, "DH": 0.0, "DI": 0.03, "DP": 0.02, "DR": 0.02, "DU": 0.2, "DX": 0.25, "DY": 0.1,
    "EA": 0.05, "EE": 1.0,
}  # fmt: skip


def tell(database: Database, *, customers: int, scored_on: date, grades: GradePolicy) -> None:
    """Write down who the customers are, what they filed, and what was thought of them on an evening."""
    chance = np.random.default_rng(_SEED)
    with database.transaction() as session:
        append(session, PROFILES, _profiles(customers), import_id=1, source="master")
        append(session, STATEMENTS, _statements(customers, chance), import_id=1, source="inpi")
        keep(session, _scores(customers, chance, scored_on, grades), as_of=scored_on)


def _siren(customer: int) -> str:
    body = f"{10_000_000 + customer}"
    return body + str(calc_check_digit(body))


def _profiles(customers: int) -> Iterator[NewVersion]:
    blank = CustomerProfileRow._make((0, *(None,) * (len(CustomerProfileRow._fields) - 1)))
    for key in range(1, customers + 1):
        row = blank._replace(
            customer_id=key,
            name=f"Customer {key}",
            kind="company",
            siren=_siren(key),
            naf="4669B",
            country="FR",
            parent=f"C{key - 1:05}" if key % _GROUP == 0 else None,
            terms_days=(30, 45, 60)[key % 3],
        )
        yield NewVersion(key, 0, f"C{key:05}", _FIRST, row)


def _statements(customers: int, chance: np.random.Generator) -> Iterator[NewVersion]:
    sales = np.exp(chance.normal(19, 1, customers)).tolist()  # about 1.8 million a year, in cents
    equity = np.clip(chance.normal(0.34, 0.2, customers), -0.4, 0.85).tolist()
    for key in range(1, customers + 1):
        for place, year in enumerate(_YEARS):
            row = _accounts(_siren(key), year, round(sales[key - 1] * 1.03**place), equity[key - 1])
            told = date(year + 1, 6, 15)
            yield NewVersion(key * len(_YEARS) + place, 0, f"{row.siren} {year}", told, row)


def _accounts(siren: str, year: int, sales: int, equity: float) -> FinancialStatementRow:
    assets = round(0.7 * sales)
    debts = round((0.98 - equity) * assets)
    lines = {code: round(share * sales) for code, share in _OF_SALES.items()}
    lines |= {code: round(share * assets) for code, share in _OF_ASSETS.items()}
    lines |= {"DL": assets - debts - lines["DR"], "EC": debts, "EG": round(0.8 * debts)}
    return FinancialStatementRow(siren, date(year, 12, 31), 12, "complete", "PCG 2014", lines, {}, False)


def _scores(
    customers: int, chance: np.random.Generator, on: date, grades: GradePolicy
) -> Iterator[KeptScore]:
    probability = np.clip(np.exp(chance.normal(-4.2, 1.2, customers)), 1e-4, 0.9).tolist()
    days = chance.integers(25, 90, customers).tolist()
    for key, pd_12m, expected in zip(range(1, customers + 1), probability, days, strict=True):
        shares: dict[str, Any] = {f"family {place}": 0.1 * place for place in range(8)}
        yield KeptScore(
            customer_id=key,
            as_of=on,
            model="default",
            source="own",
            tier=2,
            pd_12m=pd_12m,
            low=pd_12m / 2,
            high=min(2 * pd_12m, 0.99),
            pd_ttc=pd_12m,
            grade=grades.grade_of(pd_12m).value,
            override="",
            natural_person=False,
            p_late_30=0.1,
            days_to_cash=float(expected),
            contributions=shares,
        )


def eve(day: date) -> date:
    return day - timedelta(days=1)
