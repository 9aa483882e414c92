"""A decision as it is kept: what it read and what it answered, as JSON, and read back to be taken again."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from credit.orders.check import decide
from credit.orders.order import Means, Order, OrderAnswer, Outcome, Rule, Way
from credit.orders.policy import OrderPolicy
from credit.standing import Accounts, Covered, Granted, Scored, Standing


def inputs_of(standing: Standing, order: Order, policy: OrderPolicy, *, on: date) -> dict[str, Any]:
    """Everything `decide` reads, ready for JSON."""
    read = {"standing": asdict(standing), "order": asdict(order), "policy": asdict(policy), "on": on}
    plain: dict[str, Any] = _plain(read)
    return plain


def answer_as_stored(answer: OrderAnswer) -> dict[str, Any]:
    plain: dict[str, Any] = _plain(asdict(answer))
    return plain


def replayed(inputs: Mapping[str, Any]) -> OrderAnswer:
    """The decision taken again from what it read then, under the policy it was taken under."""
    return decide(
        _standing(inputs["standing"]),
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
        "limit": _dated(Granted, stored["limit"]),
        "ways": ways,
    }
    return OrderAnswer(**told)


def _standing(stored: Mapping[str, Any]) -> Standing:
    told = {
        **_days(Standing, stored),
        "sales_by_month": tuple(stored["sales_by_month"]),
        "scored": _dated(Scored, stored["scored"]),
        "accounts": _dated(Accounts, stored["accounts"]),
        "limit": _dated(Granted, stored["limit"]),
        "covers": tuple(_dated(Covered, one) for one in stored["covers"]),
    }
    return Standing(**told)


def _policy(stored: Mapping[str, Any]) -> OrderPolicy:
    grades = {name: tuple(stored[name]) for name in ("prepay_grades", "approve_grades")}
    return OrderPolicy(**{**stored, **grades})


def _dated(kind: type[Any], stored: Mapping[str, Any] | None) -> Any:
    return None if stored is None else kind(**_days(kind, stored))


def _days(kind: type[Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that are days, read as such."""
    days = {one.name for one in fields(kind) if one.type in {date, date | None}}
    return {
        name: date.fromisoformat(value) if name in days and value is not None else value
        for name, value in stored.items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
