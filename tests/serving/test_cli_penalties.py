"""`encours penalties` and `encours routes`."""

import json
from pathlib import Path

import pytest

from tests.serving.conftest import Encours

_INVOICES = """number,customer,issued_on,due_on,amount,currency,paid_on
F-1,ACME,2025-05-01,2025-05-31,10000.00,EUR,2025-08-15
F-2,ACME,2025-07-01,2025-07-31,10000.00,EUR,
F-3,ACME,2025-07-01,2025-12-31,10000.00,EUR,
"""


@pytest.fixture
def told(encours: Encours, tmp_path: Path) -> Encours:
    path = tmp_path / "invoices.csv"
    path.write_text(_INVOICES, encoding="utf-8")
    assert encours("import", "invoices", path).code == 0
    return encours


def test_interest_is_told_by_half_year_with_rate_source_and_certainty(told: Encours) -> None:
    """Of invoices open and paid late, up to a day; the sum is rounded once an invoice."""
    said = told("penalties", "ACME", "--until", "2025-09-01", "--json")
    answer = json.loads(said.out)
    assert [
        (one["number"], one["paid_on"], one["interest_cents"], one["indemnity_cents"])
        for one in answer["invoices"]
    ] == [("F-1", "2025-08-15", 25_788, 4_000), ("F-2", None, 10_652, 4_000)]
    pieces = answer["invoices"][0]["pieces"]
    assert [(one["half_year"], one["rate"], one["days"], one["rate_certainty"]) for one in pieces] == [
        ("2025-S1", "13.15", 30, "verified"),
        ("2025-S2", "12.15", 45, "secondary"),
    ]
    assert "L441-10" in answer["sources"][0]
    table = told("penalties", "ACME", "--until", "2025-09-01")
    assert "257.88" in table.out
    assert "L441-10" in table.err


def test_days_claimed_before_are_left_out(told: Encours) -> None:
    said = told("penalties", "ACME", "--until", "2025-09-01", "--since", "2025-09-01", "--json")
    assert [one["interest_cents"] for one in json.loads(said.out)["invoices"]] == [0, 333]


def test_a_letter_on_invoices_paid_late_is_claimed_when_it_is_said_to_be_sent(
    told: Encours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Printed alone it claims nothing; a company's own words stand on it."""
    monkeypatch.setenv("ENCOURS_AUTHOR", "Ana")
    out = tmp_path / "p.pdf"
    asked = ("penalties", "invoice", "ACME", "--out", out, "--on", "2025-09-01", "--language", "en")
    assert told(*asked).code == 0
    assert out.read_bytes().startswith(b"%PDF")
    lost = told(
        "penalties", "invoice", "ACME", "--out", tmp_path / "no" / "p.pdf", "--claim", "--on", "2025-09-01"
    )
    assert "cannot be written" in lost.err
    assert json.loads(told("penalties", "list", "--on", "2025-09-01", "--json").out) == []
    assert "that is meant" in told(*asked, "--invoice", "F-2").err
    said = json.loads(told(*asked, "--from", "2025-08-01", "--claim", "--json").out)
    assert (said["claimed"], said["reference"]) == (True, "P-ACME-20250901")
    (kept,) = json.loads(told("penalties", "list", "--on", "2025-09-01", "--json").out)
    assert (kept["invoice"], kept["open_cents"], kept["letter"]) == ("F-1", 29_788, "P-ACME-20250901")
    assert "297.88" in told("penalties", "ACME", "--until", "2025-09-01").err
    own = tmp_path / "home" / "templates" / "en"
    monkeypatch.setenv("ENCOURS_TEMPLATES", str(own.parent))
    own.mkdir(parents=True)
    (own / "penalties.toml").write_text('version = "1"\nsubject = "{late}"\n', encoding="utf-8")
    assert "penalties.toml" in told(*asked).err


def test_a_half_year_nobody_knows_is_refused_by_its_name(told: Encours) -> None:
    said = told("penalties", "ACME", "--until", "2027-03-01")
    assert said.code != 0
    assert "2027-S1" in said.err
    assert "dunning/law/rates.py" in said.err


def test_routes_are_ranked_with_reasons_and_no_advice(told: Encours) -> None:
    said = told("routes", "ACME", "--on", "2025-09-01", "--json")
    (answer,) = json.loads(said.out)
    assert (answer["cents"], answer["oldest_days_late"]) == (1_000_000, 32)
    assert [one["route"] for one in answer["routes"] if one["may"]] == [
        "order_for_payment",
        "agency",
        "write_off",
    ]
    assert "no legal advice" in answer["disclaimer"]
    table = told("routes", "ACME", "--on", "2025-09-01")
    assert "priors" in table.err
    assert told("routes", "NOBODY", "--on", "2025-09-01").code == 3  # unknown


def test_both_speak_french(told: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCOURS_LANGUAGE", "fr")
    assert "semestre" in told("penalties", "ACME", "--until", "2025-09-01").out
    said = told("routes", "ACME", "--on", "2025-09-01")
    assert "injonction de payer" in said.out
    assert "conseil juridique" in said.err


def test_prescriptions_are_on_the_calendar(told: Encours) -> None:
    said = told("deadlines", "--customer", "ACME", "--on", "2025-09-01", "--until", "2030-12-31", "--json")
    found = {one["kind"]: one for one in json.loads(said.out)}
    assert found["prescription"]["last_on"] == "2030-07-31"
    assert "L110-4" in found["prescription"]["article"]
