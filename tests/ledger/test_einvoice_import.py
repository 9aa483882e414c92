"""From electronic invoices to the ledger: each file told on its own, no invoice entered twice."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.einvoice.usecases import missing_in_einvoices
from ledger.registers.catalogue import (
    DOCUMENTS,
    LINKS,
    PROFILES,
    CustomerLinkRow,
    CustomerProfileRow,
    InvoiceDocumentRow,
)
from ledger.registers.register import NewVersion
from ledger.registers.report import RegisterReport
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Act, record_act
from ledger.summary import open_items, standing
from ledger.usecases import import_allocations, import_payments
from store.session import Database, open_database
from tests.databases import Databases
from tests.ledger.accounting import deliver_fec, sale
from tests.ledger.deliveries import deliver, facts_of
from tests.ledger.einvoices import BUYER, OTHER, SELLER, Draft, amounts, blank_pdf, bring, cii, facturx, ubl
from tests.tables import rows

_CSV = "number;customer;customer_name;issue_date;due_date;amount\n"
_DAY = date(2026, 1, 1)


def _files(report: RegisterReport) -> list[dict[str, Any]]:
    return list(report.told["files"])


def _documents(database: Database) -> dict[str, InvoiceDocumentRow]:
    with database.read() as session:
        standing_ones = RegisterRepository(session, DOCUMENTS).standing(source="einvoice")
    return {key: one.row for key, one in standing_ones.items()}


def _open(database: Database) -> dict[str, int]:
    """Open cents by number."""
    left = open_items(facts_of(database))
    return dict(zip(left["number"], left["open_cents"].astype(int), strict=True))


def _master(database: Database, customer_id: int, **said: Any) -> None:
    """A row of the customer master, as its import writes it."""
    row = CustomerProfileRow(customer_id, *[None] * (len(CustomerProfileRow._fields) - 1))._replace(**said)
    with database.transaction() as session:
        next_id = RegisterRepository(session, PROFILES).next_id()
        version = NewVersion(next_id, 0, f"C{customer_id}", _DAY, row)
        act = Act("Ana", _DAY, datetime(2026, 1, 1, tzinfo=UTC))
        record_act(session, act, source="master", versions=[(PROFILES, [version])])


def _credit(**changed: Any) -> Draft:
    return Draft(number="A-1", kind="381", preceding=("F-1",), issued="2026-10-15").but(**changed)


def test_invoices_enter_with_what_their_documents_say(database: Database) -> None:
    """An invoice, a credit note that lowers it, and a file that is none: the good ones enter, one is told."""
    report = bring(
        database,
        ("avoir.xml", ubl(_credit(**amounts(5_000)))),
        ("facture.pdf", facturx(Draft(order="", prepaid="10.00", owed="110.00"))),
        ("photo.pdf", blank_pdf()),
    )
    assert (report.read, report.accepted, report.unchanged, report.rejected) == (3, 2, 0, 1)
    assert [one["status"] for one in _files(report)] == ["new", "new", "refused"]
    assert "photo.pdf: The PDF holds no XML" in report.rejections[0].why
    credit, invoice, _ = _files(report)
    assert (invoice["amount_cents"], invoice["total_cents"], invoice["prepaid_cents"]) == (
        11_000,
        12_000,
        1_000,
    )
    assert (invoice["customer"], invoice["due_on"], invoice["due_on_source"]) == (
        BUYER,
        "2026-10-31",
        "provided",
    )
    assert invoice["missing"] == ["order_reference"]
    assert (credit["amount_cents"], credit["settles"]) == (-6_000, ["F-1"])
    assert _open(database) == {"F-1": 5_000}
    assert json.loads(json.dumps(report.as_json()))["files"][0]["kind"] == "credit_note"
    row = _documents(database)[f"{SELLER}|2026|F-1"]
    assert (row.form, row.profile, row.type_code, row.missing) == (
        "factur-x",
        "en16931",
        "380",
        ["order_reference"],
    )
    assert (row.delivered_on, row.buyer_siren, row.warnings) == (date(2026, 9, 30), BUYER, [])


def test_the_same_files_twice_change_nothing(database: Database) -> None:
    contents = [cii(Draft()), ubl(_credit()), cii(Draft(number="F-2", line="90.00"))]
    bring(database, *contents)
    before, documents = facts_of(database), _documents(database)
    again = bring(database, *reversed(contents), on="2026-11-30")
    assert (again.accepted, again.corrected, again.unchanged, again.rejected) == (0, 0, 3, 0)
    assert [one["status"] for one in _files(again)] == ["unchanged"] * 3
    assert _documents(database) == documents
    assert documents[f"{SELLER}|2026|F-2"].warnings[0].startswith("BR-CO-13: ")
    for name in ("customers", "invoices", "payments", "allocations"):
        pd.testing.assert_frame_equal(getattr(facts_of(database), name), getattr(before, name))


def test_an_invoice_the_ledger_holds_gets_its_document_and_no_double(database: Database) -> None:
    """Numbers are compared as people write them; a difference is told and changes nothing."""
    deliver(
        database,
        f"{_CSV}F 001;C1;BOUTIQUE-JOLIE;2026-10-01;2026-10-31;120.00\n"
        "F 002;C1;;2026-10-01;2026-10-31;99.00\n",
        on="2026-11-01",
    )
    drafts = [Draft(number="F-001"), Draft(number="f-002", due="2026-11-15"), Draft(number="F-003")]
    report = bring(database, *(cii(one) for one in drafts))
    assert [(one["status"], one["customer"]) for one in _files(report)] == [
        *[("attached", "C1")] * 2,
        ("new", "C1"),
    ]
    first, second, _ = (one["doubts"] for one in _files(report))
    assert first == []
    assert "99.00 EUR, the document says 120.00 EUR" in second[0]
    assert "due on 2026-10-31, the document says 2026-11-15" in second[1]
    invoices = standing(facts_of(database).invoices, "invoice_id")
    assert sorted(invoices["amount_cents"]) == [9_900, 12_000, 12_000]


def test_an_accounting_file_is_found_by_number_day_and_amount(sqlite_database: Database) -> None:
    """Accounting files know no SIREN, and often another name: the invoice tells whose it is."""
    deliver_fec(sqlite_database, sale("7", "20261001", "0042", 12_000))
    report = bring(sqlite_database, cii(Draft(number="F7", buyer_name="BJ Holding")))
    (told,) = _files(report)
    assert (told["status"], told["customer"], len(told["doubts"])) == ("attached", "0042", 1)
    assert "neither by number nor name" in told["doubts"][0]
    other = bring(sqlite_database, cii(Draft(number="F7", buyer=OTHER, buyer_name="X", issued="2025-10-01")))
    assert [one["status"] for one in _files(other)] == ["new"]


def test_the_total_of_the_accounts_includes_what_was_paid_before(sqlite_database: Database) -> None:
    deliver_fec(sqlite_database, sale("7", "20261001", "0042", 12_000, due="20261031"))
    report = bring(
        sqlite_database, cii(Draft(number="F7", buyer_name="Société 0042", prepaid="20", owed="100"))
    )
    assert [(one["status"], one["doubts"]) for one in _files(report)] == [("attached", [])]


def test_the_customer_master_tells_customer_and_terms(sqlite_database: Database) -> None:
    deliver(sqlite_database, f"{_CSV}F 9;C1;Autre nom;2026-09-01;2026-09-30;5.00\n", on="2026-10-01")
    _master(sqlite_database, 1, siren=BUYER, terms_days=45, terms_month_end="days_then_end")
    report = bring(sqlite_database, cii(Draft(due="")))
    (told,) = _files(report)
    assert (told["customer"], told["due_on"], told["due_on_source"]) == ("C1", "2026-11-30", "terms")


def test_several_customers_of_one_number_are_left_to_a_person(sqlite_database: Database) -> None:
    text = "F 8;C1;A;2026-09-01;2026-09-30;5.00\nF 9;C2;B;2026-09-01;2026-09-30;5.00\n"
    deliver(sqlite_database, _CSV + text, on="2026-10-01")
    for customer_id in (1, 2):
        _master(sqlite_database, customer_id, siren=BUYER)
    refused = bring(sqlite_database, cii(Draft()))
    assert "Several customers have the buyer's SIREN (C1, C2)" in _files(refused)[0]["why"]
    held = bring(sqlite_database, cii(Draft(number="F9", **amounts(500))))
    assert [(one["status"], one["customer"]) for one in _files(held)] == [("attached", "C2")]
    link = NewVersion(1, 0, "2", _DAY, CustomerLinkRow(customer_id=2, master_id=1, same=True, confidence=100))
    with sqlite_database.transaction() as session:
        act = Act("Ana", _DAY, datetime(2026, 1, 1, tzinfo=UTC))
        record_act(session, act, source="links", versions=[(LINKS, [link])])
    linked = bring(sqlite_database, cii(Draft()))
    assert [(one["status"], one["customer"]) for one in _files(linked)] == [("new", "C2")]


def test_two_companies_of_one_name_are_two_customers(sqlite_database: Database) -> None:
    report = bring(
        sqlite_database, cii(Draft()), cii(Draft(number="F-2", buyer=OTHER)), cii(Draft(number="F-3"))
    )
    assert [one["customer"] for one in _files(report)] == [BUYER, OTHER, BUYER]
    by_vat = bring(sqlite_database, cii(Draft(number="F-4", buyer="", buyer_vat=f"FR96{OTHER}")))
    assert [one["customer"] for one in _files(by_vat)] == [OTHER]
    foreign = bring(sqlite_database, cii(Draft(number="F-5", buyer="", buyer_vat="DE 123", buyer_name="")))
    assert "" not in [one["customer"] for one in _files(foreign)]


@rows("""
    again with                  | status    | says
    profile=minimum             | unchanged |
    profile=basicwl             | unchanged |
    profile=extended            | corrected |
    order=PO-8                  | corrected |
    owed=100.00 prepaid=20.00   | unchanged | the document says 100.00 EUR
    issued=2026-10-02           | unchanged | issued on 2026-10-01
    buyer=552100554             | corrected | another customer
""")
def test_a_document_told_again_is_kept_if_richer(
    sqlite_database: Database, changed: str, status: str, says: str
) -> None:
    """The invoice itself stays as it was: a document never overwrites an amount."""
    bring(sqlite_database, cii(Draft()))
    again = bring(sqlite_database, cii(Draft().but(**dict(one.split("=") for one in changed.split()))))
    (told,) = _files(again)
    assert told["status"] == status
    assert says in " ".join(told["doubts"])
    assert _open(sqlite_database) == {"F-1": 12_000}


def test_a_due_date_we_guessed_gives_way_to_one_that_is_told(sqlite_database: Database) -> None:
    bring(sqlite_database, cii(Draft(profile="minimum")))
    again = bring(sqlite_database, cii(Draft(due="2026-11-15")), on="2026-11-30")
    assert (_files(again)[0]["status"], _files(again)[0]["due_on"]) == ("corrected", "2026-11-15")
    invoices = facts_of(sqlite_database).invoices
    assert invoices["due_on_source"].tolist() == ["default", "provided"]
    assert str(invoices["known_on"].iloc[-1].date()) == "2026-11-30"


def test_of_two_documents_of_one_invoice_the_richer_is_kept(sqlite_database: Database) -> None:
    report = bring(
        sqlite_database, cii(Draft(profile="minimum")), cii(Draft()), cii(Draft(owed="90.00", prepaid="30"))
    )
    assert [one["status"] for one in _files(report)] == ["repeated", "new", "refused"]
    assert "file2.xml holds the same number" in _files(report)[2]["why"]
    assert (report.read, report.accepted, report.unchanged, report.rejected) == (3, 1, 1, 1)


@rows("""
    changed                  | why
    owed=0.00 prepaid=120.00 | Nothing is owed
    kind=325                 | pro forma
    owed=1.005               | BT-115
    buyer= buyer_name=       | BT-44
    buyer=732829320          | an invoice to pay
""")
def test_what_is_no_claim_of_ours_is_refused(sqlite_database: Database, changed: str, why: str) -> None:
    bring(sqlite_database, cii(Draft(number="F-0")))
    report = bring(sqlite_database, cii(Draft().but(**dict(one.split("=") for one in changed.split()))))
    assert report.rejected == 1
    assert why in _files(report)[0]["why"]
    assert list(_open(sqlite_database)) == ["F-0"]


def test_a_number_held_as_the_other_kind_is_refused(sqlite_database: Database) -> None:
    deliver(sqlite_database, f"{_CSV}F-1;{BUYER};;2026-10-01;2026-10-31;120.00\n", on="2026-11-01")
    report = bring(sqlite_database, cii(Draft(kind="381")))
    assert "holds this number as an invoice" in _files(report)[0]["why"]


def test_a_file_the_disk_does_not_give_is_told(sqlite_database: Database) -> None:
    report = bring(sqlite_database, ("gone.xml", None), ("f.xml", cii(Draft())))
    assert [one["status"] for one in _files(report)] == ["refused", "new"]


def test_late_news_is_known_on_the_day_it_comes(sqlite_database: Database) -> None:
    bring(sqlite_database, cii(Draft(issued="2026-10-01")), on="2026-10-20")
    bring(sqlite_database, cii(Draft(number="F-2", issued="2026-09-01")), on="2026-10-25")
    known = facts_of(sqlite_database).invoices["known_on"]
    assert [str(day.date()) for day in known] == ["2026-10-01", "2026-10-25"]


def test_a_number_of_another_seller_or_year_is_another_invoice(sqlite_database: Database) -> None:
    """In French law a number is unique by seller and year."""
    report = bring(
        sqlite_database,
        cii(Draft()),
        cii(Draft(seller=OTHER, **amounts(7_000))),
        cii(Draft(issued="2025-10-01", **amounts(8_000))),
    )
    assert [one["status"] for one in _files(report)] == ["new"] * 3
    again = bring(sqlite_database, cii(Draft(seller=OTHER, **amounts(7_000))))
    assert [one["status"] for one in _files(again)] == ["unchanged"]
    assert sorted(open_items(facts_of(sqlite_database))["open_cents"]) == [8_400, 9_600, 12_000]


def test_a_file_of_allocations_finds_it_by_its_number(sqlite_database: Database) -> None:
    bring(sqlite_database, cii(Draft()))
    arguments = {"name": "a.csv", "mapping": None, "source": None, "on": date(2026, 11, 24), "progress": None}
    at = datetime(2026, 11, 24, tzinfo=UTC)
    with sqlite_database.transaction() as session:
        paid = f"reference;customer;paid_on;amount\nP1;{BUYER};2026-11-02;50.00\n"
        import_payments(session, paid.encode(), recorded_at=at, **arguments)
    with sqlite_database.transaction() as session:
        import_allocations(session, b"payment;invoice;amount\nP1;F-1;50.00\n", recorded_at=at, **arguments)
    assert _open(sqlite_database) == {"F-1": 7_000}


@rows("""
    lowers       | in currency | left
    F-1          | EUR         | F-1 6000
    F-1 F-2      | EUR         | F-1 6000, F-2 12000
    F-9          | EUR         | A-1 -6000, F-1 12000, F-2 12000
    F-1          | USD         | A-1 -6000, F-1 12000, F-2 12000
""")
def test_i17_a_credit_note_lowers_what_it_names(
    sqlite_database: Database, lowers: str, currency: str, left: str
) -> None:
    credit = _credit(preceding=tuple(lowers.split()), currency=currency, **amounts(5_000))
    bring(sqlite_database, cii(Draft()), cii(Draft(number="F-2")), cii(credit))
    expected = {"F-2": 12_000} | {
        name: int(cents) for name, cents in (one.split() for one in left.split(", "))
    }
    assert _open(sqlite_database) == expected


_PARTS = st.lists(st.integers(1, 40), min_size=1, max_size=3)


@given(invoices=_PARTS, notes=_PARTS, order=st.randoms(use_true_random=False), names=st.data())
@settings(deadline=None, max_examples=8)
def test_i17_credit_notes_take_no_more_than_is_open(
    servers: Databases, invoices: list[int], notes: list[int], order: Any, names: Any
) -> None:
    """Whatever names what, in whatever order the files come: nothing is lost, nothing is below zero."""
    drafts = [Draft(number=f"F-{n}", **amounts(500 * size)) for n, size in enumerate(invoices)]
    named = st.lists(st.sampled_from([one.number for one in drafts]), max_size=2, unique=True)
    drafts += [
        _credit(number=f"A-{n}", preceding=tuple(names.draw(named)), **amounts(500 * size))
        for n, size in enumerate(notes)
    ]
    database = open_database(servers.new("sqlite"))
    shuffled = order.sample(drafts, len(drafts))
    cut = order.randint(0, len(drafts))
    bring(database, *(cii(one) for one in shuffled[:cut]))
    bring(database, *(cii(one) for one in shuffled[cut:]))
    left = _open(database)
    assert sum(left.values()) == 600 * (sum(invoices) - sum(notes))
    assert all((cents < 0) == number.startswith("A") for number, cents in left.items())
    facts = facts_of(database)
    offsets = facts.allocations.groupby("payment_id")["amount_cents"].sum()
    assert (offsets == 0).all()
    assert (facts.payments["amount_cents"] == 0).all()
    database.close()


def test_i35_one_bad_file_changes_nothing_for_the_others(
    sqlite_database: Database, servers: Databases
) -> None:
    good = [cii(Draft()), ubl(_credit()), cii(Draft(number="F-2", buyer=OTHER))]
    bring(sqlite_database, b"\0", good[2], b"%PDF-", good[1], b"<a/>", good[0])
    alone = open_database(servers.new("sqlite"))
    bring(alone, *good)
    assert _open(sqlite_database) == _open(alone)
    alone.close()


@pytest.mark.parametrize("together", [True, False])
def test_a_credit_note_that_comes_first_waits_for_its_invoice(
    sqlite_database: Database, together: bool
) -> None:
    contents = [cii(_credit(**amounts(5_000))), cii(Draft())]
    if together:
        bring(sqlite_database, *contents)
    else:
        first = bring(sqlite_database, contents[0])
        assert "F-1, is not in the ledger" in _files(first)[0]["doubts"][0]
        bring(sqlite_database, contents[1])
    assert _open(sqlite_database) == {"F-1": 6_000}


def test_a_corrective_invoice_replaces_an_untouched_one(database: Database) -> None:
    """The invoice it names is owed no more, without money; where something was settled, a person decides."""
    bring(
        database, cii(Draft()), cii(Draft(number="F-2")), cii(_credit(preceding=("F-2",), **amounts(5_000)))
    )
    corrective = Draft(kind="384", issued="2026-10-20", **amounts(9_000))
    report = bring(
        database,
        cii(corrective.but(number="R-1", preceding=("F-1",))),
        cii(corrective.but(number="R-2", preceding=("F-2",))),
    )
    assert _open(database) == {"R-1": 10_800, "R-2": 10_800, "F-2": 6_000}
    replaced, doubtful = _files(report)
    assert (replaced["settles"], replaced["doubts"]) == (["F-1"], [])
    assert "something was settled already" in doubtful["doubts"][0]
    payments = facts_of(database).payments
    assert payments["kind"].tolist() == ["offset", "replacement"]
    bring(database, cii(corrective.but(number="R-1", preceding=("F-1",))))
    assert len(facts_of(database).payments) == 2


def test_what_open_invoices_lack_is_ranked_by_money(sqlite_database: Database) -> None:
    """As of an evening: what is paid, not yet known, or lacks nothing is not in the list."""
    bring(
        sqlite_database,
        cii(Draft(order="", **amounts(5_000))),
        cii(Draft(number="F-2", iban="", order="", issued="2026-10-05", **amounts(9_000))),
        cii(Draft(number="F-3")),
        cii(Draft(number="F-4", order="", currency="USD", **amounts(99_000))),
        cii(Draft(number="F-5", order="", **amounts(1_000))),
        cii(_credit(preceding=("F-5",), **amounts(1_000))),
    )
    with sqlite_database.read() as session:
        now = missing_in_einvoices(session, as_of=date(2026, 11, 1))
        early = missing_in_einvoices(session, as_of=date(2026, 10, 4))
    assert [(one.number, one.open_cents, one.missing) for one in now] == [
        ("F-2", 10_800, ("order_reference", "payment_account")),
        ("F-1", 6_000, ("order_reference",)),
        ("F-4", 118_800, ("order_reference",)),
    ]
    assert [one.number for one in early] == ["F-1", "F-5", "F-4"]
    assert now[1].as_json()["sentences"][0].startswith("The buyer's order number (BT-13)")


def test_another_seller_is_doubtful_and_one_stranger_does_not_tell_who_we_are(
    sqlite_database: Database,
) -> None:
    bring(sqlite_database, cii(Draft(seller=OTHER)))
    report = bring(sqlite_database, cii(Draft(number="F-2")), cii(Draft(number="F-3")))
    assert [one["status"] for one in _files(report)] == ["new", "new"]
    assert f"The seller, {SELLER}, is not that of earlier documents" in _files(report)[0]["doubts"][0]
    later = bring(sqlite_database, cii(Draft(number="F-4", buyer=OTHER)))
    assert [(one["status"], one["doubts"]) for one in _files(later)] == [("new", [])]
