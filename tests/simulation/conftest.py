"""One default world for all tests of a run."""

import pytest

from simulation.world import World, invent


@pytest.fixture(scope="session")
def default_world() -> World:
    return invent()
