"""`encours import customers|contacts|orders` and `encours customers`, as a person uses them."""

import json
from pathlib import Path

import pytest

from tests.ledger.accounting import sale, written
from tests.ledger.masters import SIREN
from tests.serving.conftest import Encours

_MASTER = f"""code;name;siren;terms;accounts_payable_email;credit_limit
C1;Un;{SIREN};45 jours fin de mois;ap@un.fr;5
M1;Société DUP SARL;;60 jours;;
C3;Trois;123;;;
"""


@pytest.fixture
def house(encours: Encours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Encours:
    """An accounting file and a customer master are in."""
    monkeypatch.setenv("ENCOURS_AUTHOR", "Ana")
    fec, master = tmp_path / "fec.txt", tmp_path / "customers.csv"
    fec.write_bytes(written([*sale("1", "20240105", "DUP", 12_000), *sale("2", "20240105", "C1", 50_000)]))
    master.write_text(_MASTER, encoding="utf-8")
    assert encours("import", "fec", fec).code == 0
    said = encours("import", "customers", master, "--on", "2024-07-01", "--json")
    told = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert (told["read"], told["accepted"], told["rejected"], told["redated_invoices"]) == (3, 2, 1, 1)
    assert told["ignored_columns"] == ["credit_limit"]
    return encours


def _json(house: Encours, *arguments: object) -> object:
    said = house(*arguments, "--json")
    assert (said.code, said.err) == (0, "")
    return json.loads(said.out)


def test_the_import_is_told(house: Encours, tmp_path: Path) -> None:
    """Counts first, what was not used, what was set aside and why."""
    said = house("import", "customers", tmp_path / "customers.csv")
    assert "3 lines read: 0 accepted, 2 unchanged, 1 set aside." in said.out
    assert "Columns not used: credit_limit." in said.out
    assert "The SIREN is wrong." in said.out


def test_a_file_refused_as_a_whole_answers_in_json(encours: Encours, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("colour;size\nred;1\n", encoding="utf-8")
    for kind in ("customers", "contacts", "orders"):
        said = encours("import", kind, file, "--json")
        assert (said.code, json.loads(said.out)["read"]) == (1, 0)
        assert "Name it in the mapping" in json.loads(said.out)["refused"]


def test_customers_are_listed_and_shown(house: Encours) -> None:
    listed = _json(house, "customers", "list", "--as-of", "2024-07-01")
    assert isinstance(listed, list)
    assert [(one["customer"], one["open"]) for one in listed] == [
        ("DUP", [{"currency": "EUR", "open_cents": 12_000}]),
        ("C1", [{"currency": "EUR", "open_cents": 50_000}]),
        ("M1", []),
    ]
    shown = _json(house, "customers", "show", "C1")
    assert isinstance(shown, dict)
    assert (shown["profile"]["terms_days"], shown["history"][0]["author"]) == (45, "Ana")
    assert shown["contacts"][0]["email"] == "ap@un.fr"
    said = house("customers", "show", "C1")
    assert "45 days, then end of month" in said.out
    assert house("customers", "show", "NOBODY").code == 3


def test_what_is_missing_is_ranked_by_what_is_at_stake(house: Encours) -> None:
    found = _json(house, "customers", "missing")
    assert isinstance(found, list)
    assert [(one["customer"], one["currency"], one["open_cents"]) for one in found] == [
        ("C1", "EUR", 50_000),
        ("DUP", "EUR", 12_000),
        ("M1", None, 0),
    ]
    assert found[1]["missing"][0]["field"] == "siren"
    assert "no score of the company" in house("customers", "missing").out


def test_links_are_proposed_confirmed_and_undone(house: Encours) -> None:
    def links() -> dict[str, list[dict[str, object]]]:
        found = _json(house, "customers", "links")
        assert isinstance(found, dict)
        return found

    assert [(one["customer"], one["master"]) for one in links()["proposed"]] == [("DUP", "M1")]
    assert "Confirm one with" in house("customers", "links").out
    said = house("customers", "confirm", "DUP", "M1", "--author", "Léa")
    assert (said.code, said.out) == (0, "DUP is M1.\n")
    assert said.err == "Invoices that have another due date now: 1.\n"
    found = links()
    assert found["proposed"] == []
    assert [(one["same"], one["author"]) for one in found["decided"]] == [(True, "Léa")]
    assert house("customers", "confirm", "DUP", "M1").code == 2
    told = _json(house, "customers", "refuse", "DUP", "M1")
    assert isinstance(told, dict)
    assert (told["same"], told["author"], told["redated_invoices"]) == (False, "Ana", 1)
    assert links()["proposed"] == []


def test_an_act_needs_a_name(house: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENCOURS_AUTHOR")
    monkeypatch.delenv("USER", raising=False)
    said = house("customers", "confirm", "DUP", "M1")
    assert (said.code, said.err) == (2, "Nobody is named beside this act. Say who decides: --author NAME.\n")


def test_contacts_and_orders_come_by_files_of_their_own(house: Encours, tmp_path: Path) -> None:
    contacts, orders = tmp_path / "contacts.csv", tmp_path / "orders.csv"
    contacts.write_text("customer,role,name,email\nC1,acheteur,Zoé,\n", encoding="utf-8")
    orders.write_text("number,customer,ordered,delivery,amount\nO1,C1,2024-06-01,,5.00\n", encoding="utf-8")
    assert "Contacts: 1 new." in house("import", "contacts", contacts).out
    assert "Orders: 1 new." in house("import", "orders", orders).out
    orders.write_text("number,customer,ordered,delivery,amount\n", encoding="utf-8")
    assert house("import", "orders", orders, "--partial").code == 1
    said = house("import", "orders", orders)
    assert (said.code, "Orders: 1 closed." in said.out) == (0, True)
