"""Whether the house is open."""

from fastapi import APIRouter

from serving.api.deps import Read
from serving.api.problems import documented
from serving.api.schemas.health import Health
from serving.version import installed_version

router = APIRouter(tags=["health"])


@router.get("/health", responses=documented(500, 503))
def health(session: Read) -> Health:
    """Say whether the database answers. Needs no key and tells nothing else."""
    session.connection()
    return Health(status="ok", version=installed_version())
