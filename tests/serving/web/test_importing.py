"""Files brought in from a page: looked at, imported, and their bad lines given back."""

import gzip
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from access import usecases
from access.gateway import Argon2Hasher
from access.rights import Role
from access.usecases import NewUser
from serving import clock
from serving.app import create_app
from serving.settings import settings
from serving.spreadsheets import safe
from serving.web.uploads import safe_name
from tests.tables import rows

WORD = "quatre mots sans lien"
INVOICES = (
    "Numéro;Client;Date facture;Échéance;Montant;Couleur\n"
    "F-1;ACME;02/01/2024;01/02/2024;1200,00;rouge\n"
    "F-2;=cmd|' /C calc'!A0;04/03/2024;03/04/2020;800,00;bleu\n"
)


@pytest.fixture
def door(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FastAPI]:
    monkeypatch.setenv("ENCOURS_UPLOAD_MB", "1")
    made = create_app(settings())
    with TestClient(made):
        with made.state.house.database.transaction() as session:
            new = NewUser("Ana", "ana@example.com", frozenset({Role.ACCOUNTANT}))
            usecases.add_user(session, Argon2Hasher(memory_kib=64), new, WORD, at=clock.now())
        yield made


@pytest.fixture
def ana(door: FastAPI) -> TestClient:
    client = TestClient(door, raise_server_exceptions=False, follow_redirects=False)
    client.post("/login", data={"email": "ana@example.com", "password": WORD})
    return client


def csrf(client: TestClient) -> str:
    return client.get("/account").text.split('name="csrf" value="')[1].split('"')[0]


def brought(client: TestClient, content: bytes, kind: str = "invoices", name: str = "f.csv") -> str:
    """Where the look at the file is; blank when it is refused."""
    told = client.post("/import", data={"csrf": csrf(client), "kind": kind}, files={"file": (name, content)})
    return told.headers.get("location", "")


def imported(client: TestClient, where: str, **said: object) -> tuple[str, str]:
    """The address and text of the report, once the process has ended."""
    told = client.post(f"{where}/begin", data={"csrf": csrf(client), "dates": "%d/%m/%Y", **said})
    assert told.status_code == 303, told.text
    address = told.headers["location"]
    for _ in range(240):
        text = client.get(address).text
        if "http-equiv" not in text:
            return address, text
        time.sleep(0.25)
    raise AssertionError("The import does not end.")


def test_a_file_is_looked_at_imported_and_its_bad_lines_given_back(
    home: Path, door: FastAPI, ana: TestClient
) -> None:
    where = brought(ana, INVOICES.encode(), name="../../etc/<b>f.csv")
    assert "both ways" in ana.get(where).text
    said = {"csrf": csrf(ana), "dates": "%d/%m/%Y"}
    assert ana.post(f"{where}/say", data=said).headers["location"] == where
    look = ana.get(where).text
    assert "<b>f" not in look
    assert "Due day" in look
    assert "Couleur" in look.split("Left aside")[1]
    assert "F-1" in look
    address, report = imported(ana, where)
    assert "Set aside" in report
    assert not list((home / "uploads").iterdir()), "what was imported is kept no longer"
    told = ana.get(f"{address}/rejected.csv")
    assert told.headers["content-disposition"].startswith("attachment")
    head, line = told.text.lstrip("\ufeff").splitlines()
    assert head.startswith("Numéro;Client;")
    assert head.endswith("encours_line;encours_why")
    assert "'=cmd" in line
    mended = told.text.replace("03/04/2020", "03/04/2024")
    _, report = imported(ana, brought(ana, mended.encode()))
    assert "It is in." in report
    assert "f.csv" in ana.get("/import").text
    with door.state.house.database.read() as session:
        acts = {one.done.act for one in usecases.trail(session, actor="Ana")}
    assert {"importing.take", "importing.start", "encours import invoices"} <= acts


STRANGE = "Réf;Qui;Le;Pour le;Combien\nF-9;ACME;02/01/2024;31/02/2024;10,00\n"
PLACES = {"word": ["number", "customer", "issued_on", "due_on", "amount"], "place": ["0", "1", "2", "3", "4"]}


def test_columns_that_nobody_knows_are_named_one_by_one_and_the_next_file_needs_no_naming(
    ana: TestClient,
) -> None:
    where = brought(ana, STRANGE.encode())
    look = ana.get(where).text
    assert 'role="alert"' in look
    assert look.count("<select") > len(PLACES["word"]), "one for each word, all the same"
    assert "31/02/2024" in look
    part = {"csrf": csrf(ana), "word": ["customer", "amount", "evil"], "place": ["1", "99", "0"]}
    ana.post(f"{where}/say", data=part)
    assert '<option value="1" selected>Qui</option>' in ana.get(where).text
    assert ana.post(f"{where}/begin", data=part).headers["location"] == where, "it cannot be read like this"
    ana.post(f"{where}/say", data={"csrf": csrf(ana), **PLACES})
    assert 'role="alert"' not in ana.get(where).text
    address, report = imported(ana, where, **PLACES)
    assert "Set aside" in report
    mended = ana.get(f"{address}/rejected.csv").text.replace("31/02/2024", "29/02/2024")
    again = brought(ana, mended.encode())
    assert "as in the last file" in ana.get(again).text
    _, report = imported(ana, again, **PLACES)
    assert "It is in." in report


def test_what_cannot_be_taken_is_refused(home: Path, ana: TestClient) -> None:
    assert brought(ana, b"") == ""
    assert brought(ana, b"x", kind="--help") == ""
    assert brought(ana, b"x" * 1_100_000) == ""
    assert ana.get("/import/files/..%2f..%2fencours.db").status_code == 404
    assert ana.get("/import/files/" + "0" * 64).status_code == 404
    assert ana.get("/import/runs/nothing").status_code == 404
    assert not [one for one in (home / "uploads").iterdir() if one.suffix != ".part"]


def test_a_bomb_unfolds_no_further_than_the_look_needs(ana: TestClient) -> None:
    bomb = gzip.compress(b"number,customer\n" + b"0" * 200_000_000)
    assert ana.get(brought(ana, bomb)).status_code == 200


def test_a_file_with_an_entity_is_refused_with_a_sentence(ana: TestClient) -> None:
    evil = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Document>&e;</Document>'
    where = brought(ana, evil, kind="bank", name="s.xml")
    _, report = imported(ana, where)
    assert "root:" not in report
    assert "It is in." not in report
    assert 'role="alert"' in report


@rows("""
    name              | kept
    f.csv             | f.csv
    ../../etc/passwd  | passwd
    C:\\\\x\\\\f.csv       | f.csv
    --help            | help
    told.json         | file
    ..                | file
""")
def test_a_name_is_no_path_and_no_option(name: str, kept: str) -> None:
    assert safe_name(name) == kept


@rows("""
    text     | cell
    =1+1     | '=1+1
    @sum     | '@sum
    -12,50   | -12,50
    +33 1    | +33 1
    -1+cmd   | '-1+cmd
    plain    | plain
""")
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    assert safe(text) == cell
