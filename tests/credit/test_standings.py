"""Who a customer is to a credit decision: its company by any of its numbers, its group, person or not."""

from datetime import date

import pytest

from credit.groups import head_of
from credit.limit import usecases
from credit.repository import groups_on, owed_to_us, standings
from credit.standing import Standing, in_currency
from ledger.company.usecases import NamedContent, import_bodacc
from scoring.kept import KeptScore
from scoring.repository import keep
from store.session import Database
from tests.credit.limit.test_limit import POLICY
from tests.ledger.deliveries import AT, deliver
from tests.ledger.gazette import LIQUIDATION, as_json, judged
from tests.ledger.masters import SIRET, VAT, bring_customers, bring_orders

DAY = date(2024, 7, 1)
INVOICES = "number,customer,issued_on,due_on,amount,currency,paid_on\n" + "".join(
    f"{customer}-1,{customer},2024-05-01,2024-06-01,{amount}.00,EUR,\n"
    for customer, amount in (("TOP", 40_000), ("MID", 5_000), ("LOW", 2_000), ("ALONE", 1_000))
)
INVOICES += "ALONE-0,ALONE,2022-05-01,2022-06-01,9.00,EUR,2022-06-01\n"
GROUPS = "code,name,parent\nMID,Mid SA,TOP\nLOW,Low SA,MID\nALONE,Alone SA,\n"


def scored(database: Database, *customers: int) -> None:
    kept = [KeptScore(one, DAY, "m", "s", 2, 0.01, 0.005, 0.02, 0.01, "C", "", None) for one in customers]
    with database.transaction() as session:
        keep(session, kept, as_of=DAY)


def of(database: Database, code: str, *, as_of: date = DAY) -> Standing:
    with database.read() as session:
        (one,) = [one for one in standings(session, as_of=as_of) if one.code == code]
        assert standings(session, as_of=as_of, customers=[one.customer_id]) == (one,)
    return one


@pytest.mark.parametrize(
    ("code", "parents", "head"),
    [
        ("A", {}, "A"),
        ("A", {"A": "B"}, "B"),
        ("A", {"A": "B", "B": "C"}, "C"),
        ("A", {"A": "A"}, "A"),
        ("B", {"A": "B", "B": "A"}, "A"),
        ("D", {"D": "C", "C": "B", "B": "C"}, "B"),
    ],
)
def test_the_head_of_a_group_is_its_last_parent(code: str, parents: dict[str, str], head: str) -> None:
    """Parents that go round in a circle have one head all the same, wherever one comes in."""
    assert head_of(code, parents) == head


def test_a_group_is_one_whoever_is_asked(database: Database) -> None:
    """A head that has a head itself splits no group; of a few customers it is found as of all."""
    deliver(database, INVOICES)
    bring_customers(database, GROUPS)
    for code, head in (("TOP", "TOP"), ("MID", "TOP"), ("LOW", "TOP"), ("ALONE", "ALONE")):
        assert of(database, code).group == head
    with database.read() as session:
        heads = groups_on(session, as_of=DAY)
        assert {one.group for one in standings(session, as_of=DAY)} == set(heads.values())


def test_one_proposal_is_the_same_as_among_all(database: Database) -> None:
    """Asked alone, a customer is held against the same book and the same group."""
    deliver(database, INVOICES)
    bring_customers(database, GROUPS)
    bring_orders(
        database, "number,customer,ordered on,delivery,amount,currency\nO1,MID,2024-06-30,,700.00,EUR\n"
    )
    scored(database, 1, 2, 3, 4)
    with database.read() as session:
        everyone = usecases.proposals(session, POLICY, as_of=DAY)
        alone = [
            usecases.proposal(
                session, POLICY, one.standing.code, currency="EUR", requested_cents=0, as_of=DAY
            )
            for one in everyone
        ]
        assert sum(owed_to_us(session, as_of=DAY).values()) == 48_700_00
    assert alone == everyone
    (low,) = [one for one in everyone if one.standing.code == "LOW"]
    assert low.question.others_of_group_cents == 45_700_00


@pytest.mark.parametrize(("column", "number"), [("siret", SIRET), ("vat number", VAT)], ids=["siret", "vat"])
def test_a_proceeding_is_seen_by_any_number_of_the_company(
    sqlite_database: Database, column: str, number: str
) -> None:
    deliver(sqlite_database, INVOICES)
    bring_customers(sqlite_database, f"code,name,{column}\nALONE,Alone SA,{number}\n")
    notices = NamedContent("b.json", as_json([judged(1, "2024-06-20", LIQUIDATION)]))
    with sqlite_database.transaction() as session:
        import_bodacc(session, [notices], source=None, on=DAY, recorded_at=AT)
    assert of(sqlite_database, "ALONE").insolvent_since is not None
    assert of(sqlite_database, "TOP").insolvent_since is None


def test_sales_are_those_of_twelve_whole_months(sqlite_database: Database) -> None:
    deliver(sqlite_database, INVOICES)
    alone = of(sqlite_database, "ALONE")
    assert (alone.sales_cents, alone.first_invoice_on) == (1_000_00, date(2022, 5, 1))


@pytest.mark.parametrize(
    ("columns", "values", "person"),
    [
        ("type", "consumer", True),
        ("type", "company", False),
        ("legal form", "1000", True),
        ("legal form", "5710", False),
        ("city", "Lyon", None),
    ],
)
def test_a_natural_person_is_a_consumer_or_trades_in_its_own_name(
    sqlite_database: Database, columns: str, values: str, person: bool | None
) -> None:
    deliver(sqlite_database, INVOICES)
    bring_customers(sqlite_database, f"code,name,{columns}\nALONE,Alone,{values}\n")
    assert of(sqlite_database, "ALONE").natural_person is person


def test_a_currency_without_an_account_owes_and_allows_nothing(sqlite_database: Database) -> None:
    deliver(sqlite_database, INVOICES)
    there = in_currency([of(sqlite_database, "TOP")], "USD")
    assert (there.code, there.currency, there.exposure_cents, there.sales_cents) == ("TOP", "USD", 0, 0)
    assert there.limit is None
