"""To whom a dispute goes, and until when it must be answered."""

from datetime import date, timedelta

from dunning.queue_policy import QueuePolicy, Route
from dunning.today.work import Objected


def routed(reason: str, opened_on: date, policy: QueuePolicy) -> tuple[Route, date]:
    """The route and the last day for an answer, counted from the day the dispute was opened."""
    route = policy.route(reason)
    return route, opened_on + timedelta(days=route.days)


def objected(
    case: int, reason: str, cents: int, currency: str, *, opened_on: date, policy: QueuePolicy
) -> Objected:
    route, deadline_on = routed(reason, opened_on, policy)
    return Objected(case, reason, cents, currency, opened_on, route.owner, deadline_on)
