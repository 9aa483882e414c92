"""What the registers tell of customers, as frames of changes on known days."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from ledger.as_known import as_known
from ledger.filling.books import books_of
from ledger.filling.conduct import dispute_rows, hand_over_rows
from ledger.filling.items import items_of
from ledger.filling.judged import Relation, plan_rows, promise_rows
from ledger.filling.profiles import siren_of
from ledger.filling.returns import return_rows
from ledger.registers.catalogue import BankEntryRow, CustomerProfileRow, MatchActRow
from ledger.registers.register import Version
from ledger.usecases import load_facts
from store.session import Database
from tests.features.ledgers import Bill, Cash, facts_of, on
from tests.ledger.deliveries import deliver
from tests.ledger.gazette import COMPANY, RECEIVERSHIP, judged, notice
from tests.ledger.masters import bring_customers
from tests.ledger.relation.acts import claims, conceded, made, opened, said
from tests.ledger.test_company_imports import _gazette, _statements

_FORM = {
    "CO": 100_000, "EE": 100_000, "BJ": 30_000, "CJ": 70_000, "BT": 20_000, "BX": 35_000, "CF": 15_000,
    "DL": 40_000, "DG": 10_000, "DI": 5_000, "DR": 2_000, "EC": 58_000, "EG": 45_000, "DU": 20_000,
    "DX": 25_000, "DY": 8_000, "FL": 200_000, "FS": 90_000, "FT": -4_000, "FW": 30_000, "FX": 2_000,
    "FY": 40_000, "FZ": 16_000, "GF": 190_000, "GG": 10_000, "GR": 1_500, "HN": 5_000,
}  # fmt: skip


def test_items_of_a_form_by_hand() -> None:
    told = items_of(_FORM)
    expected = {
        "inventory": 20_000, "cash": 15_000, "retained_earnings": 15_000, "financial_debts": 20_000,
        "long_term_debts": 13_000, "current_liabilities": 45_000, "purchases": 120_000,
        "value_added": 200_000 - 90_000 + 4_000 - 30_000, "personnel_costs": 56_000,
        "ebitda": 84_000 - 2_000 - 56_000, "ebit": 10_000, "financial_charges": 1_500, "net_income": 5_000,
    }  # fmt: skip
    assert {name: told[name] for name in expected} == expected


def test_a_box_left_blank_on_a_form_is_nil_and_unknown_elsewhere() -> None:
    assert items_of({key: value for key, value in _FORM.items() if key != "BT"})["inventory"] == 0
    few = items_of({"FL": 900, "HN": 50, "ebe": 70})
    assert (few["sales"], few["net_income"], few["ebitda"]) == (900, 50, 70)
    assert all(few[name] != few[name] for name in ("inventory", "equity", "purchases", "financial_charges"))
    assert items_of({**_FORM, "EG": 45_000})["long_term_debts"] == 13_000
    without = items_of({key: value for key, value in _FORM.items() if key != "EG"})
    assert without["current_liabilities"] == 58_000
    assert without["long_term_debts"] != without["long_term_debts"]


def _rows(frame: pd.DataFrame, *names: str) -> list[tuple[object, ...]]:
    told = frame.sort_values("known_on")
    days = [str(day.date()) for day in told["known_on"]]
    return list(zip(days, *(told[name].tolist() for name in names), strict=True))


_EARLY = datetime(2024, 2, 1, 8, tzinfo=UTC)


def _ledger(database: Database) -> None:
    deliver(
        database, "number,customer,issued_on,due_on,amount\nF-1,C1,2024-01-10,2024-02-10,100.00\n", at=_EARLY
    )


def test_a_company_is_a_customer_s_while_it_is_that_company(sqlite_database: Database) -> None:
    """Statement and opening are known before the master names the company; another number ends both."""
    _ledger(sqlite_database)
    _statements(
        sqlite_database,
        f"siren;date de clôture;date de dépôt;CO;EE;FL\n{COMPANY};31/12/2022;20/06/2023;400;400;900,50\n",
    )
    opening = judged(11, "2024-03-05", RECEIVERSHIP, "20 février 2024")
    created = notice(9, "2020-05-04", family="creation", acte={"dateCommencementActivite": "2020-04-01"})
    _gazette(sqlite_database, [opening, created])
    bring_customers(sqlite_database, f"code,name,siren\nC1,Martin,{COMPANY}\nC9,Neuf,\n", on="2024-04-01")
    bring_customers(sqlite_database, "code,name,siren\nC1,Martin,404833048\n", on="2024-05-01")
    with sqlite_database.read() as session:
        facts = load_facts(session)
    beside = facts.beside
    assert _rows(beside.statements, "siren", "sales") == [("2024-04-01", COMPANY, 90_050.0)]
    events = beside.events.loc[beside.events["kind"] == "opening_receivership"]
    assert _rows(events, "cancelled") == [("2024-04-01", False), ("2024-05-01", True)]
    mine = beside.profiles.loc[beside.profiles["customer_id"] == 1]
    assert _rows(mine, "siren", "founded_on") == [
        ("2024-04-01", COMPANY, pd.Timestamp("2020-04-01")),
        ("2024-05-01", "404833048", pd.NaT),
    ]
    assert as_known(facts, date(2024, 3, 31)).beside.profiles.empty
    assert len(as_known(facts, date(2024, 4, 1)).customers) == 2


def test_a_subset_and_an_instant_are_respected(sqlite_database: Database) -> None:
    _ledger(sqlite_database)
    bring_customers(sqlite_database, f"code,name,siren\nC1,Martin,{COMPANY}\nC9,Neuf,\n", on="2024-04-01")
    with sqlite_database.read() as session:
        assert load_facts(session, customers=["C9"]).beside.profiles["siren"].tolist() == [""]
        before = load_facts(session, as_recorded=datetime(2024, 3, 31, tzinfo=UTC))
        assert before.beside.profiles.empty


def _relation(acts, bills, cash=()) -> Relation:
    facts = facts_of(bills, cash)
    return Relation(acts, books_of(facts, {1}), [])


def _short(rows) -> list[tuple[object, ...]]:
    """Day, invoice and what was told of it."""
    return [((row[1] - on(0)).days, *row[3:]) for row in rows]


def test_a_promise_is_judged_when_the_ledger_could() -> None:
    """Promised for day 20; the cash of day 19 is known on day 24: broken from 21 to 23, kept from 24."""
    acts = [said(1, "promise made", made(10_000, 20, 1), day=5)]
    bills = [Bill(1, 0, 3)]
    assert _short(promise_rows(_relation(acts, bills, [Cash(1, 1, 19, known=24)]))) == [
        (5, 1, on(20), "open", 10_000),
        (21, 1, on(20), "broken", 10_000),
        (24, 1, on(20), "kept", 10_000),
    ]
    assert [row[3] for row in _short(promise_rows(_relation(acts, bills, [Cash(1, 1, 19)])))] == [
        "open",
        "kept",
    ]
    cancelled = [*acts, said(2, "promise cancelled", {"note": ""}, day=9, case=1)]
    assert [row[3] for row in _short(promise_rows(_relation(cancelled, bills)))] == ["open", "void"]


def _plan(day: int, *instalments: tuple[int, int], grace: int = 0) -> dict[str, object]:
    return {
        "items": [{"invoice_id": 1, "cents": 10_000, "open_cents": 10_000}],
        "currency": "EUR",
        "instalments": [{"day": on(when).isoformat(), "cents": cents} for when, cents in instalments],
        "grace_days": grace,
        "acceleration": False,
        "note": "",
    }


def test_a_plan_breaks_the_day_after_its_grace_and_heals_once_all_is_paid() -> None:
    acts = [said(1, "plan agreed", _plan(5, (20, 4_000), (40, 6_000), grace=3), day=5)]
    cash = [Cash(1, 1, 30, cents=4_000), Cash(2, 1, 38, cents=6_000)]
    told = _short(plan_rows(_relation(acts, [Bill(1, 0, 3)], cash)))
    assert [(row[0], (row[2] - on(0)).days, row[3], row[4]) for row in told] == [
        (5, 20, "open", True),
        (5, 40, "open", True),
        (24, 20, "broken", True),
        (38, 20, "kept", True),
        (38, 40, "kept", True),
    ]
    early = _short(plan_rows(_relation(acts, [Bill(1, 0, 6)], [])))
    assert {row[4] for row in early} == {False}


def test_disputes_and_hand_overs_change_when_somebody_wrote_it_down() -> None:
    acts = [
        said(1, "dispute opened", opened((1, 5_000), (2, 700)), day=5),
        said(2, "dispute amended", {"items": claims((1, 3_000)), "note": ""}, day=8, case=1),
        said(3, "dispute resolved", conceded((1, 3_000, 10_000)), day=12, case=1),
        said(4, "hand_over given", {"party": "agency", "name": "X", "invoices": [], "note": ""}, day=13),
        said(5, "hand_over taken_back", {"note": ""}, day=20, case=4),
    ]
    assert _short(dispute_rows(acts)) == [
        (5, 1, 5_000, ""),
        (5, 2, 700, ""),
        (8, 1, 3_000, ""),
        (8, 2, 0, ""),
        (12, 1, 0, "customer"),
    ]
    assert _short(hand_over_rows(acts)) == [(13, "given", "agency"), (20, "taken_back", "agency")]


def _version(number: int, row, day: int):
    return Version(number, 0, "bank", f"{number}", on(day), datetime(2024, 1, 1, tzinfo=UTC), "", row)


def test_money_sent_back_is_known_once_somebody_said_whose_it_was() -> None:
    entry = BankEntryRow("A", on(9), on(9), -5_000, "EUR", None, None, "", None, None, None, None, True)
    acts = [
        _version(1, MatchActRow(7, "returned", 1, 3, None, None, None, None, {}), 12),
        _version(2, MatchActRow(7, "undone", 1, None, None, None, None, None, {}), 15),
    ]
    rows = list(return_rows([_version(7, entry, 10)], acts))
    assert [((row[1] - on(0)).days, row[2], row[3], row[4]) for row in rows] == [
        (12, on(9), 5_000, 7),
        (15, on(9), 0, 7),
    ]


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("siren", COMPANY, COMPANY),
        ("siret", COMPANY + "00074", COMPANY),
        ("vat", "FR44" + COMPANY, COMPANY),
        ("vat", "DE123456789", ""),
    ],
)
def test_a_company_is_found_by_whichever_number_the_master_has(field: str, value: str, found: str) -> None:
    blank = CustomerProfileRow._make((1, *(None,) * (len(CustomerProfileRow._fields) - 1)))
    assert siren_of(blank._replace(**{field: value})) == found
