"""The account-opening file: what is known of a customer, what is missing, and since when."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import UnknownCustomer
from ledger.master.links.usecases import confirm_link
from ledger.master.opening.checks import CHECKS, AccountFile, gaps_of, lacking
from ledger.master.opening.usecases import account_files, incomplete_files, show_customer
from ledger.registers.catalogue import ContactRow, CustomerProfileRow
from store.session import Database
from tests.ledger.accounting import deliver_fec, receipt, sale
from tests.ledger.masters import SIREN, act, bring_contacts, bring_customers
from tests.tables import rows

_BLANK = CustomerProfileRow._make((1, *(None,) * (len(CustomerProfileRow._fields) - 1)))
_WHOLE = _BLANK._replace(
    siren=SIREN,
    terms_days=30,
    gts_accepted_on=date(2024, 1, 1),
    penalty_clause=True,
    retention_of_title=True,
    iban="FR",
    sales_owner="Léa",
)
_PAYABLE = ContactRow(1, "accounts_payable", None, "ap@un.fr", None, None, removed=False)


def _file(
    profile: CustomerProfileRow | None, *contacts: ContactRow, code: str = "C1", **owed: int
) -> AccountFile:
    return AccountFile(1, code, None, profile, contacts, owed)


def test_a_whole_file_lacks_nothing_and_a_stranger_lacks_all() -> None:
    assert gaps_of(_file(_WHOLE, _PAYABLE)) == ()
    assert [gap.field for gap in gaps_of(_file(None))] == [check.field for check in CHECKS]
    assert [gap.field for gap in gaps_of(_file(_BLANK))] == [check.field for check in CHECKS]


@rows("""
    field              | missing                | because
    siren              | siren                  | no score
    terms_days         | terms                  | due dates are the default
    gts_accepted_on    | general_terms          | bind nobody
    penalty_clause     | penalty_clause         | legal rate
    retention_of_title | retention_of_title     | claimed back
    iban               | iban                   | bank statement
    sales_owner        | sales_owner            | sales owner
""")
def test_each_gap_says_what_it_blocks(field: str, missing: str, because: str) -> None:
    (gap,) = gaps_of(_file(_WHOLE._replace(**{field: None}), _PAYABLE))
    assert gap.field == missing
    assert because in gap.why


@rows("""
    case                                  | missing
    a consumer without a SIREN            | no
    a foreign company without a SIREN     | no
    a public body without a SIREN         | siren
    no clause agreed                      | penalty_clause
    an address of the house only          | accounts_payable_email
    a buyer's address only                | accounts_payable_email
    a sales owner among contacts          | no
""")
def test_what_counts_as_missing(case: str, missing: str) -> None:
    owner = ContactRow(1, "sales_owner", "Léa", None, None, None, removed=False)
    buyer = ContactRow(1, "buyer", "Max", "max@un.fr", None, None, removed=False)
    file = {
        "a consumer without a SIREN": _file(_WHOLE._replace(siren=None, kind="consumer"), _PAYABLE),
        "a foreign company without a SIREN": _file(_WHOLE._replace(siren=None, country="BE"), _PAYABLE),
        "a public body without a SIREN": _file(_WHOLE._replace(siren=None, kind="public"), _PAYABLE),
        "no clause agreed": _file(_WHOLE._replace(penalty_clause=False), _PAYABLE),
        "an address of the house only": _file(_WHOLE._replace(email="a@un.fr")),
        "a buyer's address only": _file(_WHOLE, buyer),
        "a sales owner among contacts": _file(_WHOLE._replace(sales_owner=None), _PAYABLE, owner),
    }[case]
    assert [gap.field for gap in gaps_of(file)] == ([] if missing == "no" else [missing])


def test_most_at_stake_comes_first_and_currencies_stay_apart() -> None:
    files = [
        _file(_WHOLE, _PAYABLE, code="whole", EUR=10**9),
        _file(_WHOLE._replace(iban=None), _PAYABLE, code="iban", EUR=100_000),
        _file(None, code="stranger", EUR=50_000, USD=1),
        _file(None, code="owes nothing"),
        _file(None, code="in credit", EUR=-100),
    ]
    found = [(one.file.code, one.currency, one.open_cents) for one in lacking(files)]
    assert found == [
        ("stranger", "EUR", 50_000),
        ("iban", "EUR", 100_000),
        ("stranger", "USD", 1),
        ("in credit", None, 0),
        ("owes nothing", None, 0),
    ]


_FILES = st.lists(
    st.builds(
        lambda code, cents, siren: _file(_WHOLE._replace(siren=siren), code=code, EUR=cents),
        st.sampled_from("ABCDE"),
        st.integers(-5, 5),
        st.sampled_from([None, SIREN]),
    ),
    max_size=5,
    unique_by=lambda one: one.code,
)


@given(files=_FILES)
def test_i33_the_order_does_not_depend_on_the_input(files: list[AccountFile]) -> None:
    assert lacking(files) == lacking(files[::-1])


_SALES = [
    *sale("1", "20240105", "DUP", 12_000),
    *sale("2", "20240115", "C1", 24_000),
    *receipt("3", "20240120", "C1", 4_000),
]
_MASTER = f"code,name,siren,terms,buyer_name\nC1,Un,,30 jours,Zoé\nM1,Dup,{SIREN},,\n"


def test_files_hold_what_all_codes_of_a_customer_owe(database: Database) -> None:
    """A customer that a person linked is in the file of the master."""
    deliver_fec(database, _SALES, on="2024-07-01")
    bring_customers(database, _MASTER, on="2024-07-01")
    with database.transaction() as session:
        confirm_link(session, act("2024-07-02"), customer="DUP", master="M1")
    with database.read() as session:
        before = {one.code: one for one in account_files(session, as_of=date(2024, 7, 1))}
        after = {one.code: one for one in account_files(session, as_of=date(2024, 7, 2))}
        listed = incomplete_files(session, as_of=date(2024, 7, 2))
        asleep = account_files(session, as_of=date(2023, 7, 2))
    assert {code: dict(one.open_cents) for code, one in before.items()} == {
        "DUP": {"EUR": 12_000},
        "C1": {"EUR": 20_000},
        "M1": {},
    }
    assert {code: dict(one.open_cents) for code, one in after.items()} == {
        "C1": {"EUR": 20_000},
        "M1": {"EUR": 12_000},
    }
    assert [(one.file.code, one.open_cents) for one in listed] == [("C1", 20_000), ("M1", 12_000)]
    assert asleep == []


def test_a_customer_is_shown_with_its_history(database: Database) -> None:
    deliver_fec(database, _SALES, on="2024-07-01")
    bring_customers(database, _MASTER, on="2024-07-01")
    bring_customers(database, "code,name,terms\nC1,Un,45 jours fin de mois\n", on="2024-07-03")
    bring_contacts(database, "customer,role,name,email\nM1,comptable,Max,max@m.fr\n", on="2024-07-03")
    with database.transaction() as session:
        confirm_link(session, act("2024-07-04"), customer="DUP", master="M1")
    with database.read() as session:
        mine = show_customer(session, "C1", as_of=date(2024, 7, 4)).as_json()
        before = show_customer(session, "C1", as_of=date(2024, 7, 2)).as_json()
        linked = show_customer(session, "DUP", as_of=date(2024, 7, 4)).as_json()
        with pytest.raises(UnknownCustomer):
            show_customer(session, "NOBODY", as_of=date(2024, 7, 4))
    assert (mine["profile"]["terms_days"], before["profile"]["terms_days"]) == (45, 30)
    assert [(one["known_on"], one["author"], one["what"]) for one in mine["history"]] == [
        ("2024-07-01", "Ana", "profile"),
        ("2024-07-01", "Ana", "contact"),
        ("2024-07-03", "Ana", "profile"),
    ]
    assert mine["history"][-1]["fields"] == {
        "terms_days": [30, 45],
        "terms_month_end": ["none", "days_then_end"],
    }
    assert mine["contacts"] == [
        {"role": "buyer", "name": "Zoé", "email": None, "phone": None, "language": None}
    ]
    assert before["history"] == mine["history"][:2]
    assert (linked["customer"], linked["master"], linked["linked"]) == ("M1", "M1", ["DUP"])
    assert linked["open"] == [{"currency": "EUR", "open_cents": 12_000}]
    assert linked["history"][-1]["fields"] == {"DUP is M1": [None, True]}
