"""Lines set aside, and lines accepted with a doubt."""

from typing import NamedTuple


class Rejection(NamedTuple):
    """A line we could not use, told so that its sender can mend it."""

    line: int
    why: str
    raw: str = ""


class Doubt(NamedTuple):
    """A line that was used although something on it is surprising.

    Doubts about one thing on many lines say the same of it in `about`, so that one of them can speak for all.
    """

    line: int
    why: str
    about: str
