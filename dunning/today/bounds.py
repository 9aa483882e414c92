"""Who may still come first: rows of a bound, and whoever it bounds, the highest last; None comes first."""

from collections.abc import Sequence
from typing import Any, TypeVar

from dunning.today.work import Candidate

T = TypeVar("T")


def by_points(row: tuple[float | None, Any]) -> tuple[bool, float]:
    """Without a bound in the ranking they come after everybody, so they are looked at last."""
    return row[0] is not None, row[0] or 0.0


def may_count(rows: Sequence[tuple[float | None, Any]], last: Candidate | None) -> bool:
    """Whether any of the rows may stand before the last one admitted; None while there is room."""
    if not rows or last is None or last.factor is None:
        return bool(rows)
    most = rows[-1][0]
    return most is not None and most >= last.points


def taken(rows: list[tuple[float | None, T]], count: int, last: Candidate | None) -> list[T]:
    """Takes away up to so many of those who may, the highest first."""
    found: list[T] = []
    while len(found) < count and may_count(rows, last):
        found.append(rows.pop()[1])
    return found
