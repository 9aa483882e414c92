"""A decision as it is kept: what it read and what it answered, as JSON, and read back to be taken again."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from credit.orders.check import decide
from credit.orders.order import Order, OrderAnswer
from credit.orders.policy import OrderPolicy
from credit.standing import Standing
from credit.stored import as_plain, value_from


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
        value_from(Standing, inputs["standing"]),
        value_from(Order, inputs["order"]),
        value_from(OrderPolicy, inputs["policy"]),
        on=date.fromisoformat(inputs["on"]),
    )


def answer_from(stored: Mapping[str, Any]) -> OrderAnswer:
    return value_from(OrderAnswer, stored)
