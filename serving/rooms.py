"""Routes kept by room: a request is not held against those of rooms it cannot be for."""

from fastapi import APIRouter
from starlette.routing import Match
from starlette.types import Scope


class Room(APIRouter):
    """A router that knows how the addresses of its routes begin.

    Without it each request is held against every route there is, of which there are some two hundred. `above`
    is the prefix under which the application includes it.
    """

    above = ""
    _heads: tuple[str, ...] = ()
    _counted = -1

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if self._counted != len(self.routes):
            self._heads = tuple({_head(self.above + one.path) for one in self.routes})  # type: ignore[attr-defined]
            self._counted = len(self.routes)
        path: str = scope["path"].removeprefix(scope.get("root_path", ""))
        if not path.startswith(self._heads):
            return Match.NONE, {}
        return super().matches(scope)


def _head(path: str) -> str:
    """What of an address never changes, up to its first parameter."""
    return path.partition("{")[0]
