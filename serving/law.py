"""Which rules of law on deadlines are in force here."""

from dunning.deadlines.law import LawDeadlines
from dunning.law.deadlines import CodeLaw
from dunning.routes.policy import RecoveryPolicy
from serving.policies import policy_in_force
from serving.settings import Settings


def law_deadlines(where: Settings) -> LawDeadlines:
    """Rules of the codes, with those switched on that the recovery policy confirms. Raises PolicyRefused."""
    return code_law(policy_in_force(where, "recovery", RecoveryPolicy))


def code_law(policy: RecoveryPolicy) -> CodeLaw:
    return CodeLaw(confirmed=policy.confirmed, transport=policy.transport)
