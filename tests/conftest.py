"""Fixtures that every room may use."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from store.session import Database, open_database
from tests.databases import KINDS, Databases, databases

# The quick tests draw the same cases on every machine, so that a change alone can turn them red;
# `make test-all` wanders further each time.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("wandering", deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def servers() -> Iterator[Databases]:
    with databases() as hands:
        yield hands


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, servers: Databases) -> str:
    """The address of an empty database, on SQLite and on PostgreSQL in turn."""
    return servers.new(request.param)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database with its schema, on SQLite and on PostgreSQL in turn."""
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(servers: Databases) -> Iterator[Database]:
    """An open SQLite database, where the rule under test does not depend on the kind."""
    opened = open_database(servers.new("sqlite"))
    yield opened
    opened.close()
