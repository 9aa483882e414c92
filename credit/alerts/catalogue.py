"""Every alert of the house."""

from collections.abc import Callable

from credit.alerts.base import Finding, Signals
from credit.alerts.concentration import concentration
from credit.alerts.cover import cover_ending, over_cover
from credit.alerts.crossing import predicted_crossing
from credit.alerts.limit import limit_expiring, limit_used
from credit.alerts.policy import AlertPolicy
from credit.alerts.relation import (
    broken_promise,
    first_unpaid_debit,
    grade_drop,
    habit_change,
    legal_event,
)

Alert = Callable[[Signals, AlertPolicy], tuple[Finding, ...]]

ALERTS: tuple[Alert, ...] = (
    limit_used,
    predicted_crossing,
    limit_expiring,
    over_cover,
    cover_ending,
    grade_drop,
    habit_change,
    first_unpaid_debit,
    broken_promise,
    legal_event,
    concentration,
)


def findings(signals: Signals, policy: AlertPolicy) -> tuple[Finding, ...]:
    return tuple(found for alert in ALERTS for found in alert(signals, policy))
