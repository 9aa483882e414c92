"""I34 to I40: the day as a whole."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from hypothesis import strategies as st

from dunning.actions import Standing, folded
from dunning.claims import Debtor
from dunning.deciding import Outcome
from dunning.errors import EngineElsewhere
from dunning.policy import DunningPolicy
from dunning.press import PlainPress, Pressed
from dunning.reminders.usecases import DunOrder, dun
from dunning.scenario import Scenario, Way
from ledger.registers.catalogue import REMINDERS, ReminderRow
from ledger.registers.register import NewVersion
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import record_act
from ledger.relation import usecases as relation
from messaging.delivery import Outcome as Answered
from messaging.delivery import State
from store.session import Database, open_database
from tests.databases import KINDS, Databases
from tests.dunning.books import PRESS, RULES, House
from tests.dunning.samples import (
    DAYS,
    DUE,
    claim,
    day,
    debtor,
    debtors,
    decided,
    drawn,
    policies,
    scenario,
    scenarios,
    step,
)


def test_i34_a_second_run_of_the_day_changes_nothing(database: Database) -> None:
    house = House.owed(database, customers=2)
    assert house.dun(day(7)).counts == {"send": 2}
    before = house.rows()
    again = house.dun(day(7))
    assert (again.counts, again.settled, again.run) == ({"wait": 2}, {}, None)
    assert house.rows() == before
    house.deliver(day(7))
    assert house.dun(day(7)).settled == {"sent": 2}
    before = house.rows()
    house.dun(day(7))
    house.deliver(day(7))
    assert house.rows() == before
    assert len(house.post.got) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_i34_two_runs_at_once_behave_as_one(servers: Databases, kind: str) -> None:
    database = open_database(servers.new(kind))
    house = House.owed(database, customers=4)
    start = Barrier(2)
    order = DunOrder(house.act(day(7)), house.rules)

    def run(_worker: int) -> Mapping[str, int]:
        start.wait()
        with database.transaction() as session:
            return dun(session, order, PRESS).counts

    with ThreadPoolExecutor(2) as hands:
        counts = sorted(hands.map(run, range(2)), key=str)
    assert counts == [{"send": 4}, {"wait": 4}]
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(lambda name: house.deliver(day(7), worker=name), ["w1", "w2"]))
    assert sorted(one.key for one in house.post.got) == [f"dunning:{n}" for n in (1, 2, 3, 4)]
    assert len(house.actions()) == 4
    database.close()


@drawn(debtors(), scenarios(), policies(), DAYS, st.data())
def test_i35_the_order_of_claims_changes_nothing(
    who: Debtor, plain: Scenario, policy: DunningPolicy, on: date, drawn: st.DataObject
) -> None:
    other = replace(who, claims=tuple(drawn.draw(st.permutations(who.claims))))
    assert decided(other, on, plain=plain, policy=policy) == decided(who, on, plain=plain, policy=policy)


def test_i35_one_that_cannot_be_read_is_told_and_changes_no_other(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database, customers=2)
    row = ReminderRow(1, 1, "i:1", 1, "by_pigeon", "", "", day(5), None, 0)
    with sqlite_database.transaction() as session:
        number = RegisterRepository(session, REMINDERS).next_id()
        version = NewVersion(number, 0, "i:1 1", day(5), row)
        record_act(session, house.act(day(5)), source="dunning", versions=[(REMINDERS, [version])])
    ran = house.dun(day(7))
    assert [(one.decision.code, one.decision.outcome) for one in ran.decided] == [
        ("C-1", Outcome.STUCK),
        ("C-2", Outcome.SEND),
    ]
    assert "by_pigeon" in ran.decided[0].decision.about


class _Choosy(PlainPress):
    """Cannot word anything for the first customer."""

    def pressed(self, decision: Any, debtor: Debtor, *, reference: str, **more: Any) -> Pressed:
        if debtor.code == "C-1":
            raise ValueError("no template")
        return super().pressed(decision, debtor, reference=reference, **more)


def test_i35_one_message_that_cannot_be_written_is_told_and_keeps_no_other(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database, customers=2)
    order = DunOrder(house.act(day(7)), house.rules)
    with sqlite_database.transaction() as session:
        ran = dun(session, order, _Choosy(PRESS.sender))
    assert [(one.decision.outcome, one.decision.why, one.action) for one in ran.decided] == [
        (Outcome.STUCK, "unwritable", None),
        (Outcome.SEND, "step_due", 2),
    ]
    assert house.dun(day(7)).counts == {"send": 1, "wait": 1}


@pytest.mark.parametrize("email", ["zoe@", "no address", "zoe@example.com, eve@example.com"])
def test_i35_a_contact_that_is_none_is_told_and_keeps_no_other(sqlite_database: Database, email: str) -> None:
    house = House.owed(sqlite_database, customers=2)
    house.contact(1, email, on=day(-50))
    ran = house.dun(day(7))
    assert [one.decision.outcome for one in ran.decided] == [Outcome.UNREACHABLE, Outcome.SEND]


def test_i36_a_dry_run_is_the_run_and_writes_nothing(database: Database) -> None:
    """Whatever waits to be settled: a send, a message called off, a dead one whose address changed."""
    house = House.owed(database, customers=5)
    house.rules = replace(
        RULES, scenarios={"plain": scenario(step(1, 5), step(2, 9, Way.CALL), step(3, 12, approval=True))}
    )
    house.invoice(6, 5, 500, due=day(5), on=day(-20), currency="USD")
    house.dun(day(7))
    house.post.answers = [Answered.REFUSED, Answered.UNCERTAIN]
    house.pay(3, 3, 50_003, on=day(7), invoice=3)
    house.deliver(day(7))
    house.contact(1, "new@example.com", on=day(8))
    for on in (8, 14, 18, 25, 28):
        before = house.rows()
        dry = house.preview(day(on))
        assert house.rows() == before
        assert [one.decision for one in house.dun(day(on)).decided] == dry
        house.deliver(day(on))


def test_i37_history_only_grows_and_says_who_when_and_what(database: Database) -> None:
    house = House.owed(database)
    seen: Mapping[str, list[tuple[Any, ...]]] = {name: [] for name in house.rows()}
    for on in (7, 8, 17, 18):
        house.dun(day(on))
        house.deliver(day(on))
        now = house.rows()
        for name, rows in seen.items():
            if name != "outbox_message":
                assert set(map(repr, rows)) <= set(map(repr, now[name])), name
        seen = now
    first, *_ = house.actions()
    assert [(one.what.value, one.author, one.on) for one in first.events] == [
        ("queued", "Ana", day(7)),
        ("passed", "Ana", day(7)),
    ]
    assert all(one.recorded_at.tzinfo is not None for one in first.events)
    told = first.decision
    assert (told["scenario"], told["scenario_version"], told["to"]["email"]) == (
        "plain",
        "test",
        "c1@example.com",
    )
    assert [line["claimed_cents"] for line in told["lines"]] == [50_000]
    assert told["sums"][0]["gross_cents"] == 50_000
    assert first.policy == house.rules.mark
    assert len(first.print) == 16
    assert house.passed() == {"i:1": [1, 2]}


def test_i37_the_state_is_the_fold_of_what_was_written(sqlite_database: Database) -> None:
    """Settled or not, a certain send means the same for levels, and for the day of the last contact."""
    house = House.owed(sqlite_database)
    house.day(day(7))
    (before,) = house.debtors(day(9))
    house.dun(day(7))
    assert house.debtors(day(9)) == [before]
    assert folded(house.actions(), {}, house.rules.zone).pending == {}


@drawn(st.lists(st.tuples(st.integers(1, 3), st.integers(1_000, 90_000)), min_size=2, max_size=6))
def test_i38_a_decision_holds_only_its_own_customer_s_items(told: list[tuple[int, int]]) -> None:
    from_all = {number: [cents for key, cents in told if key == number] for number, _ in told}
    for amounts in from_all.values():
        who = debtor(*(claim(cents) for cents in amounts))
        decision = decided(who, day(7))
        assert {one.item for one in decision.lines} <= {one.item for one in who.claims}
        assert decision.to is None or decision.to in who.contacts


def test_i38_items_contacts_and_files_are_the_customer_s_own(database: Database) -> None:
    house = House.owed(database, customers=3)
    house.invoice(4, 1, 9_000, due=DUE, on=day(-20))
    house.contact(2, "", on=day(-40))
    house.dun(day(7))
    house.deliver(day(7))
    sent = {one.customer_id: one for one in house.post.got}
    assert sorted(sent) == [1, 3]
    assert [sent[key].recipients for key in (1, 3)] == [
        ("Zoé <c1@example.com>",),
        ("Zoé <c3@example.com>",),
    ]
    assert ["F-4" in sent[key].text for key in (1, 3)] == [True, False]
    for action in house.actions():
        assert {one.invoice_id for one in action.taken} == ({1, 4} if action.customer_id == 1 else {3})
    assert house.debtors(day(7)) == [one for n in (1, 2, 3) for one in house.debtors(day(7), n)]


_CHANGES = {
    "amount": lambda house: house.pay(1, 1, 1_000, on=day(7), invoice=1),
    "paid": lambda house: house.pay(1, 1, 50_001, on=day(7), invoice=1),
    "credit": lambda house: house.pay(1, 1, 1_000, on=day(7)),
    "recipient": lambda house: house.contact(1, "other@example.com", on=day(7)),
    "another invoice": lambda house: house.invoice(2, 1, 9_000, due=DUE, on=day(7)),
    "due day": lambda house: house.correct(1, 1, 50_001, due=day(1), on=day(7)),
    "level": lambda house: _pass_beside(house),
    "pause": lambda house: house.tell(relation.set_block, "C-1", [], until=None, reason="visit", on=day(7)),
    "engine": lambda house: replace(house, engine="other").dun(day(7), take_over=True),
}


def _pass_beside(house: House) -> None:
    row = ReminderRow(1, 1, "i:1", 1, "skipped", "", "", day(7), None, 0)
    with house.database.transaction() as session:
        number = RegisterRepository(session, REMINDERS).next_id()
        version = NewVersion(number, 0, "i:1 1", day(7), row)
        record_act(session, house.act(day(7)), source="other", versions=[(REMINDERS, [version])])


@pytest.mark.parametrize("what", _CHANGES)
def test_i39_what_changed_before_the_send_is_not_sent_and_planned_anew(
    sqlite_database: Database, what: str
) -> None:
    _changed(House.owed(sqlite_database), what)


@pytest.mark.parametrize("what", ["amount", "pause"])
def test_i39_on_both_databases(database: Database, what: str) -> None:
    _changed(House.owed(database), what)


def _changed(house: House, what: str) -> None:
    house.dun(day(7))
    _CHANGES[what](house)
    house.deliver(day(7))
    assert house.post.got == []
    assert house.state(1) is State.CANCELLED
    if what == "engine":
        house.engine = "other"
    expected = [one.outcome for one in house.preview(day(7))]
    assert house.dun(day(7)).settled == {"dropped": 1}
    sends = {"amount", "credit", "recipient", "another invoice", "due day", "engine"}
    assert expected == ([Outcome.SEND] if what in sends else [Outcome.HOLD] if what == "pause" else expected)
    house.deliver(day(7))
    assert len(house.post.got) == (what in sends)


def test_i39_the_address_of_a_letter_is_read_again_too(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.rules = replace(RULES, scenarios={"plain": scenario(step(1, 5, Way.LETTER))})
    house.dun(day(7))
    house.profile(1, on=day(7), street="2 rue Y")
    house.deliver(day(7))
    assert house.post.got == []


def test_i40_one_engine_owns_the_reminders(database: Database) -> None:
    house = House.owed(database)
    house.dun(day(7))
    other = replace(house, engine="other")
    with pytest.raises(EngineElsewhere, match="“encours”"):
        other.dun(day(7))
    other.dun(day(7), take_over=True)
    with pytest.raises(EngineElsewhere, match="“other”"):
        house.dun(day(8))
    assert [one.standing for one in house.actions()] == [Standing.QUEUED]
    assert house.deliver(day(7)).states == {State.CANCELLED: 1}
    assert house.post.got == []
