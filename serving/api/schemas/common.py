"""Parts that many schemas share: pages, texts, cents."""

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, Field

Item = TypeVar("Item")

# PostgreSQL keeps no zero character, and no text of ours holds one.
NO_ZERO = r"^[^\x00]*$"
Code = Annotated[str, Field(min_length=1, max_length=200, pattern=NO_ZERO)]
Note = Annotated[
    str, Field(max_length=2000, pattern=NO_ZERO, description="What whoever reads it later should know.")
]
Why = Annotated[
    str, Field(min_length=1, max_length=2000, pattern=NO_ZERO, description="For whoever reads it later.")
]
Cents = Annotated[int, Field(gt=0, lt=10**15)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", description="ISO 4217 code.")]


class Page(BaseModel, Generic[Item]):
    """A part of a list."""

    items: list[Item] = Field(description="At most as many as asked for.")
    next: int | None = Field(description="Ask again `after` this number; null at the end.")
