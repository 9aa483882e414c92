"""Values read strictly from the details of an act: what is not exactly as it should be raises ValueError."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

Details = Mapping[str, Any]


class Claim(NamedTuple):
    """So many cents of an invoice, always above zero."""

    invoice_id: int
    cents: int


def cents_in(details: Details, name: str) -> int:
    """Cents above zero."""
    return _whole(details.get(name), name, least=1)


def count_in(details: Details, name: str) -> int:
    return _whole(details.get(name), name, least=0)


def whole_in(details: Details, name: str) -> int:
    """Cents of either sign."""
    return _whole(details.get(name), name, least=None)


def day_in(details: Details, name: str) -> date:
    value = details.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{name} is not a day")
    return date.fromisoformat(value)


def day_or_never_in(details: Details, name: str) -> date | None:
    """None only where None was written; a name that is missing is not an answer."""
    if name not in details:
        raise ValueError(f"{name} is missing")
    return None if details[name] is None else day_in(details, name)


def text_in(details: Details, name: str) -> str:
    value = details.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{name} is not a text")
    return value


def choice_in(details: Details, name: str, choices: Iterable[str]) -> str:
    value = text_in(details, name)
    if value not in tuple(choices):
        raise ValueError(f"{name} is not one of those we know")
    return value


def truth_in(details: Details, name: str) -> bool:
    value = details.get(name)
    if not isinstance(value, bool):
        raise ValueError(f"{name} is neither true nor false")
    return value


def claims_in(details: Details, name: str = "items") -> tuple[Claim, ...]:
    """At least one invoice, none twice, each with its cents."""
    claims = tuple(
        Claim(_whole(one.get("invoice_id"), "invoice_id", least=1), cents_in(one, "cents"))
        for one in rows_in(details, name)
    )
    if not claims or len({one.invoice_id for one in claims}) != len(claims):
        raise ValueError(f"{name} names no invoice, or one twice")
    return claims


def invoices_in(details: Details, name: str = "invoices") -> tuple[int, ...]:
    """Identifiers of invoices; none of them means the customer as a whole."""
    listed = details.get(name)
    if not isinstance(listed, list):
        raise ValueError(f"{name} is not a list")
    return tuple(_whole(one, name, least=1) for one in listed)


def rows_in(details: Details, name: str) -> list[dict[str, Any]]:
    listed = details.get(name)
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise ValueError(f"{name} is not a list of values")
    return listed


def claims_as_json(claims: Iterable[Claim]) -> list[dict[str, int]]:
    return [{"invoice_id": one.invoice_id, "cents": one.cents} for one in claims]


def _whole(value: Any, name: str, *, least: int | None) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or (least is not None and value < least):
        raise ValueError(f"{name} is not a whole number that can be used")
    return value
