"""What was known of an applicant: its accounts, its proceedings, and whether it still exists."""

from dataclasses import replace
from datetime import date
from math import nan

import pytest

from credit.acceptance.application import Asked, Request
from credit.acceptance.company import Held, company_of, last_accounts
from ledger.met import Met, MetStatement

SIREN = "732829320"
ASKED = Asked(request=Request(800_000, "EUR", 45), siren=SIREN, name="Martin")
YEAR, BEFORE = date(2024, 12, 31), date(2023, 12, 31)


def year(closed_on: date = YEAR, **items: float) -> MetStatement:
    return MetStatement(closed_on, 12, items)


def equity(held: tuple[MetStatement, ...], told: tuple[MetStatement, ...]) -> int | None:
    asked = replace(ASKED, told=Met(statements=told))
    return company_of(asked, Held(statements=held), person=None, customers=()).equity_cents


@pytest.mark.parametrize(
    ("held", "told", "found"),
    [
        ((year(equity=-5.0),), (year(sales=9.0),), -5),
        ((year(equity=-5.0),), (year(equity=nan, total_assets=9.0),), -5),
        ((year(equity=-5.0),), (year(equity=9.0),), -5),
        ((year(equity=9.0),), (year(equity=-5.0),), -5),
        ((year(equity=-5.0), year(sales=1.0, total_assets=2.0)), (), -5),
        ((), (year(equity=-5.0), year(sales=1.0)), -5),
        ((year(BEFORE, equity=9.0),), (year(total_assets=4.0, debts=7.0),), -3),
        ((year(BEFORE, equity=-5.0),), (year(equity=9.0),), 9),
        ((), (year(total_assets=7.0, debts=4.0),), None),
    ],
)
def test_no_statement_of_a_year_hides_what_another_tells(
    held: tuple[MetStatement, ...], told: tuple[MetStatement, ...], found: int | None
) -> None:
    """Of two words on the equity of one year the lower one counts; a later year before an earlier one."""
    assert equity(held, told) == found


def test_accounts_without_equity_do_not_lift_the_limit_of_one_that_owes_more_than_it_owns() -> None:
    told = Met(statements=(year(BEFORE, equity=-5.0), year(total_assets=9.0)))
    accounts = last_accounts(replace(ASKED, told=told), Held())
    assert accounts is not None
    assert (accounts.closed_on, accounts.equity_cents) == (YEAR, -5)
