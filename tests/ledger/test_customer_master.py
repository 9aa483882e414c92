"""The customer master in the ledger: what it tells stands from its day, and dates what had no due date."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.days import MonthEnd, Terms
from ledger.as_known import as_known
from ledger.errors import MappingWrong
from ledger.imports.changes import InvoiceVersion
from ledger.master.contacts import contacts_on
from ledger.master.repository import profiles_on
from ledger.master.terms import DEFAULT_TERMS, DatedInvoice, redated
from ledger.registers.catalogue import CONTACTS, CustomerProfileRow
from ledger.registers.repository import RegisterRepository
from ledger.summary import standing
from store.session import Database
from tests.ledger.accounting import deliver_fec, sale
from tests.ledger.deliveries import deliver, facts_of
from tests.ledger.masters import OTHER_SIREN, SIREN, SIRET, bring_contacts, bring_customers

_SALES = [
    *sale("1", "20240105", "C1", 12_000),
    *sale("2", "20240115", "C2", 24_000),
    *sale("3", "20240120", "C1", 6_000, due="20240331"),
]


def _profiles(database: Database, as_of: str) -> dict[str, CustomerProfileRow]:
    """By name, as they stood on an evening."""
    with database.read() as session:
        found = profiles_on(session, date.fromisoformat(as_of))
    return {str(one.name): one for one in found.values()}


def _contacts(database: Database, as_of: str) -> list[tuple[str, str | None, str | None]]:
    with database.read() as session:
        versions = RegisterRepository(session, CONTACTS).versions(as_recorded=None)
    found = contacts_on(versions, date.fromisoformat(as_of))
    return sorted((one.row.role, one.row.name, one.row.email) for held in found.values() for one in held)


def _due(database: Database, as_of: str) -> dict[str, tuple[str, str]]:
    """Due date and its source by invoice number, as known on an evening."""
    found = standing(as_known(facts_of(database), date.fromisoformat(as_of)).invoices, "invoice_id")
    return {str(row.number): (f"{row.due_on:%Y-%m-%d}", str(row.due_on_source)) for row in found.itertuples()}


def test_a_master_comes_in_and_again_changes_nothing(database: Database) -> None:
    text = f"code,name,siret,terms,accounts_payable_email\nC1,Un,{SIRET},30 jours,ap@un.fr\nC2,Deux,,,\n"
    first = bring_customers(database, text)
    assert (first.read, first.accepted, first.unchanged, first.rejected) == (2, 2, 0, 0)
    assert first.told["customers"] == {"new": 2, "renamed": 0}
    assert first.told["contacts"] == {"new": 1, "corrected": 0, "removed": 0}
    again = bring_customers(database, text, on="2024-08-01")
    assert (again.accepted, again.unchanged) == (0, 2)
    assert again.told["contacts"] == {"new": 0, "corrected": 0, "removed": 0}
    profile = _profiles(database, "2024-07-01")["Un"]
    assert (profile.siren, profile.terms_days, profile.terms_month_end) == (SIREN, 30, "none")
    assert _profiles(database, "2024-06-30") == {}


def test_a_blank_cell_clears_and_a_missing_column_keeps(database: Database) -> None:
    """And a cell that cannot be read keeps too."""
    bring_customers(database, "code,name,email,terms\nC1,Un,a@un.fr,30 jours\n")
    bring_customers(database, "code,name,email\nC1,Un,\n", on="2024-07-02")
    profile = _profiles(database, "2024-07-02")["Un"]
    assert (profile.email, profile.terms_days) == (None, 30)
    bring_customers(database, "code,name,terms\nC1,Un,un jour\n", on="2024-07-03")
    assert _profiles(database, "2024-07-03")["Un"].terms_days == 30
    bring_customers(database, "code,name,terms\nC1,Un,\n", on="2024-07-04")
    assert _profiles(database, "2024-07-04")["Un"].terms_days is None
    assert _profiles(database, "2024-07-01")["Un"].email == "a@un.fr"


def test_of_several_sources_the_last_word_counts_and_others_fill_it(database: Database) -> None:
    bring_customers(database, "code,name,terms,phone\nC1,Un,30 jours,0102030405\n", source="erp")
    bring_customers(
        database,
        "code,name,terms_days,terms_month_end\nC1,Une,45,end_then_days\n",
        on="2024-07-02",
        source="crm",
    )
    profile = _profiles(database, "2024-07-02")["Une"]
    assert (profile.terms_days, profile.terms_month_end, profile.phone) == (45, "end_then_days", "0102030405")


def test_a_siren_of_another_company_takes_its_old_siret_away(database: Database) -> None:
    bring_customers(database, f"code,name,siret\nC1,Un,{SIRET}\n")
    report = bring_customers(database, f"code,name,siren\nC1,Un,{OTHER_SIREN}\n", on="2024-07-02")
    assert [doubt.about for doubt in report.warnings] == ["siret"]
    profile = _profiles(database, "2024-07-02")["Un"]
    assert (profile.siren, profile.siret) == (OTHER_SIREN, None)


def test_one_line_a_customer(database: Database) -> None:
    """A line said twice says nothing new; one that says something else is set aside."""
    report = bring_customers(database, "code,name,terms\nC1,Un,x\nC1,Un,x\nC1,Deux,x\n,Nul,\n")
    assert (report.read, report.accepted, report.unchanged, report.rejected) == (4, 1, 1, 2)
    assert [one.line for one in report.rejections] == [4, 5]
    assert report.rejections[0].raw == "C1,Deux,x"


def test_a_file_without_codes_is_refused(database: Database) -> None:
    with pytest.raises(MappingWrong, match="customer"):
        bring_customers(database, "siren,email\n1,2\n")


def test_the_head_of_a_group_should_be_a_customer(database: Database) -> None:
    report = bring_customers(database, "code,name,parent\nC1,Un,C2\nC2,Deux,C9\n")
    assert [(doubt.line, doubt.about) for doubt in report.warnings] == [(3, "parent")]


def test_the_name_of_the_master_is_kept(database: Database) -> None:
    """Documents do not take back what the master calls a customer, however often they come."""
    deliver_fec(database, _SALES)
    assert bring_customers(database, "code,name\nC1,Un SA\n").told["customers"] == {"new": 0, "renamed": 1}
    deliver_fec(database, _SALES, on="2026-02-01")
    deliver(
        database, "number,customer,customer_name,issued_on,due_on,amount\nF1,C1,C1,2024-01-01,2024-02-01,1\n"
    )
    assert list(facts_of(database).customers["name"]) == ["Un SA", "Société C2"]


def test_terms_of_the_master_date_an_accounting_file(database: Database) -> None:
    """A line of the file of terms goes before the master, and a due date in the file before both."""
    bring_customers(database, "code,terms\nC1,45 jours fin de mois\nC2,60 jours\n")
    deliver_fec(database, _SALES, terms=b"code,days\nC2,10\n", on="2024-07-02")
    assert _due(database, "2024-07-02") == {
        "F1": ("2024-02-29", "terms"),
        "F2": ("2024-01-25", "terms"),
        "F3": ("2024-03-31", "provided"),
    }


def test_terms_that_come_later_date_the_invoices_in_the_ledger(database: Database) -> None:
    """From the day they are known: no past evening learns of them. The accounting file again changes
    nothing.
    """
    deliver_fec(database, _SALES, on="2024-07-01")
    before = _due(database, "2024-07-31")
    assert before["F1"] == ("2024-02-04", "default")
    report = bring_customers(database, "code,terms\nC1,60 jours\n", on="2024-08-01")
    assert report.told["redated_invoices"] == 1
    assert _due(database, "2024-07-31") == before
    after = {**before, "F1": ("2024-03-05", "terms")}
    assert _due(database, "2024-08-01") == after
    again = deliver_fec(database, _SALES, on="2024-08-02")
    assert (again.accepted, again.corrected) == (0, 0)
    assert (
        bring_customers(database, "code,terms\nC1,60 jours\n", on="2024-08-03").told["redated_invoices"] == 0
    )
    assert _due(database, "2024-08-03") == after


def test_terms_that_change_date_anew_and_withdrawn_ones_give_way_to_the_default(database: Database) -> None:
    deliver_fec(database, _SALES, on="2024-07-01")
    bring_customers(database, "code,terms\nC1,60 jours\n", on="2024-08-01")
    bring_customers(database, "code,terms\nC1,45 jours\n", on="2024-08-02")
    assert _due(database, "2024-08-01")["F1"] == ("2024-03-05", "terms")
    assert _due(database, "2024-08-02")["F1"] == ("2024-02-19", "terms")
    bring_customers(database, "code,terms\nC1,\n", on="2024-08-03")
    assert _due(database, "2024-08-03")["F1"] == ("2024-02-04", "default")


def test_terms_of_a_file_of_terms_stay(database: Database) -> None:
    """The master never overrules them where it had no say before."""
    deliver_fec(database, _SALES, terms=b"code,days\nC1,10\n", on="2024-07-01")
    assert (
        bring_customers(database, "code,terms\nC1,60 jours\n", on="2024-08-01").told["redated_invoices"] == 0
    )
    assert (
        bring_customers(database, "code,terms\nC1,50 jours\n", on="2024-08-02").told["redated_invoices"] == 0
    )


_DAY = date(2024, 1, 31)
_terms = st.none() | st.builds(Terms, st.integers(0, 90), st.sampled_from(list(MonthEnd)))


@given(
    before=_terms,
    after=_terms,
    source=st.sampled_from(["provided", "terms", "default"]),
    days=st.integers(0, 90),
    known=st.integers(0, 60),
)
def test_i32_due_dates_move_from_the_day_on_and_once(
    before: Terms | None, after: Terms | None, source: str, days: int, known: int
) -> None:
    """A new due date is a version known from that day; deciding again decides nothing."""
    on, known_on = _DAY + timedelta(days=30), _DAY + timedelta(days=known)
    due_on = DEFAULT_TERMS.due_on(_DAY) if source == "default" else _DAY + timedelta(days=days)
    invoice = DatedInvoice(1, 0, 7, "invoice", _DAY, due_on, 100, "EUR", source, known_on)
    old, new = ({} if terms is None else {7: terms} for terms in (before, after))
    versions = list(redated([invoice], old, new, on=on))
    if source == "provided" or before == after is None:
        assert versions == []
    for version in versions:
        assert isinstance(version, InvoiceVersion)
        assert version.known_on >= max(on, known_on)
        assert version.due_on == (after or DEFAULT_TERMS).due_on(_DAY)
        later = invoice._replace(version=1, due_on=version.due_on, due_on_source=version.due_on_source)
        assert list(redated([later], new, new, on=on)) == []


def test_contacts_of_the_master_come_and_go(database: Database) -> None:
    bring_customers(database, "code,buyer_name,buyer_email\nC1,Zoé,zoe@un.fr\n")
    bring_customers(database, "code,name\nC1,Un\n", on="2024-07-02")
    assert _contacts(database, "2024-07-02") == [("buyer", "Zoé", "zoe@un.fr")]
    report = bring_customers(database, "code,buyer_name,buyer_email\nC1,,\n", on="2024-07-03")
    assert report.told["contacts"] == {"new": 0, "corrected": 0, "removed": 1}
    assert _contacts(database, "2024-07-03") == []
    assert _contacts(database, "2024-07-02") == [("buyer", "Zoé", "zoe@un.fr")]
    assert bring_customers(database, "code,buyer_name\nC1,Zoé\n", on="2024-07-04").told["contacts"] == {
        "new": 0,
        "corrected": 1,
        "removed": 0,
    }


_PEOPLE = "customer,role,name,email\nC1,comptable,Zoé,zoe@un.fr\nC1,acheteur,Max,\nC2,,Ana,ana@deux.fr\n"


def test_a_contact_that_a_file_no_longer_names_is_removed(database: Database) -> None:
    """Unless the file only adds, or the customer's line was set aside; those of the master stay."""
    bring_customers(database, "code,director_name\nC1,Guy\nC2,\n")
    first = bring_contacts(database, _PEOPLE, on="2024-07-02")
    assert first.told["contacts"] == {"new": 3, "corrected": 0, "removed": 0}
    assert bring_contacts(database, _PEOPLE, on="2024-07-03").unchanged == 3
    bring_contacts(
        database, "customer,role,name,email\nC1,buyer,Max,max@un.fr\n", on="2024-07-04", whole=False
    )
    assert len(_contacts(database, "2024-07-04")) == 4
    bad = "customer,role,name,email\nC1,buyer,Max,max@un.fr\nC2,,Ana,@\n"
    report = bring_contacts(database, bad, on="2024-07-05")
    assert (report.rejected, report.told["contacts"]["removed"]) == (1, 1)
    assert _contacts(database, "2024-07-05") == [
        ("buyer", "Max", "max@un.fr"),
        ("director", "Guy", None),
        ("other", "Ana", "ana@deux.fr"),
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("C9,buyer,Max,", "No customer has the code"),
        ("C1,wizard,Max,", "role of a contact"),
        ("C1,buyer,,", "neither name"),
        (",buyer,Max,", "missing"),
        ("C1,buyer,Max,x", "not one e-mail"),
    ],
)
def test_contacts_set_aside(sqlite_database: Database, row: str, why: str) -> None:
    bring_customers(sqlite_database, "code\nC1\n".replace("code", "code,name").replace("C1\n", "C1,Un\n"))
    report = bring_contacts(sqlite_database, f"customer,role,name,email\n{row}\n")
    assert (report.accepted, report.rejected) == (0, 1)
    assert why in report.rejections[0].why


def test_the_master_alone_makes_no_ledger(database: Database) -> None:
    """It tells who customers are, not up to when the ledger goes."""
    deliver(
        database, "number,customer,issued_on,due_on,amount\nF1,C1,2024-01-01,2024-02-01,1\n", on="2024-02-01"
    )
    bring_customers(database, "code,name,opened_on\nC1,Un,2030-01-01\n")
    facts = facts_of(database)
    assert facts.horizon == date(2024, 1, 1)
    assert pd.Timestamp(facts.invoices["issued_on"].iloc[0]) == pd.Timestamp(2024, 1, 1)
