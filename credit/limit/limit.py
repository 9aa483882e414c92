"""How much a customer may owe: the smallest of five constraints, and which one binds.

Need, capacity, risk appetite, cover and group, each computed on its own from where the customer stands.
One that cannot be computed is told as missing and binds nothing; without accounts, a figure by grade
stands in for capacity. The break-even probability follows from (1 - p)(m - f) = p((1 - m) - R): a sale of
margin m, funded at the cost f, of whose amount a share R comes back after a default, earns while
p < (m - f) / (1 - f - R).
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from credit.limit.policy import LimitPolicy
from credit.standing import Granted, Standing
from kernel.period import months_later
from kernel.policy import marked
from scoring.score import INSOLVENCY

_WORST = "F"
_DAYS_A_YEAR, _DAYS_A_QUARTER, _MONTHS_A_QUARTER = 365, 91, 3


class Constraint(StrEnum):
    NEED = "need"
    CAPACITY = "capacity"
    APPETITE = "appetite"
    COVER = "cover"
    GROUP = "group"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Bound:
    """What one constraint allows, in cents; None where it cannot be computed or does not apply.

    `basis` says what it was computed from, `figures` the numbers it read.
    """

    constraint: Constraint
    cents: int | None
    basis: str
    figures: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Beside where the customer stands: cents its group owes elsewhere, the whole book's, what was asked."""

    others_of_group_cents: int
    book_cents: int
    requested_cents: int = 0


@dataclass(frozen=True, slots=True)
class LimitDecision:
    """The limit, the constraint that binds, and the next one: the limit could rise to it, no further."""

    cents: int
    currency: str
    binding: Constraint
    next_binding: Constraint | None
    next_cents: int | None
    bounds: tuple[Bound, ...]
    pd_over_terms: float | None
    break_even: float
    policy: str

    def bound(self, constraint: Constraint) -> Bound:
        return next(one for one in self.bounds if one.constraint is constraint)


def decide(
    standing: Standing, question: Question, policy: LimitPolicy, *, mark: str | None = None
) -> LimitDecision:
    """The limit of a customer by the policy; a score that is too old counts as none.

    `mark` is that of the policy, told by who decides about many: working it out takes longer than deciding.
    """
    standing = _lately_scored(standing, policy)
    days = _days_out(standing, policy)
    pd = _chance(standing, policy, days)
    even = _break_even(policy, days)
    bounds = (
        _need(standing, question, policy, days),
        _capacity(standing, policy, days),
        _appetite(standing, policy, pd, even),
        _cover(standing, policy),
        _group(question, policy),
        _override(standing, policy, days),
    )
    told = sorted(
        ((one.cents, place) for place, one in enumerate(bounds) if one.cents is not None),
    )
    cents, first = told[0]
    further = [one for one in told[1:] if _rounded(one[0], policy) > _rounded(cents, policy)]
    return LimitDecision(
        cents=_rounded(cents, policy),
        currency=standing.currency,
        binding=bounds[first].constraint,
        next_binding=bounds[further[0][1]].constraint if further else None,
        next_cents=_rounded(further[0][0], policy) if further else None,
        bounds=bounds,
        pd_over_terms=pd,
        break_even=even,
        policy=marked(policy) if mark is None else mark,
    )


def worth_changing(decision: LimitDecision, held: Granted | None, policy: LimitPolicy, *, on: date) -> bool:
    """Whether the lasting limit should give way: small or hasty changes confuse more than they protect."""
    if held is None or decision.binding is Constraint.OVERRIDE:
        return held is None or held.cents != decision.cents
    far = abs(decision.cents - held.cents) > policy.change_share * held.cents
    return far and (on - held.from_on).days >= policy.change_days


def _lately_scored(standing: Standing, policy: LimitPolicy) -> Standing:
    return standing if lately_scored(standing, policy) else replace(standing, scored=None)


def lately_scored(standing: Standing, policy: LimitPolicy) -> bool:
    """Whether there is a score, no older than the policy allows."""
    scored = standing.scored
    return scored is not None and (standing.as_of - scored.as_of).days <= policy.oldest_score_days


def _rounded(cents: int, policy: LimitPolicy) -> int:
    return max(cents, 0) // policy.step_cents * policy.step_cents


def _days_out(standing: Standing, policy: LimitPolicy) -> float:
    """Days a sale stays unpaid: as the model expects, and never less than the terms."""
    expected = None if standing.scored is None else standing.scored.days_to_cash
    usual = standing.terms_days + policy.need.usual_days_late
    return float(usual if expected is None else max(expected, standing.terms_days))


def _chance(standing: Standing, policy: LimitPolicy, days: float) -> float | None:
    """That a sale of today is caught by a default: one that comes while it is unpaid, or so many days after
    its due day as make a default of it. None without a score, and in default: nothing is left to foretell.
    """
    if standing.scored is None or standing.scored.override:
        return None
    caught = days + policy.appetite.default_days
    return 1.0 - float((1.0 - standing.scored.pd_12m) ** (caught / _DAYS_A_YEAR))


def _usually_owed(standing: Standing, days: float) -> tuple[int, int]:
    """Cents sold in the busiest quarter of the last twelve months, and what that means to be owed at once."""
    months = standing.sales_by_month
    quarters = [sum(months[at : at + _MONTHS_A_QUARTER]) for at in range(len(months) - _MONTHS_A_QUARTER + 1)]
    busiest = max([0, *quarters])
    return busiest, round(busiest / _DAYS_A_QUARTER * days)


def _break_even(policy: LimitPolicy, days: float) -> float:
    funds = policy.appetite.cost_of_funds_a_year * days / _DAYS_A_YEAR
    recovered = 1.0 - policy.appetite.loss_given_default
    return max((policy.appetite.margin - funds) / (1.0 - funds - recovered), 0.0)


def _need(standing: Standing, question: Question, policy: LimitPolicy, days: float) -> Bound:
    busiest, _ = _usually_owed(standing, days)
    sold = round(policy.need.headroom * busiest / _DAYS_A_QUARTER * days)
    cents = max(sold, question.requested_cents)
    if cents == 0:
        return Bound(Constraint.NEED, None, "no sales yet")
    asked = question.requested_cents > sold
    return Bound(
        Constraint.NEED,
        cents,
        "requested" if asked else "busiest quarter",
        (("quarter_cents", float(busiest)), ("days", days)),
    )


def _capacity(standing: Standing, policy: LimitPolicy, days: float) -> Bound:
    """By its accounts, or by what it usually owes us where that is more.

    With negative equity it may owe no more than the worst grade, and nothing where it is not known yet.
    """
    told = _by_accounts(standing, policy)
    if standing.scored is None or not _experienced(standing, policy):
        return told
    equity = None if standing.accounts is None else standing.accounts.equity_cents
    grade = _WORST if equity is not None and equity < 0 else standing.scored.grade
    multiple, usual = policy.capacity.experience[grade], _usually_owed(standing, days)[1]
    proven = round(multiple * usual)
    if told.cents is None or proven <= told.cents:
        return told
    figures = (("usual_cents", float(usual)), ("multiple", multiple))
    return Bound(Constraint.CAPACITY, proven, "experience", figures)


def _experienced(standing: Standing, policy: LimitPolicy) -> bool:
    first = standing.first_invoice_on
    return first is not None and months_later(first, policy.capacity.experience_months) <= standing.as_of


def _by_accounts(standing: Standing, policy: LimitPolicy) -> Bound:
    """A share of equity or of working capital, whichever is more: sound trades may lack the latter.

    Accounts that are not negative earn no less than none at all would.
    """
    if standing.scored is None:
        return Bound(Constraint.CAPACITY, None, "no score")
    grade, rules, accounts = standing.scored.grade, policy.capacity, standing.accounts
    if accounts is None or accounts.equity_cents is None:
        return Bound(Constraint.CAPACITY, rules.without_accounts_cents[grade], "no accounts")
    share = rules.equity_share[grade]
    equity = max(round(share * accounts.equity_cents), 0)
    figures = (("equity_cents", float(accounts.equity_cents)), ("share", share))
    if accounts.equity_cents < 0:
        return Bound(Constraint.CAPACITY, 0, "equity", figures)
    found = [Bound(Constraint.CAPACITY, equity, "equity", figures)]
    if accounts.working_capital_cents is not None:
        share = rules.working_capital_share[grade]
        told = (("working_capital_cents", float(accounts.working_capital_cents)), ("share", share))
        working = round(share * accounts.working_capital_cents)
        found.append(Bound(Constraint.CAPACITY, working, "working capital", told))
    least = rules.without_accounts_cents[grade]
    found.append(Bound(Constraint.CAPACITY, least, "least with accounts", figures))
    return max(found, key=lambda one: one.cents or 0)


def _appetite(standing: Standing, policy: LimitPolicy, pd: float | None, even: float) -> Bound:
    """Above the break-even each further euro is expected to lose: only what is insured may be owed."""
    if pd is None:
        return Bound(Constraint.APPETITE, None, "no score" if standing.scored is None else "in default")
    insured, rules = standing.covered_cents, policy.appetite
    figures = (("pd_over_terms", pd), ("break_even", even))
    if pd >= even:
        return Bound(Constraint.APPETITE, insured, "above break-even", figures)
    earned = rules.year_margin_share * rules.margin * sum(standing.sales_by_month)
    bearable = max(float(rules.expected_loss_cents), earned)
    loss = max(pd, 1e-9) * rules.loss_given_default
    return Bound(Constraint.APPETITE, insured + round(bearable / loss), "expected loss", figures)


def _cover(standing: Standing, policy: LimitPolicy) -> Bound:
    insured = standing.covered_cents
    if insured == 0 and not policy.cover.required:
        return Bound(Constraint.COVER, None, "not insured")
    own = policy.cover.own_risk_cents if insured else 0
    return Bound(Constraint.COVER, insured + own, "cover", (("covered_cents", float(insured)),))


def _group(question: Question, policy: LimitPolicy) -> Bound:
    most = max(round(policy.group.book_share * question.book_cents), policy.group.at_least_cents)
    left = max(most - question.others_of_group_cents, 0)
    return Bound(
        Constraint.GROUP,
        left,
        "share of the book",
        (("most_cents", float(most)), ("others_cents", float(question.others_of_group_cents))),
    )


def _override(standing: Standing, policy: LimitPolicy, days: float) -> Bound:
    """A proceeding decides alone. In default by lateness a customer buys on only as far as it pays: what is
    overdue counts in what it owes.
    """
    if standing.insolvent_since is not None:
        return Bound(Constraint.OVERRIDE, 0, "insolvency")
    if standing.scored is None or not standing.scored.override:
        return Bound(Constraint.OVERRIDE, None, "none")
    if standing.scored.override == INSOLVENCY:
        return Bound(Constraint.OVERRIDE, 0, "insolvency")
    usual = _usually_owed(standing, days)[1]
    figures = (("usual_cents", float(usual)), ("share", policy.in_default.usual_share))
    return Bound(Constraint.OVERRIDE, round(policy.in_default.usual_share * usual), "in default", figures)
