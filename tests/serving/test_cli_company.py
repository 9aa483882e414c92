"""`encours import statements`, `import bodacc` and `company`: what is public about a debtor."""

import json
from pathlib import Path

from tests.ledger.gazette import COMPANY, OTHER, RECEIVERSHIP, as_csv, judged
from tests.serving.conftest import Encours

_STATEMENTS = (
    f"siren;date de clôture;date de dépôt;CO;EE;DL;FL;XX\n{COMPANY};31/12/2023;20/06/2024;4;4;1;900,50;1\n"
)


def _brought(encours: Encours, folder: Path) -> None:
    gazette, statements = folder / "bodacc.csv", folder / "liasse.csv"
    opening = judged(11, "2024-03-05", RECEIVERSHIP, "20 février 2024")
    gazette.write_bytes(as_csv([opening, judged(12, "2024-03-05", RECEIVERSHIP, siren=None)]))
    statements.write_text(_STATEMENTS, encoding="utf-8")
    said = encours("import", "bodacc", gazette, "--on", "2024-09-01")
    assert said.code == 0, said.err
    assert "2 announcements read: 1 accepted, 0 unchanged, 1 set aside." in said.out
    assert "names no SIREN" in said.out
    said = encours("import", "statements", statements, "--on", "2024-09-01")
    assert said.code == 0, said.err
    assert "1 statement read: 1 accepted" in said.out
    assert "“XX” is no code" in said.out


def test_a_company_is_told_open_proceeding_first(encours: Encours, tmp_path: Path) -> None:
    _brought(encours, tmp_path)
    said = encours("company", "732 829 320", "--as-of", "2024-09-01")
    first, second, third, *_ = said.out.splitlines()
    assert first == f"{COMPANY} as known on 2024-09-01."
    assert second.startswith(
        "INSOLVENCY PROCEEDING OPEN since 2024-02-20, now: receivership since 2024-02-20."
    )
    assert third.startswith("Published on 2024-03-05: claims are to be declared by 2024-05-06, by 2024-07-05")
    assert "PCG 2014" in said.out
    assert "opening receivership" in said.out
    assert "No insolvency proceeding" in encours("company", COMPANY, "--as-of", "2024-03-04").out


def test_json_has_every_line_and_nothing_else_on_standard_output(encours: Encours, tmp_path: Path) -> None:
    _brought(encours, tmp_path)
    said = encours("company", COMPANY, "--as-of", "2024-09-01", "--json")
    told = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert told["statements"][0]["lines_cents"] == {"CO": 400, "DL": 100, "EE": 400, "FL": 90_050}
    assert (told["proceeding"]["open"], told["proceeding"]["claims_due_on"]) == (True, "2024-05-06")
    assert [one["announcement"] for one in told["events"]] == ["A2024003511"]
    again = json.loads(encours("import", "bodacc", tmp_path / "bodacc.csv", "--json").out)
    assert (again["accepted"], again["unchanged"], again["rejected"]) == (0, 1, 1)


def test_nothing_known_is_an_answer_too(encours: Encours) -> None:
    said = encours("company", OTHER)
    assert said.code == 0
    assert "No announcement is held." in said.out
    assert json.loads(encours("company", OTHER, "--json").out)["statements"] == []


def test_a_wrong_siren_is_one_sentence(encours: Encours) -> None:
    said = encours("company", "732829321")
    assert (said.code, said.out) == (2, "")
    assert "is not a SIREN" in said.err


def test_a_file_refused_whole_answers_in_json_too(encours: Encours, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("a;b\n1;2\n", encoding="utf-8")
    for command in ("bodacc", "statements"):
        said = encours("import", command, file, "--json")
        assert said.code == 1
        assert json.loads(said.out)["refused"]
        assert encours("import", command, file).code == 1
