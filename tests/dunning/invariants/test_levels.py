"""I7 to I14: which level follows which, when, and never twice."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import strategies as st

from dunning.actions import Standing
from dunning.claims import Claim, Completion, Contact, Debtor, Through
from dunning.deciding import Outcome
from dunning.errors import ActionRefused
from dunning.levels import Place, earliest, stand
from dunning.policy import DunningPolicy
from dunning.scenario import Scenario, Way
from messaging.delivery import Outcome as Answered
from messaging.delivery import State
from messaging.usecases import resolve
from store.session import Database
from tests.dunning.books import RULES, House
from tests.dunning.samples import (
    DAYS,
    DUE,
    PLAIN,
    POLICY,
    claim,
    claims,
    day,
    debtor,
    debtors,
    decided,
    drawn,
    levels,
    passed,
    policies,
    scenario,
    scenarios,
    step,
)
from tests.messaging.samples import POLICY as PATIENCE


@drawn(debtors(), scenarios(), policies(), DAYS)
def test_i07_levels_go_up_one_by_one(who: Debtor, plain: Scenario, policy: DunningPolicy, on: date) -> None:
    reached = {one.item: max((done.level for done in one.completed), default=0) for one in who.claims}
    for item, level in levels(decided(who, on, plain=plain, policy=policy)).items():
        assert level in (reached[item] + 1, 0)
        assert level or not reached[item]


@pytest.mark.parametrize("reached", [0, 1, 2, 3])
def test_i07_levels_follow_each_other(reached: int) -> None:
    done = tuple(passed(level, day(10 * level)) for level in range(1, reached + 1))
    one = claim(completed=done)
    assert levels(decided(debtor(one), day(7 + 49))) == {one.item: reached + 1}


def test_i07_a_level_is_passed_by_a_certain_send_or_a_skip_that_is_signed(database: Database) -> None:
    house = House.owed(database)
    house.dun(day(7))
    house.dun(day(8))
    assert house.passed() == {}
    house.deliver(day(8))
    house.dun(day(9))
    assert house.passed() == {"i:1": [1]}
    with pytest.raises(ActionRefused, match="Say why"):
        house.skip(1, 1, day(10), why=" ")
    assert house.skip(1, 1, day(10)) == 2
    assert house.passed() == {"i:1": [1, 2]}
    (line,) = house.preview(day(31))[0].lines
    assert line.level == 3


def test_i07_only_what_is_late_and_has_a_level_left_is_skipped(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    with pytest.raises(ActionRefused, match="Nothing is late"):
        house.skip(1, 1, DUE)
    assert [house.skip(1, 1, day(1)) for _ in PLAIN.steps] == [1, 2, 3, 4, 5]
    with pytest.raises(ActionRefused, match="none is left"):
        house.skip(1, 1, day(1))


def test_i08_a_level_is_sent_once_whatever_happens_to_the_invoice(database: Database) -> None:
    """Paid and reopened, its due day corrected, under other steps, given to another customer: never again."""
    house = House.owed(database)
    house.day(day(7))
    house.pay(1, 1, 50_000, on=day(8), invoice=1)
    house.day(day(9))
    house.take_back(1, 1, on=day(10), paid_on=day(8))
    assert house.day(day(10)) == []
    house.correct(1, 1, 50_000, due=day(2), on=day(10))
    assert house.day(day(14)) == []
    short = scenario(step(1, 3), step(2, 20))
    house.rules = replace(house.rules, scenarios={**RULES.scenarios, "plain": short})
    assert house.day(day(15)) == []
    house.customer(2, on=day(15))
    house.correct(1, 2, 50_000, due=day(2), on=day(15))
    assert house.day(day(16)) == []
    assert house.preview(day(60))[0].step is short.step(2)
    assert [one.recipients[0] for one in house.day(day(60))] == ["Zoé <c2@example.com>"]
    house.dun(day(61))
    assert house.passed() == {"i:1": [1, 2]}
    one_level = scenario(step(1, 3))
    house.rules = replace(house.rules, scenarios={**RULES.scenarios, "plain": one_level})
    assert [one.outcome for one in house.preview(day(90))] == [Outcome.DONE]


def test_i08_what_was_sent_counts_for_the_invoice_that_takes_its_place(database: Database) -> None:
    """An invoice told again by the accounts, under another customer: levels and intervals go on."""
    house = House.owed(database)
    house.customer(2, on=day(-60))
    house.day(day(7))
    house.dun(day(8))
    house.replace(1, 1, by=11, of=2, cents=50_000, due=DUE, on=day(9))
    assert house.day(day(10)) == []
    assert [one.outcome for one in house.preview(day(10))] == [Outcome.WAIT]
    (decision,) = house.preview(day(17))
    assert (decision.code, levels(decision)) == ("C-2", {"i:11": 2})
    assert house.debtors(day(17)) == house.debtors(day(17), 2)


def test_i08_a_run_of_a_day_gone_by_knows_what_was_sent_since(database: Database) -> None:
    house = House.owed(database)
    house.day(day(10))
    house.dun(day(10))
    for late in (9, 8, 10):
        assert house.day(day(late)) == []
    assert len(house.post.got) == 1


@drawn(claims(number=1), scenarios(), st.integers(-10, 10), DAYS)
def test_i09_thresholds_gaps_and_printed_deadlines_are_kept(
    one: Claim, plain: Scenario, sooner: int, on: date
) -> None:
    found = stand(one, plain, sooner=sooner, on=on)
    if found.place is not Place.READY or found.step is None or found.level == 0:
        return
    step, before, last = found.step, plain.step(found.level - 1), one.last
    moved = min(sooner, plain.steps[plain.steps[0].level == 0].days - 1 if len(plain.steps) > 1 else 10)
    assert one.due_on + timedelta(days=max(1, step.days - max(sooner, moved))) <= on
    if last is not None and last.level > 0:
        assert before is not None
        assert last.on + timedelta(days=step.days - before.days) <= on
    if last is not None and last.deadline_on is not None:
        assert last.deadline_on < on


def test_i09_a_changed_scenario_counts_its_own_gap_from_the_last_level() -> None:
    """Level 2 came on day 15; under steps of 5, 30 and 50 days the third needs 20 days more, and day 50."""
    late = claim(completed=(passed(1, day(5)), passed(2, day(15))))
    other = scenario(step(1, 5), step(2, 30), step(3, 50))
    assert earliest(late, other, other.steps[2], sooner=0) == day(50)
    slow = claim(completed=(passed(1, day(5)), passed(2, day(45))))
    assert earliest(slow, other, other.steps[2], sooner=0) == day(65)


def test_i09_a_deadline_printed_before_the_due_day_is_waited_for() -> None:
    late = claim(completed=(passed(0, day(-1), deadline_on=day(9)),))
    assert earliest(late, PLAIN, PLAIN.steps[0], sooner=0) == day(10)


def test_i10_a_failed_or_doubtful_send_passes_nothing(database: Database) -> None:
    house = House.owed(database)
    house.post.answers = [Answered.REFUSED_FOR_NOW, Answered.UNCERTAIN]
    assert house.day(day(7)) == []
    assert house.state(1) is State.FAILED
    house.dun(day(8))
    house.deliver(day(8))
    assert house.state(1) is State.AMBIGUOUS
    for later in (9, 20, 40):
        assert house.day(day(later)) == []
    assert house.passed() == {}
    assert [one.outcome for one in house.preview(day(40))] == [Outcome.STUCK]
    assert len(house.actions()) == 1


@pytest.mark.parametrize(("arrived", "then"), [(True, {"i:1": 2}), (False, {"i:1": 1})])
def test_i10_once_a_person_says_whether_it_arrived_the_case_goes_on(
    sqlite_database: Database, arrived: bool, then: dict[str, int]
) -> None:
    house = House.owed(sqlite_database)
    house.post.answers = [Answered.UNCERTAIN]
    house.day(day(7))
    with sqlite_database.transaction() as session:
        told = {"author": "Ana", "reason": "asked them", "at": house.at(day(8)), "policy": PATIENCE}
        resolve(session, "dunning:1", sent=arrived, **told)
    house.deliver(day(21))
    house.dun(day(21))
    found = [one for one in house.actions() if one.standing is not Standing.VOID]
    assert {one.item: one.level for one in found[-1].taken} == then


@drawn(st.data(), scenarios(), st.lists(st.integers(1, 30), min_size=3, max_size=12))
def test_i11_missed_days_lose_no_step_and_double_none(
    data: st.DataObject, plain: Scenario, gaps: list[int]
) -> None:
    """Runs on any days: every level that comes is the next one, at most one a run."""
    one = claim(100_000)
    on, reached = day(-3), 0
    for gap in [*gaps, *([40] * (len(plain.steps) + 3))]:
        on += timedelta(days=gap)
        on += timedelta(days={5: 2, 6: 1}.get(on.weekday(), 0))
        decision = decided(debtor(one), on, plain=plain)
        if decision.acts:
            ((_, level),) = levels(decision).items()
            assert level == reached + 1 or level == 0 == reached
            reached = level
            one = replace(one, completed=(*one.completed, Completion(level, on, Through.SENT)))
    assert reached == plain.last_level


def test_i11_days_without_a_run_are_caught_up_level_by_level(database: Database) -> None:
    house = House.owed(database)
    assert house.preview(day(100))[0].step is PLAIN.step(1)
    for on in (100, 112, 122, 140, 161):
        house.day(day(on))
        house.day(day(on))
    assert [one.level for one in house.actions()] == [1, 2, 3, 4, 5]


@drawn(debtors(), scenarios(), DAYS, st.data())
def test_i12_other_invoices_move_no_level(
    who: Debtor, plain: Scenario, on: date, data: st.DataObject
) -> None:
    """Without the oldest, or with a newer one: each invoice stands where it stood."""

    def places(one: Debtor) -> dict[str, int]:
        found = (stand(each, plain, sooner=0, on=on) for each in one.claims)
        return {each.claim.item: each.level for each in found}

    oldest = min(who.claims, key=lambda one: one.due_on)
    rest = replace(who, claims=tuple(one for one in who.claims if one is not oldest))
    more = replace(who, claims=(*who.claims, data.draw(claims(number=99))))
    assert places(rest).items() <= places(who).items() <= places(more).items()
    for other in (rest, who, more):
        told = levels(decided(other, on, plain=plain))
        assert told.items() <= places(other).items()


@drawn(debtors(), scenarios(), policies(), DAYS)
def test_i13_one_message_an_interval_with_the_highest_level_and_all_that_is_late(
    who: Debtor, plain: Scenario, policy: DunningPolicy, on: date
) -> None:
    decision = decided(who, on, plain=plain, policy=policy)
    if not decision.acts or decision.step is None:
        return
    assert who.contacted_on is None or (on - who.contacted_on).days >= policy.interval_days
    assert not any(
        one.pending and not (one.pending.task or one.pending.stuck) and one.open_cents > 0
        for one in who.claims
    )
    taken = levels(decision).values()
    assert decision.step.level == max(taken)
    if decision.step.level > 0:
        owing = {one.currency for one in decision.sums}
        late = {
            one.item
            for one in who.claims
            if one.due_on < on and one.claimable_cents > 0 and one.pending is None and one.currency in owing
        }
        assert {one.item for one in decision.lines} == late


def test_i13_across_invoices_channels_and_approvals(database: Database) -> None:
    """A message that waits for approval keeps others back; so does a call that is to be made."""
    approving = scenario(step(1, 5, approval=True), step(2, 15, Way.CALL), step(3, 30, Way.LETTER))
    rules = replace(RULES, scenarios={**RULES.scenarios, "plain": approving})
    house = House.owed(database, rules=rules)
    house.invoice(2, 1, 20_000, due=day(4), on=day(-20))
    assert [house.day(day(on)) for on in (7, 9, 14)] == [[], [], []]
    assert [one.standing for one in house.actions()] == [Standing.ASKED]
    house.approve(1, day(8))
    house.deliver(day(8))
    contacts = [day(8)]
    for on in range(9, 42, 3):
        contacts += [day(on)] * len(house.day(day(on)))
        for action in house.of(Standing.ASKED):
            house.approve(action.id, day(on))
        for action in house.of(Standing.OPEN):
            if day(on) - action.decided_on == timedelta(days=3):
                contacts.append(action.decided_on)
                house.finish(action.id, day(on))
    assert len(contacts) > 2
    assert all((other - one).days >= POLICY.interval_days for one, other in pairwise(sorted(contacts)))


def test_i13_a_send_that_may_have_arrived_counts_from_the_day_it_was_tried(sqlite_database: Database) -> None:
    house = House.owed(sqlite_database)
    house.invoice(2, 1, 20_000, due=day(5), on=day(-20))
    house.dun(day(7))
    house.post.answers = [Answered.UNCERTAIN]
    house.deliver(day(9))
    assert house.state(1) is State.AMBIGUOUS
    assert not house.preview(day(14))[0].acts
    assert house.preview(day(16))[0].acts


def test_i13_a_small_invoice_far_behind_does_not_jump_by_a_kind_word() -> None:
    """Its fourth level is not passed by the first reminder of another."""
    dear = scenario(step(1, 5), step(2, 15), step(3, 25), step(4, 40, minimum_cents=20_000))
    small = claim(5_000, due_on=day(-80), completed=tuple(passed(n, day(n - 40)) for n in (1, 2, 3)))
    decision = decided(debtor(small, claim(90_000)), day(7), plain=dear)
    assert decision.step is dear.step(1)
    assert [one.level for one in decision.lines] == [None, 1]


def test_i14_a_message_a_person_lets_go_takes_the_same_guard(database: Database) -> None:
    approving = scenario(step(1, 5, approval=True), step(2, 15))
    rules = replace(RULES, scenarios={**RULES.scenarios, "plain": approving})
    house = House.owed(database, rules=rules)
    house.dun(day(7))
    house.pay(1, 1, 10_000, on=day(7), invoice=1)
    with pytest.raises(ActionRefused, match="has changed"):
        house.approve(1, day(7))
    house.take_back(1, 1, on=day(8), paid_on=day(7))
    with pytest.raises(ActionRefused, match="business day"):
        house.approve(1, day(12))
    house.approve(1, day(8))
    house.pay(2, 1, 50_000, on=day(8), invoice=1)
    house.deliver(day(8))
    assert house.post.got == []
    house.dun(day(9))
    assert [(one.what.value, one.author) for one in house.actions()[0].events] == [
        ("asked", "Ana"),
        ("approved", "Ana"),
        ("void", "Ana"),
    ]


def test_i14_the_same_decision_with_and_without_approval() -> None:
    """Whoever lets it go, it is the same step, to the same person, about the same amounts."""
    who = debtor(claim(70_000))
    lines = {
        approval: decided(who, day(7), plain=scenario(step(1, 5, approval=approval)))
        for approval in (False, True)
    }
    machine, person = lines[False], lines[True]
    assert (machine.approval, person.approval) == (False, True)
    assert (machine.lines, machine.sums, machine.to) == (person.lines, person.sums, person.to)
    assert machine.to == Contact("accounts_payable", "Zoé", "zoe@example.com", "+33 1 00 00 00 00")
