"""A replay of past days decides what runs of these days decide, and sends nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dunning.actions import Standing
from dunning.acts.usecases import Choice, exempt
from dunning.claims import Debtor
from dunning.deciding import Decision, Outcome
from dunning.errors import ScenarioRefused
from dunning.gathering.overtime.repository import OverTime
from dunning.notice import Form
from dunning.policy import DunningPolicy, QuietPeriod, Rule
from dunning.replay.counting import Tally
from dunning.replay.playing import may_leave
from dunning.replay.replayed import Peak, Replay
from dunning.replay.usecases import Question, played, replay
from dunning.scenario import Way
from ledger.imports.changes import Changes, NewCustomer
from ledger.relation import usecases as relation
from ledger.relation.deciding import Named
from ledger.relation.plans import Instalment
from store.session import Database
from tests.dunning.books import RULES, House
from tests.dunning.samples import DUE, POLICY, claim, day, debtor, decided, passed, scenario, step

FIRST, LAST = day(-3), day(66)
STEPS = scenario(
    step(0, -2, from_cents=80_000),
    step(1, 4, roles=("director", "accounts_payable")),
    step(2, 11, Way.CALL),
    step(3, 18, Way.LETTER, deadline_days=6),
    step(4, 30, Way.REGISTERED, form=Form.FORMAL_NOTICE, deadline_days=8, approval=True),
    step(5, 40, Way.ESCALATE, roles=()),
)
QUICK = scenario(step(1, 1), step(2, 6, deadline_days=3), step(3, 14, Way.CALL), code="quick")
BUSY = replace(
    RULES,
    policy=replace(
        POLICY,
        interval_days=5,
        quiet=(QuietPeriod("03-17", "03-20"), QuietPeriod("04-28", "05-02")),
        rules=(Rule("quick", "much is late", from_overdue_cents=150_000),),
        minimum_cents={"EUR": 2_000},
        approve_above_cents={"EUR": 180_000},
    ),
    scenarios={"plain": STEPS, "quick": QUICK},
)


# Of which customer, cents, due day.
_OWED = (
    *((1, 90_000, 0), (1, 30_000, 9), (1, 20_000, 25), (2, 120_000, -6), (2, 60_000, 3), (3, 40_000, -40)),
    *((3, 1_500, 1), (4, 70_000, -12), (4, 25_000, 14), (5, 50_000, -5), (6, 45_000, -20), (6, 9_000, 5)),
)


def busy_house(database: Database) -> House:
    """Six customers, and what happens to them over ten weeks, in the order in which it is known."""
    house = House(database, BUSY)
    for number in range(1, 7):
        house.customer(number, on=day(-90), email=f"c{number}@example.com")
    house.contact(5, "", on=day(-80))  # nobody can be reached until somebody is named
    for number, (customer, cents, due) in enumerate(_OWED, start=1):
        house.invoice(number, customer, cents, due=day(due), on=day(min(due - 30, -1)))
    house.tell(relation.open_dispute, "C-2", [Named("F-4", 50_000)], reason="price", note="", on=day(2))
    house.pay(101, 1, 30_000, on=day(6), invoice=1)
    house.tell(relation.set_block, "C-4", ["F-9"], until=day(30), reason="visit", on=day(8))
    told = {"cents": None, "currency": None, "by": "", "note": "", "promised_on": day(20)}
    house.tell(relation.make_promise, "C-4", ["F-8"], **told, on=day(9))
    parts = [Instalment(day(15), 20_000), Instalment(day(45), 25_000)]
    more = {"instalments": parts, "grace_days": 2, "acceleration": True, "note": ""}
    house.tell(relation.agree_plan, "C-6", [Named("F-11")], **more, on=day(10))
    house.pay(102, 6, 20_000, on=day(15), invoice=11)
    house.contact(2, "chief@example.com", on=day(19), role="director")
    house.pay(103, 3, 41_500, on=day(23))
    house.take_back(101, 1, on=day(24), paid_on=day(6))
    house.correct(3, 1, 26_000, due=day(33), on=day(27))
    house.contact(5, "late@example.com", on=day(12))
    house.pay(104, 2, 60_000, on=day(40), invoice=5)
    return house


def replayed(house: House, scenario: str = "", *, first: date = FIRST, last: date = LAST) -> Replay:
    with house.database.read() as session:
        return replay(session, house.rules, Question(first, last, scenario), lambda _done, _total: None)


def told(decision: Decision) -> tuple[object, ...]:
    """What makes two decisions the same to whoever gets them."""
    step, to = decision.step, decision.to
    return (
        *(decision.on, decision.code, decision.outcome, decision.why, decision.about, decision.scenario),
        *(None if step is None else (step.level, step.way), None if to is None else to.email),
        *(decision.lines, decision.sums, decision.deadline_on, decision.approval, decision.held),
    )


def every(last: date) -> list[date]:
    return [FIRST + timedelta(days=place) for place in range((last - FIRST).days + 1)]


def really(house: House, last: date) -> list[tuple[object, ...]]:
    """Every day is run, and whatever it asks for is approved, done and accepted at once."""
    found = []
    for on in every(last):
        ran = house.dun(on)
        for one in house.of(Standing.ASKED):
            house.approve(one.id, on)
        for one in house.of(Standing.OPEN):
            house.finish(one.id, on)
        house.deliver(on)
        if may_leave(on, house.rules.policy):
            found += [told(one.decision) for one in ran.decided]
        else:
            assert not any(one.decision.acts for one in ran.decided)
    return found


def in_memory(house: House, last: date) -> list[tuple[object, ...]]:
    with house.database.read() as session:
        question, over = Question(FIRST, last), OverTime(session)
        days = played(session, house.rules, question, over)
        return [told(decision) for one in days for _, decision in one.decided]


@pytest.mark.slow
def test_a_replay_decides_what_runs_of_the_same_days_decide(database: Database) -> None:
    """Before them and after them alike: what was really done since the first day is left out."""
    house = busy_house(database)
    before = in_memory(house, LAST)
    done = really(house, LAST)
    steps = {(one[2], one[6]) for one in done}
    mails = {(Outcome.SEND, (level, way)) for level, way in ((0, Way.EMAIL), (1, Way.EMAIL), (3, Way.LETTER))}
    assert mails | {(Outcome.SEND, (4, Way.REGISTERED))} < steps
    assert {(Outcome.TASK, (2, Way.CALL)), (Outcome.TASK, (5, Way.ESCALATE))} < steps
    assert {Outcome.HOLD, Outcome.UNREACHABLE, Outcome.COVERED} <= {outcome for outcome, _ in steps}
    assert {"contacted_lately", "next_step_to_come"} <= {one[3] for one in done}
    assert before == done
    assert in_memory(house, LAST) == done


def test_a_week_is_replayed_as_it_is_run_and_nothing_is_written(sqlite_database: Database) -> None:
    house = busy_house(sqlite_database)
    rows, before = house.rows(), in_memory(house, day(5))
    assert house.rows() == rows
    assert before == really(house, day(5))
    assert any(one[2] is Outcome.SEND for one in before)


def test_a_scenario_tried_is_given_to_everybody_beside_the_rules_as_they_stand(
    sqlite_database: Database,
) -> None:
    """An exception made for a customer holds for the rules, not for the scenario tried."""
    house = House.owed(sqlite_database, customers=3, rules=replace(BUSY, policy=POLICY))
    with sqlite_database.transaction() as session:
        exempt(session, house.act(day(-20)), "C-3", Choice("quick", "", None, "an old friend"))
    house.pay(50, 1, 50_000, on=day(5), invoice=1)
    ticks: list[tuple[int, int]] = []
    with sqlite_database.read() as session:
        question = Question(day(1), day(21), "quick")
        found = replay(session, house.rules, question, lambda *tick: ticks.append(tick))
    assert found.tried is not None
    assert ticks[-1] == (21, 21)
    levels = [(one.level, one.steps) for one in found.present.steps]
    assert levels == [(1, 3), (2, 1), (2, 1), (3, 1), (3, 1)]  # C-3 by the scenario chosen for it
    assert [(one.level, one.steps) for one in found.tried.steps] == [(1, 3), (2, 2), (3, 2)]
    assert found.tried.spread == (0, 1, 0, 2, 0)
    assert found.present.conflicts.paid_soon == 1  # C-1 is reminded on day 4, and pays on day 5
    assert found.tried.conflicts.paid_soon == 0
    assert found.scored_on == ()
    with pytest.raises(ScenarioRefused, match="no scenario “nope”"):
        replayed(house, "nope")
    with pytest.raises(ScenarioRefused, match="swap them"):
        replayed(house, first=LAST, last=FIRST)


def test_whom_nobody_knew_yet_is_reached_by_what_is_known_later(sqlite_database: Database) -> None:
    """A ledger that came with its addresses last week would else have reminded nobody all year."""
    house = House.owed(sqlite_database, rules=replace(BUSY, policy=POLICY))
    house.contact(1, "", on=day(-60))
    assert replayed(house, last=day(10)).present.reached == 0  # a contact taken back is no longer one
    other = House(sqlite_database, house.rules)
    other._save(Changes(customers=[NewCustomer(2, "C-2", "Client", day(-60))]), day(-60))
    other.invoice(2, 2, 50_000, due=DUE, on=day(-30))
    other.profile(2, on=day(30))
    other.contact(2, "two@example.com", on=day(30))
    found = replayed(other, last=day(10))
    assert (found.present.reached, found.unknown_at_start) == (1, 1)


def settled(days: dict[int, date]) -> Callable[[int], date | None]:
    return lambda invoice: days.get(invoice)


def counted(*decisions: tuple[int, Debtor, DunningPolicy]) -> Tally:
    tally = Tally("", DUE)
    for days, one, policy in decisions:
        tally.count(day(days), [(one, decided(one, day(days), policy=policy, plain=QUICK))])
    return tally


def test_conflicts_are_counted_as_the_manual_says() -> None:
    one = claim(90_000, invoice_id=1)
    late = debtor(one)
    lately = replace(late, contacted_on=day(0))
    fresh = replace(one, completed=(passed(1, day(1)),))
    second = debtor(fresh, claim(invoice_id=2, due_on=day(8)))
    nobody = replace(late, contacts=())
    asking = replace(POLICY, approve_above_cents={"EUR": 10_000})
    tally = counted(
        (1, lately, POLICY), (2, lately, POLICY), (7, late, POLICY), (9, second, asking), (10, nobody, POLICY)
    )
    found = tally.told(settled({1: day(10), 2: day(9)}), paid_until=day(30))
    assert found.contacts == 2
    assert found.spread == (0, 0, 1, 0, 0)
    conflicts = found.conflicts
    assert (conflicts.delays.steps, conflicts.delays.most_days) == (1, 6)
    assert (conflicts.reminded, conflicts.paid_soon, conflicts.paid_before) == (3, 2, 1)
    assert (conflicts.several_levels, conflicts.approvals) == (1, 1)
    assert conflicts.approvals_busiest == Peak(day(9), 1)
    assert [(one.level, one.customers) for one in conflicts.unreachable] == [(1, 1)]
    assert found.load.mean == 2 / 5
    assert [week.steps for week in found.load.weeks] == [0, 2]


def test_a_customer_is_crowded_from_the_fourth_contact_in_thirty_days() -> None:
    late = debtor(claim())
    few, many = (
        [(days, late, POLICY) for days in every_so] for every_so in ((1, 11, 21, 31), (1, 11, 21, 30))
    )
    assert counted(*few).told(settled({}), paid_until=day(40)).conflicts.crowded == ()
    (one,) = counted(*many).told(settled({}), paid_until=day(40)).conflicts.crowded
    assert (one.code, one.contacts, one.from_on) == ("C-1", 4, day(1))


def test_a_formal_notice_is_answered_by_payment_of_all_it_lists_within_its_deadline() -> None:
    done = (passed(1, day(4)), passed(2, day(11)), passed(3, day(18)))
    one = debtor(claim(invoice_id=1, completed=done), claim(invoice_id=2, due_on=day(1)))
    tally = Tally("", DUE)
    tally.count(day(31), [(one, decided(one, day(31), plain=STEPS))])
    for last, paid in ((39, 1), (40, 0)):
        conflicts = tally.told(settled({1: day(33), 2: day(last)}), paid_until=day(60)).conflicts
        assert (conflicts.notices, conflicts.notices_paid) == (1, paid)
    assert tally.told(settled({}), paid_until=day(38)).conflicts.notices == 0  # nobody knows yet
