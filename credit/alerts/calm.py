"""Accounts of which no alert has anything to say: most of a book, told apart at little cost."""

from datetime import date

from credit.alerts.base import Habit
from credit.alerts.judging import Holding, covered_alike, sales_a_day
from credit.alerts.known import Known
from credit.alerts.limit import WHOLE, reaches
from credit.alerts.policy import AlertPolicy


def calm(
    known: Known, holding: Holding, *, currency: str, on: date, book_cents: int, policy: AlertPolicy
) -> bool:
    """Whether nothing can be raised, so that an account of which nothing was told needs no judgement.

    It never says so wrongly; it may say otherwise of an account of which there is nothing to tell.
    """
    return not (
        known.debits
        or known.promises
        or known.events
        or holding.cuts
        or holding.grade != holding.grade_before
        or known.exposure_cents * WHOLE >= policy.concentration.percent * book_cents
        or _habit_may_be_raised(known.habit, policy)
        or _limit_may_be_raised(known, holding, on, policy)
        or _cover_may_be_raised(known, holding, currency, on)
    )


def _habit_may_be_raised(habit: Habit | None, policy: AlertPolicy) -> bool:
    return habit is not None and habit.z >= policy.habit.z


def _limit_may_be_raised(known: Known, holding: Holding, on: date, policy: AlertPolicy) -> bool:
    limit = holding.limit
    if limit is None:
        return False
    lowest = min((WHOLE, *(step.percent for step in policy.limit.steps)))
    if limit.until_on is not None or reaches(known.exposure_cents, limit, lowest):
        return True
    rule = policy.crossing
    per_day = sales_a_day(known.sales, on, months=rule.months)
    return reaches(known.exposure_cents + per_day * rule.horizon_days, limit, WHOLE)


def _cover_may_be_raised(known: Known, holding: Holding, currency: str, on: date) -> bool:
    """Where one cover without an end holds for all, it is told at once whether that is enough."""
    if not holding.contracts:
        return False
    covered = covered_alike(known, holding.contracts, currency, on)
    ends = (holding.contracts[0].policy.until_on, *(act.until_on for act in holding.contracts[0].acts))
    return covered is None or covered < known.exposure_cents or any(day is not None for day in ends)
