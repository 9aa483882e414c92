"""Routes at the end of the road: which the law leaves open, what each is expected to bring, and why."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning.claims import Kind
from dunning.law.ruled import Certainty
from dunning.routes.case import Failed, Fee, RecoveryCase
from dunning.routes.comparing import best, compared
from dunning.routes.policy import RecoveryPolicy, Route
from dunning.routes.words import note_text, route_text
from kernel.language import Language
from kernel.policy import PolicyRefused, policy_from
from tests.policies import shipped

ON = date(2026, 10, 1)
POLICY = policy_from(shipped("recovery"), RecoveryPolicy, name="recovery.toml")
CASE = RecoveryCase("ACME", "Acme", Kind.COMPANY, "FR", "EUR", 400_000, 5_000, 0, 100, pd_12m=0.05)
FAILED = Failed(date(2026, 8, 1), date(2026, 10, 12), date(2027, 2, 10), declared=False)


def barred(case: RecoveryCase, on: date = ON, policy: RecoveryPolicy = POLICY) -> dict[Route, set[str]]:
    """What bars each route; those that may be taken are left out."""
    return {
        one.route: {note.why for note in one.notes if note.bars}
        for one in compared(case, policy, on=on)
        if not one.may
    }


def said(case: RecoveryCase, route: Route, on: date = ON) -> set[str]:
    return {note.why for one in compared(case, POLICY, on=on) if one.route is route for note in one.notes}


_PERSON = replace(CASE, kind=Kind.PERSON)
_CASES: tuple[tuple[RecoveryCase, str, Route, str], ...] = (
    (CASE, "2026-10-01", Route.SMALL_CLAIM, "merchants"),
    (CASE, "2026-04-22", Route.SMALL_CLAIM, ""),  # before the law of 2026-04-23
    (_PERSON, "2026-10-01", Route.SMALL_CLAIM, ""),
    (replace(_PERSON, interest_cents=100_000), "2026-10-01", Route.SMALL_CLAIM, ""),
    (replace(_PERSON, interest_cents=100_001), "2026-10-01", Route.SMALL_CLAIM, "above"),
    (_PERSON, "2019-12-31", Route.SMALL_CLAIM, "above"),  # 4,000 euros until then
    (CASE, "2026-10-01", Route.UNCONTESTED, "no_decree"),
    (_PERSON, "2026-10-01", Route.UNCONTESTED, "not_merchant"),
    (CASE, "2026-10-01", Route.ORDER, ""),
    (replace(CASE, country="DE"), "2026-10-01", Route.ORDER, "abroad"),
    (replace(CASE, kind=Kind.PUBLIC), "2026-10-01", Route.ORDER, "public_body"),
    (replace(CASE, prescribed_on=date(2026, 9, 30)), "2026-10-01", Route.ORDER, "prescribed"),
    (replace(CASE, prescribed_on=ON), "2026-10-01", Route.ORDER, ""),
    (replace(CASE, prescribed_on=date(2026, 9, 30)), "2026-10-01", Route.AGENCY, ""),
    (CASE, "2026-10-01", Route.PROCEEDING, "no_proceeding"),
    (replace(CASE, failed=FAILED), "2026-10-01", Route.PROCEEDING, ""),
    (replace(CASE, failed=FAILED), "2026-10-13", Route.PROCEEDING, ""),  # relief
    (replace(CASE, failed=FAILED), "2027-02-11", Route.PROCEEDING, "too_late"),
    (replace(CASE, failed=replace(FAILED, declared=True)), "2027-02-11", Route.PROCEEDING, ""),
    (replace(CASE, failed=FAILED), "2026-10-01", Route.ORDER, "stayed"),
    (replace(CASE, failed=FAILED), "2026-10-01", Route.AGENCY, "stayed"),
    (replace(CASE, currency="USD"), "2026-10-01", Route.ORDER, "no_price"),
    (replace(CASE, currency="USD"), "2026-10-01", Route.WRITE_OFF, ""),
)


@pytest.mark.parametrize(("case", "day", "route", "why"), _CASES)
def test_a_route_is_open_or_barred_with_its_reason(
    case: RecoveryCase, day: str, route: Route, why: str
) -> None:
    told = barred(case, date.fromisoformat(day))
    assert (why in told[route]) if why else (route not in told)


def test_the_new_procedure_opens_once_a_person_tells_its_decree() -> None:
    known = replace(POLICY, uncontested_decree_on=date(2026, 12, 1))
    assert Route.UNCONTESTED in barred(CASE, date(2026, 11, 30), known)
    assert Route.UNCONTESTED not in barred(CASE, date(2026, 12, 1), known)


@pytest.mark.parametrize(
    ("case", "day", "route", "why"),
    [
        (replace(CASE, failed=FAILED), "2026-10-12", Route.PROCEEDING, "declare_by"),
        (replace(CASE, failed=FAILED), "2026-10-13", Route.PROCEEDING, "relief_by"),
        (
            replace(CASE, failed=replace(FAILED, declare_by=None)),
            "2026-10-01",
            Route.PROCEEDING,
            "day_unknown",
        ),
        (replace(CASE, failed=replace(FAILED, declared=True)), "2026-10-01", Route.PROCEEDING, "declared"),
        (CASE, "2026-10-01", Route.AGENCY, "no_partner"),
        (_PERSON, "2026-10-01", Route.ORDER, "amicable_first"),
    ],
)
def test_what_to_know_of_an_open_route_is_said(case: RecoveryCase, day: str, route: Route, why: str) -> None:
    assert why in said(case, route, date.fromisoformat(day))


def test_what_an_order_is_worth_by_hand() -> None:
    """4,000.00 at 60 %, less 5 % a year of failing over 210 days, over 1 + 8 % x 210/365, less 250.00."""
    (order,) = [one for one in compared(CASE, POLICY, on=ON) if one.route is Route.ORDER]
    assert order.worth is not None
    assert order.worth.recovered_cents == 233_096  # 240,000 x (1 - 0.05 x 210 / 365)
    assert order.worth.net_cents == 197_839  # 233,095.9 / 1.0460274 = 222,839.0, less 25,000
    assert (order.worth.success_bp, order.worth.failing_bp, order.worth.days) == (6_000, 288, 210)


def test_a_partner_s_own_terms_take_the_place_of_the_prior() -> None:
    fee = Fee("Recouvra", 1_000, 2_000)
    (agency,) = [one for one in compared(replace(CASE, fee=fee), POLICY, on=ON) if one.route is Route.AGENCY]
    assert agency.worth is not None
    assert (agency.partner, agency.worth.cost_cents) == ("Recouvra", 1_000)
    assert agency.worth.fee_cents == pytest.approx(agency.worth.recovered_cents * 0.2, abs=1)


_DRAWN = st.builds(
    RecoveryCase,
    st.just("ACME"),
    st.just("Acme"),
    st.sampled_from(Kind),
    st.sampled_from(["FR", "DE"]),
    st.sampled_from(["EUR", "USD"]),
    st.integers(1, 10**8),
    st.integers(0, 10**6),
    st.just(0),
    st.integers(1, 3_000),
    pd_12m=st.none() | st.floats(0, 1),
    failed=st.none() | st.just(FAILED),
)


@given(_DRAWN)
def test_open_routes_come_first_the_best_before_the_others_and_writing_off_is_always_open(
    case: RecoveryCase,
) -> None:
    found = compared(case, POLICY, on=ON)
    assert sorted(one.route for one in found) == sorted(Route)
    open_ones = [one for one in found if one.may]
    assert found[: len(open_ones)] == open_ones
    nets = [one.worth.net_cents for one in open_ones if one.worth is not None]
    assert nets == sorted(nets, reverse=True)
    assert Route.WRITE_OFF in {one.route for one in open_ones}
    first = best(found).worth
    assert first is not None
    assert first.net_cents >= 0


@given(_DRAWN, st.integers(1, 10**6))
def test_more_owed_is_never_worth_less_and_nothing_brings_more_than_is_owed(
    case: RecoveryCase, more: int
) -> None:
    richer = {one.route: one.worth for one in compared(replace(case, cents=case.cents + more), POLICY, on=ON)}
    for one in compared(case, POLICY, on=ON):
        other = richer[one.route]
        assert (one.worth is None) == (other is None)
        if one.worth is not None and other is not None:
            assert one.worth.net_cents <= other.net_cents
            assert one.worth.recovered_cents <= case.cents


@given(_DRAWN, st.floats(0, 1), st.floats(0, 1))
def test_a_debtor_more_likely_to_fail_is_worth_no_more(case: RecoveryCase, one: float, other: float) -> None:
    safe, weak = (
        {found.route: found.worth for found in compared(replace(case, pd_12m=pd), POLICY, on=ON)}
        for pd in sorted((one, other))
    )
    for route, worth in safe.items():
        weaker = weak[route]
        if worth is not None and weaker is not None:
            assert weaker.net_cents <= worth.net_cents


def test_what_nobody_verified_says_so() -> None:
    (note,) = [
        note
        for one in compared(replace(CASE, kind=Kind.PUBLIC), POLICY, on=ON)
        if one.route is Route.ORDER
        for note in one.notes
        if note.why == "public_body"
    ]
    assert note.certainty is Certainty.UNVERIFIED


@pytest.mark.parametrize("language", list(Language))
def test_every_note_has_words(language: Language) -> None:
    for case, day, _, _ in _CASES:
        for one in compared(case, POLICY, on=date.fromisoformat(day)):
            assert route_text(one.route, language)
            for note in one.notes:
                text = note_text(note, language)
                assert text
                assert "{" not in text


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("fee_bp = 1_500", "fee_bp = 15_000", "from 0 to 10000"),
        ("until_days = 180, bp = 4_500", "until_days = 90, bp = 4_500", "young to old"),
        ("confirmed = []", 'confirmed = ["prescription"]', "confirmed names"),
        ("[routes.order_for_payment]", "[routes.order]", "agency"),
        ("discount_bp = 800", "discount_bp = -1", "0 or more"),
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused(old: str, new: str, why: str) -> None:
    text = shipped("recovery")
    assert old in text
    with pytest.raises(PolicyRefused, match=why):
        policy_from(text.replace(old, new, 1), RecoveryPolicy, name="recovery.toml")
