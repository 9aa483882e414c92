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
    "api.actions.approve": Door(Right.APPROVE_MESSAGES),
    "api.actions.done": Door(Right.RECORD_OUTCOME),
    "api.actions.list_actions": Door(Right.READ_QUEUE),
    "api.actions.refuse": Door(Right.APPROVE_MESSAGES),
    "api.actions.skip": Door(Right.RECORD_OUTCOME),
    "api.alerts.list_alerts": Door(Right.READ_PORTFOLIO),
    "api.alerts.acknowledge": Door(Right.ACT_ON_ALERTS),
    "api.alerts.snooze": Door(Right.ACT_ON_ALERTS),
    "api.alerts.assign": Door(Right.ACT_ON_ALERTS),
    "api.blocks.block": Door(Right.READ_CUSTOMERS, _CHOSEN),
    "api.blocks.lift": Door(Right.RECORD_OUTCOME),
    "api.blocks.list_blocks": Door(Right.READ_CUSTOMERS, _CHOSEN),
    "api.blocks.set_block": Door(Right.RECORD_OUTCOME),
    "api.companies.score": Door(Right.READ_CUSTOMERS),
    "api.covers.calendar": Door(Right.READ_PORTFOLIO),
    "api.covers.cover": Door(Right.READ_CUSTOMERS, _ONE),
    "api.customers.score": Door(Right.READ_CUSTOMERS, _ONE),
    "api.disputes.amend": Door(Right.RECORD_OUTCOME),
    "api.disputes.comment": Door(Right.RECORD_OUTCOME),
    "api.disputes.dispute": Door(Right.READ_CUSTOMERS, _CHOSEN),
    "api.disputes.list_disputes": Door(Right.READ_CUSTOMERS, _CHOSEN),
    "api.disputes.open_dispute": Door(Right.RECORD_OUTCOME),
    "api.disputes.resolve": Door(Right.RECORD_OUTCOME),
    "api.events.invoices": Door(Right.IMPORT),
    "api.events.payments": Door(Right.IMPORT),
    "api.events.statements": Door(Right.IMPORT),
    "api.granting.approve": Door(Right.GRANT_LIMIT),
    "api.granting.grant": Door(Right.GRANT_LIMIT, _ONE),
    "api.granting.refuse": Door(Right.GRANT_LIMIT),
    "api.granting.withdraw": Door(Right.GRANT_LIMIT),
    "api.imports.bring": Door(Right.IMPORT),
    "api.imports.list_imports": Door(Right.READ_PORTFOLIO),
    "api.imports.one": Door(Right.READ_PORTFOLIO),
    "api.imports.rejections": Door(Right.READ_PORTFOLIO),
    "api.imports.rejections_csv": Door(Right.READ_PORTFOLIO),
    "api.invoices.prediction": Door(Right.READ_CUSTOMERS),
    "api.limits.history": Door(Right.READ_CUSTOMERS, _ONE),
    "api.limits.limit": Door(Right.READ_CUSTOMERS, _ONE),
    "api.orders.check": Door(Right.CHECK_ORDER, _CHOSEN),
    "api.outbox.cancel": Door(Right.APPROVE_MESSAGES),
    "api.outbox.list_messages": Door(Right.READ_QUEUE),
    "api.outbox.message": Door(Right.READ_QUEUE),
    "api.outbox.requeue": Door(Right.APPROVE_MESSAGES),
    "api.outbox.resolve": Door(Right.APPROVE_MESSAGES),
    "api.models.card": Door(Right.READ_MODELS, _NOBODYS),
    "api.models.list_models": Door(Right.READ_MODELS, _NOBODYS),
    "api.plans.agree": Door(Right.RECORD_OUTCOME),
    "api.plans.cancel": Door(Right.RECORD_OUTCOME),
    "api.plans.list_plans": Door(Right.READ_CUSTOMERS, _CHOSEN),
    "api.plans.plan": Door(Right.READ_CUSTOMERS, _CHOSEN),
    "api.promises.cancel": Door(Right.RECORD_OUTCOME),
    "api.promises.list_promises": Door(Right.READ_CUSTOMERS, _CHOSEN),
    "api.promises.make": Door(Right.RECORD_OUTCOME),
    "api.promises.promise": Door(Right.READ_CUSTOMERS, _CHOSEN),
    "api.prospects.score": Door(Right.ASK_PROSPECT, _CHOSEN),
    "api.messages.returns": Door(Right.RECORD_OUTCOME),
    "api.forecast.forecast": Door(Right.READ_PORTFOLIO),
    "api.health.metrics": Door(None, _NOBODYS),
    "api.grades.grades": Door(Right.READ_PORTFOLIO),
    "api.grades.migration": Door(Right.READ_PORTFOLIO),
    "api.provisions.provisions": Door(Right.READ_PORTFOLIO),
    "api.reports.ageing": Door(Right.READ_PORTFOLIO),
    "api.reports.causes": Door(Right.READ_PORTFOLIO),
    "api.reports.dso": Door(Right.READ_PORTFOLIO),
    "api.scores.list_scores": Door(Right.READ_CUSTOMERS, _CHOSEN),
    "api.scores.score": Door(Right.READ_CUSTOMERS, _NOBODYS),
    "api.relation.case": Door(Right.READ_CUSTOMERS, _ONE),
    "api.worklist.hand": Door(Right.RECORD_OUTCOME),
    "api.worklist.queue": Door(Right.READ_QUEUE),
    "api.worklist.outcome": Door(Right.RECORD_OUTCOME),
    "api.worklist.take": Door(Right.RECORD_OUTCOME),
    "api.worklist.undo": Door(Right.RECORD_OUTCOME),
    "web.account.home": Door(None, _NOBODYS),
    "web.account.account": Door(Right.OWN_ACCOUNT, _NOBODYS),
    "web.account.speak": Door(Right.OWN_ACCOUNT, _NOBODYS),
    "web.account.change_password": Door(Right.OWN_ACCOUNT, _NOBODYS),
    "web.account.leave": Door(None, _NOBODYS),
    "web.alerts.alerts": Door(Right.READ_PORTFOLIO),
    "web.alerts.acknowledge": Door(Right.ACT_ON_ALERTS),
    "web.alerts.snooze": Door(Right.ACT_ON_ALERTS),
    "web.alerts.take": Door(Right.ACT_ON_ALERTS),
    "web.alerts.give": Door(Right.ACT_ON_ALERTS),
    "web.customer.customer": Door(Right.READ_CUSTOMERS, _ONE),
    "web.customer.dossier": Door(Right.READ_CUSTOMERS, _ONE),
    "web.customer.letter": Door(Right.READ_CUSTOMERS, _ONE),
    "web.customer_acts.grant": Door(Right.GRANT_LIMIT, _ONE),
    "web.customer_acts.overrule": Door(Right.OVERRIDE_DECISION, _ONE),
    "web.customer_acts.approve": Door(Right.GRANT_LIMIT, _ONE),
    "web.customer_acts.refuse": Door(Right.GRANT_LIMIT, _ONE),
    "web.customer_acts.open_dispute": Door(Right.RECORD_OUTCOME, _ONE),
    "web.customer_acts.resolve_dispute": Door(Right.RECORD_OUTCOME, _ONE),
    "web.customer_acts.promise": Door(Right.RECORD_OUTCOME, _ONE),
    "web.customer_acts.plan": Door(Right.RECORD_OUTCOME, _ONE),
    "web.customer_acts.block": Door(Right.RECORD_OUTCOME, _ONE),
    "web.customer_acts.end": Door(Right.RECORD_OUTCOME, _ONE),
    "web.customers.customers": Door(Right.READ_CUSTOMERS, _CHOSEN),
    "web.prospects.prospects": Door(Right.READ_CUSTOMERS, _CHOSEN),
    "web.prospects.ask": Door(Right.ASK_PROSPECT, _CHOSEN),
    "web.prospects.report": Door(Right.READ_CUSTOMERS, _CHOSEN),
    "web.prospects.decision": Door(Right.READ_CUSTOMERS, _CHOSEN),
    "web.prospects.overrule": Door(Right.OVERRIDE_DECISION),
    "web.audit.trail": Door(Right.READ_AUDIT, _NOBODYS),
    "web.importing.drop": Door(Right.IMPORT),
    "web.importing.entry": Door(Right.IMPORT),
    "web.importing.look": Door(Right.IMPORT),
    "web.importing.rejected": Door(Right.IMPORT),
    "web.importing.rejected_of_run": Door(Right.IMPORT),
    "web.importing.report": Door(Right.IMPORT),
    "web.importing.start": Door(Right.IMPORT),
    "web.importing.take": Door(Right.IMPORT),
    "web.models.every": Door(Right.READ_MODELS, _NOBODYS),
    "web.models.one": Door(Right.READ_MODELS, _NOBODYS),
    "web.models.picture": Door(Right.READ_MODELS, _NOBODYS),
    "web.models.promote": Door(Right.TRAIN, _NOBODYS),
    "web.models.rollback": Door(Right.TRAIN, _NOBODYS),
    "web.models.run": Door(Right.READ_MODELS, _NOBODYS),
    "web.models.train": Door(Right.TRAIN, _NOBODYS),
    "web.models.watch": Door(Right.TRAIN, _NOBODYS),
    "web.overview.overview": Door(Right.READ_USERS, _NOBODYS),
    "web.replays.replayed": Door(Right.READ_SCENARIOS),
    "web.replays.start": Door(Right.CHANGE_SCENARIOS),
    "web.scenarios.choose": Door(Right.CHANGE_SCENARIOS),
    "web.scenarios.every": Door(Right.READ_SCENARIOS, _NOBODYS),
    "web.scenarios.one": Door(Right.READ_SCENARIOS, _NOBODYS),
    "web.scenarios.tried": Door(Right.READ_SCENARIOS),
    "web.scenarios.tried_letter": Door(Right.READ_SCENARIOS),
    "web.cash.cash": Door(Right.READ_PORTFOLIO),
    "web.portfolio.portfolio": Door(Right.READ_PORTFOLIO),
    "web.today.today": Door(Right.READ_QUEUE),
    "web.today.held": Door(Right.READ_QUEUE),
    "web.today.record": Door(Right.RECORD_OUTCOME),
    "web.today.undo": Door(Right.RECORD_OUTCOME),
    "web.users.add": Door(Right.MANAGE_USERS, _NOBODYS),
    "web.users.change": Door(Right.MANAGE_USERS, _NOBODYS),
    "web.users.give_password": Door(Right.MANAGE_USERS, _NOBODYS),
    "web.users.make_key": Door(Right.MANAGE_USERS, _NOBODYS),
    "web.users.remove": Door(Right.MANAGE_USERS, _NOBODYS),
    "web.users.revoke_key": Door(Right.MANAGE_USERS, _NOBODYS),
    "web.users.rotate_key": Door(Right.MANAGE_USERS, _NOBODYS),
    "web.users.user": Door(Right.READ_USERS, _NOBODYS),
    "web.users.users": Door(Right.READ_USERS, _NOBODYS),
    "web.waiting.approve": Door(Right.APPROVE_MESSAGES),
    "web.waiting.cancel": Door(Right.APPROVE_MESSAGES),
    "web.waiting.refuse": Door(Right.APPROVE_MESSAGES),
    "web.waiting.requeue": Door(Right.APPROVE_MESSAGES),
    "web.waiting.resolve": Door(Right.APPROVE_MESSAGES),
    "web.waiting.stuck": Door(Right.READ_SCENARIOS),
    "web.waiting.waiting": Door(Right.READ_SCENARIOS),
    "web.waiting.waiting_letter": Door(Right.READ_SCENARIOS),
    "web.week.week": Door(Right.READ_PORTFOLIO),
}


def door_name(endpoint: Any) -> str:
    """`api.customers.score`, of the function that answers."""
    module = endpoint.__module__.removeprefix("serving.").replace(".routes.", ".").replace(".pages.", ".")
    return f"{module}.{endpoint.__name__}"
