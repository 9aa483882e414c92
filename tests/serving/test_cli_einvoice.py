"""`encours import einvoice` and `encours einvoices`: each file told on its own, and what invoices lack."""

import json
import os
from pathlib import Path

from tests.ledger.einvoices import Draft, amounts, blank_pdf, cii, facturx, ubl
from tests.serving.conftest import Encours


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "invoices"
    (folder / "2026").mkdir(parents=True)
    (folder / "a.xml").write_bytes(cii(Draft(order="")))
    (folder / "2026" / "b.PDF").write_bytes(facturx(Draft(number="F-2", **amounts(9_000))))
    (folder / "c.xml").write_bytes(ubl(Draft(number="A-1", kind="381", preceding=("F-2",), **amounts(5_000))))
    (folder / "notes.txt").write_text("to do")
    return folder


def test_a_folder_comes_in(encours: Encours, tmp_path: Path) -> None:
    said = encours("import", "einvoice", _folder(tmp_path))
    assert said.code == 0
    assert "3 files read: 3 accepted (0 corrections), 0 unchanged, 0 refused." in said.out
    assert "The buyer's order number (BT-13) is missing" in said.out
    assert "neither PDF nor XML: 1 of" in said.err
    again = json.loads(encours("import", "einvoice", tmp_path / "invoices", "--json").out)
    assert (again["accepted"], again["unchanged"], again["rejected"]) == (0, 3, 0)
    assert "180.00" not in encours("ledger").out
    assert "168.00 EUR" in encours("ledger").out


def test_a_refused_file_is_told_and_the_exit_code_says_so(encours: Encours, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.xml", tmp_path / "bad.pdf"
    good.write_bytes(cii(Draft()))
    bad.write_bytes(blank_pdf())
    said = encours("import", "einvoice", good, bad, "--json")
    assert said.code == 1
    told = json.loads(said.out)
    assert [(one["file"], one["status"]) for one in told["files"]] == [
        ("good.xml", "new"),
        ("bad.pdf", "refused"),
    ]
    assert told["rejections"] == [{"line": 2, "why": f"bad.pdf: {told['files'][1]['why']}"}]
    assert "bad.pdf" in encours("import", "rejections").out
    assert encours("import", "einvoice", bad).code == 1


def test_an_empty_folder_is_no_success(encours: Encours, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    said = encours("import", "einvoice", tmp_path / "empty")
    assert (said.code, said.out) == (1, "")
    assert "neither a PDF nor an XML" in said.err
    told = json.loads(encours("import", "einvoice", tmp_path / "empty", "--json").out)
    assert (told["read"], "nothing was imported" in told["refused"]) == (0, True)
    assert "imports" not in encours("ledger").out


def test_a_file_that_goes_away_is_told(encours: Encours, tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    os.symlink(tmp_path / "nowhere.xml", folder / "gone.xml")
    told = json.loads(encours("import", "einvoice", folder, "--json").out)
    assert told["rejected"] == 0  # a link to nothing is no file of the folder
    assert told["accepted"] == 3


def test_what_invoices_lack_is_listed(encours: Encours, tmp_path: Path) -> None:
    encours("import", "einvoice", _folder(tmp_path))
    (told,) = json.loads(encours("einvoices", "missing", "--as-of", "2026-11-01", "--json").out)
    assert (told["number"], told["open_cents"], told["missing"]) == ("F-1", 12_000, ["order_reference"])
    assert "order number (BT-13)" in encours("einvoices", "missing", "--as-of", "2026-11-01").out
    assert "lack anything" in encours("einvoices", "missing", "--as-of", "2026-09-01").out
