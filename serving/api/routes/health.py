"""Whether the house is open, and what there is to watch."""

from fastapi.responses import PlainTextResponse
from starlette.responses import Response

from serving.api.deps import OpenHouse, Read
from serving.api.problems import documented
from serving.api.schemas.health import Health
from serving.rooms import Room
from serving.version import installed_version
from serving.watching import told_now
from store.copying import revision_of

router = Room(tags=["health"])


@router.get("/health", responses=documented(500))
def health() -> Health:
    """Say that this process lives. Needs no key, asks no database."""
    return Health(status="ok", version=installed_version())


@router.get("/ready", responses=documented(500, 503))
def ready(session: Read) -> Health:
    """Say whether requests can be answered: the database is there, with tables of this version."""
    revision_of(session)
    return Health(status="ok", version=installed_version())


@router.get("/metrics", response_class=PlainTextResponse, responses=documented(401, 403, 500, 503))
def metrics(house: OpenHouse) -> Response:
    """Tell numbers in the text format of Prometheus: requests, messages, how old things are."""
    return Response(told_now(house.database), media_type="text/plain; version=0.0.4")
