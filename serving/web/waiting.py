"""Pages whose numbers take seconds: told at once where they are kept, and worked out aside where not."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from fastapi import Request
from starlette.responses import Response

from serving.api.deps import House
from serving.kept import Moved
from serving.web.rendering import page
from store.session import ReadSession

T = TypeVar("T")

_SECONDS = 0.05  # a page that waits for longer is not there at once
_AGAIN = 2


def kept(
    house: House,
    session: ReadSession,
    asked: tuple[Hashable, ...],
    work: Callable[[ReadSession], T],
    *,
    mark: Callable[[ReadSession], Hashable],
) -> T | None:
    """What `work` tells of the house as `mark` knows it, None while it is worked out.

    `asked` names the question with all that bears on the answer beside what `mark` knows of the database.
    """
    seen = mark(session)

    def found() -> T:
        with house.database.read() as reading:
            if mark(reading) != seen:
                raise Moved
            return work(reading)

    return house.kept.answer((*asked, seen), found, seconds=_SECONDS)


def wait_for_it(request: Request, title: str) -> Response:
    """A page that says so, and asks again by itself."""
    return page(request, "reckoning.html", title=title, seconds=_AGAIN, again=_address(request))


def _address(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path
