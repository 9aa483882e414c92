"""The house as text: its modules read, never imported, so that no rule depends on what runs."""

import ast
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

# Outside the floors: they import the house and nothing imports them.
OUTSIDE = frozenset({"tests", "migrations", "experiments", "notebooks", "docs", "scripts"})


@dataclass(frozen=True, slots=True)
class Module:
    """One source file, by its path from the root of the repository."""

    path: str
    source: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.source, filename=self.path)

    @property
    def name(self) -> str:
        """The dotted name one imports it by."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def package(self) -> str:
        return self.path.split("/")[0]

    @property
    def stem(self) -> str:
        return self.path.rsplit("/")[-1].removesuffix(".py")


def packages() -> frozenset[str]:
    """Every top-level package of the house."""
    return frozenset(path.parent.name for path in ROOT.glob("*/__init__.py")) - OUTSIDE


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the house, `__init__.py` included."""
    return tuple(
        Module(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for package in sorted(packages())
        for path in sorted((ROOT / package).rglob("*.py"))
    )


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
