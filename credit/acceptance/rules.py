"""The rules of acceptance, one function each, in the order of the policy. Each sees the whole case."""

from collections.abc import Callable
from dataclasses import dataclass

from credit.acceptance.answer import Applied, Condition, Rule
from credit.acceptance.application import Application, Chance
from credit.acceptance.chance import Adjustment
from credit.acceptance.policy import AcceptancePolicy, GradeRule, Means, Outcome
from credit.law.payment_terms import LegalTerms
from credit.limit.limit import LimitDecision
from kernel.days import MonthEnd, Terms
from scoring.score import INSOLVENCY, score_of

_WHOLE_BP = 10_000
_DAYS_A_MONTH, _DAYS_A_YEAR = 30.4375, 365.25
# What the end of a month adds to days of terms, at the most.
_MOST_OF_A_MONTH = 30


@dataclass(frozen=True, slots=True)
class Case:
    """An application with all that was worked out of it before any rule runs."""

    application: Application
    policy: AcceptancePolicy
    chance: Chance
    adjustments: tuple[Adjustment, ...]
    grade: str
    override: str
    limit: LimitDecision
    offered_cents: int
    second_person_above_cents: int
    legal: LegalTerms

    @property
    def cents(self) -> int:
        return self.application.request.cents

    @property
    def by_grade(self) -> GradeRule:
        return self.policy.grades[self.grade]

    @property
    def accounts_known(self) -> bool:
        closed = self.application.company.accounts_on
        oldest = self.policy.thresholds.accounts_old_months * _DAYS_A_MONTH
        return closed is not None and (self.application.on - closed).days <= oldest


Checked = Callable[[Case], Applied | None]


def prepaid(cents: int) -> tuple[Condition, ...]:
    return (Condition(Means.PREPAYMENT, _WHOLE_BP, cents),)


def proceeding(case: Case) -> Applied | None:
    if case.application.company.proceeding_since is None and case.override != INSOLVENCY:
        return None
    return Applied(Rule.PROCEEDING, Outcome.REFUSE, prepaid(case.cents))


def struck_off(case: Case) -> Applied | None:
    if case.application.company.struck_off_on is None:
        return None
    return Applied(Rule.STRUCK_OFF, Outcome.REFUSE)


def in_default(case: Case) -> Applied | None:
    if not case.override or case.override == INSOLVENCY:
        return None
    return Applied(Rule.IN_DEFAULT, Outcome.REFUSE, prepaid(case.cents))


def grade_refused(case: Case) -> Applied | None:
    if case.by_grade.outcome.gravity < Outcome.REFER.gravity:
        return None
    return Applied(Rule.GRADE_REFUSED, case.by_grade.outcome, _of_grade(case))


def negative_equity(case: Case) -> Applied | None:
    equity = case.application.company.equity_cents
    if equity is None or equity >= 0:
        return None
    asked = (Condition(Means.GUARANTEE), *prepaid(case.cents))
    return Applied(Rule.NEGATIVE_EQUITY, case.policy.thresholds.negative_equity, asked)


def no_room(case: Case) -> Applied | None:
    if case.offered_cents > 0:
        return None
    return Applied(Rule.NO_ROOM, Outcome.REFER, prepaid(case.cents))


def second_person(case: Case) -> Applied | None:
    """By what is asked for: a riskier company is offered less, which must not spare it a person's look."""
    if case.cents <= case.second_person_above_cents:
        return None
    return Applied(Rule.SECOND_PERSON, Outcome.REFER)


def too_uncertain(case: Case) -> Applied | None:
    rules = case.policy.thresholds
    wide = score_of(case.chance.low) - score_of(case.chance.high) > rules.uncertain_points
    if not wide or case.cents <= rules.uncertain_above_cents:
        return None
    return Applied(Rule.TOO_UNCERTAIN, Outcome.REFER, (Condition(Means.INSURANCE),))


def reference_incident(case: Case) -> Applied | None:
    if not any(one.incidents > 0 for one in case.application.references):
        return None
    return Applied(Rule.REFERENCE_INCIDENT, Outcome.CONDITIONS, (Condition(Means.DIRECT_DEBIT),))


def above_limit(case: Case) -> Applied | None:
    """What is asked above the offer is paid before delivery; where that is most of it a person decides."""
    above = case.cents - case.offered_cents
    if above <= 0 or case.offered_cents <= 0:
        return None
    share = -(-above * _WHOLE_BP // case.cents)
    far = share > case.policy.thresholds.most_deposit_bp
    outcome = Outcome.REFER if far else Outcome.CONDITIONS
    return Applied(Rule.ABOVE_LIMIT, outcome, (Condition(Means.DEPOSIT, share, above),))


def terms_above_law(case: Case) -> Applied | None:
    if case.legal.within:
        return None
    shorter = Condition(Means.SHORTER_TERMS, days=case.legal.terms.days)
    return Applied(Rule.TERMS_ABOVE_LAW, Outcome.CONDITIONS, (shorter,))


def terms_above_grade(case: Case) -> Applied | None:
    shorter = terms_of_grade(case)
    if shorter == case.legal.terms:
        return None
    asked = (Condition(Means.SHORTER_TERMS, days=shorter.days),)
    return Applied(Rule.TERMS_ABOVE_GRADE, Outcome.CONDITIONS, asked)


def no_accounts(case: Case) -> Applied | None:
    if case.accounts_known or case.offered_cents <= case.policy.thresholds.no_accounts_above_cents:
        return None
    return Applied(Rule.NO_ACCOUNTS, Outcome.CONDITIONS, (Condition(Means.INSURANCE),))


def young_firm(case: Case) -> Applied | None:
    founded, rules = case.application.company.founded_on, case.policy.thresholds
    if founded is None or case.offered_cents <= rules.young_above_cents:
        return None
    if (case.application.on - founded).days >= rules.young_years * _DAYS_A_YEAR:
        return None
    return Applied(Rule.YOUNG_FIRM, Outcome.CONDITIONS, (Condition(Means.RETENTION_OF_TITLE),))


def grade_conditions(case: Case) -> Applied | None:
    if case.by_grade.outcome is not Outcome.CONDITIONS:
        return None
    return Applied(Rule.GRADE_CONDITIONS, Outcome.CONDITIONS, _of_grade(case))


def within_policy(case: Case) -> Applied | None:
    return Applied(Rule.WITHIN_POLICY, Outcome.ACCEPT)


RULES: tuple[Checked, ...] = (
    proceeding,
    struck_off,
    in_default,
    grade_refused,
    negative_equity,
    no_room,
    second_person,
    too_uncertain,
    reference_incident,
    above_limit,
    terms_above_law,
    terms_above_grade,
    no_accounts,
    young_firm,
    grade_conditions,
    within_policy,
)


def terms_of_grade(case: Case) -> Terms:
    """The legal terms, or fewer days where the grade gets fewer, counted to the end of the longest month."""
    legal, most = case.legal.terms, case.by_grade.most_days
    if legal.month_end is MonthEnd.NONE:
        return Terms(min(legal.days, most))
    # 45 days end of month are the law's equal of 60 days: a grade that gets 60 gets them too.
    if most >= case.legal.ceiling.days or legal.days + _MOST_OF_A_MONTH <= most:
        return legal
    return Terms(most)


def _of_grade(case: Case) -> tuple[Condition, ...]:
    return tuple(_condition(means, case) for means in case.by_grade.conditions)


def _condition(means: Means, case: Case) -> Condition:
    if means in (Means.DEPOSIT, Means.PREPAYMENT):
        share = _WHOLE_BP if means is Means.PREPAYMENT else case.by_grade.deposit_bp
        return Condition(means, share, -(-case.cents * share // _WHOLE_BP))
    days = case.by_grade.most_days if means is Means.SHORTER_TERMS else 0
    return Condition(means, days=days)
