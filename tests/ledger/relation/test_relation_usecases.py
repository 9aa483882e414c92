"""What people do reaches the database, once, and can be asked of any evening again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text

from ledger.as_known import as_known
from ledger.errors import ActRefused, UnknownCase, UnknownCustomer
from ledger.imports.repository import ImportRepository
from ledger.registers.usecases import Act
from ledger.relation import usecases
from ledger.relation.deciding import Named
from ledger.relation.plans import Instalment
from ledger.summary import open_items
from ledger.usecases import load_facts
from store.session import Database
from tests.ledger.deliveries import deliver

INVOICES = """number,customer,issued_on,due_on,amount,currency,paid_on
F-1,ACME,2024-01-02,2024-02-01,100.00,EUR,
F-2,ACME,2024-01-03,2024-02-02,50.00,EUR,
F-3,BOLT,2024-01-05,2024-02-04,80.00,EUR,
A-1,ACME,2024-01-20,2024-01-20,-20.00,EUR,
"""


def _day(day: int) -> date:
    return date(2024, 2, day)


def _act(day: int, author: str = "Ana") -> Act:
    return Act(author, _day(day), datetime(2024, 2, day, 9, tzinfo=UTC))


@pytest.fixture
def ledger(database: Database) -> Database:
    deliver(database, INVOICES, on="2024-02-01", at=datetime(2024, 2, 1, 8, tzinfo=UTC))
    return database


def _do(ledger: Database, use: Any, day: int, *arguments: Any, author: str = "Ana", **more: Any) -> Any:
    with ledger.transaction() as session:
        return use(session, _act(day, author), *arguments, **{"happened_on": _day(day), **more})


def _open(ledger: Database) -> dict[str, int]:
    with ledger.read() as session:
        still = open_items(load_facts(session))
    return dict(zip(still["number"], still["open_cents"], strict=True))


def _relation(ledger: Database, day: int, *, at: datetime | None = None) -> dict[str, Any]:
    with ledger.read() as session:
        return usecases.relation_of(session, "ACME", as_of=_day(day), as_recorded=at).as_json()


def _everything(ledger: Database) -> None:
    """One of each, the first act of each day by Ana, the second by Léa."""
    _do(ledger, usecases.open_dispute, 5, "ACME", [Named("F-1", 3_000)], reason="price", note="n")
    _do(ledger, usecases.amend_dispute, 6, 1, [Named("F-1", 2_000)], note="", author="Léa")
    _do(ledger, usecases.comment_dispute, 7, 1, note="called")
    _do(
        *(ledger, usecases.make_promise, 8, "ACME", ["F-2"]),
        cents=4_000,
        currency=None,
        promised_on=_day(12),
        by="Mme Roy",
        note="",
        happened_on=_day(7),
    )
    _do(
        *(ledger, usecases.agree_plan, 9, "ACME", [Named("F-2")]),
        instalments=[Instalment(_day(15), 2_000), Instalment(_day(25), 3_000)],
        grace_days=1,
        acceleration=True,
        note="",
    )
    _do(ledger, usecases.set_block, 10, "ACME", [], until=_day(20), reason="sales asked")
    _do(
        *(ledger, usecases.hand_over, 11, "ACME", ["F-1"]),
        party="factor",
        name="Affacto",
        recourse=False,
        note="",
    )
    _do(ledger, usecases.write_off, 12, "ACME", [Named("F-1", 500)], reason="goodwill", note="")


def test_everything_a_person_does_stands_until_it_ends(ledger: Database) -> None:
    _everything(ledger)
    told = _relation(ledger, 12)
    assert [(one["matter"], one["state"]) for one in told["standing"]] == [
        ("dispute", "open"),
        ("promise", "pending"),
        ("plan", "alive"),
        ("block", "in_force"),
        ("hand_over", "given"),
        ("write_off", "recorded"),
    ]
    assert told["standing"][0] | {"cents": 2_000, "comments": ["called"]} == told["standing"][0]
    cases = {one["matter"]: one["case"] for one in told["standing"]}
    _do(ledger, usecases.cancel_promise, 12, cases["promise"], note="")
    _do(ledger, usecases.cancel_plan, 13, cases["plan"], note="")
    _do(ledger, usecases.lift_block, 14, cases["block"], note="")
    _do(ledger, usecases.take_back, 15, cases["hand_over"], note="")
    _do(ledger, usecases.reverse_write_off, 16, cases["write_off"], note="")
    resolved = _do(
        *(ledger, usecases.resolve_dispute, 17, cases["dispute"]),
        outcome="customer",
        conceded=[],
        credit_note="A-1",
        note="",
    )
    assert resolved.as_json() | {"awaited_cents": 2_000, "credit_note": "A-1"} == resolved.as_json()
    assert _relation(ledger, 17)["standing"] == []
    assert [one["state"] for one in _relation(ledger, 17)["over"]] == [
        *("resolved", "cancelled", "cancelled", "lifted", "taken_back", "reversed")
    ]


def test_i37_history_says_who_did_what_when_and_every_evening_stays(ledger: Database) -> None:
    evenings = {}
    _everything(ledger)
    for day in range(1, 13):
        evenings[day] = _relation(ledger, day)
    _do(ledger, usecases.reverse_write_off, 20, 8, note="")
    _do(ledger, usecases.take_back, 21, 7, note="", happened_on=_day(15))
    for day, told in evenings.items():
        assert _relation(ledger, day) == told, f"day {day}"
    history = _relation(ledger, 21)["history"]
    assert [one["author"] for one in history] == ["Ana", "Léa", *["Ana"] * 8]
    assert (history[3]["happened_on"], history[3]["known_on"]) == ("2024-02-07", "2024-02-08")
    assert history[0]["recorded_at"] == "2024-02-05T09:00:00+00:00"
    assert history[0]["details"]["items"] == [
        {"invoice": "F-1", "currency": "EUR", "invoice_id": 1, "cents": 3_000}
    ]
    before = _relation(ledger, 21, at=datetime(2024, 2, 8, 12, tzinfo=UTC))
    assert [one["act"] for one in before["history"]] == ["opened", "amended", "commented", "made"]


def test_i16_a_write_off_lowers_what_is_owed_and_its_reversal_brings_it_back(ledger: Database) -> None:
    before = _open(ledger)
    done = _do(
        *(ledger, usecases.write_off, 5, "ACME", [Named("F-1", 2_500), Named("F-2")]),
        reason="insolvency",
        note="",
    )
    assert _open(ledger) == {"F-1": 7_500, "F-3": 8_000, "A-1": -2_000}
    with ledger.read() as session:
        payments = load_facts(session).payments
        holds = usecases.holds_on(session, as_of=_day(5))
    assert payments[["kind", "amount_cents"]].to_numpy().tolist() == [["write_off", 7_500]]
    assert [one.invoice_id for one in holds.all if one.matter == "write_off"] == [2]
    _do(ledger, usecases.reverse_write_off, 9, done.case, note="paid after all")
    assert _open(ledger) == before
    with ledger.transaction() as session:
        written = ImportRepository(session).allocations(source=usecases.SOURCE).values()
    assert [one.amount_cents for one in written] == [0, 0], "whoever imports allocations finds them undone"
    again = _do(ledger, usecases.write_off, 10, "ACME", [Named("F-2")], reason="other", note="")
    assert _open(ledger)["F-1"] == 10_000
    _do(ledger, usecases.reverse_write_off, 11, again.case, note="")
    assert _open(ledger) == before


def test_late_news_of_a_write_off_changes_no_evening_before_it_was_known(ledger: Database) -> None:
    """Given up on the 3rd, told on the 9th: what was open from the 3rd to the 8th stays what it was."""
    _do(
        *(ledger, usecases.write_off, 9, "ACME", [Named("F-1")]),
        reason="goodwill",
        note="",
        happened_on=_day(3),
    )
    with ledger.read() as session:
        facts = load_facts(session)
    still = [open_items(as_known(facts, _day(day)))["number"].tolist() for day in (8, 9)]
    assert still == [["F-1", "F-2", "F-3", "A-1"], ["F-2", "F-3", "A-1"]]
    known = [frame["known_on"].dt.day.tolist() for frame in (facts.payments, facts.allocations)]
    assert known == [[9], [9]]
    assert facts.payments["paid_on"].dt.day.tolist() == [3]


def test_what_is_refused_writes_nothing(ledger: Database) -> None:
    _do(ledger, usecases.open_dispute, 5, "ACME", [Named("F-1")], reason="price", note="")
    before = _rows(ledger)
    late = {"reason": "price", "note": ""}
    for refused, use, arguments, more in (
        (ActRefused, usecases.open_dispute, (6, "ACME", [Named("F-1")]), late),
        (ActRefused, usecases.open_dispute, (6, "ACME", [Named("F-3")]), late),
        (ActRefused, usecases.open_dispute, (4, "ACME", [Named("F-2")]), late),
        (ActRefused, usecases.open_dispute, (6, "ACME", [Named("F-2")]), {**late, "happened_on": _day(7)}),
        (ActRefused, usecases.write_off, (6, "ACME", [Named("F-2", 5_001)]), {"reason": "other", "note": ""}),
        (UnknownCustomer, usecases.open_dispute, (6, "NOBODY", [Named("F-2")]), late),
        (UnknownCase, usecases.cancel_promise, (6, 1), {"note": ""}),
        (UnknownCase, usecases.take_back, (6, 99), {"note": ""}),
    ):
        with pytest.raises(refused):
            _do(ledger, use, *arguments, **more)
    assert _rows(ledger) == before


def test_a_promise_is_kept_by_a_payment_that_is_imported(ledger: Database) -> None:
    """Judged from what the ledger knows that evening, never typed in; the payment of day 9 is late news."""
    _do(
        *(ledger, usecases.make_promise, 5, "ACME", ["F-1"]),
        cents=None,
        currency=None,
        promised_on=_day(10),
        by="",
        note="",
    )
    later = "F-4,ACME,2024-02-12,2024-03-12,10.00,EUR,\n"
    deliver(ledger, INVOICES + later, on="2024-02-12", at=datetime(2024, 2, 12, tzinfo=UTC))
    paid = INVOICES.replace("100.00,EUR,", "100.00,EUR,2024-02-09")
    deliver(ledger, paid + later, on="2024-02-14", at=datetime(2024, 2, 14, tzinfo=UTC))
    states = []
    with ledger.read() as session:
        for day in (9, 11, 14):
            (one,) = usecases.judged_promises(session, as_of=_day(day), as_recorded=None)
            states.append(one.state)
    assert states == ["pending", "broken", "kept"]


def test_two_people_at_once_are_taken_one_after_the_other(ledger: Database) -> None:
    """Both hand the same invoice over: one of them is told that it is handed over already."""
    together = Barrier(2)

    def give(author: str) -> str:
        together.wait()
        more = {"party": "agency", "name": "X", "recourse": None, "note": ""}
        try:
            _do(ledger, usecases.hand_over, 5, "ACME", ["F-1"], author=author, **more)
        except ActRefused as refused:
            return str(refused)
        return "done"

    with ThreadPoolExecutor(2) as people:
        said = sorted(people.map(give, ["Ana", "Léa"]))
    assert said == ["F-1 is handed over already (number 1). Take that back first.", "done"]


def test_holds_of_an_empty_relation_hold_nothing(ledger: Database) -> None:
    with ledger.read() as session:
        assert usecases.holds_on(session, as_of=_day(5)).all == ()
        more = {"as_of": _day(5), "as_recorded": None}
        assert usecases.list_cases(session, matter=None, customer=None, **more) == []
        with pytest.raises(UnknownCustomer):
            usecases.relation_of(session, "NOBODY", **more)


def _rows(ledger: Database) -> list[int]:
    counted = ("import_run", "relation_act", "payment", "allocation")
    with ledger.read() as session:
        return [session.execute(text(f"select count(*) from {name}")).scalar_one() for name in counted]  # noqa: S608
