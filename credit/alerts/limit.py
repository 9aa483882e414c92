"""How much of its limit a customer uses, and whether the limit is about to end."""

from collections.abc import Iterator
from datetime import timedelta

from credit.alerts.base import Action, Finding, Kind, Signals
from credit.alerts.policy import AlertPolicy, LimitStep
from credit.standing import Granted

WHOLE = 100


def limit_used(signals: Signals, policy: AlertPolicy) -> tuple[Finding, ...]:
    """One finding a step of the policy: raised at x % of the limit, cleared below x % less the hysteresis.

    Without a limit all are cleared. A higher limit than the one told of lets each be told again.
    """
    return tuple(_step(signals, step, policy.limit.hysteresis) for step in policy.limit.steps)


def _step(signals: Signals, step: LimitStep, hysteresis: int) -> Finding:
    limit = signals.limit
    if limit is None:
        return Finding(Kind.LIMIT, str(step.percent), False, True, step.action, step.percent)
    raised = reaches(signals.exposure_cents, limit, step.percent)
    return Finding(
        *(Kind.LIMIT, str(step.percent)),
        raised=raised,
        cleared=not reaches(signals.exposure_cents, limit, step.percent - hysteresis),
        action=step.action,
        threshold=step.percent,
        rank=limit.cents,
        details={
            "exposure_cents": signals.exposure_cents,
            "owed_cents": signals.owed_cents,
            "orders_cents": signals.orders_cents,
            "limit_cents": limit.cents,
            "percent": percent_of(signals.exposure_cents, limit.cents),
        }
        if raised
        else {},
    )


def reaches(cents: int, limit: Granted, percent: int) -> bool:
    """Whether an exposure is at so many per cent of a limit; nothing owed reaches nothing."""
    return cents > 0 and cents * WHOLE >= percent * limit.cents


def percent_of(cents: int, limit_cents: int) -> int:
    """Whole per cent, rounded down so that 99.9 % is never told as reached; 0 of a limit of 0."""
    return cents * WHOLE // limit_cents if limit_cents > 0 else 0


def limit_expiring(signals: Signals, policy: AlertPolicy) -> tuple[Finding, ...]:
    """Once for each last day of a limit that lies ahead by no more than the policy says."""
    limit = signals.limit
    if limit is None or limit.until_on is None:
        return ()
    near = limit.until_on - signals.on <= timedelta(days=policy.limit.expiring_days)
    return tuple(_expiring(signals, limit, near=near))


def _expiring(signals: Signals, limit: Granted, *, near: bool) -> Iterator[Finding]:
    if near and limit.until_on is not None:
        yield Finding(
            *(Kind.LIMIT_EXPIRING, f"{limit.kind} {limit.until_on}"),
            raised=True,
            cleared=False,
            action=Action.REVIEW_LIMIT,
            threshold=(limit.until_on - signals.on).days,
            details={"until_on": limit.until_on.isoformat(), "limit_cents": limit.cents},
        )
