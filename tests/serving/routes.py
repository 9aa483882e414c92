"""Every route of an application, included ones too."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from starlette.routing import BaseRoute, Route


def walk(routes: Iterable[BaseRoute], prefix: str = "") -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """Method, path and function of everything the application answers to, described or not."""
    for route in routes:
        if isinstance(route, Route):
            told = ((method, prefix + route.path, route.endpoint) for method in route.methods or ())
            yield from told
        else:
            # An included router. Anything else, such as mounted files, fails here and must be thought of.
            included: Any = route
            yield from walk(included.original_router.routes, included.include_context.prefix or prefix)
