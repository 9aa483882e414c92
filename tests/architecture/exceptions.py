"""Which exception classes the house defines, found without importing it."""

import ast
import builtins
from collections.abc import Iterable, Iterator

from tests.architecture.house import Module

_BUILTIN = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)


def exception_classes(modules: Iterable[Module]) -> set[str]:
    """Dotted names of the classes that descend from an exception, through other classes of the house too."""
    bases = {name: parents for module in modules for name, parents in _classes(module)}
    found: set[str] = set()
    known = set(_BUILTIN)
    while fresh := {name for name, parents in bases.items() if name not in found and parents & known}:
        found |= fresh
        known |= {name.rsplit(".", 1)[-1] for name in fresh}
    return found


def _classes(module: Module) -> Iterator[tuple[str, set[str]]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            yield f"{module.name}.{node.name}", {_last_word(base) for base in node.bases}


def _last_word(base: ast.expr) -> str:
    if isinstance(base, ast.Attribute):
        return base.attr
    return base.id if isinstance(base, ast.Name) else ""
