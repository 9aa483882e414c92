"""`encours attach`, `dossier`, `partners`, `deadlines` and `hand-over status`."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.serving.conftest import Encours

DAY = "2024-03-06"
ON = ("--on", DAY, "--author", "Ana")
PDF = b"%PDF-1.7\nx\n%%EOF\n"


@pytest.fixture
def told(encours: Encours, invoices: Path) -> Encours:
    encours("import", "invoices", invoices)
    return encours


def test_a_paper_goes_in_and_comes_out_in_the_zip(told: Encours, tmp_path: Path) -> None:
    """The journey: attach, list, look, write; what the zip holds is what was attached."""
    paper, out = tmp_path / "bon.pdf", tmp_path / "acme.zip"
    paper.write_bytes(PDF)
    kept = told("attach", "ACME", paper, "--kind", "delivery", "--invoice", "F-2", *ON, "--json")
    assert (kept.code, json.loads(kept.out)["new"]) == (0, True)
    (listed,) = json.loads(told("attach", "list", "ACME", "--as-of", DAY, "--json").out)
    assert (listed["name"], listed["invoice"], listed["media_type"]) == ("bon.pdf", "F-2", "application/pdf")
    looked = told("dossier", "ACME", "--as-of", DAY, "--json")
    assert not out.exists()
    said = told("dossier", "ACME", "--as-of", DAY, "--out", out)
    assert said.code == 0
    assert "No document of these invoices is stored" in said.err
    with ZipFile(out) as archive:
        assert archive.read("deliveries/delivery-00001.pdf") == PDF
        assert json.loads(archive.read("index.json")) == json.loads(looked.out)
        names = archive.namelist()
    assert not [name for name in names if "BOLT" in name]


def test_both_languages(told: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCOURS_LANGUAGE", "fr")
    assert "arrêté au" in told("dossier", "ACME", "--as-of", DAY).out
    assert "pas en service" in told("partners", "--customer", "ACME", "--on", DAY).out
    assert "Aucun délai connu" in told("deadlines", "--on", DAY).out


def test_a_partner_reports_and_is_listed_with_what_it_recovered(told: Encours, home: Path) -> None:
    """By party and name a hand-over is a partner's."""
    given = told("hand-over", "give", "ACME", "--to", "agency", "--name", "Agence Exemple", *ON, "--json")
    case = json.loads(given.out)["case"]
    assert told("hand-over", "status", case, "accepted", "--reference", "R-1", *ON).code == 0
    over = told("hand-over", "status", case, "recovered", "--amount", "120,50", *ON, "--json")
    assert json.loads(over.out)["recovered"] == [{"currency": "EUR", "cents": 12_050}]
    agency = json.loads(told("partners", "--on", DAY, "--json").out)[0]
    assert (agency["hand_overs"], agency["recovered"]) == ([case], [{"currency": "EUR", "cents": 12_050}])
    assert "accepted; R-1" in told("relation", "ACME", "--as-of", DAY).out
    (asked,) = json.loads(told("deadlines", "--on", "2024-04-05", "--json").out)
    assert (asked["kind"], asked["about"], asked["last_on"]) == (
        "news",
        f"Agence Exemple ({case})",
        "2024-04-05",
    )


_REFUSED: tuple[tuple[tuple[str, ...], int, str], ...] = (
    (("attach", "NOBODY", "ok.pdf", "--kind", "other"), 3, "No customer has the code"),
    (("attach", "ACME", "ok.pdf", "--kind", "invoice", "--invoice", "F-3"), 3, "No invoice of ACME"),
    (("attach", "ACME", "ok.pdf", "--kind", "invoice"), 2, "Of which invoice"),
    (("attach", "ACME", "bad.pdf", "--kind", "other"), 2, "no PDF, PNG"),
    (("attach", "ACME", "gone.pdf", "--kind", "other"), 2, "does not exist"),
    (("attach", "withdraw", "9", "--why", "x"), 3, "No paper has the number 9"),
    (("hand-over", "status", "9", "accepted"), 3, "No hand-over has the number 9"),
)


def test_what_cannot_be_is_refused_in_a_sentence(
    told: Encours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2 for what cannot be kept, 3 for what is not known; standard output is empty."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ok.pdf").write_bytes(PDF)
    (tmp_path / "bad.pdf").write_bytes(b"\xff\xfe\x00 not a document")
    for arguments, code, sentence in _REFUSED:
        said = told(*arguments, *ON)
        assert (said.code, said.out) == (code, ""), arguments
        assert sentence in " ".join(said.err.split())
