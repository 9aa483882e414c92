"""The dossier of a customer: complete, checkable, the same each time, and of nobody else."""

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZipFile

import pytest

from dunning.dossier import usecases
from dunning.dossier.errors import PaperRefused, UnknownPaper
from dunning.dossier.papers import Kind
from kernel.language import Language
from ledger.errors import UnknownCustomer, UnknownInvoice
from store.session import Database, open_database
from tests.databases import Databases
from tests.dunning.dossier import books
from tests.dunning.dossier.books import EVENING, EVIL, PDF, TODAY, attach, dossier
from tests.ledger.deliveries import deliver


@pytest.fixture(scope="module")
def told(servers: Databases) -> Iterator[Database]:
    """Both customers with all about them, for tests that only read."""
    opened = open_database(servers.new("sqlite"))
    books.told(opened)
    yield opened
    opened.close()


def _read(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def _index(database: Database, customer: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dossier(database, customer, **more).files["index.json"])
    return found


def test_every_file_read_back_has_the_digest_that_the_index_names(database: Database) -> None:
    """The index lists all but itself; SHA256SUMS lists the index too; nothing else is in the zip."""
    books.told(database)
    files = _read(dossier(database, "ACME").content)
    index = json.loads(files["index.json"])
    listed = {one["path"]: one for one in index["files"]}
    assert set(files) == {*listed, "index.json", "index.html", "SHA256SUMS"}
    for path, one in listed.items():
        assert (one["sha256"], one["bytes"]) == (sha256(files[path]).hexdigest(), len(files[path]))
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: sha256(files[name]).hexdigest() for name in files if name != "SHA256SUMS"}


def test_the_same_facts_give_the_same_bytes(sqlite_database: Database) -> None:
    """Asked twice, and asked again after later facts for the same evening."""
    books.told(sqlite_database)
    before = dossier(sqlite_database, "ACME").content
    with sqlite_database.transaction() as session:
        later = books.act(date(2024, 6, 20))
        usecases.withdraw(session, later, 1, why="wrong file")
    deliver(sqlite_database, books.INVOICES.replace("1000.00", "1111.00"), on="2024-06-21")
    assert dossier(sqlite_database, "ACME").content == before
    assert dossier(sqlite_database, "ACME", as_of=date(2024, 6, 21)).content != before


def test_i38_no_word_of_another_customer(told: Database) -> None:
    """Neither its number, name, papers, dispute, contact nor message."""
    acme, bolt = dossier(told, "ACME").files, dossier(told, "BOLT").files
    for word in (b"BOLT", b"B-1", b"ecret", b"777.77", b"777,77", b"bolt.example"):
        assert not [name for name, content in acme.items() if word in content], word
    for word in (b"ACME", b"A-1", b"Durand", b"HYPERLINK", b"signed by Zoe", b"acme.example"):
        assert not [name for name, content in bolt.items() if word in content], word
    assert b"secret delivery of Bolt" in bolt["deliveries/delivery-00003.txt"]


def test_the_proof_tells_what_left_when_and_what_the_server_said(told: Database) -> None:
    files = dossier(told, "ACME").files
    index = json.loads(files["index.json"])
    (action,) = index["actions"]
    message = action["message"]
    assert (message["state"], message["certain"]) == ("sent", True)
    assert message["message_id"].endswith("@us.example>")
    assert [one["step"] for one in message["steps"]] == ["reserve", "begin", "accepted"]
    assert message["steps"][-1]["told"] == "250 taken"
    assert message["steps"][-1]["at"] == "2024-06-12T10:00:00+00:00"
    assert message["to"] == ["Zoé Durand <zoe@acme.example>"]
    folder = f"reminders/action-{action['action']:05d}"
    assert json.loads(files[f"{folder}/proof.json"]) == action
    assert b"A-1" in files[f"{folder}/message.txt"]
    assert b"A-1,i:1,1,sent,email" in files["reminders/reminders.csv"]


def test_an_evening_knows_no_later_send(told: Database) -> None:
    """The message was made and sent on the 12th: nothing of it is known on the 11th."""
    before = _index(told, "ACME", as_of=date(2024, 6, 11))
    assert (before["actions"], before["reminders"], before["papers"], before["cases"]) == ([], 0, [], [])


def test_sums_stay_apart_by_currency(told: Database) -> None:
    files = dossier(told, "ACME").files
    assert json.loads(files["index.json"])["sums"] == [
        {"currency": "EUR", "gross_cents": 125_050, "credit_cents": 10_000, "net_cents": 115_050},
        {"currency": "USD", "gross_cents": 8_000, "credit_cents": 0, "net_cents": 8_000},
    ]
    statement = files["statement/statement.csv"].decode().splitlines()
    assert "credit_note,A-3,2024-05-02,,,-100.00,-100.00,EUR" in statement
    assert "net,,,,,,1150.50,EUR" in statement


def test_no_name_becomes_a_path(told: Database) -> None:
    """Whatever files are called, a zip holds the paths that we made, under its own folder."""
    found = dossier(told, "ACME")
    for name in _read(found.content):
        path = PurePosixPath(name)
        assert not path.is_absolute()
        assert ".." not in path.parts
        assert all(mark.isalnum() or mark in "-_./" for mark in name)
    papers = json.loads(found.files["index.json"])["papers"]
    assert [(one["name"], one["path"]) for one in papers] == [
        ("passwd", "contract/contract-00001.pdf"),
        ("b>.pdf", "deliveries/delivery-00002.pdf"),
    ]
    assert found.files["contract/contract-00001.pdf"] == PDF


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.mark.parametrize("language", list(Language))
def test_words_of_others_run_nowhere(told: Database, language: Language) -> None:
    """No tag of theirs on a page, no link out of the dossier, no formula in a table."""
    files = dossier(told, "ACME", language=language).files
    for name in ("index.html", "statement/statement.html"):
        read = _Tags()
        read.feed(files[name].decode())
        assert not read.tags & {"script", "b", "iframe", "img"}
        assert all(one in files for one in read.links)
        assert EVIL.encode() not in files[name]
    assert b"name,'=HYPERLINK" in files["identity.csv"]


def test_what_is_missing_is_said(sqlite_database: Database) -> None:
    books.told(sqlite_database)
    books.gazette(sqlite_database)
    missing = {one["what"]: one["about"] for one in _index(sqlite_database, "ACME")["missing"]}
    assert missing == {
        "invoice": ["A-1", "A-2", "A-4"],
        "delivery": ["A-2", "A-4"],
        "terms": [],
        "declaration": [],
    }
    attach(sqlite_database, "ACME", "d.pdf", PDF, Kind.DECLARATION)
    attach(sqlite_database, "ACME", "t.pdf", PDF, Kind.TERMS)
    still = {one["what"] for one in _index(sqlite_database, "ACME")["missing"]}
    assert still == {"invoice", "delivery"}
    assert "clauses" in {one["what"] for one in _index(sqlite_database, "BOLT")["missing"]}


def test_clauses_are_told_as_the_master_has_them(told: Database) -> None:
    assert _index(told, "ACME")["clauses"] == {
        "gts_accepted_on": "2023-01-05",
        "retention_of_title": True,
        "penalty_clause": False,
        "acceleration": None,
        "jurisdiction": None,
    }


def test_a_paper_is_kept_once_and_withdrawn_but_not_erased(sqlite_database: Database) -> None:
    books.told(sqlite_database)
    again = attach(sqlite_database, "ACME", "other name.pdf", PDF, Kind.CONTRACT)
    assert (again.paper.id, again.new) == (1, False)
    with sqlite_database.transaction() as session:
        usecases.withdraw(session, books.act(EVENING), 1, why="of another customer")
    with sqlite_database.read() as session:
        found = usecases.papers_of(session, "ACME", as_of=EVENING)
        before = usecases.papers_of(session, "ACME", as_of=TODAY)
    assert [one.paper.withdrawn for one in found] == ["of another customer", ""]
    assert [one.paper.withdrawn for one in before] == ["", ""]
    assert "contract/contract-00001.pdf" not in dossier(sqlite_database, "ACME").files
    assert attach(sqlite_database, "ACME", "again.pdf", PDF, Kind.CONTRACT).new
    with sqlite_database.transaction() as session, pytest.raises(PaperRefused, match="withdrawn already"):
        usecases.withdraw(session, books.act(EVENING), 1, why="again")


def test_what_cannot_be_attached(told: Database) -> None:
    """An invoice of somebody else is no invoice of this customer."""
    with pytest.raises(UnknownInvoice):
        attach(told, "ACME", "x.pdf", PDF, Kind.INVOICE, invoice="B-1")
    with pytest.raises(PaperRefused, match="Of which invoice"):
        attach(told, "ACME", "x.pdf", PDF, Kind.INVOICE)
    with pytest.raises(UnknownCustomer):
        attach(told, "NOBODY", "x.pdf", PDF, Kind.OTHER)
    with pytest.raises(UnknownPaper), told.transaction() as session:
        usecases.withdraw(session, books.act(), 99, why="x")


def test_an_invoice_that_was_corrected_to_another_customer_is_that_one_s_alone(
    sqlite_database: Database,
) -> None:
    """From the evening on which the correction was known."""
    deliver(sqlite_database, books.INVOICES, on="2024-06-10", at=books.at(date(2024, 6, 10)))
    moved = books.INVOICES.replace("A-2,ACME", "A-2,BOLT")
    deliver(sqlite_database, moved, on="2024-06-12", at=books.at(TODAY))

    def open_invoices(customer: str, as_of: date) -> list[str]:
        index = _index(sqlite_database, customer, as_of=as_of)
        return [one["number"] for one in index["open_invoices"]]

    assert open_invoices("ACME", date(2024, 6, 11)) == ["A-1", "A-2", "A-4"]
    assert open_invoices("ACME", TODAY) == ["A-1", "A-4"]
    assert open_invoices("BOLT", TODAY) == ["B-1", "A-2"]
