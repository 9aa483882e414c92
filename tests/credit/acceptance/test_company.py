"""What was known of an applicant: its accounts, its proceedings, and whether it still exists."""

from dataclasses import replace
from datetime import date
from math import nan

import pytest

from credit.acceptance.application import Asked, Request
from credit.acceptance.company import Held, company_of, last_accounts, missing_of
from ledger.met import Met, MetEvent, MetStatement
from ledger.registers.catalogue import LegalEventRow

SIREN = "732829320"
ASKED = Asked(request=Request(800_000, "EUR", 45), siren=SIREN, name="Martin")
OPENED, LATER = date(2025, 2, 1), date(2025, 5, 1)
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


def announced(kind: str, family: str = "collective", on: date = OPENED) -> LegalEventRow:
    return LegalEventRow(SIREN, on, None, family, kind, "", None, False)


@pytest.mark.parametrize("kind", ["closure_debts_paid", "retraction", "closure"])
def test_no_word_of_the_applicant_closes_a_proceeding_that_the_gazette_holds_open(kind: str) -> None:
    """Nor does a company struck off come back by a creation that the applicant alone tells of."""
    told = replace(ASKED, told=Met(events=(MetEvent(LATER, LATER, "collective", kind),)))
    for opening in ("opening_receivership", "plan", "extension_liquidation"):
        held = Held(events=(announced(opening),))
        assert company_of(told, held, person=None, customers=()).proceeding_since == OPENED
    closed = Held(events=(announced("opening_receivership"), announced(kind, on=LATER)))
    assert company_of(ASKED, closed, person=None, customers=()).proceeding_since is None
    anew = replace(ASKED, told=Met(events=(MetEvent(LATER, LATER, "creation", "creation"),)))
    gone = Held(events=(announced("striking_off", "striking_off"),))
    assert company_of(anew, gone, person=None, customers=()).struck_off_on == OPENED


@pytest.mark.parametrize(("person", "ended"), [(None, OPENED), (False, OPENED), (True, None)])
def test_a_liquidation_without_enough_assets_ends_a_company_and_no_person(
    person: bool | None, ended: date | None
) -> None:
    held = Held(events=(announced("closure_insufficient_assets"),))
    assert company_of(ASKED, held, person=person, customers=()).struck_off_on == ended


def test_the_company_register_says_who_ceased_and_since_when_a_firm_exists() -> None:
    """A creation announced later than the end is a new beginning."""
    held = Held(ceased_on=OPENED, founded_on=BEFORE, naf="1071C", legal_form="5499", gazette_read=True)
    found = company_of(ASKED, held, person=None, customers=())
    assert (found.struck_off_on, found.founded_on) == (OPENED, BEFORE)
    assert missing_of(ASKED, found, held, on=LATER, old_months=24) == ("statements",)
    again = replace(held, events=(announced("creation", "creation", LATER),))
    assert company_of(ASKED, again, person=None, customers=()).struck_off_on is None


@pytest.mark.parametrize(
    ("form", "person"),
    [("1000", True), ("Entrepreneur individuel", True), ("EI", True), ("Auto-entrepreneur", True),
     ("SARL", False), ("5499", False), ("EURL", False)],
)  # fmt: skip
def test_a_sole_trader_is_known_by_its_legal_form_in_words_too(form: str, person: bool) -> None:
    asked = replace(ASKED, told=Met(legal_form=form))
    assert company_of(asked, Held(), person=None, customers=()).natural_person is person
