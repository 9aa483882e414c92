"""Values as they are kept with a decision, ready for JSON, and read back to be decided on again."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from credit.standing import Accounts, Covered, Granted, Scored, Standing


def standing_from(stored: Mapping[str, Any]) -> Standing:
    told = {
        **_days(Standing, stored),
        "sales_by_month": tuple(stored["sales_by_month"]),
        "scored": dated_from(Scored, stored["scored"]),
        "accounts": dated_from(Accounts, stored["accounts"]),
        "limit": dated_from(Granted, stored["limit"]),
        "covers": tuple(dated_from(Covered, one) for one in stored["covers"]),
    }
    return Standing(**told)


def dated_from(kind: type[Any], stored: Mapping[str, Any] | None) -> Any:
    return None if stored is None else kind(**_days(kind, stored))


def _days(kind: type[Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that are days, read as such."""
    days = {one.name for one in fields(kind) if one.type in {date, date | None}}
    return {
        name: date.fromisoformat(value) if name in days and value is not None else value
        for name, value in stored.items()
    }


def as_plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): as_plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
