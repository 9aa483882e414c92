"""A limit decision as it is kept: what it read and what it answered, and taken again from that."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from credit.limit.limit import LimitDecision, Question, decide
from credit.limit.policy import LimitPolicy
from credit.standing import Standing
from credit.stored import as_plain, value_from


def inputs_of(standing: Standing, question: Question, policy: LimitPolicy) -> dict[str, Any]:
    """Everything `decide` reads, ready for JSON."""
    read = {"standing": asdict(standing), "question": asdict(question), "policy": asdict(policy)}
    plain: dict[str, Any] = as_plain(read)
    return plain


def answer_of(decision: LimitDecision) -> dict[str, Any]:
    plain: dict[str, Any] = as_plain(asdict(decision))
    return plain


def replayed(inputs: Mapping[str, Any]) -> LimitDecision:
    """The decision taken again from what it read then, under the policy it was taken under."""
    return decide(
        value_from(Standing, inputs["standing"]),
        value_from(Question, inputs["question"]),
        value_from(LimitPolicy, inputs["policy"]),
    )
