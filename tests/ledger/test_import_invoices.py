"""What an invoice file does to the ledger, the first time and the times after."""

import gzip
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from ledger.as_known import as_known
from ledger.errors import AmbiguousInvoice, EmptyLedger, FormatUndecided, UnknownCustomer, UnknownInvoice
from ledger.usecases import horizon, invoice_by_number, ledger_summary, list_rejections, load_facts
from store.session import Database
from tests.ledger.deliveries import deliver, facts_of
from tests.tables import rows

_HEADER = "number,customer,issue_date,due_date,amount,paid_on\n"
_FIRST = _HEADER + (
    "F-1,ACME,2024-01-05,2024-02-05,100.00,2024-02-10\n"
    "F-2,ACME,2024-01-15,2024-02-15,50.00,\n"
    "F-3,BOLT,2024-02-01,2024-03-01,-20.00,\n"
)


def _days(column: pd.Series) -> list[str]:
    return [str(day.date()) for day in column]


def test_a_first_export_is_known_as_it_happened(database: Database) -> None:
    report = deliver(database, _FIRST)
    assert (report.read, report.accepted, report.new_invoices, report.new_credit_notes) == (3, 3, 2, 1)
    facts = facts_of(database)
    assert _days(facts.invoices["known_on"]) == ["2024-01-05", "2024-01-15", "2024-02-01"]
    assert facts.invoices["amount_cents"].tolist() == [10_000, 5_000, -2_000]
    assert facts.invoices["kind"].tolist() == ["invoice", "invoice", "credit_note"]
    assert _days(facts.allocations["known_on"]) == ["2024-02-10"]
    assert facts.customers["code"].tolist() == ["ACME", "BOLT"]
    assert facts.horizon == date(2024, 2, 10)


def test_the_frames_have_the_types_that_were_promised(database: Database) -> None:
    deliver(database, _FIRST)
    facts = facts_of(database)
    for frame in (facts.invoices, facts.payments, facts.allocations):
        for name, kind in frame.dtypes.items():
            wanted = {"recorded_at": "datetime64[us]", "version": "int32", "kind": "str", "currency": "str"}
            wanted |= dict.fromkeys(("number", "due_on_source", "account_class", "how", "paid_by"), "str")
            wanted["opening"] = "bool"
            usual = "datetime64[s]" if str(name).endswith("_on") else "int64"
            assert str(kind) == wanted.get(str(name), usual), name


def test_the_same_file_twice_changes_nothing(database: Database) -> None:
    deliver(database, _FIRST)
    before = facts_of(database)
    report = deliver(database, _FIRST, on="2024-08-01")
    assert (report.accepted, report.unchanged, report.rejected) == (0, 3, 0)
    pd.testing.assert_frame_equal(facts_of(database).invoices, before.invoices)
    pd.testing.assert_frame_equal(facts_of(database).allocations, before.allocations)


@rows("""
    row as exported later                              | what it adds                    | known on
    F-2,ACME,2024-01-15,2024-02-15,50.00,2024-02-20    | payment                       | 2024-02-20
    F-2,ACME,2024-01-15,2024-02-15,50.00,2024-02-09    | payment                       | 2024-03-01
    F-2,ACME,2024-01-15,2024-03-15,50.00,              | invoice version               | 2024-03-01
    F-2,ACME,2024-01-15,2024-02-15,45.00,              | invoice version               | 2024-03-01
    F-1,ACME,2024-01-05,2024-02-05,100.00,2024-02-12   | payment version               | 2024-03-01
    F-1,ACME,2024-01-05,2024-02-05,100.00,             | payment version               | 2024-03-01
    F-1,ACME,2024-01-05,2024-02-05,90.00,2024-02-10    | invoice version payment version  | 2024-03-01
    F-4,ACME,2024-02-11,2024-03-11,10.00,              | invoice                       | 2024-02-11
    F-4,ACME,2024-02-01,2024-03-01,10.00,              | invoice                       | 2024-03-01
""")
def test_a_later_export_adds_facts_and_corrections(
    sqlite_database: Database, row: str, adds: str, expected: str
) -> None:
    """News after the source's horizon is known as it happens; late news and corrections when imported."""
    deliver(sqlite_database, _FIRST)
    before = facts_of(sqlite_database)
    report = deliver(sqlite_database, _HEADER + row + "\n", on="2024-03-01")
    assert (report.accepted, report.rejected) == (1, 0)
    after = facts_of(sqlite_database)
    added = {
        name: getattr(after, f"{name}s").merge(getattr(before, f"{name}s"), how="left", indicator=True)
        for name in ("invoice", "payment")
    }
    new = {name: frame[frame["_merge"] == "left_only"] for name, frame in added.items()}
    told = [f"{name}{' version' if v else ''}" for name in new for v in new[name]["version"]]
    assert " ".join(told) == adds
    assert {day for frame in new.values() for day in _days(frame["known_on"])} == {expected}


def test_an_emptied_payment_day_voids_and_a_new_one_restores(database: Database) -> None:
    deliver(database, _FIRST)
    deliver(database, _FIRST.replace("2024-02-10", ""), on="2024-03-01")
    report = deliver(database, _FIRST.replace("2024-02-10", "2024-03-05"), on="2024-04-01")
    assert report.corrected == 1
    facts = facts_of(database)
    assert facts.payments["amount_cents"].tolist() == [10_000, 0, 10_000]
    assert facts.allocations["amount_cents"].tolist() == [10_000, 0, 10_000]
    assert _days(facts.allocations["paid_on"]) == ["2024-02-10", "2024-02-10", "2024-03-05"]
    assert facts.allocations["version"].tolist() == [0, 1, 2]


@rows("""
    line                                               | why
    F-9,ACME,2024-02-30,2024-03-30,10.00,              | “2024-02-30” is not a date written as %Y-%m-%d.
    F-9,ACME,,2024-03-30,10.00,                        | The issue date is missing.
    F-9,ACME,2024-02-01,2023-01-30,10.00,              | The invoice is due on 2023-01-30, more than a year before its issue on 2024-02-01.
    F-9,ACME,2024-02-01,2024-03-01,ten,                | “ten” is not an amount.
    F-9,ACME,2024-02-01,2024-03-01,0.00,               | The amount is zero, so there is nothing to pay or to credit.
    F-9,,2024-02-01,2024-03-01,10.00,                  | The customer is missing.
    F-9,ACME,2024-02-01,2024-03-01,10.00               | The line has 5 fields where the header has 6.
    F-1,ACME,2024-01-05,2024-02-05,101.00,2024-02-10   | The invoice number F-1 is on line 2 with other values; that line was kept.
""")  # noqa: E501
def test_a_bad_line_is_set_aside_and_the_rest_goes_in(
    sqlite_database: Database, line: str, expected: str
) -> None:
    report = deliver(sqlite_database, _FIRST + line + "\n")
    assert [(rejected.line, rejected.why) for rejected in report.rejections] == [(5, expected)]
    assert (report.read, report.accepted, report.rejected) == (4, 3, 1)
    with sqlite_database.read() as session:
        kept = list_rejections(session, import_id=report.import_id)
    assert [(one.line, one.why, one.raw) for one in kept] == [(5, expected, line)]


def test_an_unknown_currency_is_set_aside(sqlite_database: Database) -> None:
    row = "A,2024-01-01,2024-02-01,5,"
    text = f"customer,issue_date,due_date,amount,currency\n{row}EUR\n{row}EUX\n"
    report = deliver(sqlite_database, text)
    assert [line.why for line in report.rejections] == [
        "“EUX” is not a currency code of ISO 4217, such as EUR."
    ]


def test_a_payment_before_its_issue_is_accepted_with_a_warning(sqlite_database: Database) -> None:
    report = deliver(sqlite_database, _HEADER + "F-1,ACME,2024-01-05,2024-02-05,100.00,2024-01-02\n")
    assert report.accepted == 1
    assert [(one.line, "before the invoice" in one.why) for one in report.warnings] == [(2, True)]
    allocations = facts_of(sqlite_database).allocations
    assert _days(allocations["known_on"]) == ["2024-01-05"], "not known before its invoice"


def test_an_exact_repetition_says_nothing_new(sqlite_database: Database) -> None:
    report = deliver(sqlite_database, _FIRST + _FIRST.splitlines()[1] + "\n")
    assert (report.accepted, report.unchanged, report.rejected) == (3, 1, 0)


def test_invoices_without_numbers_are_told_apart_by_rank(database: Database) -> None:
    """Of two identical invoices, one is paid: then the other; the order of the lines does not matter."""
    header, row = "customer,issue_date,due_date,amount,paid_on\n", "ACME,2024-01-05,2024-02-05,100.00,"
    deliver(database, header + f"{row}\n{row}2024-02-01\n")
    report = deliver(database, header + f"{row}2024-02-01\n{row}2024-03-05\n", on="2024-04-01")
    assert (report.accepted, report.unchanged, report.corrected) == (1, 1, 0)
    facts = facts_of(database)
    assert len(facts.invoices) == 2
    assert sorted(_days(facts.payments["paid_on"])) == ["2024-02-01", "2024-03-05"]


def test_settings_are_said_back(sqlite_database: Database) -> None:
    text = "N° facture;Client;Date;Échéance;Montant\nF-1;ACME;15/01/2024;15/02/2024;1.234,50\n"
    report = deliver(sqlite_database, gzip.compress(text.encode("cp1252")))
    told = report.as_json()["settings"]
    assert told["columns"]["due_on"] == "Échéance"
    del told["columns"]
    assert told == {
        "delimiter": ";",
        "encoding": "iso-8859-15",
        "date_format": "%d/%m/%Y",
        "decimal": ",",
        "currency": "EUR",
        "extracted_on": None,
    }
    assert facts_of(sqlite_database).invoices["amount_cents"].tolist() == [123_450]


def test_a_mapping_names_columns_and_constants(sqlite_database: Database) -> None:
    mapping: dict[str, object] = {
        "file": {"date_format": "%m/%d/%Y", "extracted_on": date(2024, 6, 30)},
        "columns": {"customer": "Who", "issued_on": "When", "due_on": "Until", "amount": "How much"},
        "constants": {"currency": "usd"},
    }
    text = "Who,When,Until,How much,number\nACME,01/02/2024,02/01/2024,10.00,F-1\n"
    deliver(sqlite_database, text, mapping=mapping)
    facts = facts_of(sqlite_database)
    assert (facts.horizon, facts.invoices["currency"][0]) == (date(2024, 6, 30), "USD")
    assert facts.invoices["number"].isna().all(), "a mapping of columns leaves the others out"


def test_a_file_that_cannot_be_decided_leaves_nothing(database: Database) -> None:
    with pytest.raises(FormatUndecided):
        deliver(database, _HEADER + "F-1,ACME,01/02/2024,03/04/2024,10.00,\n")
    with database.read() as session:
        assert ledger_summary(session).as_json()["imports"] == 0


def test_progress_ends_where_it_said(sqlite_database: Database) -> None:
    steps: list[tuple[int, int]] = []
    deliver(sqlite_database, _FIRST, progress=lambda done, total: steps.append((done, total)))
    assert steps == sorted(steps)
    assert steps[-1] == (6, 6)


def test_sources_do_not_mix(sqlite_database: Database) -> None:
    deliver(sqlite_database, _FIRST, source="paris")
    report = deliver(sqlite_database, _FIRST.replace("ACME", "ACNE"), source="lyon")
    assert report.new_invoices == 2
    with sqlite_database.read() as session:
        with pytest.raises(AmbiguousInvoice, match="ACME \\(from paris\\), ACNE \\(from lyon\\)"):
            invoice_by_number(session, "F-1")
        with pytest.raises(UnknownInvoice):
            invoice_by_number(session, "F-0")


def test_a_customer_is_renamed(database: Database) -> None:
    text = "number,customer,customer name,issue_date,due_date,amount\nF-1,A,{},2024-01-01,2024-02-01,5\n"
    for name in ("Acme SA", "Acme SAS"):
        deliver(database, text.format(name))
    assert facts_of(database).customers["name"].tolist() == ["Acme SAS"]


def test_facts_of_one_customer(database: Database) -> None:
    deliver(database, _FIRST)
    with database.read() as session:
        facts = load_facts(session, customers=["ACME"])
        assert invoice_by_number(session, "F-1").customer == "ACME"
        with pytest.raises(UnknownCustomer, match="“NOBODY”"):
            load_facts(session, customers=["ACME", "NOBODY"])
    assert (len(facts.invoices), len(facts.payments), len(facts.allocations)) == (2, 1, 1)
    assert facts.customers["code"].tolist() == ["ACME"]
    assert facts.horizon == date(2024, 2, 10)


def test_facts_as_the_database_held_them(database: Database) -> None:
    deliver(database, _FIRST, at=datetime(2024, 3, 1, tzinfo=UTC))
    deliver(database, _FIRST.replace("2024-02-15", "2024-04-15"), at=datetime(2024, 4, 1, tzinfo=UTC))
    with database.read() as session:
        early = load_facts(session, as_recorded=datetime(2024, 3, 2, tzinfo=UTC))
        late = load_facts(session, as_recorded=datetime(2024, 4, 1, tzinfo=UTC))
        with pytest.raises(EmptyLedger):
            load_facts(session, as_recorded=datetime(2024, 2, 1, tzinfo=UTC))
    assert (len(early.invoices), len(late.invoices)) == (3, 4)


def test_the_ledger_in_numbers(database: Database) -> None:
    with database.read() as session:
        assert ledger_summary(session).as_json()["horizon"] is None
        assert horizon(session) is None
    deliver(database, _FIRST)
    with database.read() as session:
        told = ledger_summary(session).as_json()
    assert told == {
        "customers": 2,
        "invoices": 2,
        "credit_notes": 1,
        "payments": 1,
        "open_items": 2,
        "open_amounts": [{"currency": "EUR", "items": 2, "cents": 3_000}],
        "first_issued_on": "2024-01-05",
        "last_issued_on": "2024-02-01",
        "horizon": "2024-02-10",
        "imports": 1,
    }


def test_what_was_known_on_an_evening(sqlite_database: Database) -> None:
    deliver(sqlite_database, _FIRST)
    deliver(sqlite_database, _FIRST.replace("2024-02-15", "2024-04-15"), on="2024-03-01")
    known = as_known(facts_of(sqlite_database), date(2024, 1, 31))
    assert known.invoices["number"].tolist() == ["F-1", "F-2"]
    assert (len(known.allocations), len(known.payments), known.horizon) == (0, 0, date(2024, 1, 31))
    assert known.customers["code"].tolist() == ["ACME"]


def test_a_file_without_a_column_of_payments_takes_none_back(database: Database) -> None:
    """An emptied payment is taken back; a column that was left out says nothing."""
    deliver(database, _FIRST)
    bare = "".join(f"{line.rpartition(',')[0]}\n" for line in _FIRST.splitlines())
    report = deliver(database, bare, on="2024-08-01")
    assert (report.accepted, report.unchanged, report.voided) == (0, 3, 0)
    assert [doubt.line for doubt in report.warnings] == [1]
    assert "import payments" in report.warnings[0].why
    emptied = deliver(database, _FIRST.replace("2024-02-10", ""), on="2024-09-01")
    assert (emptied.accepted, emptied.voided, emptied.warnings) == (1, 1, ())


def test_a_line_set_aside_is_not_doubted_as_well(database: Database) -> None:
    early = _HEADER + "F-1,ACME,2024-01-05,2024-02-05,{},2024-01-01\n"
    report = deliver(database, early.format("100.00") + early.format("90.00").removeprefix(_HEADER))
    assert [line.line for line in report.rejections] == [3]
    assert [doubt.line for doubt in report.warnings] == [2]


@pytest.mark.parametrize(
    "header",
    [
        "Number,Invoice Partner Display Name,Invoice/Bill Date,Due Date,Tax excluded,Total Signed",
        "Numéro,Nom d'affichage du partenaire de la facture,Date de facturation,Date d'échéance,Hors taxes,"
        "Total signé",
    ],
)
def test_the_list_of_odoo_is_recognised(database: Database, header: str) -> None:
    report = deliver(database, f"{header}\nINV/2024/1,ACME,2024-01-13,2024-02-12,100.00,120.00\n")
    assert (report.accepted, report.new_invoices) == (1, 1)
    assert facts_of(database).invoices["amount_cents"].tolist() == [12_000]


def test_the_credit_side_of_an_account_is_no_invoice(database: Database) -> None:
    """Exports of Sage list invoices and payments with positive amounts, told apart by `Sens`."""
    report = deliver(
        database,
        "Date pièce\tN° pièce\tCompte tiers\tDate échéance\tSens\tMontant\n"
        "13/01/2024\tF1\tC001\t12/02/2024\tD\t1200,00\n"
        "20/02/2024\tR1\tC001\t20/02/2024\tC\t1200,00\n",
    )
    assert (report.accepted, report.new_invoices) == (1, 1)
    assert [line.line for line in report.rejections] == [3]
    assert "credit side" in report.rejections[0].why
