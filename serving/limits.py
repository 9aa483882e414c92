"""How much is taken from whom: the size of a body, and how many requests a minute."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.person import Person
from serving.api.problems import is_for_programs, problem
from serving.errors import EXIT_REFUSED, Answer

_TOO_LARGE = Answer(413, EXIT_REFUSED, "too-large", "The body is too large")
_TOO_MANY = Answer(429, EXIT_REFUSED, "too-many-requests", "Too many requests")
_A_MEGABYTE = 1_000_000
_OF_A_REQUEST = 2 * _A_MEGABYTE
_UPLOADS = ("/import", "/v1/imports")
_MOST_KEPT = 10_000


class Limits:
    """Stands behind the guard: what strangers send is refused before it is counted."""

    def __init__(self, app: ASGIApp, *, per_minute: int, upload_megabytes: int) -> None:
        self._app = app
        self._rate = Rate(per_minute)
        self._upload = upload_megabytes * _A_MEGABYTE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        person: Person | None = scope.get("state", {}).get("person")
        wait = 0.0
        if person is not None and is_for_programs(scope["path"]):
            wait = self._rate.wait(person.name, monotonic())
        if wait > 0:
            told = f"This key may ask {self._rate.per_minute} times a minute. Wait, and ask less often."
            headers = {"Retry-After": str(int(wait) + 1)}
            await problem(Request(scope), _TOO_MANY, detail=told, headers=headers)(scope, receive, send)
            return
        await self._bounded(scope, receive, send)

    async def _bounded(self, scope: Scope, receive: Receive, send: Send) -> None:
        most = self._upload if scope["path"].startswith(_UPLOADS) else _OF_A_REQUEST
        detail = f"At most {most // _A_MEGABYTE} MB are taken here. Send less, or in parts."
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise HTTPException(413, detail)
            return message

        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) <= most:
            await self._app(scope, counted, send)
        else:
            await problem(Request(scope), _TOO_LARGE, detail=detail)(scope, receive, send)


@dataclass(slots=True)
class Rate:
    """So many a minute for each name, a burst of a minute's worth at once; in this process."""

    per_minute: int
    _kept: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def wait(self, name: str, now: float) -> float:
        """Seconds to wait before the next is taken; 0 when it is taken now."""
        if self.per_minute <= 0:
            return 0.0
        each = 60.0 / self.per_minute
        with self._lock:
            left, since = self._kept.pop(name, (float(self.per_minute), now))
            left = min(float(self.per_minute), left + (now - since) / each)
            wait = 0.0 if left >= 1 else (1 - left) * each
            self._kept[name] = (left - 1 if wait == 0 else left, now)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return wait
