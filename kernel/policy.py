"""What a company chooses, as a file it can read: TOML into a frozen value, strictly.

A policy is a frozen dataclass whose fields are the keys of its file; a nested dataclass is a table, a tuple
an array, a mapping a table whose keys are free. What a value may be beyond its type, its own `__post_init__`
says by raising ValueError with a sentence.
"""

import tomllib
import types
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

P = TypeVar("P")

_MARK = 12  # digits, enough that no two policies of one company share it
_NAMES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", date: "a day"}


class PolicyRefused(ValueError):
    """A policy file cannot be used, told so that its reader can mend it."""


def policy_from(text: str, kind: type[P], *, name: str) -> P:
    """The policy a file holds; `name` is how its reader calls the file. Raises PolicyRefused.

    None may be unknown, and every key must be there but those whose absence says it: nobody, nothing, none,
    which the value has as its default. A policy never falls back on a figure nobody can read.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyRefused(f"{name} is not TOML: {error}.") from error
    made: P = _table(told, kind, at=(), name=name)
    return made


def marked(policy: Any) -> str:
    """How a decision names its policy: by the version, and by what tells its figures from others."""
    figures = repr(_ordered(asdict(policy)))
    return f"{policy.version} {sha256(figures.encode()).hexdigest()[:_MARK]}"


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return [(key, _ordered(value[key])) for key in sorted(value)]
    return [_ordered(one) for one in value] if isinstance(value, list | tuple) else value


def _table(told: Mapping[str, Any], kind: type[Any], *, at: tuple[str, ...], name: str) -> Any:
    wanted = [field.name for field in fields(kind)]
    needed = [field.name for field in fields(kind) if field.default is MISSING]
    unknown = [key for key in told if key not in wanted]
    if unknown:
        known = ", ".join(wanted)
        raise PolicyRefused(f"{name}: {_place(at, unknown[0])} is not known. Known here: {known}.")
    missing = [key for key in needed if key not in told]
    if missing:
        raise PolicyRefused(f"{name}: {_place(at, missing[0])} is missing. Write it, as in the shipped file.")
    hints = get_type_hints(kind)
    values = {key: _value(told[key], hints[key], at=(*at, key), name=name) for key in wanted if key in told}
    try:
        return kind(**values)
    except PolicyRefused:
        raise
    except ValueError as error:
        where = f" [{'.'.join(at)}]" if at else ""
        raise PolicyRefused(f"{name}{where}: {error}") from error


def _value(told: Any, kind: Any, *, at: tuple[str, ...], name: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        (kind,) = [one for one in get_args(kind) if one is not type(None)]
        return _value(told, kind, at=at, name=name)
    if origin is tuple:
        return _array(told, get_args(kind)[0], at=at, name=name)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(told, *get_args(kind), at=at, name=name)
    if is_dataclass(kind) and isinstance(kind, type):
        if not isinstance(told, dict):
            raise PolicyRefused(f"{name}: {_place(at)} must be a table.")
        return _table(told, kind, at=at, name=name)
    return _plain(told, kind, at=at, name=name)


def _array(told: Any, kind: Any, *, at: tuple[str, ...], name: str) -> Any:
    if not isinstance(told, list):
        raise PolicyRefused(f"{name}: {_place(at)} must be an array, such as [1, 2].")
    return tuple(_value(one, kind, at=(*at, str(n)), name=name) for n, one in enumerate(told, start=1))


def _mapping(told: Any, keys: Any, kind: Any, *, at: tuple[str, ...], name: str) -> Any:
    if not isinstance(told, dict):
        raise PolicyRefused(f"{name}: {_place(at)} must be a table.")
    return {
        _plain(key, keys, at=(*at, key), name=name): _value(one, kind, at=(*at, key), name=name)
        for key, one in told.items()
    }


def _plain(told: Any, kind: Any, *, at: tuple[str, ...], name: str) -> Any:
    if isinstance(kind, type) and issubclass(kind, Enum):
        try:
            return kind(told)
        except ValueError as error:
            known = ", ".join(str(one.value) for one in kind)
            raise PolicyRefused(f"{name}: {_place(at)} is “{told}”. Write one of {known}.") from error
    if kind is float and isinstance(told, int) and not isinstance(told, bool):
        return float(told)
    if type(told) is not kind:
        raise PolicyRefused(f"{name}: {_place(at)} is “{told}”; it must be {_NAMES[kind]}.")
    return told


def _place(at: tuple[str, ...], key: str | None = None) -> str:
    return ".".join((*at, key) if key is not None else at)
