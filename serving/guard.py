"""Nobody comes in unknown: the door is shut by default, to paths that do not exist too."""

from urllib.parse import quote, urlsplit

from anyio.to_thread import run_sync
from fastapi import Request
from fastapi.security import APIKeyHeader, HTTPBearer
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from access.person import Person
from serving.api.problems import is_for_programs, problem
from serving.errors import EXIT_REFUSED, Answer
from serving.identity import Doorkeeper, presented, token_of

# What tells whether the house is up must answer to whoever watches it, and tells nothing else; and somebody
# must be able to sign in.
ENTRANCE = ("/login", "/login/code")
PUBLIC = frozenset(
    {
        *(("GET", "/health"), ("GET", "/ready")),
        *((method, path) for path in ENTRANCE for method in ("GET", "POST")),
    }
)
_PUBLIC_FOLDER = "/static/"
_SAFE = frozenset({"GET", "HEAD"})
_SAME = frozenset({"same-origin", "none"})

# For the description only: the guard has asked for the key long before a route is chosen.
KEY_HEADER = APIKeyHeader(name="X-API-Key", auto_error=False, description="The key of a program.")
BEARER = HTTPBearer(auto_error=False, description="The same key, as a bearer token.")

_NO_KEY = Answer(401, EXIT_REFUSED, "key-required", "An API key is required")
_ELSEWHERE = Answer(403, EXIT_REFUSED, "sent-from-elsewhere", "The form was sent from another site")
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="encours"'}


class Guard:
    """Stands before every route, present and future, and says who came in: `request.state.person`."""

    def __init__(self, app: ASGIApp, *, keeper: Doorkeeper) -> None:
        self._app, self._keeper = app, keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            refused = await self._refusal(scope)
            await (refused or self._app)(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Response | None:
        headers, path = Headers(scope=scope), scope["path"]
        scope.setdefault("state", {}).update(person=None, token="")
        if is_for_programs(path):
            return await self._by_key(scope, headers)
        if scope["method"] not in _SAFE and not _from_here(headers):
            told = "A form of Encours is sent from its own pages only. Open the page again and send it there."
            return problem(Request(scope), _ELSEWHERE, detail=told)
        return await self._by_cookie(scope, headers, path)

    async def _by_key(self, scope: Scope, headers: Headers) -> Response | None:
        if (scope["method"], scope["path"]) in PUBLIC:
            return None
        for key in presented(headers):
            person = self._keeper.remembered(key) or await run_sync(self._keeper.by_key, key)
            if person is not None:
                scope["state"]["person"] = person
                return None
        detail = "Send a key of this house in the header X-API-Key, or as Authorization: Bearer."
        return problem(Request(scope), _NO_KEY, detail=detail, headers=_CHALLENGE)

    async def _by_cookie(self, scope: Scope, headers: Headers, path: str) -> Response | None:
        token = token_of(headers, secure=scope.get("scheme") == "https")
        person: Person | None = await run_sync(self._keeper.by_token, token) if token else None
        if person is not None:
            scope["state"].update(person=person, token=token)
            return None
        if (scope["method"], path) in PUBLIC or path.startswith(_PUBLIC_FOLDER):
            return None
        there = quote(path, safe="/") if scope["method"] in _SAFE else "/"
        return RedirectResponse(f"/login?to={there}", status_code=303)


def _from_here(headers: Headers) -> bool:
    """Browsers say from which site a form comes, in one header or the other."""
    if headers.get("sec-fetch-site", "same-origin") not in _SAME:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")
