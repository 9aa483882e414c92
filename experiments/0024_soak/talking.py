"""One client's connection: requests, and what came back, written down each time."""

import http.client
import importlib
import json
import time
from dataclasses import dataclass
from typing import Any

said = importlib.import_module("experiments.0024_soak.said")

PATIENCE_SECONDS = 30.0
PROBLEM = "application/problem+json"
_GOOD = range(200, 300)
_UNAVAILABLE = 503
_FIRST_WORDS = 200
_REQUESTS_A_LINE = 20  # a process that is begun anew is only found by new connections
_IDLE_SECONDS = 2.0  # a server may close a connection that rests for longer


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is what JSON told, or the text of a page; `status` is 0 or less where nothing came."""

    status: int
    body: Any
    begun: float

    @property
    def good(self) -> bool:
        return self.status in _GOOD

    @property
    def fate(self) -> Any:
        if self.good:
            return said.Fate.ACKNOWLEDGED
        refused = self.status // 100 == 4
        return said.Fate.REFUSED if refused else said.Fate.UNKNOWN


@dataclass
class Line:
    """A kept connection, opened again when it broke."""

    port: int
    headers: dict[str, str]
    book: Any
    _open: http.client.HTTPConnection | None = None
    _used: float = 0.0
    _asked: int = 0

    def ask(self, door: str, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        begun = time.monotonic()
        status, kind, retry, raw = self._exchanged(method, path, body, headers)
        told = "" if status in _GOOD else f"{kind}: {raw[:_FIRST_WORDS].decode(errors='replace')}"
        proper = _is_proper(status, kind, retry, page=not path.startswith("/v1"))
        self.book.add(said.Asked(door, status, begun, time.monotonic(), told, proper))
        return Answer(status, _read(kind, raw), begun)

    def _exchanged(
        self, method: str, path: str, body: Any, headers: dict[str, str]
    ) -> tuple[int, str, str | None, bytes]:
        sent = None if body is None else json.dumps(body).encode()
        named = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if sent is not None:
            named["Content-Type"] = "application/json"
        try:
            self._asked += 1
            if time.monotonic() - self._used > _IDLE_SECONDS or self._asked % _REQUESTS_A_LINE == 0:
                self.close()
            if self._open is None:
                self._open = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
            self._open.request(method, path, body=sent, headers=named)
            answer = self._open.getresponse()
            raw = answer.read()
        except TimeoutError:
            self.close()
            return said.HUNG, "", None, b"nothing came"
        except (OSError, http.client.HTTPException) as error:
            self.close()
            return said.LOST, "", None, type(error).__name__.encode()
        self._used = time.monotonic()
        kind = (answer.getheader("Content-Type") or "").partition(";")[0]
        return answer.status, kind, answer.getheader("Retry-After"), raw

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _read(kind: str, raw: bytes) -> Any:
    return json.loads(raw) if kind in ("application/json", PROBLEM) else raw.decode(errors="replace")


def _is_proper(status: int, kind: str, retry: str | None, *, page: bool) -> bool:
    if status in _GOOD or status <= 0:
        return True
    well = kind == ("text/html" if page else PROBLEM)
    return well and (status != _UNAVAILABLE or retry is not None)
