"""`encours ageing`, `dso`, `causes` and `status`: tables for people, JSON and CSV for programs."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from kernel.language import Language
from serving.cli.main import run
from serving.cli.reporting import cents_text, days_text, parse_instant
from tests.serving.conftest import Encours
from tests.tables import rows

_HEADER = "number,customer,customer name,issued_on,due_on,amount,currency,paid_on\n"
_INVOICES = _HEADER + (
    "F-1,ACME,Acme SA,2024-01-02,2024-02-01,1200.00,EUR,2024-02-10\n"
    "F-2,ACME,Acme SA,2024-03-04,2024-04-03,1234567.89,EUR,\n"
    "F-3,BOLT,Bolt,2024-03-05,2024-04-04,50.00,EUR,\n"
    "F-4,BOLT,Bolt,2024-03-05,2024-06-30,50.00,USD,\n"
    "F-5,BOLT,Bolt,2024-03-05,2024-04-30,-20.00,EUR,\n"
)


@pytest.fixture
def told(encours: Encours, tmp_path: Path) -> Encours:
    """A ledger with two customers and two currencies, asked on 15 May 2024."""
    file = tmp_path / "ledger.csv"
    file.write_text(_INVOICES, encoding="utf-8")
    assert encours("import", "invoices", file, "--on", "2024-05-15").code == 0
    return encours


def test_ageing_as_json_is_one_row_a_customer_and_currency(told: Encours) -> None:
    """I26: the code as the file has it, cents, and what lies beside the balance in fields of its own."""
    said = told("ageing", "--by", "customer", "--as-of", "2024-05-15", "--json")
    found = json.loads(said.out)
    assert [(row["customer"], row["currency"], row["open_cents"], row["overdue_cents"]) for row in found] == [
        ("ACME", "EUR", 123_456_789, 123_456_789),
        ("BOLT", "USD", 5_000, 0),
        ("BOLT", "EUR", 3_000, 5_000),
    ]
    assert found[2]["credits_cents"] == 2_000
    assert {"name", "not_due_cents", "days_31_60_cents", "disputed_cents", "items"} <= set(found[0])
    assert {"advances_cents", "bills_cents", "doubtful_cents", "exposure_cents"} <= set(found[0])


def test_a_past_evening_is_asked_by_as_of(told: Encours) -> None:
    (row,) = json.loads(told("ageing", "--as-of", "2024-02-05", "--json").out)
    assert (row["customer"], row["open_cents"], row["days_1_30_cents"]) == ("ACME", 120_000, 120_000)


def test_what_was_recorded_later_is_left_out(told: Encours) -> None:
    """Before the first import there was nothing, and that is said."""
    said = told("ageing", "--as-of", "2024-05-15", "--as-recorded", "2024-05-15T10:00")
    assert (said.code, said.out) == (4, "")
    assert "The ledger is empty" in said.err


def test_the_table_has_totals_by_currency_and_no_empty_column(told: Encours) -> None:
    said = told("ageing", "--as-of", "2024-05-15")
    lines = [line.split() for line in said.out.splitlines()]
    assert "1,234,567.89" in said.out
    assert [line[-1] for line in lines if line[0] == "total"] == ["3", "1"]
    assert "disputed" not in said.out
    assert "90" not in said.out.splitlines()[0]
    french = _in_french(told, "ageing", "--as-of", "2024-05-15")
    assert "1\u202f234\u202f567,89" in french
    assert "non échu" in french


def _in_french(encours: Encours, *arguments: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENCOURS_LANGUAGE", "fr")
        return encours(*arguments).out


def test_a_long_table_is_cut_and_says_so(encours: Encours, tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    lines = (f"F-{n},C{n:03},N,2024-01-02,2024-02-01,{n}.00,EUR,\n" for n in range(1, 41))
    file.write_text(_HEADER + "".join(lines), encoding="utf-8")
    encours("import", "invoices", file, "--on", "2024-03-01")
    said = encours("ageing", "--as-of", "2024-03-01")
    assert "C040" in said.out
    assert "C010" not in said.out
    assert "10 more" in said.err
    assert "820.00" in said.out  # the total is of all
    assert "C010" in encours("ageing", "--as-of", "2024-03-01", "--all").out


@rows("""
    command                    | first columns
    ageing                     | customer,name,currency,open_cents,overdue_cents
    ageing --by sales-owner    | sales_owner,name,currency,open_cents
    ageing --by sector         | sector,name,currency,open_cents
    ageing --by month          | month,name,currency,open_cents
    dso                        | group,name,currency,from_on,until_on,over_days,receivable_cents
    dso --by month --months 2  | month,name,currency
    dso --by customer          | customer,name,currency
    causes                     | cause,title,currency,overdue_cents,items,share,todo
    causes --by customer       | customer,cause,title,currency
""")
def test_csv_has_the_same_headers_in_every_language(told: Encours, command: str, columns: str) -> None:
    """Amounts in cents; only CSV on standard output."""
    arguments = [*command.split(), "--as-of", "2024-05-15", "--csv"]
    said = told(*arguments)
    assert said.out.startswith(columns)
    found = list(csv.DictReader(io.StringIO(said.out)))
    assert found
    assert {row["currency"] for row in found} <= {"EUR", "USD"}
    french = _in_french(told, *arguments)
    assert french.splitlines()[0] == said.out.splitlines()[0]


def test_a_name_is_no_formula_in_a_spreadsheet(told: Encours, tmp_path: Path) -> None:
    """Customers come from files of strangers; JSON, which runs nothing, says the name as it is."""
    file = tmp_path / "formula.csv"
    file.write_text(_HEADER + "F-9,-ACME,=1+1,2024-03-05,2024-04-30,10.00,EUR,\n", encoding="utf-8")
    assert told("import", "invoices", file, "--source", "other", "--on", "2024-05-15").code == 0
    asked = ("ageing", "--by", "customer", "--as-of", "2024-05-15")
    cells = {row["customer"]: row["name"] for row in csv.DictReader(io.StringIO(told(*asked, "--csv").out))}
    assert cells["'-ACME"] == "'=1+1"
    names = {row["customer"]: row["name"] for row in json.loads(told(*asked, "--json").out)}
    assert names["-ACME"] == "=1+1"


@rows("""
    command
    ageing --exposure
    ageing --by month
    dso
    dso --by customer
    dso --by month
    causes
    causes --by month
    status
""")
def test_every_report_has_a_table_in_both_languages(told: Encours, command: str) -> None:
    said = told(*command.split(), "--as-of", "2024-05-15")
    assert said.code == 0
    assert said.out.strip()
    french = _in_french(told, *command.split(), "--as-of", "2024-05-15")
    assert french.strip()
    assert french != said.out


def test_causes_say_what_to_do(told: Encours) -> None:
    """The credit note explains 20.00 of BOLT, the rest is their own delay."""
    found = json.loads(told("causes", "--as-of", "2024-05-15", "--json").out)
    assert [(one["cause"], one["overdue_cents"]) for one in found] == [
        ("own_delay", 123_459_789),
        ("credit_notes", 2_000),
    ]
    assert all(one["todo"].endswith(".") for one in found)
    assert "Apply the open credit notes" in told("causes", "--as-of", "2024-05-15").out


def test_dso_says_its_period_and_why_a_figure_is_missing(told: Encours) -> None:
    said = told("dso", "--as-of", "2024-05-15", "--days", 90)
    assert "from 16 Feb 2024 to 15 May 2024" in said.out
    assert "sales of 90 days" in said.out
    assert "no invoice was paid in full" in said.out
    found = json.loads(told("dso", "--as-of", "2024-05-15", "--json").out)
    assert {row["currency"]: row["over_days"] for row in found} == {"EUR": 135, "USD": 135}
    assert all(row["days_late_trend"] is None and row["why"]["days_late_trend"] for row in found)


def test_status_is_told_of_an_empty_ledger_too(encours: Encours) -> None:
    assert "The ledger is empty" in encours("status").out
    assert json.loads(encours("status", "--json").out)["holds"] == []


def test_status_as_json(told: Encours) -> None:
    found = json.loads(told("status", "--as-of", "2024-05-15", "--json").out)
    assert (found["customers"], found["invoices"], found["payments"]) == (2, 5, 1)
    assert [(one["content"], one["last_file"], one["horizon"]) for one in found["holds"]] == [
        ("invoices", "ledger.csv", "2024-03-05")
    ]
    assert found["waiting"] == []


def test_a_report_in_a_process_of_its_own(told: Encours, home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "serving.cli.main", "ageing", "--as-of", "2024-05-15", "--json"],
        capture_output=True,
        text=True,
        check=True,
        env={"ENCOURS_HOME": str(home), "PATH": ""},
    )
    assert json.loads(done.stdout) == json.loads(told("ageing", "--as-of", "2024-05-15", "--json").out)


@rows("""
    typed                     | instant
    2024-05-31                | 2024-05-31T23:59:59.999999+02:00
    2024-01-31T18:00          | 2024-01-31T18:00:00+01:00
    2024-01-31T18:00+00:00    | 2024-01-31T18:00:00+00:00
""")
def test_a_day_means_its_last_moment_in_paris(typed: str, instant: str) -> None:
    assert parse_instant(typed).isoformat() == instant


def test_what_is_no_instant_is_refused(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ageing", "--as-recorded", "yesterday"]) == 2
    assert "is not an instant" in capsys.readouterr().err


@rows("""
    cents   | english    | french
    0       |            |
    -5      | -0.05      | -0,05
    1234567 | 12,345.67  | 12 345,67
""")
def test_amounts_are_written_to_the_cent(cents: str, english: str, french: str) -> None:
    assert cents_text(Language.ENGLISH)(int(cents)) == english
    assert cents_text(Language.FRENCH)(int(cents)).replace("\u202f", " ") == french


def test_days_are_written_to_one_decimal() -> None:
    assert days_text(Language.ENGLISH)(1234.56) == "1,234.6"
    assert days_text(Language.FRENCH)(1234.56) == "1\u202f234,6"
    assert days_text(Language.FRENCH)(None) == "–"


def test_i26_one_currency_needs_a_dated_rate(told: Encours, tmp_path: Path) -> None:
    """50.00 USD are 40.00 EUR in May; in August there is no rate, and the command says so."""
    file = tmp_path / "rates.csv"
    file.write_text("day,from,to,rate\n2024-04-30,USD,EUR,0.8\n", encoding="utf-8")
    asked = ("ageing", "--currency", "EUR", "--rates", file, "--json")
    found = {row["customer"]: row for row in json.loads(told(*asked, "--as-of", "2024-05-15").out)}
    assert (found["BOLT"]["currency"], found["BOLT"]["open_cents"]) == ("EUR", 7_000)
    said = told(*asked, "--as-of", "2024-08-15")
    assert (said.code, said.out) == (2, "")
    assert "No rate from USD to EUR" in said.err
    assert told("ageing", "--currency", "EUR").code == 2
