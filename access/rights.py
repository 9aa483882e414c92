"""Which role may do what: the one table of the house. What stands in it for nobody, nobody may."""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Role(StrEnum):
    """A person may have several; a key has one."""

    ADMINISTRATOR = "administrator"
    CREDIT_MANAGER = "credit_manager"
    COLLECTOR = "collector"
    SALES = "sales"  # sees the customers it looks after, and no other
    ACCOUNTANT = "accountant"
    AUDITOR = "auditor"  # reads everything, changes nothing
    SERVICE = "service"  # another program


class Right(StrEnum):
    """What a door may ask for."""

    READ_CUSTOMERS = "read_customers"  # scores, limits, open items, history of a customer
    READ_QUEUE = "read_queue"
    READ_PORTFOLIO = "read_portfolio"  # sums over all customers: ageing, forecast, provisions, alerts
    READ_SCENARIOS = "read_scenarios"
    READ_MODELS = "read_models"
    READ_USERS = "read_users"
    READ_AUDIT = "read_audit"
    ASK_PROSPECT = "ask_prospect"
    CHECK_ORDER = "check_order"
    ACT_ON_ALERTS = "act_on_alerts"
    RECORD_OUTCOME = "record_outcome"  # what came of a contact, promises, disputes, plans, blocks
    APPROVE_MESSAGES = "approve_messages"
    GRANT_LIMIT = "grant_limit"
    CONTEST_DECISION = "contest_decision"  # write down what somebody objects to an automatic one
    OVERRIDE_DECISION = "override_decision"  # a person's word against an automatic one, with its reason
    CHANGE_SCENARIOS = "change_scenarios"
    IMPORT = "import"
    TRAIN = "train"
    MANAGE_USERS = "manage_users"
    ERASE_PERSON = "erase_person"
    OWN_ACCOUNT = "own_account"  # one's own password and language


_READS = frozenset(right for right in Right if right.value.startswith("read_"))
_CHANGES = frozenset(Right) - _READS
_EVERYBODY = frozenset({Right.OWN_ACCOUNT})

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(
        {Right.READ_USERS, Right.READ_AUDIT, Right.READ_MODELS, Right.READ_SCENARIOS, Right.MANAGE_USERS}
    )
    | _EVERYBODY,
    Role.CREDIT_MANAGER: (_READS | _CHANGES) - {Right.MANAGE_USERS, Right.READ_USERS},
    Role.COLLECTOR: frozenset(
        {
            Right.READ_CUSTOMERS,
            Right.READ_QUEUE,
            Right.READ_PORTFOLIO,
            Right.READ_SCENARIOS,
            Right.RECORD_OUTCOME,
            Right.ACT_ON_ALERTS,
            Right.CHECK_ORDER,
            Right.CONTEST_DECISION,
        }
    )
    | _EVERYBODY,
    Role.SALES: frozenset(
        {Right.READ_CUSTOMERS, Right.ASK_PROSPECT, Right.CHECK_ORDER, Right.CONTEST_DECISION}
    )
    | _EVERYBODY,
    Role.ACCOUNTANT: frozenset(
        {Right.READ_CUSTOMERS, Right.READ_QUEUE, Right.READ_PORTFOLIO, Right.READ_SCENARIOS, Right.IMPORT}
    )
    | _EVERYBODY,
    Role.AUDITOR: _READS | _EVERYBODY,
    Role.SERVICE: frozenset(
        {
            Right.READ_CUSTOMERS,
            Right.READ_QUEUE,
            Right.READ_PORTFOLIO,
            Right.READ_SCENARIOS,
            Right.READ_MODELS,
            Right.ASK_PROSPECT,
            Right.CHECK_ORDER,
            Right.CONTEST_DECISION,
            Right.ACT_ON_ALERTS,
            Right.RECORD_OUTCOME,
            Right.IMPORT,
        }
    ),
}


def rights_of(roles: Collection[Role]) -> frozenset[Right]:
    """What any of the roles allows."""
    return frozenset().union(*(RIGHTS[role] for role in roles))
