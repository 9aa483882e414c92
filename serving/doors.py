"""Every door of the house and the right it asks for: what does not stand here opens to nobody."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from access.rights import Right


class Whose(StrEnum):
    """Whose data a door shows, for those who may see their own customers only."""

    NOBODYS = "nobodys"  # no customer's
    ONE = "one"  # that of the customer named in the address, which is looked at before anything is told
    CHOSEN = "chosen"  # the route shows those that `Visible` lets through, and no other
    ALL = "all"  # of all customers: shut to those who may not see all


class Door(NamedTuple):
    right: Right | None  # None: whoever came in
    whose: Whose = Whose.ALL


_ONE, _CHOSEN, _NOBODYS = Whose.ONE, Whose.CHOSEN, Whose.NOBODYS

# What answers before anybody said who they are: it tells nothing of the house's business.
PUBLIC = frozenset(
    {
        "api.health.health",
        "api.health.ready",
        "web.entrance.page",
        "web.entrance.enter",
        "web.files.file",
    }
)

DOORS: Mapping[str, Door] = {
    "api.alerts.list_alerts": Door(Right.READ_PORTFOLIO),
    "api.alerts.acknowledge": Door(Right.ACT_ON_ALERTS),
    "api.alerts.snooze": Door(Right.ACT_ON_ALERTS),
    "api.alerts.assign": Door(Right.ACT_ON_ALERTS),
    "api.companies.score": Door(Right.READ_CUSTOMERS),
    "api.covers.calendar": Door(Right.READ_PORTFOLIO),
    "api.covers.cover": Door(Right.READ_CUSTOMERS, _ONE),
    "api.customers.score": Door(Right.READ_CUSTOMERS, _ONE),
    "api.invoices.prediction": Door(Right.READ_CUSTOMERS),
    "api.limits.history": Door(Right.READ_CUSTOMERS, _ONE),
    "api.limits.limit": Door(Right.READ_CUSTOMERS, _ONE),
    "api.orders.check": Door(Right.CHECK_ORDER, _CHOSEN),
    "api.prospects.score": Door(Right.ASK_PROSPECT, _CHOSEN),
    "api.forecast.forecast": Door(Right.READ_PORTFOLIO),
    "api.health.metrics": Door(None, _NOBODYS),
    "api.grades.grades": Door(Right.READ_PORTFOLIO),
    "api.grades.migration": Door(Right.READ_PORTFOLIO),
    "api.provisions.provisions": Door(Right.READ_PORTFOLIO),
    "api.scores.list_scores": Door(Right.READ_CUSTOMERS, _CHOSEN),
    "api.scores.score": Door(Right.READ_CUSTOMERS, _NOBODYS),
    "api.worklist.queue": Door(Right.READ_QUEUE),
    "api.worklist.outcome": Door(Right.RECORD_OUTCOME),
    "web.account.home": Door(None, _NOBODYS),
    "web.account.account": Door(Right.OWN_ACCOUNT, _NOBODYS),
    "web.account.speak": Door(Right.OWN_ACCOUNT, _NOBODYS),
    "web.account.change_password": Door(Right.OWN_ACCOUNT, _NOBODYS),
    "web.account.leave": Door(None, _NOBODYS),
    "web.today.today": Door(Right.READ_QUEUE),
    "web.today.held": Door(Right.READ_QUEUE),
    "web.today.record": Door(Right.RECORD_OUTCOME),
    "web.today.undo": Door(Right.RECORD_OUTCOME),
}


def door_name(endpoint: Any) -> str:
    """`api.customers.score`, of the function that answers."""
    module = endpoint.__module__.removeprefix("serving.").replace(".routes.", ".").replace(".pages.", ".")
    return f"{module}.{endpoint.__name__}"
