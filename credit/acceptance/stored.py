"""A decision as it is kept: what it read and what it answered, as JSON, and taken again from that."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from credit.acceptance.acceptance import decide
from credit.acceptance.answer import Acceptance
from credit.acceptance.application import Application
from credit.acceptance.policy import AcceptancePolicy, Policies
from credit.limit.policy import LimitPolicy
from credit.stored import as_plain, value_from
from scoring.grades import GradePolicy


def inputs_of(application: Application, policies: Policies) -> dict[str, Any]:
    """Everything `decide` reads, ready for JSON."""
    read = {
        "application": asdict(application),
        "policy": asdict(policies.acceptance),
        "limits": asdict(policies.limits),
        "grades": asdict(policies.grades),
    }
    plain: dict[str, Any] = as_plain(read)
    return plain


def answer_as_stored(answer: Acceptance) -> dict[str, Any]:
    plain: dict[str, Any] = as_plain(asdict(answer))
    return plain


def replayed(inputs: Mapping[str, Any]) -> Acceptance:
    """The decision taken again from what it read then, under the policies it was taken under."""
    policies = Policies(
        value_from(AcceptancePolicy, inputs["policy"]),
        value_from(LimitPolicy, inputs["limits"]),
        value_from(GradePolicy, inputs["grades"]),
    )
    return decide(value_from(Application, inputs["application"]), policies)


def answer_from(stored: Mapping[str, Any]) -> Acceptance:
    return value_from(Acceptance, stored)
