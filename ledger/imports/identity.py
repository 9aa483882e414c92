"""Lines that name what they speak of, and lines that name it twice."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from ledger.files.rejection import Rejection
from ledger.imports.changes import Changes


class Named(NamedTuple):
    """How a source names a fact, and how to say it to a person."""

    source_id: str
    spoken: str


Line = TypeVar("Line", bound=tuple[Any, ...])


def told_once(
    lines: Sequence[Line], naming: Callable[[Line], Named | None], changes: Changes
) -> tuple[list[tuple[str, Line]], list[Line]]:
    """Lines by the name of their fact, and lines without one. Each line begins with its number.

    The first line of a name stays; one that repeats it says nothing new, any other is set aside.
    """
    first: dict[str, Line] = {}
    nameless: list[Line] = []
    for line in lines:
        name = naming(line)
        if name is None:
            nameless.append(line)
        elif (earlier := first.setdefault(name.source_id, line)) is line:
            continue
        elif earlier[1:] == line[1:]:
            changes.unchanged += 1
        else:
            why = f"{name.spoken} is on line {earlier[0]} with other values; that line was kept."
            changes.rejections.append(Rejection(line[0], why))
    return list(first.items()), nameless
