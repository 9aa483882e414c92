"""Accept, accept with conditions, refer or refuse: a pure decision on one application.

Every rule that applies is told. The gravest outcome stands; among equals the first rule of the order decides.
"""

from collections.abc import Iterable
from dataclasses import replace

from credit.acceptance.answer import Acceptance, Applied, Condition, GrantedTerms
from credit.acceptance.application import Application, Chance
from credit.acceptance.chance import combined, missing, model_chance
from credit.acceptance.policy import AcceptancePolicy, Means, Outcome, Policies
from credit.acceptance.rules import RULES, Case, terms_of_grade
from credit.law.payment_terms import legal_terms
from credit.limit.limit import Constraint, LimitDecision
from credit.limit.limit import decide as decide_limit
from credit.standing import Scored, Standing
from kernel.days import MonthEnd, Terms
from kernel.policy import marked
from scoring.score import score_of

_OUR_LEDGER = 2  # the tier of a company that has bought from us
_HALF_A_MONTH = 15  # what the end of the month adds to days of terms, on average


def decide(application: Application, policies: Policies) -> Acceptance:
    """Answer an application by the policies. Raises NotInForce where no legal terms are known of that day."""
    policy = policies.acceptance
    case = _case(application, policies)
    applied = tuple(found for rule in RULES if (found := rule(case)) is not None)
    first = max(applied, key=lambda one: one.outcome.gravity)  # of equals the first
    refused = first.outcome is Outcome.REFUSE
    person = refused and _may_be_a_person(application, policy)
    scored, chance, limit = _scored(application), case.chance, case.limit
    return Acceptance(
        outcome=Outcome.REFER if person else first.outcome,
        rule=first.rule,
        person=person,
        applied=applied if len(applied) == 1 else applied[:-1],
        conditions=_conditions(applied, first),
        requested_cents=case.cents,
        offered_cents=0 if refused else case.offered_cents,
        currency=application.request.currency,
        binding=limit.binding.value,
        terms=_terms(case, refused=refused),
        chance=chance,
        model_chance=model_chance(application),
        score=score_of(chance.pd_12m),
        grade=case.grade,
        tier=scored.tier,
        model=scored.model,
        override=scored.override,
        break_even=limit.break_even,
        pd_over_terms=limit.pd_over_terms,
        adjustments=case.adjustments,
        missing=missing(application, policy, certain=_certain(application)),
        adverse=application.adverse,
        favourable=application.favourable,
        notes=application.notes,
        customers=application.company.customers,
        decided_on=application.on,
        policy=marked(policy),
        limit_policy=marked(policies.limits),
        grade_policy=marked(policies.grades),
    )


def _case(application: Application, policies: Policies) -> Case:
    """All that the rules look at, worked out before any of them runs."""
    policy, limits = policies.acceptance, policies.limits
    scored, certain, request = _scored(application), _certain(application), application.request
    told = combined(model_chance(application), application, policy, certain=certain)
    grade = "F" if certain else policies.grades.grade_of(told.chance.pd_12m).value
    asked = Terms(request.days, request.month_end)
    legal = legal_terms(asked, request.sold, periodic=request.periodic, on=application.on)
    standing = _stood(application.standing, scored, told.chance, grade=grade, terms=legal.terms)
    limit = decide_limit(standing, application.question, limits)
    return Case(
        application=application,
        policy=policy,
        chance=told.chance,
        adjustments=told.adjustments,
        grade=grade,
        override=scored.override,
        limit=limit,
        offered_cents=_offered(limit, application),
        second_person_above_cents=limits.second_person_above_cents,
        legal=legal,
    )


def _certain(application: Application) -> bool:
    """Whether a fact decides alone, which no probability moves."""
    return _scored(application).override != "" or application.company.proceeding_since is not None


def _scored(application: Application) -> Scored:
    if application.standing.scored is None:
        raise ValueError("An application carries the model's score.")
    return application.standing.scored


def _stood(standing: Standing, scored: Scored, chance: Chance, *, grade: str, terms: Terms) -> Standing:
    """As the limit reads it: of a company little known the upper end counts, not the middle."""
    pd = chance.high if scored.tier < _OUR_LEDGER else chance.pd_12m
    moved = replace(scored, pd_12m=pd, low=chance.low, high=chance.high, grade=grade)
    days = terms.days if terms.month_end is MonthEnd.NONE else terms.days + _HALF_A_MONTH
    return replace(standing, scored=moved, terms_days=days)


def _offered(limit: LimitDecision, application: Application) -> int:
    """What may be owed more than already is; all that is asked for where nothing else binds."""
    asked = application.request.cents
    if limit.binding is Constraint.NEED:
        return asked
    return min(max(limit.cents - application.standing.exposure_cents, 0), asked)


def _may_be_a_person(application: Application, policy: AcceptancePolicy) -> bool:
    told = application.company.natural_person
    return policy.thresholds.unknown_is_person if told is None else told


def _conditions(applied: Iterable[Applied], first: Applied) -> tuple[Condition, ...]:
    """Of a refusal or referral those of its rule; else all, each means once, the most demanding of each."""
    if first.outcome.gravity >= Outcome.REFER.gravity:
        return first.conditions
    found: dict[Means, Condition] = {}
    for rule in applied:
        for one in rule.conditions:
            held = found.get(one.means)
            if held is None or _harder(one, held):
                found[one.means] = one
    return tuple(found[means] for means in Means if means in found)


def _harder(one: Condition, held: Condition) -> bool:
    if one.means is Means.SHORTER_TERMS:
        return one.days < held.days
    return one.share_bp > held.share_bp


def _terms(case: Case, *, refused: bool) -> GrantedTerms:
    legal = case.legal
    given = Terms(0, MonthEnd.NONE) if refused else terms_of_grade(case)
    return GrantedTerms(
        days=given.days,
        month_end=given.month_end,
        legal_days=legal.terms.days,
        legal_month_end=legal.terms.month_end,
        within_law=legal.within,
        counted_from=legal.ceiling.counted_from,
        article=legal.ceiling.article,
        source=legal.source,
    )
