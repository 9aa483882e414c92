"""Yearly accounts of invented companies: whole euros that add up, weak witnesses of the state behind them.

A year has a health: what the firm's solidity and its state in the closing month say, and the year's own luck,
of scale one. Every ratio leans on it and adds luck of its own, some of it the firm's for good: no reader of
the accounts can know more of the state than the health tells. Before the first due date a firm has no state:
the closing month's is then drawn from the shares of a first month.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from kernel.days import end_of_month
from simulation.almanac import Floats, Ints
from simulation.failure.chain import Fates
from simulation.failure.laws import FailureLaws

_DECEMBER = 12
_OTHER_CLOSINGS = (3, 6, 9)
_DAYS_A_MONTH = 365.25 / 12
_YEARS_BEFORE = 3  # of accounts closed before the ledger begins, so that two are public on its first day
_TAX = 0.25  # art. 219 CGI


# One box each; the sums of several are written out in `items_of`.
_ITEMS = {
    "total_assets": "CO",
    "fixed_assets": "BJ",
    "current_assets": "CJ",
    "inventory": "BT",
    "receivables": "BX",
    "cash": "CF",
    "equity": "DL",
    "provisions": "DR",
    "debts": "EC",
    "financial_debts": "DU",
    "current_liabilities": "EG",
    "payables": "DX",
    "tax_and_social_debts": "DY",
    "sales": "FL",
    "ebit": "GG",
    "financial_charges": "GR",
    "net_income": "HN",
}


class Statement(NamedTuple):
    """One year as filed: amounts in whole euros by the codes of forms 2050 to 2053."""

    closed_on: date
    filed_on: date
    confidential: bool
    lines: Mapping[str, int]
    health: float
    month: int  # of closing, counted from the first due date


@dataclass(frozen=True, slots=True)
class Firm:
    """What accounts are made from; `path` counts months from the calendar month of `origin`."""

    path: Ints
    origin: date
    law: Fates
    usual_cents: float  # of an invoice of ours, which larger firms make larger
    until: date  # nothing is filed after it


class _Character(NamedTuple):
    """The firm's own ways, for good: shifts of its ratios, and its sales in euros."""

    sales: float
    margin: float
    equity: float
    cash: float
    stock: float
    labour: float
    fixed: float


def statements_of(
    laws: FailureLaws, firm: Firm, *, start: date, chance: np.random.Generator
) -> list[Statement]:
    """The statements of one firm, in the order of their years; `start` is the ledger's first day."""
    files = laws.filing
    own, luck = _character(firm, chance), chance.random(3)
    if own.sales * 100 < files.never_below_cents or luck[0] < files.never:
        return []
    month = _DECEMBER if luck[1] < files.december else int(chance.choice(_OTHER_CLOSINGS))
    found = []
    for year in range(start.year - _YEARS_BEFORE, firm.until.year + 1):
        closed_on = end_of_month(date(year, month, 1))
        place = (year - firm.origin.year) * _DECEMBER + month - firm.origin.month
        ratios, when = chance.standard_normal(12), chance.random(4)
        state = _state(firm, place, when[3])
        filed_on = _filed_on(laws, closed_on, when)
        health = mean_health(laws, firm.law)[state] + float(ratios[0])
        own = own._replace(sales=own.sales * float(np.exp(0.01 + 0.02 * health + 0.05 * ratios[1])))
        failing = firm.law.pays[state] == len(laws.health.states) - 1
        if filed_on > firm.until or (failing and when[1] < files.failing):
            continue
        lines = {} if luck[2] < files.confidential else _lines(own, health, ratios)
        found.append(Statement(closed_on, filed_on, not lines, lines, health, place))
    return found


def mean_health(laws: FailureLaws, law: Fates) -> Floats:
    """What a year's health is around, by the state of its closing month."""
    solid = np.repeat([one.health for one in laws.solidities], law.stands)
    return np.asarray(solid + np.array(laws.health.states)[law.pays])


def _state(firm: Firm, place: int, luck: float) -> int:
    if 0 <= place < len(firm.path):
        return int(firm.path[place])
    block = int(firm.path[0]) - int(firm.path[0]) % firm.law.stands
    shares = np.cumsum(firm.law.first[block : block + firm.law.stands])
    return block + int(np.searchsorted(shares[:-1], luck * shares[-1], side="right"))


def _filed_on(laws: FailureLaws, closed_on: date, luck: Floats) -> date:
    low, high = laws.filing.months
    months = low + luck[0] * (high - low)
    if luck[2] < laws.filing.late:
        months += laws.filing.late_months * luck[2] / laws.filing.late
    return date.fromordinal(closed_on.toordinal() + round(months * _DAYS_A_MONTH))


def _character(firm: Firm, chance: np.random.Generator) -> _Character:
    """Sales are a few hundred times an invoice of ours, as fits one supplier among many."""
    own = chance.standard_normal(7)
    sales = firm.usual_cents / 100 * float(np.exp(6.2 + 0.9 * own[0]))
    return _Character(sales, *(float(one) for one in own[1:]))


def _lines(own: _Character, health: float, luck: Floats) -> dict[str, int]:
    """The year from its sales. Health moves margin, own funds, cash and debts to suppliers."""
    sales = round(own.sales)
    bought = _share(0.58 - 0.06 * own.labour - 0.012 * health + 0.02 * luck[2], 0.15, 0.85, sales)
    outside = _share(0.14 + 0.01 * luck[3], 0.03, 0.30, sales)
    taxes = _share(0.015, 0.0, 0.05, sales)
    margin = 0.055 + 0.020 * health + 0.025 * own.margin + 0.025 * float(luck[4])
    gross = round(min(max(margin, -0.30), 0.30) * sales)
    personnel = max(sales - bought - outside - taxes - gross, 0)
    wages = round(personnel * 0.72)
    earned = sales - bought - outside - taxes - personnel
    assets = max(round(sales * min(max(0.62 + 0.12 * own.fixed + 0.05 * float(luck[5]), 0.2), 1.6)), 1_000)
    worn = _share(0.03 + 0.01 * own.fixed, 0.005, 0.08, assets)
    return {
        **_assets(own, health, luck, assets, sales),
        **_results(own, health, luck, (assets, sales, earned - worn)),
        **{"FC": round(0.4 * sales), "FI": sales - round(0.4 * sales), "FL": sales},
        **{"FR": sales, "FS": bought, "FW": outside, "FX": taxes, "FY": wages, "FZ": personnel - wages},
        **{"GA": worn, "GF": bought + outside + taxes + personnel + worn, "GG": earned - worn},
    }


def _assets(own: _Character, health: float, luck: Floats, assets: int, sales: int) -> dict[str, int]:
    cash = _share(0.11 + 0.025 * health + 0.05 * own.cash + 0.035 * float(luck[6]), 0.002, 0.6, assets)
    stock = _share(0.14 + 0.06 * own.stock, 0.0, 0.5, assets - cash)
    owed = min(_share(0.16 + 0.02 * float(luck[7]), 0.02, 0.4, sales), round(0.7 * (assets - cash - stock)))
    other = round(0.15 * (assets - cash - stock - owed))
    current = cash + stock + owed + other
    return {
        **{"AT": assets - current, "BJ": assets - current, "BT": stock, "BX": owed, "BZ": other, "CF": cash},
        **{"CJ": current, "CO": assets},
    }


def _results(own: _Character, health: float, luck: Floats, sums: tuple[int, int, int]) -> dict[str, int]:
    """Own funds, debts and what is left of the year, from total assets, sales and the operating result."""
    assets, sales, operating = sums
    ratio = 0.34 + 0.075 * health + 0.10 * own.equity + 0.06 * float(luck[8])
    equity = round(min(max(ratio, -0.6), 0.85) * assets)
    provisions = round(0.02 * assets)
    debts = assets - equity - provisions
    borrowed = _share(0.36 + 0.05 * float(luck[9]), 0.05, 0.7, debts)
    interest = round(borrowed * (0.035 + 0.004 * float(luck[10])))
    days = 52 - 5.0 * health + 9.0 * float(luck[11])
    suppliers = min(round(max(days, 10.0) / 365 * sales * 0.72), round(0.8 * (debts - borrowed)))
    state = round(0.7 * (debts - borrowed - suppliers))
    tax = round(max(operating - interest, 0) * _TAX)
    profit = operating - interest - tax
    capital = max(round(0.06 * assets), 1_000)
    kept = equity - capital - capital // 10 - profit
    return {
        **{"DA": capital, "DD": capital // 10, "DG": max(kept, 0), "DH": min(kept, 0), "DI": profit},
        **{"DL": equity, "DP": provisions, "DR": provisions, "DU": borrowed, "DX": suppliers, "DY": state},
        **{"EA": debts - borrowed - suppliers - state, "EC": debts, "EE": assets},
        **{"EG": debts - round(0.75 * borrowed), "GR": interest, "GU": interest, "GV": -interest},
        **{"GW": operating - interest, "HK": tax, "HN": profit},
    }


def items_of(lines: Mapping[str, int]) -> dict[str, float]:
    """The items of `ledger.beside.STATEMENT_ITEMS` that the boxes filled here tell, in cents."""
    purchases = lines["FS"] + lines["FW"]
    staff = lines["FY"] + lines["FZ"]
    euros = {
        **{name: lines[code] for name, code in _ITEMS.items()},
        "retained_earnings": lines["DD"] + lines["DG"] + lines["DH"] + lines["DI"],
        "long_term_debts": lines["EC"] - lines["EG"],
        "purchases": purchases,
        "value_added": lines["FL"] - purchases,
        "personnel_costs": staff,
        "ebitda": lines["FL"] - purchases - lines["FX"] - staff,
    }
    return {name: 100.0 * amount for name, amount in euros.items()}


def _share(share: float, low: float, high: float, whole: int) -> int:
    return round(min(max(share, low), high) * whole)
