"""Models on the command line: made, searched, listed, compared, put in service and taken back."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from serving.cli.main import run
from tests.serving.conftest import Encours
from training.lateness.recipe import Recipe


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with an invented company and two hasty models of two evenings."""
    home = tmp_path_factory.mktemp("models")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENCOURS_HOME", str(home))
        patch.setenv("ENCOURS_AUTHOR", "Ana")
        patch.setattr("training.usecases.Recipe", partial(Recipe, hazard_trees=5, head_trees=5))
        files = home / "files"
        for line in (
            ["simulate", "--customers", "20", "--months", "12", "--out", str(files)],
            ["import", "invoices", str(files / "invoices.csv")],
            ["train", "lateness"],
        ):
            assert run(line) == 0
        patch.setattr("training.usecases.Recipe", partial(Recipe, hazard_trees=4, head_trees=4))
        assert run(["train", "lateness"]) == 0
        yield home


@pytest.fixture
def house(made: Path, encours: Encours, monkeypatch: pytest.MonkeyPatch) -> Encours:
    monkeypatch.setenv("ENCOURS_HOME", str(made))
    monkeypatch.setenv("ENCOURS_AUTHOR", "Ana")
    return encours


def _in_service(house: Encours) -> str:
    (champion,) = [
        one["label"] for one in json.loads(house("models", "list", "--json").out) if one["champion"]
    ]
    return str(champion)


def test_the_list_says_which_serves_and_what_was_decided(house: Encours) -> None:
    told = json.loads(house("models", "list", "--json").out)
    assert [(one["label"], one["champion"], one["complete"]) for one in told] == [
        ("lateness 2", False, True),
        ("lateness 1", True, True),
    ]
    assert "not clearly better" in told[0]["decided"]["en"]
    assert "lateness 1" in house("models", "list").out


def test_a_list_reads_in_french(house: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCOURS_LANGUAGE", "fr")
    said = house("models", "list").out
    assert "en service" in said
    assert "complet" in said


def test_a_model_shows_its_report_and_the_log(house: Encours) -> None:
    said = house("models", "show", "lateness-1")
    assert "## 12. Open issues" in said.out
    assert "promoted: – → lateness 1, by Ana" in said.out
    told = json.loads(house("models", "show", "lateness 1", "--json").out)
    assert told["acts"][0]["who"] == "Ana"
    assert "Validation report" in told["report"]


def test_two_models_side_by_side(house: Encours) -> None:
    said = house("models", "compare", "lateness 1", "lateness 2")
    assert "paid_late.log_loss" in said.out
    assert "hazard_trees" in said.out
    first, second = json.loads(house("models", "compare", "lateness 1", "lateness 2", "--json").out)
    assert (first["parameters"]["head_trees"], second["parameters"]["head_trees"]) == ("5", "4")


def test_promotion_and_rollback_are_acts_with_a_name_and_a_reason(house: Encours) -> None:
    act = json.loads(house("models", "promote", "lateness 2", "--why", "A trial month.", "--json").out)
    assert (act["who"], act["why"], act["before"], act["after"]) == ("Ana", "A trial month.", 1, 2)
    assert _in_service(house) == "lateness 2"
    again = house("models", "promote", "lateness 2", "--why", "Again.")
    assert (again.code, "already" in again.err) == (2, True)
    back = house("models", "rollback", "--why", "The month is over.", "--author", "Bo")
    assert back.out == "lateness 1 is in service, in the place of lateness 2.\n"
    assert _in_service(house) == "lateness 1"
    nowhere = house("models", "rollback", "--why", "Further.")
    assert (nowhere.code, "nothing to go back to" in nowhere.err) == (2, True)
    log = json.loads(house("models", "show", "lateness 1", "--json").out)["acts"]
    assert [(act["deed"], act["who"], act["after"]) for act in log][-2:] == [
        ("promote", "Ana", 2),
        ("roll back", "Bo", 1),
    ]


def test_a_decline_moves_nothing_and_is_kept_with_its_reason(
    house: Encours, monkeypatch: pytest.MonkeyPatch
) -> None:
    serves = _in_service(house)
    said = house("models", "decline", "lateness 2", "--why", "Worse for small ones.")
    assert said.out == f"lateness 2 is declined. {serves} stays in service.\n"
    assert _in_service(house) == serves
    refused = house("models", "decline", serves, "--why", "Tired of it.")
    assert (refused.code, "is in service" in refused.err) == (2, True)
    monkeypatch.setenv("ENCOURS_LANGUAGE", "fr")
    assert "refus: lateness 2, par Ana. Worse for small ones." in house("models", "show", "lateness 2").out
    back = house("models", "rollback", "--why", "Further.")
    assert "nothing to go back to" in back.err, "a decline is nothing one could go back from"


def test_a_model_whose_features_are_gone_is_refused(house: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.run.lateness.subject.NAMES", ("n_paid",))
    said = house("models", "promote", "lateness 2", "--why", "Nostalgia.")
    assert said.code == 2
    assert "no longer computes" in said.err
    assert said.err.rstrip().endswith("encours train lateness.")
    assert _in_service(house) == "lateness 1"


def test_nobody_acts_unnamed(house: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENCOURS_AUTHOR")
    monkeypatch.delenv("USER", raising=False)
    said = house("models", "promote", "lateness 2", "--why", "Because.")
    assert (said.code, "Who acts?" in said.err) == (2, True)


@pytest.mark.parametrize("label", ["lateness 99", "default 1", "lateness", "", "lateness x"])
def test_a_label_nobody_has_is_one_sentence(house: Encours, label: str) -> None:
    said = house("models", "show", label)
    assert (said.code, said.out) == (3, "")
    assert said.err.splitlines()[-1].endswith("encours models list.")


def test_before_the_first_training_there_is_nothing_to_list(encours: Encours) -> None:
    """And asking makes no database: that would take seconds."""
    assert json.loads(encours("models", "list", "--json").out) == []
    assert "encours train lateness" in encours("models", "list").out
    assert encours("models", "rollback", "--why", "x", "--author", "Ana").code == 3


@pytest.mark.slow
def test_a_search_runs_and_ends(house: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.usecases.Recipe", partial(Recipe, hazard_trees=60, head_trees=40))
    monkeypatch.setattr("training.run.lateness.rows._FOLDS", 1)
    monkeypatch.setattr("training.run.lateness.rows._FOLD_DAYS", 40)
    said = house("train", "lateness", "--trials", "2", "--json")
    assert said.code == 0, said.err
    told = json.loads(said.out)
    assert told["choice"]["finished"] + told["choice"]["pruned"] == 2
    finished = house("train", "lateness", "--resume")
    assert (finished.code, "is finished and gave lateness 3" in finished.err) == (2, True)


def test_there_may_be_nothing_to_resume(house: Encours) -> None:
    said = house("train", "lateness", "--as-of", "2023-12-20", "--resume")
    assert (said.code, said.out) == (2, "")
    assert "no search" in said.err


@pytest.mark.slow
def test_a_watch_that_advises_it_trains_again(
    encours: Encours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One command for a schedule: look, train what no longer holds, and let the gate decide."""
    monkeypatch.setattr("training.usecases.Recipe", partial(Recipe, hazard_trees=10, head_trees=10))
    files = tmp_path / "company"
    assert encours("simulate", "--customers", "60", "--months", "26", "--out", files).code == 0
    assert encours("import", "invoices", files / "invoices.csv").code == 0
    assert encours("train", "lateness", "--as-of", "2024-06-30").code == 0
    told = json.loads(encours("watch", "--retrain", "--json").out)
    assert told["advice"] == "retrain"
    (made,) = told["retrained"]
    assert made["model"] == "lateness 2"
    listed = json.loads(encours("models", "list", "--json").out)
    assert [one["label"] for one in listed if one["champion"]] == [
        "lateness 2" if made["promoted"] else "lateness 1"
    ]
