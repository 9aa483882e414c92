"""Values as they are kept with a decision, ready for JSON, and read back to be decided on again."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

V = TypeVar("V")


def as_plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): as_plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def value_from(kind: type[V], stored: Mapping[str, Any]) -> V:
    """The frozen value that `as_plain` made JSON of, read by the types of its fields."""
    hints = get_type_hints(kind)
    told = {one.name: _read(hints[one.name], stored[one.name]) for one in fields(kind)}  # type: ignore[arg-type]
    return kind(**told)


def _read(kind: Any, stored: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        if stored is None:
            return None
        (kind,) = [one for one in get_args(kind) if one is not type(None)]
        return _read(kind, stored)
    if origin is tuple:
        return _array(get_args(kind), stored)
    if origin is not None and issubclass(origin, Mapping):
        keys, values = get_args(kind)
        return {_read(keys, key): _read(values, one) for key, one in stored.items()}
    return _plain(kind, stored)


def _array(kinds: tuple[Any, ...], stored: Any) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_read(kinds[0], one) for one in stored)
    return tuple(_read(kind, one) for kind, one in zip(kinds, stored, strict=True))


def _plain(kind: Any, stored: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        return value_from(kind, stored)
    if kind is date:
        return date.fromisoformat(stored)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(stored)
    return float(stored) if kind is float else stored
