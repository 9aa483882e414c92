"""Nobody comes in without a key: the door is shut by default, to paths that do not exist too."""

from fastapi import Request
from fastapi.security import APIKeyHeader, HTTPBearer
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from serving.api.problems import problem
from serving.errors import EXIT_REFUSED, Answer
from serving.keys import KeyRing

# What tells whether the house is up must answer to whoever watches it, and tells nothing else.
PUBLIC = frozenset({("GET", "/health")})

# For the description only: the guard has asked for the key long before a route is chosen.
KEY_HEADER = APIKeyHeader(name="X-API-Key", auto_error=False, description="The key of `encours serve`.")
BEARER = HTTPBearer(auto_error=False, description="The same key, as a bearer token.")

_NO_KEY = Answer(401, EXIT_REFUSED, "key-required", "An API key is required")


class Guard:
    """Stands before every route, present and future."""

    def __init__(self, app: ASGIApp, *, ring: KeyRing) -> None:
        self._app = app
        self._ring = ring

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._lets_in(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await _refusal(Request(scope))(scope, receive, send)

    def _lets_in(self, scope: Scope) -> bool:
        if (scope.get("method"), scope["path"]) in PUBLIC:
            return True
        return any(self._ring.opens(key) for key in presented(Headers(scope=scope)))


def presented(headers: Headers) -> list[str]:
    """The keys a request carries, in either header."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    bearer = token.strip() if scheme.lower() == "bearer" else ""
    return [key for key in (headers.get("x-api-key", "").strip(), bearer) if key]


def _refusal(request: Request) -> Response:
    detail = "Send the key of this house in the header X-API-Key, or as Authorization: Bearer."
    return problem(request, _NO_KEY, detail=detail, headers={"WWW-Authenticate": 'Bearer realm="encours"'})
