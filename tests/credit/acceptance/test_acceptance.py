"""May this company buy on account, and by which rule?"""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from credit.acceptance.acceptance import decide
from credit.acceptance.answer import Acceptance, Rule
from credit.acceptance.application import Application, Reference, Request
from credit.acceptance.policy import AcceptancePolicy, Means, Outcome, Policies
from credit.acceptance.rules import RULES
from credit.acceptance.stored import answer_as_stored, answer_from, inputs_of, replayed
from credit.acceptance.words import condition_text, outcome_text, person_texts, piece_text, rule_text
from credit.law.payment_terms import Sold
from credit.standing import Accounts
from kernel.days import MonthEnd
from kernel.language import Language
from kernel.policy import PolicyRefused, marked, policy_from
from tests.credit.acceptance.applications import (
    LIMITS,
    ON,
    POLICIES,
    POLICY,
    SHIPPED,
    answer,
    application,
    applications,
    scored,
)
from tests.policies import GRADES


def company(one: Application, **more: object) -> Application:
    return replace(one, company=replace(one.company, **more))  # type: ignore[arg-type]


def known(one: Application, **more: object) -> Application:
    return replace(one, standing=replace(one.standing, **more))  # type: ignore[arg-type]


def poor(pd: float) -> Application:
    """It asks for a fifth of its equity."""
    accounts = Accounts(date(2024, 12, 31), 20_000_000, None, None, None, None)
    return known(application(pd, cents=4_000_000), accounts=accounts)


SOUND = application()
INCIDENT = Reference("Durand", date(2020, 1, 1), 500_000, 5, 1)
YOUNG = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("one", "outcome", "rule"),
    [
        (SOUND, Outcome.ACCEPT, Rule.WITHIN_POLICY),
        (company(SOUND, proceeding_since=date(2025, 5, 1)), Outcome.REFUSE, Rule.PROCEEDING),
        (known(SOUND, scored=scored(1.0, override="insolvency")), Outcome.REFUSE, Rule.PROCEEDING),
        (company(SOUND, struck_off_on=date(2025, 5, 1)), Outcome.REFUSE, Rule.STRUCK_OFF),
        (known(SOUND, scored=scored(1.0, override="in default")), Outcome.REFUSE, Rule.IN_DEFAULT),
        (application(0.3), Outcome.REFUSE, Rule.GRADE_REFUSED),
        (company(SOUND, equity_cents=-1), Outcome.REFER, Rule.NEGATIVE_EQUITY),
        (poor(0.06), Outcome.REFER, Rule.ABOVE_LIMIT),
        (poor(0.01), Outcome.CONDITIONS, Rule.ABOVE_LIMIT),
        (replace(SOUND, references=(INCIDENT,)), Outcome.CONDITIONS, Rule.REFERENCE_INCIDENT),
        (application(days=61), Outcome.CONDITIONS, Rule.TERMS_ABOVE_LAW),
        (application(0.03, days=60), Outcome.CONDITIONS, Rule.TERMS_ABOVE_GRADE),
        (application(0.03), Outcome.CONDITIONS, Rule.GRADE_CONDITIONS),
        (company(SOUND, founded_on=YOUNG), Outcome.CONDITIONS, Rule.YOUNG_FIRM),
        (
            known(company(application(cents=2_000_000), accounts_on=None), accounts=None),
            Outcome.CONDITIONS,
            Rule.NO_ACCOUNTS,
        ),
    ],
)
def test_each_rule_decides_in_its_place(one: Application, outcome: Outcome, rule: Rule) -> None:
    """The gravest of the rules that apply decides; of equals the first of the order."""
    found = answer(one)
    assert (found.outcome, found.rule) == (outcome, rule)
    assert (found.conditions != ()) == (outcome is not Outcome.ACCEPT and rule is not Rule.STRUCK_OFF)


def test_a_large_limit_needs_a_second_person() -> None:
    rich = replace(SOUND.company, equity_cents=10**10)
    accounts = replace(SOUND.standing.accounts, equity_cents=10**10, working_capital_cents=10**10)  # type: ignore[type-var]
    one = application(0.001, cents=6_000_000, company=rich)
    found = answer(known(one, accounts=accounts))
    assert (found.outcome, found.rule, found.offered_cents) == (Outcome.REFER, Rule.SECOND_PERSON, 6_000_000)


def test_a_wide_interval_is_for_a_person_to_judge() -> None:
    wide = replace(scored(0.002), low=0.0005, high=0.02)
    found = answer(known(application(cents=3_000_000), scored=wide))
    assert (found.outcome, found.rule) == (Outcome.REFER, Rule.TOO_UNCERTAIN)


@given(applications())
def test_nobody_in_trouble_is_silently_accepted(one: Application) -> None:
    """Under a collective proceeding or with negative equity the answer is refer or refuse, whatever else."""
    grave = {Outcome.REFER, Outcome.REFUSE}
    for trouble in (
        company(one, proceeding_since=ON),
        company(one, equity_cents=-1),
        known(one, scored=replace(one.standing.scored, override="insolvency")),  # type: ignore[type-var]
    ):
        assert answer(trouble).outcome in grave


@given(applications())
def test_no_machine_refuses_a_person_alone(one: Application) -> None:
    found = answer(company(one, natural_person=True))
    assert found.outcome is not Outcome.REFUSE
    for language in Language:
        assert bool(person_texts(found, True, language)) == found.person
    as_company = answer(company(one, natural_person=False))
    assert found.person == (as_company.outcome is Outcome.REFUSE)
    assert found.rule is as_company.rule


@given(applications())
def test_an_answer_is_taken_again_from_what_was_kept(one: Application) -> None:
    """Through JSON and back: the same inputs give the same answer, and the answer itself reads back."""
    found = answer(one)
    inputs = json.loads(json.dumps(inputs_of(one, POLICIES), allow_nan=False))
    stored = json.loads(json.dumps(answer_as_stored(found), allow_nan=False))
    assert answer_as_stored(replayed(inputs)) == stored
    assert answer_from(stored) == found


@given(applications())
def test_what_is_offered_stays_within_what_was_asked(one: Application) -> None:
    """Never more money, and never terms above the law or above the grade's."""
    found = answer(one)
    assert 0 <= found.offered_cents <= one.request.cents
    if found.terms.month_end is MonthEnd.NONE:
        assert found.terms.days <= max(POLICY.grades[found.grade].most_days, 0)
    assert found.chance.low <= found.chance.pd_12m <= found.chance.high
    if found.outcome is Outcome.ACCEPT:
        assert found.conditions == ()
        assert found.offered_cents == one.request.cents


@given(applications(), st.floats(0.0001, 0.9), st.floats(0.0001, 0.9))
def test_a_riskier_company_gets_no_milder_answer(one: Application, first: float, second: float) -> None:
    better, worse = sorted((first, second))
    tier = one.standing.scored.tier if one.standing.scored else 1
    good, bad = (answer(known(one, scored=scored(pd, tier=tier))) for pd in (better, worse))
    assert good.outcome.gravity <= bad.outcome.gravity
    assert good.offered_cents >= bad.offered_cents


larger = st.integers(1, 10**8)


def standing_of(pd: float, equity: int | None, *, asked: int, incidents: int = 0) -> Application:
    one = application(pd, cents=asked)
    accounts = Accounts(date(2024, 12, 31), equity, None, None, None, None)
    told = known(company(one, equity_cents=equity), accounts=accounts)
    return replace(told, references=(replace(INCIDENT, incidents=incidents),))


def no_milder(better: Application, worse: Application) -> None:
    good, bad = answer(better), answer(worse)
    assert good.outcome.gravity <= bad.outcome.gravity
    assert good.offered_cents >= bad.offered_cents


@given(larger, st.integers(0, 10**9), st.lists(st.floats(0.0001, 0.9), min_size=2, max_size=2).map(sorted))
@example(6_000_000, 60_000_000, [0.01, 0.03])
def test_a_riskier_company_that_asks_for_much_gets_no_milder_answer(
    asked: int, equity: int, chances: list[float]
) -> None:
    """Also where a smaller offer would need no second person."""
    no_milder(*(standing_of(pd, equity, asked=asked) for pd in chances))


@given(
    larger, st.floats(0.0001, 0.9), st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=2).map(sorted)
)
@example(6_000_000, 0.001, [30_000_000, 60_000_000])
def test_a_company_of_less_equity_gets_no_milder_answer(asked: int, pd: float, equities: list[int]) -> None:
    poorer, richer = equities
    no_milder(*(standing_of(pd, equity, asked=asked) for equity in (richer, poorer)))


@given(larger, st.floats(0.0001, 0.9), st.integers(0, 10**9), st.integers(0, 12))
def test_one_more_incident_never_helps(asked: int, pd: float, equity: int, incidents: int) -> None:
    no_milder(
        *(standing_of(pd, equity, asked=asked, incidents=count) for count in (incidents, incidents + 1))
    )


@pytest.mark.parametrize("low", [0.0005, 0.0001])
def test_an_answer_too_uncertain_stays_so_where_less_may_be_owed(low: float) -> None:
    """Fewer own means lower the offer, and tell nothing more of the company."""
    wide = replace(scored(0.002), low=low, high=0.02)
    poor = Accounts(date(2024, 12, 31), 9_000_000, None, None, None, None)
    rich, less = (known(application(cents=12_000_000), scored=wide, accounts=one)
                  for one in (replace(poor, equity_cents=10**9), poor))  # fmt: skip
    assert answer(less).offered_cents < 11_000_000 < answer(rich).offered_cents
    no_milder(rich, less)


@given(applications())
def test_every_answer_has_its_sentences(one: Application) -> None:
    """In both languages, none with a gap left open."""
    found = answer(one)
    for language in Language:
        told = [outcome_text(found, language), *(rule_text(rule, found, language) for rule in Rule)]
        told += [condition_text(condition, found, language) for condition in found.conditions]
        told += [piece_text(one.piece, language) for one in found.missing]
        assert all(text and "{" not in text for text in told)


def test_terms_above_the_law_are_answered_with_the_longest_allowed() -> None:
    asked = Request(1_000_000, "EUR", 45, sold=Sold.TRANSPORT)
    found = answer(application(request=asked))
    assert (found.terms.days, found.terms.within_law, found.terms.article) == (30, False, "L441-11")
    assert found.conditions[0].means is Means.SHORTER_TERMS
    english = rule_text(Rule.TERMS_ABOVE_LAW, found, Language.ENGLISH)
    assert "at most 30 days (art. L441-11)" in english


def test_a_deposit_states_its_share_and_its_amount() -> None:
    found = answer(application(0.06))
    deposit = next(one for one in found.conditions if one.means is Means.DEPOSIT)
    assert (deposit.share_bp, deposit.cents) == (3_000, 300_000)
    assert condition_text(deposit, found, Language.FRENCH) == "un acompte de 30 % (3\u202f000 EUR)"


def test_what_a_customer_owes_already_is_not_lent_twice() -> None:
    owing = known(SOUND, owed_cents=4_900_000)
    asked = replace(owing, question=replace(owing.question, requested_cents=5_900_000))
    found = answer(asked)
    assert found.offered_cents == 100_000  # a tenth of the equity is 50,000.00, and 49,000.00 are owed


def test_rules_are_named_in_their_order() -> None:
    assert [rule.__name__ for rule in RULES] == [rule.value for rule in Rule]


@pytest.mark.parametrize(
    ("shipped", "instead", "why"),
    [
        ('negative_equity = "refer"', 'negative_equity = "accept"', "never accepted without a person"),
        ("most_days = 45", "most_days = 90", "never gets a milder outcome or longer terms"),
        ("incident = 0.7", "incident = 0.3", "an incident no less than late"),
        ("weight = 0.4", "weight = 1.4", "between 0 and 1"),
        ('"P" = 0.95', '"P" = 1.0', "between 0 and 1"),
        ('version = "2026-11"', 'version = "2026-11"\ncolour = 1', "colour is not known"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(shipped: str, instead: str, why: str) -> None:
    with pytest.raises(PolicyRefused, match=why):
        policy_from(SHIPPED.replace(shipped, instead, 1), AcceptancePolicy, name="acceptance.toml")


def test_the_versions_of_all_policies_are_told() -> None:
    mine = replace(POLICY, version="mine")
    found: Acceptance = decide(SOUND, Policies(mine, LIMITS, GRADES))
    assert found.policy == marked(mine)
    assert (found.limit_policy, found.grade_policy) == (marked(LIMITS), marked(GRADES))
