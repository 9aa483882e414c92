"""The HTTP door, put together: what programs ask, and what people look at."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI

from scoring.gateway import Registry
from serving.api.allowed import allowed
from serving.api.deps import House
from serving.api.description import describe_problems
from serving.api.etags import Tagged
from serving.api.problems import Foreseen, answer_problems, documented
from serving.api.routes import (
    actions,
    alerts,
    blocks,
    companies,
    covers,
    customers,
    decisions,
    disputes,
    events,
    forecast,
    grades,
    granting,
    health,
    imports,
    invoices,
    limits,
    messages,
    models,
    orders,
    outbox,
    plans,
    promises,
    prospects,
    provisions,
    relation,
    reports,
    scores,
    worklist,
)
from serving.guard import BEARER, KEY_HEADER, Guard
from serving.identity import Doorkeeper
from serving.keys import key_ring
from serving.limits import Limits
from serving.logs import log_lines
from serving.opening import open_house
from serving.settings import Settings, prepare, settings
from serving.tuning import answer_in_turn
from serving.version import installed_version
from serving.watching import Watch
from serving.web.opening import open_pages
from store.memory import Memory

_DESCRIPTION = """Scores, payment dates and today's queue, from the ledger a company already has.

Days are ISO 8601, money is whole cents with its currency, and every refusal is a problem (RFC 9457)."""


def create_app(where: Settings) -> FastAPI:
    """The application on an opened house. Raises what opening a database raises."""
    app = FastAPI(
        title="Encours",
        version=installed_version(),
        description=_DESCRIPTION,
        lifespan=_closing,
        dependencies=[Depends(allowed)],
        # The pages of documentation load their scripts from elsewhere, and a browser sends no key.
        docs_url=None,
        redoc_url=None,
        # Whoever watches the house asks /metrics; these would tell of bodies too, and cost each request.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    opened = House(open_house(where), Registry(where.home), where.language, where)
    opened.database.memory = Memory()
    app.state.house = opened
    app.include_router(health.router)
    _open_to_programs(app)
    open_pages(app)
    answer_problems(app)
    describe_problems(app, keys=(KEY_HEADER, BEARER))
    app.add_middleware(Tagged)
    # The last one added stands before the others.
    app.add_middleware(Limits, per_minute=where.rate_per_minute, upload_megabytes=where.upload_megabytes)
    app.add_middleware(Guard, keeper=Doorkeeper(opened.database, key_ring(where)))
    app.add_middleware(Foreseen)  # the guard asks the database too
    app.add_middleware(Watch)
    return app


def from_environment() -> FastAPI:
    """The application of a process that a server started by itself."""
    prepare()
    where = settings()
    log_lines(everything=where.log_everything)
    made = create_app(where)
    answer_in_turn()
    return made


_PREFIX = "/v1"
_BEHIND_THE_KEY = (
    actions,
    alerts,
    blocks,
    companies,
    covers,
    customers,
    decisions,
    disputes,
    events,
    forecast,
    grades,
    granting,
    imports,
    invoices,
    limits,
    messages,
    outbox,
    models,
    orders,
    plans,
    promises,
    prospects,
    provisions,
    relation,
    reports,
    scores,
    worklist,
)


def _open_to_programs(app: FastAPI) -> None:
    for module in _BEHIND_THE_KEY:
        module.router.above = _PREFIX
        app.include_router(
            module.router,
            prefix=_PREFIX,
            responses=documented(401, 403, 404, 409, 422, 500, 503),
        )


@asynccontextmanager
async def _closing(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.house.kept.close()
    app.state.house.database.close()
