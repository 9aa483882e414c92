"""A person is shown what is held, erased, and left alone from then on; what is kept too long is dropped."""

import json
from pathlib import Path
from zipfile import ZipFile

from tests.serving.conftest import Encours

_INVOICES = """number,customer,customer name,issued_on,due_on,amount,currency,paid_on
F-1,MARTIN,Louise Martin,2024-01-02,2024-02-01,1200.00,EUR,2024-02-10
F-2,BOLT,Bolt SA,2024-03-04,2024-04-03,800.00,EUR,
"""
_MASTER = """code,name,legal_form,email
MARTIN,Louise Martin,1000,louise@example.com
BOLT,Bolt SA,5499,
"""


def test_a_person_is_shown_what_is_held_and_erased(encours: Encours, home: Path, tmp_path: Path) -> None:
    for kind, text in (("invoices", _INVOICES), ("customers", _MASTER)):
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        assert encours("import", kind, path, "--on", "2024-05-10").code == 0
    assert encours("score", "--all", "--as-of", "2024-05-10").code == 0
    out = tmp_path / "held.zip"
    assert encours("person", "export", "MARTIN", "--out", out).code == 0
    with ZipFile(out) as file:
        assert "louise@example.com" in file.read("customer_profile.csv").decode()
    assert encours("person", "export", "MARTIN", "--out", out).code == 2  # never over another file
    plan = encours("person", "erase", "MARTIN", "--dry-run")
    assert "31 Dec 2034" in plan.out
    assert "code MARTIN itself tells the name" in plan.out
    assert encours("person", "erase", "MARTIN", "--author", "Ana").code == 2  # why?
    letters = home / "letters" / "2024-05-10" / "dunning"
    letters.mkdir(parents=True)
    done = encours("person", "erase", "MARTIN", "--why", "Asked.", "--author", "Ana", "--json")
    assert json.loads(done.out)["kept_until"] == "2034-12-31"
    assert "Copies made before" in done.err
    assert "Louise" not in encours("customers", "show", "MARTIN", "--json").out
    assert encours("score", "--all", "--as-of", "2024-05-10").code == 0
    assert "stored_score" not in encours("person", "erase", "MARTIN", "--dry-run", "--json").out
    assert "Asked." in encours("person", "list").out
    assert encours("person", "erase", "BOLT", "--why", "x", "--author", "Ana").code == 2
    again = encours("import", "customers", tmp_path / "customers.csv", "--on", "2024-05-11")
    assert "was erased on" in again.out + again.err
    assert encours("audit", "verify").code == 0


def test_a_prospect_is_shown_and_erased_and_its_answer_stays(encours: Encours, tmp_path: Path) -> None:
    asked = ("--name", "Louise Martin", "--amount", "2000", "--terms", "30", "--on", "2024-05-10")
    number = json.loads(encours("prospect", *asked, "--author", "Bo", "--json").out)["decision"]
    assert (
        encours(
            "decisions", "contest", number, "--by", "Louise Martin", "--says", "Why?", "--author", "Bo"
        ).code
        == 0
    )
    out = tmp_path / "held.zip"
    assert encours("person", "export-prospect", number, "--out", out).code == 0
    with ZipFile(out) as file:
        assert "Louise Martin" in file.read("credit_decision.json").decode()
    erase = ("person", "erase-prospect", number, "--why", "Asked.", "--author", "Ana")
    assert "Answer it first" in encours(*erase).err
    (contest,) = json.loads(encours("decisions", "contests", "--json").out)
    assert (
        encours(
            "decisions", "answer", contest["number"], "--reason", "Louise Martin heard why.", "--author", "Bo"
        ).code
        == 0
    )
    assert encours(*erase).code == 0
    told = (
        encours("decisions", "show", number, "--json").out + encours("prospect", "show", number, "--json").out
    )
    assert "Louise" not in told
    assert "[erased]" in told
    assert encours("prospect", "replay", number).code == 0


def test_retention_tells_before_it_drops(encours: Encours, home: Path) -> None:
    old = home / "letters" / "2001-01-01"
    old.mkdir(parents=True)
    kinds = json.loads(encours("retention", "--dry-run", "--json").out)
    assert {one["rows"] for one in kinds} == {0}
    assert old.exists()
    assert encours("retention").out == "Nothing is kept for too long.\n"
    assert not old.exists()
    assert encours("retention", "--on", "2999-01-01").code == 2
