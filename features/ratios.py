"""Ratios of two years' statements: what analysts read, and the scores of Altman and of Conan and Holder.

Not computable is NaN: an item that is not told, or a denominator that is zero or below. Flows of a year of
other than twelve months are brought to twelve. Days are of a year of 360, as French analysts count them;
sales and purchases stand without VAT and what is owed with it.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Items = Mapping[str, Floats]

FLOWS = (
    *("sales", "purchases", "value_added", "personnel_costs", "ebitda", "ebit", "financial_charges"),
    "net_income",
)
_MONTHS, _DAYS = 12.0, 360.0
_WITH_VAT = 1.2  # the French normal rate; how much of the sales is export or at a lower rate is not told
_CENTS = 100.0
# Staff from which a band begins: the European definition of micro, small, medium and large.
_BANDS = (1, 10, 50, 250)


def ratios_of(now: Items, before: Items) -> dict[str, Floats]:
    """Of a year and the one before it, in cents; `before` is NaN where that year is not known."""
    this, last = _yearly(now), _yearly(before)
    found = {**_structure(this), **_earnings(this), **_turnover(this), **_moves(this, last)}
    found["altman_z_double_prime"] = altman_z_double_prime(this)
    found["conan_holder"] = conan_holder(this)
    staff = this["headcount"]
    found["headcount_band"] = np.where(np.isnan(staff), np.nan, np.searchsorted(_BANDS, staff, side="right"))
    return found


def altman_z_double_prime(items: Items) -> Floats:
    """Altman 1995, private companies of any trade: above 2.6 safe, below 1.1 distressed; no constant."""
    total = items["total_assets"]
    return (
        6.56 * over(items["current_assets"] - items["current_liabilities"], total)
        + 3.26 * over(items["retained_earnings"], total)
        + 6.72 * over(items["ebit"], total)
        + 1.05 * over(items["equity"], items["debts"])
    )


def conan_holder(items: Items) -> Floats:
    """Conan and Holder 1979: above 16 points fewer than 10 % fail, to 9 10-30 %, to 4 30-65 %, then more."""
    total = items["total_assets"]
    permanent = items["equity"] + items["provisions"] + items["long_term_debts"]
    return (
        24 * over(items["ebitda"], items["debts"])
        + 22 * over(permanent, total)
        + 16 * over(items["current_assets"] - items["inventory"], total)
        - 87 * over(items["financial_charges"], items["sales"])
        - 10 * over(items["personnel_costs"], items["value_added"])
    )


def over(above: Floats, below: Floats) -> Floats:
    """NaN where the denominator is not above zero."""
    return np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)


def _yearly(items: Items) -> dict[str, Floats]:
    months = np.where(items["months"] > 0, items["months"], _MONTHS)
    return {name: column * _MONTHS / months if name in FLOWS else column for name, column in items.items()}


def _structure(items: Items) -> dict[str, Floats]:
    total, short = items["total_assets"], items["current_liabilities"]
    return {
        "equity_ratio": over(items["equity"], total),
        "equity_to_debts": over(items["equity"], items["debts"]),
        "retained_earnings_to_assets": over(items["retained_earnings"], total),
        "working_capital_to_assets": over(items["current_assets"] - short, total),
        "current_ratio": over(items["current_assets"], short),
        "quick_ratio": over(items["current_assets"] - items["inventory"], short),
        "cash_ratio": over(items["cash"], short),
        "net_debt_to_ebitda": over(items["financial_debts"] - items["cash"], items["ebitda"]),
        "negative_equity": _below_zero(items["equity"]),
        "log_assets": _log(total),
    }


def _earnings(items: Items) -> dict[str, Floats]:
    sales, total = items["sales"], items["total_assets"]
    return {
        "interest_cover": over(items["ebitda"], items["financial_charges"]),
        "ebitda_negative": np.where(np.isnan(items["ebitda"]), np.nan, items["ebitda"] <= 0),
        "ebit_to_assets": over(items["ebit"], total),
        "gross_margin": over(sales - items["purchases"], sales),
        "ebitda_margin": over(items["ebitda"], sales),
        "net_margin": over(items["net_income"], sales),
        "return_on_assets": over(items["net_income"], total),
        "personnel_to_value_added": over(items["personnel_costs"], items["value_added"]),
        "charges_to_sales": over(items["financial_charges"], sales),
        "log_sales": _log(sales),
    }


def _turnover(items: Items) -> dict[str, Floats]:
    sales, bought = items["sales"], items["purchases"]
    return {
        "asset_turnover": over(sales, items["total_assets"]),
        "supplier_days": _DAYS * over(items["payables"], bought * _WITH_VAT),
        "customer_days": _DAYS * over(items["receivables"], sales * _WITH_VAT),
        "stock_days": _DAYS * over(items["inventory"], sales),
    }


def _moves(this: Items, last: Items) -> dict[str, Floats]:
    """From the year before to this one, both known and of the same kind."""
    margin = over(this["ebitda"], this["sales"]) - over(last["ebitda"], last["sales"])
    both = ~np.isnan(this["net_income"]) & ~np.isnan(last["net_income"])
    losses = (this["net_income"] < 0) & (last["net_income"] < 0)
    return {
        "sales_growth": over(this["sales"], last["sales"]) - 1,
        "margin_change": margin,
        "equity_change": over(this["equity"] - last["equity"], last["total_assets"]),
        "two_years_of_losses": np.where(both, losses, np.nan).astype(np.float64),
    }


def _below_zero(values: Floats) -> Floats:
    return np.where(np.isnan(values), np.nan, values < 0).astype(np.float64)


def _log(cents: Floats) -> Floats:
    return np.log(cents / _CENTS, out=np.full(len(cents), np.nan), where=cents > 0)
