"""Rules told as tables: each row is a case, each column an argument."""

from collections.abc import Callable
from typing import Any

import pytest


def rows(table: str) -> Callable[[Callable[..., Any]], Any]:
    """Run a test once for each row under the header, its cells as texts in the last arguments.

    Header words are for the reader: arguments are filled by position.
    """
    _, *lines = [line.strip() for line in table.strip().splitlines() if line.strip()]
    cases = [tuple(cell.strip() for cell in line.split("|")) for line in lines]

    def cases_of(test: Callable[..., Any]) -> Any:
        names = test.__code__.co_varnames[: test.__code__.co_argcount][-len(cases[0]) :]
        return pytest.mark.parametrize(names, cases, ids=[" ".join(case) for case in cases])(test)

    return cases_of
