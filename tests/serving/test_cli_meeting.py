"""`encours import fec` after `encours import bank`: money told twice is said once."""

import json
from datetime import date
from pathlib import Path

from tests.ledger.accounting import Line, receipt, sale, written
from tests.ledger.bank_writers import camt, movement, statement
from tests.serving.conftest import Encours

_SALES = [*sale("2024-1001", "20240502", "ACIER", 120_000), *sale("2024-1002", "20240503", "ACIER", 30_050)]
_MONEY = receipt("7", "20240531", "ACIER", 30_050)


def _file(folder: Path, name: str, lines: list[Line]) -> Path:
    file = folder / name
    file.write_bytes(written(lines))
    return file


def _told(encours: Encours, folder: Path) -> None:
    bank = folder / "may.xml"
    bank.write_text(camt(statement([movement(30_050, "VIR F2024-1002", on=date(2024, 5, 31))])))
    encours("import", "fec", _file(folder, "sales.txt", _SALES), "--on", "2024-05-10")
    assert "1 applied (1 by number)" in encours("import", "bank", bank, "--on", "2024-06-01").out


def test_what_the_bank_told_first_is_said_to_count_once(encours: Encours, tmp_path: Path) -> None:
    """The balance is that of the accounts; matching again finds nothing to do."""
    _told(encours, tmp_path)
    said = encours("import", "fec", _file(tmp_path, "all.txt", [*_SALES, *_MONEY]), "--on", "2024-06-02")
    assert said.code == 0
    assert "In the accounts now too, and counted once: 1 bank entry." in said.out
    assert "Every customer agrees to the cent (1 with a balance)." in said.out
    told = json.loads(encours("match", "run", "--json", "--on", "2024-06-03").out)
    assert (told["applied"], told["waiting"]) == (0, 0)
    assert told["meeting"] == {"replaced": {}, "released": [], "ahead": []}


def test_money_that_accounts_of_its_day_do_not_have_is_listed(encours: Encours, tmp_path: Path) -> None:
    _told(encours, tmp_path)
    later = _file(tmp_path, "later.txt", [*_SALES, *sale("2024-1003", "20240531", "ACIER", 900)])
    said = encours("import", "fec", later, "--on", "2024-06-02")
    assert "Not in the accounts, though they cover its day: 1 bank entry." in said.out
    assert "300.50" in said.out
    told = json.loads(encours("import", "fec", later, "--on", "2024-06-03", "--json").out)
    assert [one["cents"] for one in told["meeting"]["ahead"]] == [30_050]
    assert told["unchanged"] == 3
