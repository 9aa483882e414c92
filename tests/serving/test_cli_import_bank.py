"""`encours import bank`: what is told of each statement, and what is refused."""

import json
from pathlib import Path

import pytest

from tests.ledger.bank_writers import FRENCH_ACCOUNT, camt, camt_entry, cfonb, movement, statement
from tests.serving.conftest import Encours


@pytest.fixture
def month(tmp_path: Path) -> Path:
    told = [movement(1_234_550, "F-12", payer_name="DUPONT SA"), movement(-5_000, "REJET", returned=True)]
    pending = camt_entry(movement(1), status="PDNG")
    file = tmp_path / "may.dat"
    file.write_text(camt(statement(told)).replace("</Stmt>", pending + "</Stmt>"), encoding="utf-8")
    return file


def test_each_statement_is_told_with_its_balances(encours: Encours, month: Path) -> None:
    """The account is masked where someone may look over a shoulder."""
    said = encours("import", "bank", month)
    assert (said.code, said.err) == (0, "")
    row = next(line.split() for line in said.out.splitlines() if "CAMT" in line)
    assert row == [
        *("1", "CAMT.053.001.08", "…0189", "2024-05-30", "to", "2024-05-31", "1", "000.00", "EUR"),
        *("12", "345.50", "-50.00", "13", "295.50", "EUR", "2", "0"),
    ]
    assert "FR7630006000011234567890189" not in said.out
    assert "2 entries read on 1 statement: 2 accepted, 0 unchanged." in said.out
    assert "Among them 1 payment that came back" in said.out
    assert "Statement 1: 1 entry left out, not booked yet (Sts PDNG)." in said.out


def test_json_tells_all_and_nothing_else(encours: Encours, month: Path) -> None:
    encours("import", "bank", month)
    said = encours("import", "bank", month, "--json", "--source", "bank", "--on", "2024-06-01")
    told = json.loads(said.out)
    assert (said.code, told["read"], told["accepted"], told["unchanged"]) == (0, 2, 0, 2)
    (one,) = told["statements"]
    assert (one["account"], one["opening_cents"], one["closing_cents"]) == (
        *("FR7630006000011234567890189", 100_000, 1_329_550),
    )
    assert one["left_out"] == [{"entries": 1, "why": "not booked yet (Sts PDNG)"}]


def test_a_refused_file_names_itself_and_the_field(encours: Encours, month: Path, tmp_path: Path) -> None:
    """And nothing of the good one came in."""
    bad = tmp_path / "bad.txt"
    content = cfonb(statement([movement(1)], account=FRENCH_ACCOUNT))
    bad.write_text(content[:-40], encoding="utf-8")
    said = encours("import", "bank", month, bad)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("bad.txt: The record on line 3 has 80 characters instead of 120")
    refused = json.loads(encours("import", "bank", month, bad, "--json").out)
    assert (refused["accepted"], refused["refused"][:7]) == (0, "bad.txt")
    assert json.loads(encours("import", "bank", month, "--json").out)["accepted"] == 2
