"""`encours prospect` and `POST /v1/prospects/score`, at their doors."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from serving.app import create_app
from serving.settings import settings
from tests.serving.conftest import Encours, encours, home, invoices  # noqa: F401  # fixtures of the doors

KEY = {"X-API-Key": "open-sesame"}
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "prospects.md"
SIREN = "732829320"
STATEMENTS = "siren,date_cloture,CO,EE,DL,EC,FL\n732829320,2024-12-31,500000,500000,-20000,520000,900000\n"
RATIOS = (
    "siren;date_cloture_exercice;type_bilan;confidentiality;chiffre_d_affaires;autonomie_financiere\n"
    "732829320;2024-12-31;C;Public;900000;-12.5\n"
)


@pytest.fixture
def acting(encours: Encours, monkeypatch: pytest.MonkeyPatch) -> Encours:  # noqa: F811
    monkeypatch.setenv("ENCOURS_AUTHOR", "Ana")
    monkeypatch.setenv("ENCOURS_API_KEY", KEY["X-API-Key"])
    return encours


@pytest.fixture
def client(acting: Encours) -> Iterator[TestClient]:
    with TestClient(create_app(settings()), headers=KEY, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The file that the document shows."""
    found = re.search(r"```json\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    file = tmp_path / "martin.json"
    file.write_text(found[1], encoding="utf-8")
    return file


def test_the_documented_example_is_answered_at_both_doors(
    acting: Encours, client: TestClient, example: Path
) -> None:
    """The same question gets the same answer from the command and over HTTP."""
    said = acting("prospect", example, "--json")
    assert said.code == 0, said.err
    heard = client.post("/v1/prospects/score", json=json.loads(example.read_text(encoding="utf-8")))
    assert heard.status_code == 200, heard.text
    first, second = json.loads(said.out), heard.json()
    assert (first["outcome"], first["rule"]) == ("accept with conditions", "terms_above_law")
    assert (first["terms"]["days"], first["offered_cents"], first["grade"]) == (60, 2_000_000, "B")
    assert [one["what"] for one in first["adjustments"]] == ["references", "external"]
    assert [one["piece"] for one in first["missing"]] == ["legal_events"]
    ours = {"decision", "author"}
    assert {key: value for key, value in first.items() if key not in ours} == {
        key: value for key, value in second.items() if key not in ours
    }


def test_answers_are_listed_shown_and_taken_again(
    acting: Encours, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = acting("prospect", example).out
    monkeypatch.setattr("sys.stdin", io.StringIO(example.read_text(encoding="utf-8")))
    assert acting("prospect", "-").code == 0
    listed = json.loads(acting("prospect", "list", "--json").out)
    assert [(one["decision"], one["subject"]) for one in listed] == [(1, SIREN), (2, SIREN)]
    assert acting("prospect", "show", "1").out == told
    again = json.loads(acting("prospect", "replay", "--all", "--json").out)
    assert [one["same"] for one in again] == [True, True]
    assert acting("prospect", "replay", "2").out.endswith("1 of 1 give the same answer.\n")
    assert acting("prospect", "show", "9").code == 3


def test_accounts_of_the_ledger_speak_beside_the_word_of_the_applicant(
    acting: Encours, tmp_path: Path
) -> None:
    """Negative equity in the ledger is referred, and no word of the applicant on the same year hides it."""
    file = tmp_path / "statements.csv"
    file.write_text(STATEMENTS, encoding="utf-8")
    assert acting("import", "statements", file).code == 0
    asked = ("prospect", "--siren", SIREN, "--amount", "2000", "--terms", "30", "--json")
    known = json.loads(acting(*asked).out)
    assert (known["outcome"], known["rule"], known["tier"]) == ("refer", "negative_equity", 1)
    question = {"siren": SIREN, "request": {"amount_cents": 200_000}, "terms": {"days": 30}}
    told = tmp_path / "told.json"
    for figures in ({"equity": 9_000_000, "total_assets": 50_000_000}, {"sales": 90_000_000}):
        year = {"closed_on": "2024-12-31", "figures_cents": figures}
        told.write_text(json.dumps({**question, "statements": [year]}), encoding="utf-8")
        better = json.loads(acting("prospect", told, "--json").out)
        assert (better["outcome"], better["rule"]) == ("refer", "negative_equity")


def test_public_ratios_that_tell_negative_equity_are_heard(acting: Encours, tmp_path: Path) -> None:
    """They give no amount of equity, only its share of the assets."""
    file = tmp_path / "ratios.csv"
    file.write_text(RATIOS, encoding="utf-8")
    assert acting("import", "statements", file).code == 0
    asked = ("prospect", "--siren", SIREN, "--amount", "2000", "--terms", "30", "--json")
    known = json.loads(acting(*asked).out)
    assert (known["outcome"], known["rule"], known["offered_cents"]) == ("refer", "negative_equity", 0)


@pytest.mark.parametrize(
    ("kind", "refused"), [("opening_receivership", True), ("plan", True), ("closure", False)]
)
def test_a_proceeding_that_is_told_decides(client: TestClient, kind: str, refused: bool) -> None:
    """Open, it refuses a company and refers a person, with the explanation; closed, it decides nothing."""
    question = {
        "name": "Martin",
        "request": {"amount_cents": 200_000},
        "terms": {"days": 30},
        "events": [{"published_on": "2024-03-01", "kind": kind}],
    }
    heard = client.post("/v1/prospects/score", json=question).json()
    assert (heard["outcome"] == "refuse", heard["rule"] == "proceeding") == (refused, refused)
    person = client.post("/v1/prospects/score", json={**question, "natural_person": True}).json()
    assert person["outcome"] != "refuse"
    assert ("GDPR" in person["text"]["en"]["person"]) == refused


@pytest.mark.parametrize(
    ("scale", "value", "pd"),
    [("banque_de_france", 8, 0.3), ("banque_de_france", "8", 0.3), ("zero_to_ten", 7.5, 0.008)],
)
def test_an_external_score_may_be_a_number(
    client: TestClient, scale: str, value: str | float, pd: float
) -> None:
    """A letter that is a digit is the same letter, with quotes or without."""
    question = {
        "name": "Martin",
        "request": {"amount_cents": 200_000},
        "terms": {"days": 30},
        "external": {"scale": scale, "value": value, "dated_on": "2024-03-01"},
        "on": "2024-06-30",
    }
    heard = client.post("/v1/prospects/score", json=question).json()
    assert [(one["used"], one["pd"]) for one in heard["adjustments"]] == [(True, pd)]


def test_an_answer_is_told_in_both_languages(acting: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("prospect", "--name", "Martin", "--amount", "2000", "--terms", "75")
    english = acting(*asked).out
    assert english.startswith("Accept with conditions: The terms asked for are longer than the law allows")
    assert "? yearly accounts:" in english
    monkeypatch.setenv("ENCOURS_LANGUAGE", "fr")
    assert "Le maximum légal est 60 jours (art. L441-10)." in acting(*asked).out


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "is not JSON"),
        ('{"name": "x", "terms": {"days": 30}}', "request: Field required."),
        (
            '{"name": "x", "request": {"amount_cents": 0}, "terms": {"days": 30}}',
            "request.amount_cents: Input should be greater than 0.",
        ),
        (
            '{"request": {"amount_cents": 1}, "terms": {"days": 30}}',
            "Nobody is named. Write the company's siren, or its name.",
        ),
        (
            '{"name": "x", "request": {"amount_cents": 1}, "terms": {"days": 30}, "statements": '
            '[{"closed_on": "2024-12-31", "figures_cents": {"equty": 1}}]}',
            "statements.0.figures_cents.equty",
        ),
        (
            '{"name": "x", "request": {"amount_cents": 1}, "terms": {"days": 30}, "on": "2025-06-30", '
            '"events": [{"published_on": "2025-07-01", "kind": "plan"}]}',
            "An announcement was published on 2025-07-01, after the day of the decision",
        ),
    ],
)
def test_what_cannot_be_read_is_told_by_its_field(
    acting: Encours, tmp_path: Path, text: str, sentence: str
) -> None:
    file = tmp_path / "asked.json"
    file.write_text(text, encoding="utf-8")
    said = acting("prospect", file)
    assert (said.code, sentence in said.err) == (2, True), said.err
    assert json.loads(acting("prospect", "list", "--json").out) == []


def test_wrong_usage_is_one_sentence(acting: Encours, client: TestClient) -> None:
    assert acting("prospect", "--siren", SIREN).code == 2
    assert acting("prospect", "nowhere.json").code == 2
    assert acting("prospect", "replay").code == 2
    refused = acting("prospect", "--siren", "123", "--amount", "1", "--terms", "1")
    assert (refused.code, "is not a SIREN" in refused.err) == (2, True)
    question = {"name": "x", "request": {"amount_cents": 1}, "terms": {"days": 1}}
    for wrong in (
        {**question, "on": "2008-01-01"},
        {**question, "colour": "red"},
        {"siren": "1", **question},
    ):
        response = client.post("/v1/prospects/score", json=wrong)
        assert response.status_code in {404, 409, 422}
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "option",
    [("--siren", SIREN), ("--name", "x"), ("--amount", "2"), ("--currency", "USD"), ("--terms", "60"),
     ("--month-end", "none")],
)  # fmt: skip
def test_an_option_beside_a_file_is_refused_and_not_passed_over(
    acting: Encours, example: Path, option: tuple[str, str]
) -> None:
    said = acting("prospect", example, *option)
    assert said.code == 2
    assert "Leave the options out, or the FILE." in " ".join(said.err.replace("│", " ").split())
