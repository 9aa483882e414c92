"""Long lists in parts: the number of the last one told is where the next part begins."""

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from fastapi import Path, Query

from serving.api.schemas.common import NO_ZERO, Page

Found = TypeVar("Found")
Told = TypeVar("Told")

Number = Annotated[int, Path(ge=1, le=2**53, description="Its number.")]
After = Annotated[int, Query(ge=0, le=2**53, description="Those with a higher number only.")]
Most = Annotated[int, Query(ge=1, le=1000, description="How many at most.")]
OfCustomer = Annotated[
    str | None,
    Query(max_length=200, pattern=NO_ZERO, description="Of the customer with this code only."),
]


def part(
    found: Sequence[Found],
    number: Callable[[Found], int],
    told: Callable[[Found], Told],
    *,
    after: int,
    limit: int,
) -> Page[Told]:
    """The next of what was found, by number."""
    left = sorted((one for one in found if number(one) > after), key=number)
    shown = left[:limit]
    return Page(items=[told(one) for one in shown], next=number(shown[-1]) if len(left) > limit else None)
