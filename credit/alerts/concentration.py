"""One customer weighs too much in the book."""

from credit.alerts.base import Action, Finding, Kind, Signals
from credit.alerts.policy import AlertPolicy

_WHOLE = 100


def concentration(signals: Signals, policy: AlertPolicy) -> tuple[Finding, ...]:
    """Raised at a share of all exposure in this currency, cleared below it less the hysteresis."""
    rule, cents, book = policy.concentration, signals.exposure_cents, signals.book_cents
    raised = cents > 0 and cents * _WHOLE >= rule.percent * book
    cleared = cents <= 0 or cents * _WHOLE < (rule.percent - rule.hysteresis) * book
    return (
        Finding(
            *(Kind.CONCENTRATION, ""),
            raised=raised,
            cleared=cleared,
            action=Action.SPREAD_RISK,
            threshold=rule.percent,
            details={"exposure_cents": cents, "book_cents": book, "percent": cents * _WHOLE // max(book, 1)}
            if raised
            else {},
        ),
    )
