"""`encours import`: what came in, what did not, and why."""

import json
from pathlib import Path

from tests.ledger.accounting import receipt, sale, written
from tests.serving.conftest import INVOICES, Encours


def test_a_file_needs_nothing_before_it(encours: Encours, invoices: Path) -> None:
    """No init step, no user, no key, no mapping."""
    said = encours("import", "invoices", invoices, "--json")
    assert (said.code, said.err) == (0, "")
    told = json.loads(said.out)
    assert {name: told[name] for name in ("read", "accepted", "unchanged", "rejected", "rejections")} == {
        "read": 3,
        "accepted": 3,
        "unchanged": 0,
        "rejected": 0,
        "rejections": [],
    }


def test_the_same_file_again_changes_nothing(encours: Encours, invoices: Path) -> None:
    encours("import", "invoices", invoices)
    said = encours("import", "invoices", invoices, "--json")
    assert said.code == 0
    assert (json.loads(said.out)["accepted"], json.loads(said.out)["unchanged"]) == (0, 3)


def test_a_bad_line_is_told_and_the_rest_comes_in(encours: Encours, invoices: Path) -> None:
    invoices.write_text(INVOICES + "F-4,ACME,2024-03-05,2024-04-04,lots,EUR,\n", encoding="utf-8")
    said = encours("import", "invoices", invoices)
    assert said.code == 0
    assert "4 lines read: 3 accepted, 0 unchanged, 1 set aside." in said.out
    assert "lots" in said.out
    told = json.loads(encours("import", "invoices", invoices, "--json").out)
    assert [line["line"] for line in told["rejections"]] == [5]


def test_only_the_first_rejections_are_shown(encours: Encours, invoices: Path) -> None:
    """And how to see the others is said."""
    bad = "".join(f"G-{n},ACME,2024-03-05,2024-04-04,lots,EUR,\n" for n in range(12))
    invoices.write_text(INVOICES + bad, encoding="utf-8")
    said = encours("import", "invoices", invoices)
    assert said.out.count("lots") == 10
    assert "… and 2 more: encours import rejections --import 1" in said.out


def test_rejections_can_be_listed_later(encours: Encours, invoices: Path) -> None:
    invoices.write_text(INVOICES + "F-4,ACME,2024-03-05,2024-04-04,lots,EUR,\n", encoding="utf-8")
    encours("import", "invoices", invoices)
    told = json.loads(encours("import", "rejections", "--json").out)
    assert [line["line"] for line in told] == [5]
    assert "lots" in encours("import", "rejections", "--import", 1).out


def test_a_file_of_bad_lines_only_is_a_failure(encours: Encours, invoices: Path) -> None:
    header = INVOICES.splitlines()[0]
    invoices.write_text(f"{header}\nF-4,ACME,2024-03-05,2024-04-04,lots,EUR,\n", encoding="utf-8")
    said = encours("import", "invoices", invoices, "--json")
    assert said.code == 1
    assert json.loads(said.out)["rejected"] == 1


def test_a_file_that_is_no_table_is_one_sentence(encours: Encours, tmp_path: Path) -> None:
    picture = tmp_path / "picture.csv"
    picture.write_bytes(bytes(range(256)) * 20)
    said = encours("import", "invoices", picture)
    assert (said.code, said.out) == (1, "")
    assert len(said.err.splitlines()) == 1
    told = json.loads(encours("import", "invoices", picture, "--json").out)
    assert (told["read"], told["rejections"]) == (0, [])
    assert told["refused"] in said.err


def test_a_file_that_is_not_there_is_one_sentence(encours: Encours) -> None:
    said = encours("import", "invoices", "nowhere.csv")
    assert (said.code, said.out) == (2, "")
    assert "nowhere.csv" in said.err
    assert len(said.err.splitlines()) == 1


def test_a_mapping_names_the_columns(encours: Encours, tmp_path: Path) -> None:
    file, mapping = tmp_path / "export.csv", tmp_path / "mapping.toml"
    file.write_text("n;who;a;b;sum\nF-1;ACME;2024-01-02;2024-02-01;12,50\n", encoding="utf-8")
    mapping.write_text(
        '[columns]\nnumber = "n"\ncustomer = "who"\nissued_on = "a"\ndue_on = "b"\namount = "sum"\n',
        encoding="utf-8",
    )
    said = encours("import", "invoices", file, "--mapping", mapping)
    assert said.code == 0, said.err
    assert "number from “n”" in said.out


def test_a_bad_day_is_one_sentence(encours: Encours, invoices: Path) -> None:
    said = encours("import", "invoices", invoices, "--on", "31/12/2024")
    assert said.code == 2
    assert "write it as 2024-05-31" in said.err


def test_doubts_are_told_by_kind(encours: Encours, invoices: Path) -> None:
    """Many early payments do not hide the one line dated in the future, and corrections are among the
    accepted.
    """
    early = "".join(f"E-{n},ACME,2024-03-05,2024-04-04,10.00,EUR,2024-03-01\n" for n in range(3))
    future = "G-1,ACME,2124-03-05,2124-04-04,10.00,EUR,\n"
    invoices.write_text(INVOICES + early + future, encoding="utf-8")
    said = encours("import", "invoices", invoices).out
    assert "   5  The payment of 2024-03-01 comes before the invoice" in said
    assert "2 more like it." in said
    assert "   8  The line is dated after the day of the import" in said
    invoices.write_text(INVOICES.replace("F-1,ACME,", "F-1,BOLT,"), encoding="utf-8")
    assert "1 accepted (1 correction among them), 2 unchanged, 0 set aside." in (
        encours("import", "invoices", invoices).out
    )


def test_an_accounting_file_tells_its_balance(encours: Encours, tmp_path: Path) -> None:
    """The balance of the file beside our open items, in text and in JSON."""
    file, terms = tmp_path / "123456789FEC20241231.TXT", tmp_path / "terms.csv"
    file.write_bytes(written([*sale("1", "20240105", "C1", 12_000), *receipt("1", "20240210", "C1", 2_000)]))
    terms.write_text("code,days,month_end\nC1,45,none\n", encoding="utf-8")
    said = encours("import", "fec", file, "--terms", terms)
    assert (said.code, said.err) == (0, "")
    assert "Every customer agrees to the cent" in said.out
    assert "100.00" in said.out
    told = json.loads(encours("import", "fec", file, "--json").out)
    assert told["totals"] == [
        {"account_class": "411", "file_cents": 10_000, "open_cents": 10_000, "difference_cents": 0}
    ]
    assert (told["accepted"], told["unchanged"], told["files"][0]["closing_on"]) == (0, 2, "2024-12-31")


def test_a_file_that_is_no_accounting_file_is_one_sentence(encours: Encours, invoices: Path) -> None:
    said = encours("import", "fec", invoices)
    assert (said.code, said.out) == (1, "")
    assert len(said.err.splitlines()) == 1
    assert json.loads(encours("import", "fec", invoices, "--json").out)["refused"] in said.err
