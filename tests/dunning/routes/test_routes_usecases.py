"""Routes from a real ledger: what counts, what is left out, and where the terms of a partner come from."""

from dataclasses import replace
from datetime import date

from dunning.charges.policy import PenaltyPolicy
from dunning.partners.policy import PartnersPolicy
from dunning.routes.policy import RecoveryPolicy, Route
from dunning.routes.usecases import Choice, RouteRules, routes_for
from kernel.policy import policy_from
from ledger.relation import usecases as relation
from ledger.relation.deciding import Named
from store.session import Database
from tests.dunning.books import House
from tests.dunning.samples import POLICY
from tests.policies import shipped

ON = date(2025, 9, 1)
SIREN = "732829320"
PARTNERS = policy_from(shipped("partners"), PartnersPolicy, name="partners.toml")
RULES = RouteRules(
    recovery=policy_from(shipped("recovery"), RecoveryPolicy, name="recovery.toml"),
    partners=PARTNERS,
    dunning=POLICY,
    penalties=policy_from(shipped("penalties"), PenaltyPolicy, name="penalties.toml"),
)


def _house(database: Database) -> House:
    house = House(database)
    house.customer(1, on=date(2025, 1, 1), siren=SIREN)
    house.invoice(1, 1, 1_000_000, due=date(2025, 5, 31), on=date(2025, 5, 1))
    house.invoice(2, 1, 500_000, due=date(2025, 10, 31), on=date(2025, 8, 1), issued=date(2025, 8, 1))
    return house


def _choices(house: House, rules: RouteRules = RULES, on: date = ON) -> list[Choice]:
    with house.database.read() as session:
        return routes_for(session, "C-1", rules, on=on)


def _open(choice: Choice) -> list[Route]:
    return [one.route for one in choice.routes if one.may]


def test_what_is_late_less_credits_is_compared_with_its_interest(sqlite_database: Database) -> None:
    house = _house(sqlite_database)
    house.pay(1, 1, 100_000, on=date(2025, 8, 1))  # no invoice takes it
    (choice,) = _choices(house)
    case = choice.case
    assert (case.cents, case.oldest_days, case.prescribed_on) == (900_000, 93, date(2030, 5, 31))
    assert case.interest_cents == 31_779  # 10,000 x (0.1315 x 30 + 0.1215 x 63) / 365
    assert _open(choice) == [Route.ORDER, Route.AGENCY, Route.WRITE_OFF]


def test_each_currency_is_a_case_of_its_own(sqlite_database: Database) -> None:
    house = _house(sqlite_database)
    house.invoice(3, 1, 70_000, due=date(2025, 6, 30), on=date(2025, 6, 1), currency="USD")
    assert [(one.case.currency, one.case.cents) for one in _choices(house)] == [
        ("EUR", 1_000_000),
        ("USD", 70_000),
    ]


def test_what_is_disputed_is_left_out_and_said(sqlite_database: Database) -> None:
    house = _house(sqlite_database)
    house.tell(
        relation.open_dispute, "C-1", [Named("F-1", 300_000)], on=date(2025, 7, 1), reason="price", note=""
    )
    (choice,) = _choices(house)
    assert (choice.case.cents, choice.case.disputed_cents) == (700_000, 300_000)


def test_in_a_proceeding_all_born_before_it_is_declared_and_nobody_else_is_sent(
    sqlite_database: Database,
) -> None:
    """Those not due yet too; what was born after the opening is no part of it."""
    house = _house(sqlite_database)
    house.opening(SIREN, on=date(2025, 8, 11))
    house.invoice(3, 1, 70_000, due=date(2025, 10, 1), on=date(2025, 8, 20), issued=date(2025, 8, 20))
    (choice,) = _choices(house)
    assert choice.case.cents == 1_500_000
    assert _open(choice) == [Route.PROCEEDING, Route.WRITE_OFF]
    assert choice.case.failed is not None
    assert choice.case.failed.declare_by == date(2025, 10, 13)  # the 11th is a Saturday


def test_an_agency_in_service_brings_its_own_terms(sqlite_database: Database) -> None:
    agency = replace(
        PARTNERS.partners["agency"], active=True, registration="1", mandate_until=date(2030, 1, 1)
    )
    rules = replace(RULES, partners=replace(PARTNERS, partners={"agency": agency}))
    house = _house(sqlite_database)
    (choice,) = _choices(house, rules)
    (found,) = [one for one in choice.routes if one.route is Route.AGENCY]
    assert (found.partner, found.notes) == ("Agence Exemple", ())
    (usual,) = _choices(house)
    assert next(one.partner for one in usual.routes if one.route is Route.AGENCY) == ""


def test_where_nothing_is_late_nothing_is_compared(sqlite_database: Database) -> None:
    house = _house(sqlite_database)
    house.pay(1, 1, 1_000_000, on=date(2025, 6, 5), invoice=1)
    assert _choices(house) == []


def test_rates_not_known_yet_do_not_keep_routes_from_being_compared(sqlite_database: Database) -> None:
    (choice,) = _choices(_house(sqlite_database), on=date(2027, 3, 1))
    assert choice.case.interest_cents > 0
