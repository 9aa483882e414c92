"""`encours match`: what waits is listed, decided, taken back and told, and never twice."""

import json
from pathlib import Path

import pytest

from tests.serving.conftest import Encours

_INVOICES = """number,customer,customer_name,issued_on,due_on,amount
F-0012,ACIER,Acier Moderne SARL,2024-05-01,2024-05-31,1200.00
F-0015,DUPONT,Boulangerie Dupont,2024-05-10,2024-06-09,640.20
"""
_STATEMENT = """:20:REF
:25:FR7630006000011234567890189
:28C:1/1
:60F:C240601EUR1000,00
:61:2406030603C1200,00NTRFNONREF//B1234567890
:86:VIR SEPA ACIER MODERNE F-0012
:61:2406040604C640,20NTRFNONREF//B1234567891
:86:VIREMENT RECU
:62F:C240604EUR2840,20
"""


@pytest.fixture
def matched(encours: Encours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Encours:
    """Two invoices and a statement that pays them, one by its number; Ana sits at the machine."""
    monkeypatch.setenv("ENCOURS_AUTHOR", "Ana")
    invoices, statement = tmp_path / "invoices.csv", tmp_path / "statement.sta"
    invoices.write_text(_INVOICES, encoding="utf-8")
    statement.write_text(_STATEMENT, encoding="utf-8")
    encours("import", "invoices", invoices)
    said = encours("import", "bank", statement, "--json")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out)["matching"] == {
        **{"applied": 1, "booked": 0, "returned": 0, "waiting": 1, "outgoing": 0},
        "how": {"reference": 1},
    }
    return encours


def test_a_statement_is_matched_as_it_comes_in(matched: Encours) -> None:
    """And what waits is listed with the proposal and the reason."""
    (waits,) = json.loads(matched("match", "list", "--json").out)
    assert (waits["entry"], waits["amount_cents"], waits["booked_on"]) == (2, 64_020, "2024-06-04")
    assert waits["proposal"]["customer"] == "DUPONT"
    assert waits["proposal"]["shares"] == [{"invoice": "F-0015", "cents": 64_020}]
    said = matched("match", "list").out
    assert "DUPONT: F-0015 640.20" in said
    assert "This is what is left of invoice F-0015" in said
    assert matched("match", "list", "--as-of", "2024-06-03").out == "No bank entry waits.\n"


def test_a_person_decides_and_takes_it_back(matched: Encours) -> None:
    """Whole as proposed, in part as told, set aside; each act names its author."""
    assert matched("match", "confirm", 2, "--author", "Léa").out == "Bank entry 2 is applied.\n"
    assert matched("match", "undo", 2, "--why", "The wrong one.", "--author", "Ana").code == 0
    assert matched("match", "confirm", 2, "--invoice", "F-0015=600,00").code == 0
    told = json.loads(matched("match", "history", 2, "--json").out)
    assert [(one["act"], one["author"]) for one in told][:2] == [("confirmed", "Léa"), ("undone", "Ana")]
    assert told[2]["shares"] == [{"invoice": "F-0015", "cents": 60_000}]
    assert "The wrong one." in matched("match", "history", 2).out
    assert matched("match", "undo", 2).code == 0
    said = matched("match", "set-aside", 2, "--why", "A tax refund.", "--json")
    assert json.loads(said.out) == {"entry": 2, "act": "refused"}
    assert json.loads(matched("match", "run", "--json").out)["waiting"] == 0


def test_what_cannot_be_is_one_sentence(matched: Encours) -> None:
    for arguments, code, sentence in (
        (("confirm", 77), 3, "No bank entry has the number 77."),
        (("confirm", 1), 2, "Bank entry 1 was applied already."),
        (("confirm", 2, "--invoice", "F-0015=lots"), 2, "is not an amount"),
        (("confirm", 2, "--invoice", "F-0015=900"), 2, "640.20 EUR is left"),
        (("confirm", 2, "--invoice", "F-99"), 3, "No invoice has the number “F-99”."),
        (("confirm", 2, "--proposal", 5), 2, "has 1 proposals"),
        (("undo", 2), 2, "nothing to undo"),
    ):
        said = matched("match", *arguments)
        assert (said.code, said.out) == (code, ""), arguments
        assert sentence in said.err
        assert len(said.err.splitlines()) == 1


def test_nobody_decides_without_a_name(matched: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    """Matching by itself needs none; an act of a person does."""
    monkeypatch.delenv("ENCOURS_AUTHOR")
    monkeypatch.delenv("USER", raising=False)
    assert matched("match", "run").code == 0
    said = matched("match", "confirm", 2)
    assert (said.code, said.err) == (2, "Nobody is named beside this act. Say who decides: --author NAME.\n")
