"""Financial health, from the newest statement that was known; not computable is NaN."""

import numpy as np

from features.evening import Evening, Floats

_DAYS_A_MONTH = 30.4375


def equity_ratio(evening: Evening) -> Floats:
    return evening.known.statement("equity_ratio")


def net_debt_to_ebitda(evening: Evening) -> Floats:
    return evening.known.statement("net_debt_to_ebitda")


def ebitda_negative(evening: Evening) -> Floats:
    return evening.known.statement("ebitda_negative")


def interest_cover(evening: Evening) -> Floats:
    return evening.known.statement("interest_cover")


def current_ratio(evening: Evening) -> Floats:
    return evening.known.statement("current_ratio")


def quick_ratio(evening: Evening) -> Floats:
    return evening.known.statement("quick_ratio")


def cash_ratio(evening: Evening) -> Floats:
    return evening.known.statement("cash_ratio")


def working_capital_to_assets(evening: Evening) -> Floats:
    return evening.known.statement("working_capital_to_assets")


def retained_earnings_to_assets(evening: Evening) -> Floats:
    return evening.known.statement("retained_earnings_to_assets")


def ebit_to_assets(evening: Evening) -> Floats:
    return evening.known.statement("ebit_to_assets")


def equity_to_debts(evening: Evening) -> Floats:
    return evening.known.statement("equity_to_debts")


def altman_z_double_prime(evening: Evening) -> Floats:
    return evening.known.statement("altman_z_double_prime")


def conan_holder(evening: Evening) -> Floats:
    return evening.known.statement("conan_holder")


def supplier_days(evening: Evening) -> Floats:
    return evening.known.statement("supplier_days")


def customer_days(evening: Evening) -> Floats:
    return evening.known.statement("customer_days")


def stock_days(evening: Evening) -> Floats:
    return evening.known.statement("stock_days")


def gross_margin(evening: Evening) -> Floats:
    return evening.known.statement("gross_margin")


def ebitda_margin(evening: Evening) -> Floats:
    return evening.known.statement("ebitda_margin")


def net_margin(evening: Evening) -> Floats:
    return evening.known.statement("net_margin")


def return_on_assets(evening: Evening) -> Floats:
    return evening.known.statement("return_on_assets")


def asset_turnover(evening: Evening) -> Floats:
    return evening.known.statement("asset_turnover")


def sales_growth(evening: Evening) -> Floats:
    return evening.known.statement("sales_growth")


def margin_change(evening: Evening) -> Floats:
    return evening.known.statement("margin_change")


def equity_change(evening: Evening) -> Floats:
    return evening.known.statement("equity_change")


def negative_equity(evening: Evening) -> Floats:
    return evening.known.statement("negative_equity")


def two_years_of_losses(evening: Evening) -> Floats:
    return evening.known.statement("two_years_of_losses")


def personnel_to_value_added(evening: Evening) -> Floats:
    return evening.known.statement("personnel_to_value_added")


def charges_to_sales(evening: Evening) -> Floats:
    return evening.known.statement("charges_to_sales")


def log_assets(evening: Evening) -> Floats:
    return evening.known.statement("log_assets")


def log_sales(evening: Evening) -> Floats:
    return evening.known.statement("log_sales")


def accounts_age_months(evening: Evening) -> Floats:
    """Since the day the year closed."""
    return (evening.pairs.as_of - evening.known.statement("closed_day")) / _DAYS_A_MONTH


def filing_delay_days(evening: Evening) -> Floats:
    """From the close of the year to the day we first knew the statement."""
    return evening.known.statement("filing_delay")


def has_accounts(evening: Evening) -> Floats:
    """NaN before the customer itself is known."""
    known = evening.known
    told = (known.statement_place >= 0).astype(np.float64)
    return np.where(known.has_profile | (evening.issued.now >= 0) | (told > 0), told, np.nan)
