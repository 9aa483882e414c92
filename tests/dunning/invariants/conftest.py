"""These rules hold on both databases; PostgreSQL's turn is slow, but for what only it can show."""

import pytest

from tests.databases import KINDS, Databases

_EACH = [pytest.param(kind, marks=[] if kind == "sqlite" else [pytest.mark.slow]) for kind in KINDS]


@pytest.fixture(params=_EACH)
def database_url(request: pytest.FixtureRequest, servers: Databases) -> str:
    """The address of an empty database, on SQLite and on PostgreSQL in turn."""
    return servers.new(request.param)
