"""After an erasure no table tells who the person was, and no file brings it back unseen."""

import json
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from access.audit import Done
from access.usecases import verify, write_down
from ledger.erased.repository import erasures
from ledger.errors import UnknownCustomer
from ledger.registers.register import ERASED
from ledger.relation.deciding import Named
from ledger.relation.usecases import open_dispute, resolve_dispute
from privacy import usecases
from privacy.errors import ErasureRefused
from privacy.holdings import HOLDINGS, THE_HOUSE
from privacy.repository import Held, PersonEraser, PersonReader
from privacy.traces import Traces
from store.base import Base
from store.session import Database
from tests.ledger.deliveries import AT, deliver
from tests.ledger.masters import SIREN, act, bring_contacts, bring_customers
from tests.privacy.everywhere import MAIL, NAME, PHONE, SAID, fill, sweep
from tests.tables import rows

_WHO = Held(1, "C1", frozenset({SIREN}))
_MASTER = (
    "code,name,siren,legal_form,street,postcode,city,email,phone\n"
    f"C1,{NAME},{SIREN},1000,12 bis rue des Lilas,75011,Paris,{MAIL},{PHONE}\n"
    f"C2,Autre SARL,,5499,1 quai Sud,69001,Lyon,cabinet@example.com,\n"
)
_CONTACTS = (
    "customer,role,name,email,phone\n"
    f"C1,accounts_payable,{NAME},{MAIL},{PHONE}\n"
    "C1,other,Le Cabinet,cabinet@example.com,\n"
    "C2,accounts_payable,Le Cabinet,cabinet@example.com,\n"
)
_PAID = (
    "number,customer,customer name,issued_on,due_on,amount,currency,paid_on\n"
    f"F1,C1,{NAME},2024-01-02,2024-02-01,120.00,EUR,2024-02-01\n"
    "F2,C2,Autre SARL,2024-01-02,2024-02-01,120.00,EUR,\n"
)
_OWED = _PAID.replace("2024-02-01\nF2", "\nF2")


def _met(database: Database, invoices: str = _PAID) -> None:
    deliver(database, invoices)
    bring_customers(database, _MASTER)
    bring_contacts(database, _CONTACTS)


def _erase(database: Database, code: str = "C1", **more: bool) -> usecases.Erased:
    with database.transaction() as session:
        return usecases.erase(session, act("2024-07-01", author="Ana"), code, why="Asked by letter.", **more)


@pytest.mark.usefixtures("sqlite_database")
def test_every_table_is_thought_of() -> None:
    """A table added later is shown to the person and erased, or said to be nobody's."""
    assert set(HOLDINGS) | THE_HOUSE == set(Base.metadata.tables)
    for name, holding in HOLDINGS.items():
        assert set(holding.left) <= set(Base.metadata.tables[name].columns.keys()), name


def test_no_table_tells_who_it_was(database: Database) -> None:
    """Of a row in every table, whatever its columns: a column added later is swept as well."""
    with database.transaction() as session:
        fill(session)
    with database.read() as session:
        assert len(list(sweep(session))) > 50
    with database.transaction() as session:
        counts = PersonEraser(session, _WHO).erase()
    assert counts["outbox_attachment"] == counts["customer_profile"] == 1
    with database.read() as session:
        assert list(sweep(session)) == []
    with database.transaction() as session:
        assert PersonEraser(session, _WHO).erase() == {}


def test_what_is_held_is_shown_whole(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        fill(session)
    with sqlite_database.read() as session:
        reader = PersonReader(session, _WHO)
        told = {name: list(reader.rows(name)) for name, one in HOLDINGS.items() if one.of}
    assert {name for name, found in told.items() if not found} == {"erased_person"}


def test_a_person_who_paid_is_erased_and_its_books_stay(database: Database) -> None:
    _met(database)
    with database.transaction() as session:
        write_down(session, Done("Ana", "command", "import customers", "C1"), at=AT)
    done = _erase(database)
    assert done.kept_until == date(2034, 12, 31)
    with database.read() as session:
        assert list(sweep(session)) == []
        assert [one.customer_id for one in erasures(session)] == [1]
        assert verify(session).breaks == ()
        reader = PersonReader(session, Held(1, "C1", frozenset()))
        (invoice,) = reader.rows("invoice")
        assert (invoice["number"], invoice["amount_cents"]) == ("F1", 12_000)
        others = list(PersonReader(session, Held(2, "C2", frozenset())).rows("contact"))
        assert others[0]["email"] == "cabinet@example.com"  # the keeper of both their books is C2's too


def test_files_that_name_the_person_again_are_told_and_not_taken(database: Database) -> None:
    _met(database)
    _erase(database)
    deliver(database, _PAID.replace("F1,", "F9,"), on="2024-07-02")
    customers = bring_customers(database, _MASTER, on="2024-07-02")
    contacts = bring_contacts(database, _CONTACTS, on="2024-07-02")
    for report in (customers, contacts):
        assert any("erased on 2024-07-01" in one.why for one in report.warnings), report
    with database.read() as session:
        assert list(sweep(session)) == []
        assert len(list(PersonReader(session, Held(1, "C1", frozenset())).rows("invoice"))) == 2


@pytest.mark.parametrize(
    ("prepare", "why"),
    [("owed", "not settled"), ("dispute", "dispute"), ("company", "--person"), ("twice", "was erased on")],
)
def test_who_cannot_be_erased_yet_is_told_why(sqlite_database: Database, prepare: str, why: str) -> None:
    _met(sqlite_database, _OWED if prepare in ("owed", "dispute") else _PAID)
    if prepare == "dispute":
        with sqlite_database.transaction() as session:
            told = act("2024-07-01")
            named = [Named("F1")]
            open_dispute(session, told, "C1", named, reason="price", note=SAID, happened_on=told.on)
    if prepare == "twice":
        _erase(sqlite_database)
    with pytest.raises(ErasureRefused, match=why):
        _erase(sqlite_database, "C2" if prepare == "company" else "C1")
    with pytest.raises(UnknownCustomer):
        _erase(sqlite_database, "C9")


def test_the_file_for_the_person_has_an_index_in_both_languages(sqlite_database: Database) -> None:
    _met(sqlite_database)
    with sqlite_database.read() as session:
        content = usecases.export(session, "C1", on=date(2024, 7, 1))
        assert content == usecases.export(session, "C1", on=date(2024, 7, 1))
    with ZipFile(BytesIO(content)) as file:
        names = set(file.namelist())
        assert {"INDEX.en.md", "INDEX.fr.md", "customer_profile.json", "invoice.csv", "payment.json"} <= names
        assert "Factures" in file.read("INDEX.fr.md").decode()
        (profile,) = json.loads(file.read("customer_profile.json"))
        assert profile["email"] == MAIL
        assert all(
            "cabinet@example.com" not in file.read(one).decode() or one.startswith("contact") for one in names
        )


@rows("""
    word                      | text                               | left
    Hélène Dupont-Moreau      | MME HELENE  DUPONT MOREAU, Paris   | MME [erased], Paris
    Hélène Dupont-Moreau      | Helene Dupont                      | Helene Dupont
    Martin                    | Martin paid, Martinez did not      | [erased] paid, Martinez did not
    +33 6 12 34 56 78         | call 0612345678 or 06.12.34.56.78  | call 0[erased] or 0[erased]
    a.b@example.com           | A.B@EXAMPLE.COM, xa.b@example.com  | [erased], xa.b@example.com
    732829320                 | 732 829 320 00074                  | [erased] 00074
    Ana                       | Ana                                | Ana
""")
def test_a_trace_is_met_in_its_other_spellings(word: str, text: str, left: str) -> None:
    assert Traces(frozenset({word})).blot(text) == left
    assert ERASED not in Traces(frozenset({"Martin"}), among_others=True).blot("Martin paid")


def test_a_dispute_that_is_over_hinders_nobody(sqlite_database: Database) -> None:
    """And what was noted in it goes."""
    _met(sqlite_database, _OWED)
    told = act("2024-07-01")
    with sqlite_database.transaction() as session:
        case = open_dispute(
            session, told, "C1", [Named("F1")], reason="price", note=SAID, happened_on=told.on
        )
        resolve_dispute(
            *(session, told, case.case),
            outcome="withdrawn",
            conceded=[],
            credit_note=None,
            note=SAID,
            happened_on=told.on,
        )
    deliver(sqlite_database, _PAID, on="2024-07-02")
    _erase(sqlite_database)
    with sqlite_database.read() as session:
        assert list(sweep(session)) == []
