"""Who is tried beside the champion, as MLflow keeps it, and what a door sees of it."""

from pathlib import Path

import pytest

from scoring.default.model import DEFAULT
from scoring.gateway import Registry, UnknownVersion
from tests.training.default.companies import failing_model
from training.acts import Deed
from training.gateway import Record, Tracking


def test_a_challenger_serves_nobody_until_it_is_promoted(tmp_path: Path) -> None:
    """A registry that stays open sees each move, and reads versions that serve no more."""
    tracking, door = Tracking(tmp_path), Registry(tmp_path)
    model = failing_model()
    tracking.release(DEFAULT, model, figures={})
    assert (door.champion(DEFAULT).label, door.challenger(DEFAULT)) == ("default 1", None)
    held = door.champion(DEFAULT)
    assert door.champion(DEFAULT) is held
    number = tracking.record(DEFAULT, model, Record("2024-06-30", "", "", True, {}, {}))
    tracking.challenge(DEFAULT.name, number)
    tried = door.challenger(DEFAULT)
    assert tried is not None
    assert (door.champion(DEFAULT).label, tried.label) == ("default 1", "default 2")
    tracking.act(DEFAULT.name, deed=Deed.PROMOTE, to=number, who="Ana", at="", why="")
    assert (door.champion(DEFAULT).label, door.challenger(DEFAULT)) == ("default 2", None)
    assert door.version(DEFAULT, "default 1").label == "default 1"
    for label in ("default 9", "default", "lateness 1"):
        with pytest.raises(UnknownVersion, match="encours models list"):
            door.version(DEFAULT, label)


def test_one_that_was_declined_is_asked_no_more(tmp_path: Path) -> None:
    tracking, door = Tracking(tmp_path), Registry(tmp_path)
    model = failing_model()
    tracking.release(DEFAULT, model, figures={})
    number = tracking.record(DEFAULT, model, Record("2024-06-30", "", "", True, {}, {}))
    tracking.challenge(DEFAULT.name, number)
    act = tracking.act(DEFAULT.name, deed=Deed.DECLINE, to=number, who="Ana", at="", why="Worse.")
    assert (act.before, act.after) == (1, number)
    assert (door.champion(DEFAULT).label, door.challenger(DEFAULT)) == ("default 1", None)
