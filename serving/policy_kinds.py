"""Every policy a company chooses, and which of them are in force."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from credit.acceptance.policy import AcceptancePolicy
from credit.alerts.policy import AlertPolicy
from credit.cover.policy import CoverPolicy
from credit.limit.policy import LimitPolicy
from credit.orders.policy import OrderPolicy
from credit.provisions.policy import ProvisionPolicy
from dunning.charges.policy import PenaltyPolicy
from dunning.policy import DunningPolicy
from dunning.queue_policy import QueuePolicy
from dunning.routes.policy import RecoveryPolicy
from dunning.sender import SenderPolicy
from dunning.today.texts import QueueTexts
from forecast.policy import ForecastPolicy
from kernel.policy import marked, policy_from
from privacy.policy import RetentionPolicy
from scoring.grades import GradePolicy
from serving.policies import policy_file, policy_text
from serving.settings import Settings

KINDS: Mapping[str, type[Any]] = {
    "limit": LimitPolicy,
    "orders": OrderPolicy,
    "cover": CoverPolicy,
    "grades": GradePolicy,
    "provisions": ProvisionPolicy,
    "acceptance": AcceptancePolicy,
    "dunning": DunningPolicy,
    "queue": QueuePolicy,
    "queue_texts": QueueTexts,
    "sender": SenderPolicy,
    "penalties": PenaltyPolicy,
    "recovery": RecoveryPolicy,
    "forecast": ForecastPolicy,
    "alerts": AlertPolicy,
    "retention": RetentionPolicy,
}


class InForce(NamedTuple):
    """A policy by the mark that decisions name, version first, and the file it is read from."""

    name: str
    mark: str
    file: str


def policies_in_force(where: Settings) -> Iterator[InForce]:
    """Raises PolicyRefused at the first file that cannot be used."""
    for name, kind in KINDS.items():
        path = policy_file(where, name)
        made = policy_from(policy_text(path), kind, name=str(path))
        yield InForce(name, marked(made), str(path))
