"""What has not changed is not sent again: a weak mark of each answer to a reading program."""

from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OK, _NOT_MODIFIED = 200, 304
_MARK = 32  # characters of the hash


class Tagged:
    """Marks what `GET /v1/…` answers in JSON, and answers 304 to whoever has it already."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"].startswith("/v1/"):
            send = _Marking(Headers(scope=scope).get("if-none-match", ""), send)
        await self._app(scope, receive, send)


class _Marking:
    """Holds the beginning of an answer back until its body is known, which comes in one piece."""

    def __init__(self, known: str, send: Send) -> None:
        self._known, self._send = known, send
        self._held: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_marked(message):
            self._held = message
        elif self._held is not None and message["type"] == "http.response.body":
            await self._let_go(self._held, message)
        else:
            await self._send(message)

    async def _let_go(self, start: Message, body: Message) -> None:
        self._held = None
        if not body.get("more_body", False):
            mark = f'W/"{sha256(body.get("body", b"")).hexdigest()[:_MARK]}"'
            headers = MutableHeaders(raw=list(start["headers"]))
            headers["ETag"] = mark
            headers["Cache-Control"] = "private, no-cache"
            if _knows(self._known, mark):
                del headers["content-length"], headers["content-type"]
                start, body = {**start, "status": _NOT_MODIFIED}, {**body, "body": b""}
            start = {**start, "headers": headers.raw}
        await self._send(start)
        await self._send(body)


def _is_marked(start: Message) -> bool:
    told = Headers(raw=list(start["headers"])).get("content-type", "")
    return start["status"] == _OK and told.startswith("application/json")


def _knows(known: str, mark: str) -> bool:
    marks = {one.strip().removeprefix("W/") for one in known.split(",")}
    return known.strip() == "*" or mark.removeprefix("W/") in marks
