"""A decision as it is kept: what it read and what it answered, as JSON, and read back to be taken again."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from credit.orders.check import decide
from credit.orders.order import Means, Order, OrderAnswer, Outcome, Rule, Way
from credit.orders.policy import OrderPolicy
from credit.standing import Granted, Standing
from credit.stored import as_plain, dated_from, standing_from


def inputs_of(standing: Standing, order: Order, policy: OrderPolicy, *, on: date) -> dict[str, Any]:
    """Everything `decide` reads, ready for JSON."""
    read = {"standing": asdict(standing), "order": asdict(order), "policy": asdict(policy), "on": on}
    plain: dict[str, Any] = as_plain(read)
    return plain


def answer_as_stored(answer: OrderAnswer) -> dict[str, Any]:
    plain: dict[str, Any] = as_plain(asdict(answer))
    return plain


def replayed(inputs: Mapping[str, Any]) -> OrderAnswer:
    """The decision taken again from what it read then, under the policy it was taken under."""
    return decide(
        standing_from(inputs["standing"]),
        Order(**inputs["order"]),
        _policy(inputs["policy"]),
        on=date.fromisoformat(inputs["on"]),
    )


def answer_from(stored: Mapping[str, Any]) -> OrderAnswer:
    ways = tuple(Way(Means(one["means"]), one["cents"]) for one in stored["ways"])
    told = {
        **stored,
        "outcome": Outcome(stored["outcome"]),
        "rule": Rule(stored["rule"]),
        "limit": dated_from(Granted, stored["limit"]),
        "ways": ways,
    }
    return OrderAnswer(**told)


def _policy(stored: Mapping[str, Any]) -> OrderPolicy:
    grades = {name: tuple(stored[name]) for name in ("prepay_grades", "approve_grades")}
    return OrderPolicy(**{**stored, **grades})
