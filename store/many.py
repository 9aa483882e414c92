"""Statements about many facts at once: databases limit how many values one may be given beside it."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import bindparam

_AT_A_TIME = 10_000
One = TypeVar("One")


def listed(ids: Any) -> Any:
    """Numbers for `in_`, written into the statement itself. Raises ValueError for what is no number."""
    return bindparam(None, sorted(int(one) for one in ids), expanding=True, literal_execute=True)


def in_parts(values: Sequence[One]) -> Iterator[Sequence[One]]:
    """As many values at a time as any statement may be given; nothing where there is none."""
    for first in range(0, len(values), _AT_A_TIME):
        yield values[first : first + _AT_A_TIME]
