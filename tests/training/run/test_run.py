"""A run from a recipe to a version in service, through a real MLflow on SQLite."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from mlflow.entities import ViewType

from scoring.gateway import CHAMPION, quiet_client
from store.session import open_database
from tests.training.run.subjects import AS_OF, BowlSubject, Dish, bowls
from training.acts import Act, Deed, before_last
from training.gateway import ChampionMoved, Record, Tracking
from training.lateness.fitting import TooLittleHistory
from training.run.report import TITLES
from training.run.usecases import Order, RunReport, run

_ROOT = Path(__file__).parents[3]
AT = datetime(2024, 7, 1, 20, tzinfo=UTC)


def _silent(_part: str, _done: int, _of: int) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One registry for all tests here: making one takes seconds. Each test has a kind of its own."""
    return tmp_path_factory.mktemp("registry")


@pytest.fixture
def order(home: Path, servers: Any) -> Order:
    url = servers.new("sqlite")
    open_database(url).close()
    return Order(home, url, "Ana", date(2024, 7, 1), AT)


@pytest.fixture
def subject(request: pytest.FixtureRequest) -> BowlSubject:
    return BowlSubject(kind=bowls(request.node.name.split("[")[0][:60]))


Ran = Callable[..., RunReport]


@pytest.fixture
def ran(order: Order) -> Ran:
    def call(subject: BowlSubject, **changes: Any) -> RunReport:
        return run(subject, replace(order, **changes), progress=_silent)

    return call


def _run_of(home: Path, subject: BowlSubject) -> Any:
    client = quiet_client(home)
    experiment = client.get_experiment_by_name(subject.kind.name)
    assert experiment is not None
    return client.search_runs([experiment.experiment_id], run_view_type=ViewType.ALL)


def test_the_first_model_is_put_in_service_with_all_its_papers(
    subject: BowlSubject, ran: Ran, home: Path, tmp_path: Path
) -> None:
    report = ran(subject)
    assert report.promoted
    assert (report.model, report.replaced) == (f"{subject.kind.name} 1", None)
    (told,) = _run_of(home, subject)
    assert told.data.params == {"depth": "0.8", "leaves": "16", "as_of": AS_OF.isoformat()}
    assert told.data.tags["data_fingerprint"] == subject.fingerprint
    assert told.data.metrics["spoons"] == 3.0
    kept = Path(quiet_client(home).download_artifacts(told.info.run_id, "", str(tmp_path)))
    paper = (kept / "validation_report.md").read_text(encoding="utf-8")
    assert all(f"## {number}. {title}" in paper for number, title in enumerate(TITLES, start=1))
    assert "optuna" in json.loads((kept / "environment.json").read_text(encoding="utf-8"))
    assert "lightgbm==" in (kept / "requirements.txt").read_text(encoding="utf-8")
    assert (kept / "model_card.md").exists()
    pictures = sorted(path.name for path in (kept / "pictures").iterdir())
    assert pictures == ["families.png", "gain_1.png", "reliability_1.png"]
    assert all((kept / "pictures" / name).read_bytes().startswith(b"\x89PNG") for name in pictures)


@pytest.mark.parametrize("number", [8, *(pytest.param(number, marks=pytest.mark.slow) for number in (1, 11))])
def test_a_section_that_nobody_could_fill_keeps_a_model_out(
    subject: BowlSubject, ran: Ran, number: int
) -> None:
    subject.told = {place: [] if place == number else ["Told."] for place in range(1, 13)}
    report = ran(subject)
    assert not report.promoted
    assert TITLES[number - 1] in report.why[0].english


def test_a_better_recipe_takes_the_place_and_a_worse_one_does_not(
    subject: BowlSubject, ran: Ran, home: Path
) -> None:
    ran(subject)
    worse = ran(replace(subject, standard=Dish(0.9), fingerprint="a" * 64))
    better = ran(replace(subject, standard=Dish(0.4), fingerprint="b" * 64))
    name = subject.kind.name
    assert (worse.promoted, better.promoted) == (False, True)
    assert "not clearly better" in worse.why[0].english
    assert (better.replaced, better.replaced_as_of) == (f"{name} 1", AS_OF.isoformat())
    tracking = Tracking(home)
    assert [one.champion for one in tracking.versions(name)] == [True, False, False]
    assert tracking.version(name, 2).decided["fr"] == " ".join(one.french for one in worse.why)
    acts = tracking.acts(name)
    assert [(act.who, act.before, act.after) for act in acts] == [("Ana", None, 1), ("Ana", 1, 3)]
    assert acts[-1].why == better.why[0].english


def test_later_facts_refresh_a_champion_and_the_same_facts_do_not(subject: BowlSubject, ran: Ran) -> None:
    ran(subject)
    again = ran(subject)
    later = ran(replace(subject, fingerprint="a" * 64))
    assert (again.promoted, later.promoted) == (False, True)
    assert "the same facts" in again.why[0].english
    assert "on later facts" in later.why[0].english


class _Young(BowlSubject):
    """Too little history to rehearse on."""

    def rehearse(self, recipe: Dish, *, progress: Any) -> Any:
        raise TooLittleHistory("Two bowls are no history.")


def test_a_first_model_serves_unjudged_and_says_so_and_a_second_does_not_take_its_place(
    subject: BowlSubject, ran: Ran, home: Path
) -> None:
    young = _Young(kind=subject.kind)
    first, second = ran(young), ran(replace(young, fingerprint="a" * 64))
    assert (first.promoted, second.promoted) == (True, False)
    assert "serves unjudged: nothing was spilt" in first.why[0].english
    assert "it does not take the place" in second.why[0].english
    assert first.as_json()["glazed"] is True
    assert first.said[0].french == "Il tient l'eau."
    version = Tracking(home).version(subject.kind.name, 1)
    assert version.complete
    paper = Tracking(home).text(version, "validation_report.md")
    assert "**Décision.** C'est le premier" in paper
    assert "Nothing could be measured: nothing was spilt." in paper
    assert ran(replace(subject, fingerprint="b" * 64)).promoted  # history has grown: the same recipe, judged


def test_a_champion_that_nobody_can_run_gives_way(subject: BowlSubject, ran: Ran, home: Path) -> None:
    ran(subject)
    label = f"{subject.kind.name} 1"
    report = ran(replace(subject, standard=Dish(0.9), outdated=frozenset({label})))
    assert report.promoted
    paper = Tracking(home).text(Tracking(home).version(subject.kind.name, 2), "validation_report.md")
    assert f"{label} reads a feature that this version no longer computes" in paper


def test_a_search_chooses_and_says_what_the_smaller_model_gives_up(
    subject: BowlSubject, ran: Ran, home: Path
) -> None:
    report = ran(subject, trials=10)
    assert report.choice is not None
    assert report.choice.loss < 0.46
    (told,) = _run_of(home, subject)
    assert told.data.metrics["given_up_by_size"] == pytest.approx(report.choice.given_up)
    assert float(told.data.params["depth"]) != subject.standard.depth
    version = Tracking(home).version(subject.kind.name, 1)
    assert len(json.loads(Tracking(home).text(version, "trials.json"))) == 10


def test_one_who_joins_a_search_makes_no_model(subject: BowlSubject, ran: Ran, home: Path) -> None:
    with pytest.raises(RuntimeError, match="plug"):
        ran(_Unplugged(kind=subject.kind), trials=3)
    joined = ran(subject, join=True, trials=5)
    assert (joined.model, Tracking(home).versions(subject.kind.name)) == (None, [])
    made = ran(subject, resume=True)
    assert made.promoted
    assert made.choice is not None
    assert made.choice.finished + made.choice.pruned == 5


class _Unplugged(BowlSubject):
    """Stops once its search is over."""

    def fit(self, recipe: Dish, *, progress: Any) -> Any:
        raise RuntimeError("Somebody pulled the plug.")


_KILLED = """
import os, sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from scoring.sealed import ModelKind
from tests.training.run.subjects import BowlSubject, bowls
from training.run.usecases import Order, run

def die(model):
    os.kill(os.getpid(), 9)

name, when, home, url = sys.argv[1:]
kind = bowls(name)

class Killed(BowlSubject):
    def rehearse(self, recipe, *, progress):
        die(None) if when == "rehearsing" else None
        return super().rehearse(recipe, progress=progress)

subject = Killed(kind=kind if when == "rehearsing" else replace(kind, files=die))
order = Order(Path(home), url, "Ana", date(2024, 7, 1), datetime(2024, 7, 1, tzinfo=UTC))
run(subject, order, progress=lambda part, done, of: None)
"""


@pytest.mark.slow
@pytest.mark.parametrize(("when", "left"), [("rehearsing", []), ("writing", ["KILLED"])])
def test_a_killed_run_leaves_no_version_and_at_worst_a_run_marked_killed(
    home: Path, order: Order, ran: Ran, when: str, left: list[str]
) -> None:
    subject = BowlSubject(kind=bowls(f"killed_{when}"))
    told = subprocess.run(
        [sys.executable, "-c", _KILLED, subject.kind.name, when, str(home), order.database_url],
        cwd=_ROOT,
        capture_output=True,
        check=False,
    )
    assert told.returncode == -9, told.stderr.decode()
    assert Tracking(home).versions(subject.kind.name) == []
    assert ran(subject).model == f"{subject.kind.name} 1"
    assert [one.info.status for one in _run_of(home, subject)] == ["FINISHED", *left]


def test_of_two_promotions_at_once_the_second_is_refused_whole(
    subject: BowlSubject, ran: Ran, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the alias moves nor a line is written when the log has grown meanwhile."""
    ran(subject)
    name = subject.kind.name
    tracking = Tracking(home)
    record = Record("2024-06-30", "f", "c", True, {}, {})
    second = tracking.record(subject.kind, subject.fit(Dish(0.1), progress=_silent), record)
    monkeypatch.setattr(tracking, "acts", lambda _name: [])
    with pytest.raises(ChampionMoved, match="somebody else"):
        tracking.act(name, deed=Deed.PROMOTE, to=second, who="Bo", at="", why="")
    monkeypatch.undo()
    assert quiet_client(home).get_model_version_by_alias(name, CHAMPION).version == 1
    assert len(tracking.acts(name)) == 1


@pytest.mark.parametrize(
    ("moves", "back"),
    [
        ([], None),
        ([(Deed.PROMOTE, 1)], None),
        ([(Deed.PROMOTE, 1), (Deed.PROMOTE, 2)], 1),
        ([(Deed.PROMOTE, 1), (Deed.PROMOTE, 2), (Deed.ROLL_BACK, 1)], None),
        ([(Deed.PROMOTE, 1), (Deed.PROMOTE, 2), (Deed.DECLINE, 3)], 1),
        ([(Deed.PROMOTE, 1), (Deed.PROMOTE, 2), (Deed.PROMOTE, 3), (Deed.ROLL_BACK, 2)], 1),
        ([(Deed.PROMOTE, 1), (Deed.PROMOTE, 2), (Deed.ROLL_BACK, 1), (Deed.PROMOTE, 3)], 1),
    ],
)
def test_going_back_follows_the_log_not_the_numbers(moves: list[tuple[Deed, int]], back: int | None) -> None:
    acts = [Act(place, deed, "Ana", "", "", None, to) for place, (deed, to) in enumerate(moves, start=1)]
    assert before_last(acts) == back
