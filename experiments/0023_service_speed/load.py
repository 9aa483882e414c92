"""Keeps connections busy with requests made beforehand, and tells how long each took, as its own process."""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

CONNECTIONS, WARMING_SECONDS = 8, 0.5


def main() -> None:
    """Reads a question from a file, and prints its figures as JSON."""
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    seconds = float(sys.argv[2])
    print(json.dumps(asyncio.run(loaded(asked, seconds))))


async def loaded(asked: dict[str, object], seconds: float) -> dict[str, float]:
    """Requests a second, latencies in ms, and the share of its time that this process worked."""
    where = urlsplit(str(asked["url"]))
    requests = _requests(asked, where.netloc)
    await _busy(where.hostname or "", where.port or 80, requests, WARMING_SECONDS)
    began, worked = time.perf_counter(), time.process_time()
    took = await _busy(where.hostname or "", where.port or 80, requests, seconds)
    elapsed, worked = time.perf_counter() - began, time.process_time() - worked
    took.sort()
    return {
        "per_second": len(took) / elapsed,
        "p50_ms": 1000 * took[len(took) // 2],
        "p99_ms": 1000 * took[min(int(0.99 * len(took)), len(took) - 1)],
        "loader_busy": worked / elapsed,
    }


def _requests(asked: dict[str, object], host: str) -> Sequence[bytes]:
    headers = "".join(f"{name}: {value}\r\n" for name, value in dict(asked["headers"]).items())  # type: ignore[call-overload]
    made = []
    for path, body in asked["requests"]:  # type: ignore[attr-defined]
        sent = body.encode()
        head = f"{'POST' if sent else 'GET'} {path} HTTP/1.1\r\nHost: {host}\r\n{headers}"
        kind = f"Content-Type: application/json\r\nContent-Length: {len(sent)}\r\n" if sent else ""
        made.append(f"{head}{kind}\r\n".encode() + sent)
    return made


async def _busy(host: str, port: int, requests: Sequence[bytes], seconds: float) -> list[float]:
    turn, until = count(), time.perf_counter() + seconds
    found = await asyncio.gather(
        *(_connection(host, port, requests, turn, until) for _ in range(CONNECTIONS))
    )
    return [took for one in found for took in one]


async def _connection(
    host: str, port: int, requests: Sequence[bytes], turn: "count[int]", until: float
) -> list[float]:
    reader, writer = await asyncio.open_connection(host, port)
    took = []
    while (began := time.perf_counter()) < until:
        writer.write(requests[next(turn) % len(requests)])
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            sys.exit(f"The server refused: {head.decode()} {await reader.read(500)!r}")
        await reader.readexactly(_length(head))
        took.append(time.perf_counter() - began)
    writer.close()
    return took


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    sys.exit(f"The server does not say how long its answer is: {head.decode()}")


if __name__ == "__main__":
    main()
