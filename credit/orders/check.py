"""May this order leave? The rules in the order in which they decide: the first that speaks is the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from credit.orders.order import Means, Order, OrderAnswer, Outcome, Rule, Way
from credit.orders.policy import OrderPolicy
from credit.standing import Granted, Standing
from kernel.money import CurrencyMismatch

_WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Figures:
    """What all rules look at."""

    standing: Standing
    order: Order
    policy: OrderPolicy
    on: date
    before_cents: int
    limit: Granted | None

    @property
    def after_cents(self) -> int:
        return self.before_cents + self.order.cents

    @property
    def limit_cents(self) -> int:
        return 0 if self.limit is None else self.limit.cents

    @property
    def missing_cents(self) -> int:
        """By how much the exposure with the order exceeds the limit."""
        return max(self.after_cents - self.limit_cents, 0)

    @property
    def covered_cents(self) -> int:
        open_ones = (one for one in self.standing.covers if one.until_on is None or self.on <= one.until_on)
        return sum(one.cents for one in open_ones if one.currency == self.order.currency)

    @property
    def uncovered_after_cents(self) -> int:
        return max(self.after_cents - self.covered_cents, 0)

    def share(self, bp: int) -> int:
        """So many hundredths of a per cent of the limit."""
        return self.limit_cents * bp // _WHOLE_BP


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Outcome
    rule: Rule
    ways: tuple[Way, ...] = ()


def decide(standing: Standing, order: Order, policy: OrderPolicy, *, on: date) -> OrderAnswer:
    """Say whether the order may leave on that day, by which rule, and what would let it go.

    Raises CurrencyMismatch when the customer's standing is told in another currency than the order's.
    """
    if standing.currency != order.currency:
        raise CurrencyMismatch(
            f"The order is in {order.currency} and the customer's standing in {standing.currency}: "
            "ask in the currency of the order."
        )
    others = max(standing.exposure_cents - order.listed_cents, 0)
    figures = Figures(standing, order, policy, on, others + order.held_cents, _limit(standing, on))
    verdict = next(found for rule in RULES if (found := rule(figures)) is not None)
    return _answer(figures, verdict)


def _limit(standing: Standing, on: date) -> Granted | None:
    """The limit, unless it ended or is in another currency."""
    limit = standing.limit
    if limit is None or limit.currency != standing.currency or on < limit.from_on:
        return None
    return None if limit.until_on is not None and limit.until_on < on else limit


def _insolvent(figures: Figures) -> Verdict | None:
    if figures.standing.insolvent_since is None:
        return None
    ways = (Way(Means.ADMINISTRATOR), Way(Means.PREPAYMENT, figures.order.cents))
    return Verdict(Outcome.HOLD, Rule.INSOLVENT, ways)


def _handed_over(figures: Figures) -> Verdict | None:
    if not figures.order.handed_over:
        return None
    ways = (Way(Means.TAKE_BACK), Way(Means.PREPAYMENT, figures.order.cents))
    return Verdict(Outcome.HOLD, Rule.HANDED_OVER, ways)


def _overdue(figures: Figures) -> Verdict | None:
    standing, policy = figures.standing, figures.policy
    late = standing.days_late >= policy.hold_from_days_late
    if not late or standing.overdue_cents <= policy.overdue_floor_cents:
        return None
    return Verdict(Outcome.HOLD, Rule.OVERDUE, (Way(Means.PAYMENT, standing.overdue_cents),))


def _no_credit(figures: Figures) -> Verdict | None:
    """A limit of nothing is a decision: this customer pays first."""
    if figures.limit is None or figures.limit.cents > 0:
        return None
    return Verdict(Outcome.CONDITIONS, Rule.NO_CREDIT, (Way(Means.PREPAYMENT, figures.order.cents),))


def _grade(figures: Figures) -> Verdict | None:
    grade = "" if figures.standing.scored is None else figures.standing.scored.grade
    if grade in figures.policy.prepay_grades:
        return Verdict(Outcome.CONDITIONS, Rule.GRADE, (Way(Means.PREPAYMENT, figures.order.cents),))
    if grade in figures.policy.approve_grades:
        ways = (Way(Means.APPROVAL), Way(Means.PREPAYMENT, figures.order.cents))
        return Verdict(Outcome.CONDITIONS, Rule.GRADE, ways)
    return None


def _no_limit(figures: Figures) -> Verdict | None:
    if figures.limit is not None:
        return None
    if figures.after_cents <= figures.policy.without_limit_cents:
        return Verdict(Outcome.RELEASE, Rule.SMALL)
    wanted = _up(figures.after_cents, figures.policy.step_cents)
    ways = (
        Way(Means.TEMPORARY_LIMIT, wanted),
        *_paid_before(figures, figures.after_cents - figures.policy.without_limit_cents),
    )
    return Verdict(Outcome.CONDITIONS, Rule.NO_LIMIT, ways)


def _above_limit(figures: Figures) -> Verdict | None:
    """On hold when what is owed already is above all that a manager may approve: a deposit would not do."""
    missing, policy = figures.missing_cents, figures.policy
    if not missing or missing <= figures.share(policy.tolerance_bp):
        return None
    highest = figures.limit_cents + figures.share(policy.approval_bp)
    ways: list[Way] = []
    if figures.before_cents > highest:
        excess = figures.before_cents + figures.order.cents - figures.limit_cents
        ways = [Way(Means.PAYMENT, excess), Way(Means.PREPAYMENT, figures.order.cents)]
        return Verdict(Outcome.HOLD, Rule.ABOVE_LIMIT, tuple(ways))
    if figures.after_cents <= highest:
        wanted = min(_up(figures.after_cents, policy.step_cents), highest)
        ways = [Way(Means.APPROVAL), Way(Means.TEMPORARY_LIMIT, wanted)]
    return Verdict(Outcome.CONDITIONS, Rule.ABOVE_LIMIT, (*ways, *_paid_before(figures, missing)))


def _above_cover(figures: Figures) -> Verdict | None:
    """For customers someone insures; of the others the limit is the whole answer."""
    bare, policy = figures.uncovered_after_cents, figures.policy
    if not figures.covered_cents or bare <= policy.uninsured_at_most_cents:
        return None
    ways = (Way(Means.APPROVAL), *_paid_before(figures, bare - policy.uninsured_at_most_cents))
    return Verdict(Outcome.CONDITIONS, Rule.ABOVE_COVER, ways)


def _release(figures: Figures) -> Verdict:
    return Verdict(Outcome.RELEASE, Rule.WITHIN_TOLERANCE if figures.missing_cents else Rule.WITHIN_LIMIT)


RULES: tuple[Callable[[Figures], Verdict | None], ...] = (
    _insolvent,
    _handed_over,
    _overdue,
    _no_credit,
    _grade,
    _no_limit,
    _above_limit,
    _above_cover,
    _release,
)


def _paid_before(figures: Figures, missing: int) -> tuple[Way, ...]:
    """A deposit of what is missing, or the whole order when that would be most of it."""
    order, policy = figures.order, figures.policy
    deposit = min(_up(missing, policy.step_cents), order.cents)
    if deposit * _WHOLE_BP <= order.cents * policy.deposit_at_most_bp:
        return (Way(Means.DEPOSIT, deposit),)
    return (Way(Means.PREPAYMENT, order.cents),)


def _up(cents: int, step: int) -> int:
    return -(-cents // step) * step


def _answer(figures: Figures, verdict: Verdict) -> OrderAnswer:
    standing, order, limit = figures.standing, figures.order, figures.limit
    return OrderAnswer(
        outcome=verdict.outcome,
        rule=verdict.rule,
        policy=figures.policy.mark,
        number=order.number,
        order_cents=order.cents,
        currency=order.currency,
        owed_cents=standing.owed_cents,
        overdue_cents=standing.overdue_cents,
        days_late=standing.days_late,
        orders_cents=max(standing.orders_cents - order.listed_cents, 0),
        held_cents=order.held_cents,
        before_cents=figures.before_cents,
        after_cents=figures.after_cents,
        limit=limit,
        headroom_before_cents=None if limit is None else limit.cents - figures.before_cents,
        headroom_after_cents=None if limit is None else limit.cents - figures.after_cents,
        covered_cents=figures.covered_cents,
        uncovered_after_cents=figures.uncovered_after_cents,
        grade="" if standing.scored is None else standing.scored.grade,
        insolvent=standing.insolvent_since is not None,
        ways=verdict.ways,
    )
