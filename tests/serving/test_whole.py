"""The whole house through its doors: files in, a model, scores and a queue out."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from kernel.language import Language, day_text
from serving.app import create_app
from serving.cli.main import run
from serving.settings import settings_from
from tests.serving.conftest import Encours
from training.lateness.recipe import Recipe

KEY = {"X-API-Key": "open-sesame"}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with an invented company and a hasty model, made by the commands themselves."""
    home = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENCOURS_HOME", str(home))
        patch.setattr("training.usecases.Recipe", partial(Recipe, hazard_trees=5, head_trees=5))
        files = home / "files"
        for line in (
            ["simulate", "--customers", "30", "--months", "12", "--out", str(files)],
            ["import", "invoices", str(files / "invoices.csv")],
            ["train", "lateness"],
        ):
            assert run(line) == 0
        yield home


@pytest.fixture
def whole(trained: Path, encours: Encours, monkeypatch: pytest.MonkeyPatch) -> Encours:
    monkeypatch.setenv("ENCOURS_HOME", str(trained))
    return encours


def horizon(whole: Encours) -> date:
    return date.fromisoformat(json.loads(whole("ledger", "--json").out)["horizon"])


def test_the_ledger_is_told_in_numbers(whole: Encours) -> None:
    told = json.loads(whole("ledger", "--json").out)
    assert told["customers"] == 30
    assert "horizon" in whole("ledger").out


def test_an_old_ledger_answers_as_of_its_last_day_and_says_so(whole: Encours) -> None:
    said = whole("score", "C00001", "--json")
    assert json.loads(said.out)["as_of"] == horizon(whole).isoformat()
    told = day_text(horizon(whole), Language.ENGLISH)
    assert said.err == f"The ledger ends on {told}: answers are as of that day, not of today.\n"


def test_a_day_that_was_asked_for_is_not_commented(whole: Encours) -> None:
    assert whole("queue", "--on", horizon(whole), "--json").err == ""


def test_a_score_comes_with_reasons_in_the_reader_s_language(
    whole: Encours, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = whole("score", "C00001").out
    monkeypatch.setenv("ENCOURS_LANGUAGE", "fr")
    french = whole("score", "C00001").out
    assert "grade" in english
    assert english != french


def test_the_queue_is_ranked_and_bounded(whole: Encours) -> None:
    entries = json.loads(whole("queue", "--capacity", "3", "--json").out)
    assert [entry["rank"] for entry in entries] == list(range(1, len(entries) + 1))
    assert 0 < len(entries) <= 3
    assert entries[0]["invoices"]
    assert entries[0]["value_cents"] > 0
    assert entries[0]["customer"] in whole("queue").out


def test_an_outcome_is_written_down_once_through_either_door(whole: Encours, client: TestClient) -> None:
    """It leaves the list of the day, and is back once it is taken back."""
    day = horizon(whole).isoformat()
    customer = json.loads(whole("queue", "--capacity", "1", "--json").out)[0]["customer"]
    asked = {"outcome": "no-answer", "author": "Ann", "note": "rang twice"}
    answer = client.post(f"/v1/queue/{customer}/outcome", json=asked)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["outcome"], answer.json()["on"]) == ("no-answer", day)
    assert customer not in whole("queue").out
    told = {one["collector"]: one["done"] for one in json.loads(whole("queue", "team", "--json").out)}
    assert told["Ann"] == 1
    assert whole("queue", "undo", customer, "--author", "Ann").code == 0
    assert customer in whole("queue").out
    again = ("call-back", "--call-on", "9999-01-01", "--author", "Ann", "--json")
    said = whole("queue", "done", customer, *again)
    assert json.loads(said.out)["details"] == {"call_back_on": "9999-01-01"}
    assert whole("queue", "undo", customer, "--author", "Ann").code == 0
    assert whole("queue", "disputes").out == "No dispute stands.\n"
    assert "Nothing was drawn" in whole("effect").out


def test_the_back_test_stands_beside_naive_methods(whole: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.usecases.Recipe", partial(Recipe, hazard_trees=5, head_trees=5))
    said = whole("backtest", "lateness", "--cut", "2023-10-01", "--json")
    assert said.code == 0, said.err
    assert "due_date" in json.loads(said.out)["baselines"]


def test_open_invoices_are_judged_on_past_evenings(whole: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.usecases.Recipe", partial(Recipe, hazard_trees=5, head_trees=5))
    asked = ("backtest", "open-invoices", "--at", "2023-10-31", "--at", "2023-09-30")
    said = whole(*asked, "--json")
    assert said.code == 0, said.err
    told = json.loads(said.out)
    assert told["evenings"] == ["2023-09-30", "2023-10-31"]
    assert set(told["baselines"]) == {"due_date", "customer_mean", "roll_rate"}
    table = whole(*asked)
    assert "Encours" in table.out
    assert f"{told['n']} invoices open" in table.out + table.err


@pytest.mark.parametrize("as_of", ["0001-01-01", "1900-01-01", "9999-12-31"])
def test_no_day_is_too_far(whole: Encours, as_of: str) -> None:
    """Days before any fact or after all of them are refused or answered, never a fault."""
    assert whole("score", "C00001", "--as-of", as_of).code in {0, 3}
    assert whole("queue", "--on", as_of).code == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("score", "NOBODY"), 3),
        (("backtest", "lateness", "--cut", "2030-01-01"), 2),
        (("backtest", "open-invoices", "--at", "2030-01-01"), 2),
        (("backtest", "open-invoices", "--at", "0001-01-01"), 2),
        (("train", "lateness", "--as-of", "2023-01-20"), 4),
    ],
)
def test_a_mistake_is_one_sentence(whole: Encours, arguments: tuple[str, ...], code: int) -> None:
    said = whole(*arguments)
    assert (said.code, said.out) == (code, "")
    assert said.err.splitlines()[-1].endswith((".", "!"))


@pytest.mark.parametrize("arguments", [("train", "lateness"), ("score", "C-1"), ("queue",)])
def test_an_empty_ledger_says_what_to_do(arguments: tuple[str, ...], encours: Encours) -> None:
    said = encours(*arguments)
    assert (said.code, said.out) == (4, "")
    assert "mport" in said.err


@pytest.fixture(scope="module")
def client(trained: Path) -> Iterator[TestClient]:
    where = settings_from({"ENCOURS_HOME": str(trained), "ENCOURS_API_KEY": KEY["X-API-Key"]})
    with TestClient(create_app(where), headers=KEY) as client:
        yield client


def test_both_doors_tell_the_same(whole: Encours, client: TestClient) -> None:
    day = horizon(whole).isoformat()
    score = client.get("/v1/customers/C00001/score", params={"as_of": day}).json()
    assert score == json.loads(whole("score", "C00001", "--as-of", day, "--json").out)
    queue = client.get("/v1/queue", params={"on": day, "capacity": 5}).json()
    assert queue == json.loads(whole("queue", "--on", day, "--capacity", "5", "--json").out)


def test_an_open_invoice_has_a_distribution(whole: Encours, client: TestClient) -> None:
    """And its chances grow with the days allowed."""
    entry: Any = client.get("/v1/queue").json()[0]
    told = client.get(f"/v1/invoices/{entry['invoices'][0]['number']}/prediction").json()
    chances = [told["paid_within"][days] for days in ("7", "14", "30", "60", "90")]
    assert chances == sorted(chances)
    assert told["as_of"] == horizon(whole).isoformat()


def test_the_watch_advises_and_says_why(whole: Encours) -> None:
    """Right after training no month has passed; asked much later, a ledger that is not fed is noticed."""
    fresh = json.loads(whole("watch", "--json").out)
    assert (fresh["advice"], fresh["retrained"]) == ("nothing", [])
    (one,) = fresh["models"]
    assert (one["kind"], one["months"], one["findings"]) == ("lateness", [], [])
    later = (horizon(whole) + timedelta(days=120)).isoformat()
    answer = json.loads(whole("watch", "--as-of", later, "--json").out)
    assert answer["advice"] == "mend_data"
    (told,) = answer["models"]
    assert {one["kind"] for one in told["findings"]} >= {"silence", "few"}
    assert len(told["months"]) >= 3


def test_the_watch_speaks_french(whole: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCOURS_LANGUAGE", "fr")
    later = (horizon(whole) + timedelta(days=120)).isoformat()
    said = whole("watch", "--as-of", later).out
    assert said.startswith("Vérifier d'abord les données")
    assert "Pas de facture depuis" in said


def test_a_small_book_s_default_model_says_whose_answers_it_gives(whole: Encours) -> None:
    told = json.loads(whole("train", "default", "--json").out)
    assert (told["model"], told["promoted"]) == ("default 1", True)
    assert told["n_customers"] > 0
    assert "serves unjudged" in told["why"][0]["english"]
    assert told["source"] == "expert prior"
    assert told["n_defaults"] < 20
    again = whole("train", "default").out
    assert "too few to learn from" in again
    assert "It is not put in service" in again
    shown = json.loads(whole("models", "show", "default 1", "--json").out)
    assert shown["complete"]
    assert "## 12. Open issues" in shown["report"]
    watched = json.loads(whole("watch", "--json").out)["models"]
    assert [one["kind"] for one in watched] == ["lateness", "default"]
