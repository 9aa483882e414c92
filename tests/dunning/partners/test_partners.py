"""Who may take a case, by its own criteria, and why not otherwise."""

from dataclasses import replace
from datetime import date

import pytest

from dunning.claims import Claim, Debtor, Held, Kind
from dunning.partners.fitting import RoadCase, fitted, road_case
from dunning.partners.policy import Certificate, Partner, PartnersPolicy, Party
from dunning.partners.words import objection_text
from kernel.language import Language
from kernel.policy import PolicyRefused, policy_from
from tests.policies import shipped
from tests.tables import rows

ON = date(2024, 6, 12)
AGENCY = Partner(
    name="Recouvra",
    party=Party.AGENCY,
    active=True,
    registration="RCS 1",
    countries=("FR", "BE"),
    consumers=False,
    proceedings=False,
    disputed=False,
    success_bp=1_250,
    fixed_cents={"EUR": 1_000},
    minimum_cents={"EUR": 10_000},
    maximum_cents={"EUR": 500_000},
    youngest_days=30,
    oldest_days=700,
    certificates=(Certificate("insurance", date(2024, 12, 31)),),
    mandate_until=date(2024, 12, 31),
)
CASE = RoadCase("ACME", "Acme", "FR", person=False, cents={"EUR": 100_001}, oldest_days=60)


def _policy(**partners: Partner) -> PartnersPolicy:
    return PartnersPolicy("test", 10, 30, 90, partners)


def _why(case: RoadCase, partner: Partner = AGENCY, *, on: date = ON) -> str:
    (one,) = fitted(_policy(a=partner), case, on=on)
    return " ".join(objection.why for objection in one.objections)


@rows("""
    late in cents | country | who     | days late | held by    | why not
    100001        | FR      | company | 60        |            |
    10000         | BE      | company | 30        |            |
    9999          | FR      | company | 60        |            | too_small
    500000        | FR      | company | 700       |            |
    500001        | FR      | company | 60        |            | too_large
    100001        | DE      | company | 60        |            | country
    100001        | FR      | person  | 60        |            | consumer
    100001        | FR      | company | 29        |            | too_young
    100001        | FR      | company | 701       |            | too_old
    100001        | FR      | company | 60        | dispute    | disputed
    100001        | FR      | company | 60        | proceeding | proceeding
    100001        | FR      | company | 60        | hand_over  | handed_over
    100001        | FR      | company | 60        | promise    |
    0             | FR      | company | 60        |            | nothing_late
""")
def test_a_partner_takes_what_its_criteria_say(
    cents: str, country: str, who: str, days: str, held: str, why: str
) -> None:
    """Bounds belong to what is taken."""
    case = RoadCase("ACME", "", country, who == "person", {"EUR": int(cents)}, int(days), frozenset({held}))
    assert _why(case) == why


def test_a_currency_it_does_not_name_is_not_taken() -> None:
    assert _why(replace(CASE, cents={"EUR": 100_000, "USD": 1})) == "currency"


def test_a_partner_out_of_order_takes_nothing() -> None:
    """In service, registered, an agency with a mandate in force, and no certificate that has run out."""
    assert _why(CASE, replace(AGENCY, active=False)) == "inactive"
    assert _why(CASE, replace(AGENCY, registration=" ")) == "unregistered"
    assert _why(CASE, replace(AGENCY, mandate_until=None)) == "no_mandate"
    assert _why(CASE, replace(AGENCY, mandate_until=None, party=Party.LAWYER)) == ""
    assert _why(CASE, on=date(2024, 12, 31)) == ""
    assert _why(CASE, on=date(2025, 1, 1)) == "no_mandate certificate"


def test_the_cheapest_that_may_comes_first_and_costs_are_rounded_up() -> None:
    """12.5 % of 1,000.01 is 125.00125: 125.01, and 10.00 for the case."""
    dear = replace(AGENCY, name="Dear", success_bp=2_000)
    shut = replace(AGENCY, name="Shut", success_bp=0, active=False)
    found = fitted(_policy(a=dear, b=shut, c=AGENCY), CASE, on=ON)
    assert [(one.code, one.may) for one in found] == [("c", True), ("a", True), ("b", False)]
    assert found[0].fee_cents == {"EUR": 13_501}


def test_a_case_is_what_is_late_less_what_the_customer_holds() -> None:
    late = Claim("i:1", 1, "A-1", "EUR", None, date(2024, 5, 31), 5_000, 4_000, 4_000)
    early = replace(late, item="i:2", invoice_id=2, number="A-2", due_on=ON, open_cents=700)
    plan = replace(late, item="p:9:1", number="9-1", open_cents=4_000)
    debtor = Debtor(1, "ACME", "Acme", (late, early, plan), kind=Kind.PERSON, credits={"EUR": 500})
    case = road_case(debtor, on=ON)
    assert (case.cents, case.oldest_days, case.person) == ({"EUR": 3_500}, 12, True)
    held = replace(late, held=(Held("proceeding", "open"),))
    assert road_case(replace(debtor, claims=(held, early)), on=ON).cents == {"EUR": 4_200}


@pytest.mark.parametrize("language", list(Language))
def test_every_objection_has_its_words(language: Language) -> None:
    shut = replace(
        AGENCY,
        **{"active": False, "registration": "", "mandate_until": None, "countries": ("IT",)},
    )
    bad = RoadCase(
        *("ACME", "", "FR", True, {"EUR": 1, "USD": 1}, 1),
        frozenset({"dispute", "proceeding", "hand_over"}),
    )
    for case in (bad, replace(bad, cents={"EUR": 999_999}, oldest_days=900), replace(bad, cents={})):
        (one,) = fitted(_policy(a=shut), case, on=date(2030, 1, 1))
        assert all(objection_text(objection, language) for objection in one.objections)


def test_shipped_partners_are_examples_that_take_nothing() -> None:
    policy = policy_from(shipped("partners"), PartnersPolicy, name="partners.toml")
    assert len(policy.partners) == 3
    assert not any(one.may for one in fitted(policy, CASE, on=ON))


@rows("""
    what is written          | instead               | the sentence
    success_bp = 1500        | success_bp = 15000    | success_bp is the share
    party = "agency"         | party = "bank"        | Write one of agency
    oldest_days = 730        | oldest_days = 3       | youngest_days must be
    accept_days = 10         | accept_days = 0       | accept_days must be 1
    active = false           | activ = false         | activ is not known
    name = "Étude Exemple"   | name = " "            | needs a name
    maximum_cents = {}       | maximum_cents = { EUR = 1 } | below minimum_cents
""")
def test_a_wrong_file_is_refused_with_its_place(written: str, instead: str, sentence: str) -> None:
    text = shipped("partners")
    assert written in text
    with pytest.raises(PolicyRefused, match=sentence):
        policy_from(text.replace(written, instead, 1), PartnersPolicy, name="partners.toml")
