"""What a running house tells whoever watches it: numbers of requests and of what waits, never of whom."""

import logging
from collections.abc import Iterator
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ledger.usecases import horizon
from messaging.usecases import counts
from serving import clock
from serving.doors import door_name
from serving.running.daily import JOB, STEPS
from serving.settings import metrics_are_shared
from store.jobs.repository import last_done
from store.session import Database

_LOG = logging.getLogger("encours.requests")
_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)

REQUESTS = Counter("encours_requests_total", "Requests answered.", ("door", "method", "status"))
SECONDS = Histogram("encours_request_seconds", "How long answers took.", ("door",), buckets=_SECONDS)


class Watch:
    """Counts and logs every request by the door it went through: no path, no name, no amount."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = perf_counter(), 500

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, told)
        finally:
            taken = perf_counter() - begun
            endpoint = scope.get("endpoint")
            door = door_name(endpoint) if endpoint is not None else "none"
            REQUESTS.labels(door, scope["method"], str(status)).inc()
            SECONDS.labels(door).observe(taken)
            more = {"door": door, "method": scope["method"], "status": status, "ms": round(1000 * taken, 1)}
            _LOG.info("request", extra=more)


class _Waiting(Collector):
    """What the database says when it is asked, the same from every process."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterator[Metric]:
        today = clock.today()
        with self._database.read() as session:
            found, last = counts(session), horizon(session)
            done = last_done(session, JOB, STEPS[-1].name)
        messages = GaugeMetricFamily(
            "encours_messages", "Messages by channel and state.", labels=("channel", "state")
        )
        for (channel, state), count in found.items():
            messages.add_metric((channel.value, state.value), count)
        yield messages
        for name, told, day in (
            ("encours_ledger_age_days", "Days since the last day of the ledger.", last),
            ("encours_daily_age_days", "Days since the daily job last ended.", done),
        ):
            if day is not None:
                yield GaugeMetricFamily(name, told, value=(today - day).days)


def told_now(database: Database) -> bytes:
    """Everything, in the text format of Prometheus."""
    registry = CollectorRegistry()
    if metrics_are_shared():
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REQUESTS)
        registry.register(SECONDS)
    registry.register(_Waiting(database))
    return generate_latest(registry)
