"""A decision as it is kept: what it read and what it answered, as JSON, and taken again from that."""

import types
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from credit.acceptance.acceptance import decide
from credit.acceptance.answer import Acceptance
from credit.acceptance.application import Application
from credit.acceptance.policy import AcceptancePolicy, Policies
from credit.limit.policy import LimitPolicy
from credit.stored import as_plain
from scoring.grades import GradePolicy

V = TypeVar("V")


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


def value_from(kind: type[V], stored: Mapping[str, Any]) -> V:
    """The frozen value that was kept as plain JSON."""
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
