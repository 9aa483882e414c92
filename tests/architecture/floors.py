"""The floors as pyproject.toml tells them."""

import re
from collections.abc import Collection, Iterator
from typing import Any


def strangers(packages: Collection[str], settings: dict[str, Any]) -> Iterator[str]:
    """Packages that import-linter would not look at, or that stand on no floor."""
    linter = settings["tool"]["importlinter"]
    for package in sorted(set(packages) - set(linter["root_packages"])):
        yield f"{package}/ is not in root_packages of import-linter, so that it escapes every contract."
    for package in sorted(set(packages) - floors(settings)):
        yield f"{package}/ stands on no floor: add it to the layers of import-linter."


def floors(settings: dict[str, Any]) -> set[str]:
    """Every package named in a layers contract; `(credit)` and `a | b` are how import-linter writes them."""
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = [layer for contract in contracts if contract["type"] == "layers" for layer in contract["layers"]]
    return {name for layer in layers for name in re.findall(r"[a-z_.]+", layer)}
