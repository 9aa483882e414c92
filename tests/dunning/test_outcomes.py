"""What came of a contact is written down in one step, and taken back in one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dunning.actions import Standing, What
from dunning.claims import Contact
from dunning.contacts.contact import Outcome, flagged, in_force, unanswered, without_flagged
from dunning.contacts.repository import ContactReader
from dunning.deciding import Decision
from dunning.errors import OutcomeRefused
from dunning.gathering.repository import debtors
from dunning.outcomes.outcome import Came, check
from dunning.outcomes.usecases import Recorded, hand, record, undo
from dunning.press import PlainPress
from dunning.reminders.usecases import DunOrder, Rules, dun
from dunning.repository import DunningReader
from dunning.today.usecases import Asked, disputes, todays_queue
from dunning.today.work import QueueEntry, Work
from ledger.errors import ActRefused, UnknownCustomer
from ledger.imports.repository import MASTER
from ledger.master.usecases import import_customers
from ledger.registers.usecases import Act, Delivery
from ledger.relation.deciding import Named
from store.session import Database
from tests.dunning.queue_cases import dunning_policy, queue_policy, scenarios
from tests.dunning.test_queue_usecases import rules
from tests.ledger.deliveries import AT, deliver
from tests.training.companies import served

DAY = date(2024, 6, 18)
INVOICES = """number,customer,issue_date,due_date,amount_ttc,currency,paid_date
A-1,ALPHA,2024-04-01,2024-05-20,50000.00,EUR,
A-2,ALPHA,2024-04-01,2024-05-21,2000.00,EUR,
"""
MASTER_FILE = "code,name,email,phone\nALPHA,Alpha SAS,ap@alpha.example,+33199000001\n"
PROMISED = DAY + timedelta(days=3)
POLICY = queue_policy()


def _rules() -> Rules:
    """A scenario that calls at once."""
    call = scenarios()["standard"]
    (step,) = [one for one in call.steps if one.level == 3]
    steps = (replace(step, level=1, days=5), replace(step, level=2, days=20))
    return Rules(dunning_policy(rules=()), {"standard": replace(call, steps=steps)})


RULES = _rules()


def _act(day: date = DAY, hour: int = 9) -> Act:
    return Act("Anne", day, datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


@pytest.fixture
def called(database: Database) -> Database:
    """A customer late on two invoices, and a run that asked for a call."""
    return _with_task(database)


@pytest.fixture
def called_here(sqlite_database: Database) -> Database:
    return _with_task(sqlite_database)


def _with_task(database: Database) -> Database:
    deliver(database, INVOICES)
    with database.transaction() as session:
        told = Delivery(MASTER_FILE.encode(), "customers.csv", MASTER, "csv", date(2024, 1, 1), AT)
        import_customers(session, told, mapping=None)
        ran = dun(session, DunOrder(_act(hour=7), RULES), PlainPress())
    assert ran.counts == {"task": 1}
    return database


def _record(database: Database, came: Came, day: date = DAY, hour: int = 9) -> Recorded:
    with database.transaction() as session:
        return record(session, _act(day, hour), "ALPHA", came, RULES, POLICY)


def _undo(database: Database, hour: int = 10) -> Recorded:
    with database.transaction() as session:
        return undo(session, _act(hour=hour), "ALPHA")


def _entry(database: Database, day: date = DAY) -> QueueEntry | None:
    by = replace(rules(), rules=RULES)
    with database.read() as session:
        found = todays_queue(session, served(), by, Asked(5), on=day)
    return found[0] if found else None


def _task(database: Database) -> Standing:
    with database.read() as session:
        return DunningReader(session).actions()[0].standing


def _decided(database: Database, day: date) -> Decision:
    with database.read() as session:
        (found,) = debtors(session, RULES.policy, on=day)
    return RULES.decide(found, on=day)


PROMISE = Came(Outcome.PROMISE, promised_on=PROMISED, cents=100_000, note="after the board")


def test_a_promise_is_a_fact_that_holds_back_and_ends_the_task(called: Database) -> None:
    told = _record(called, PROMISE)
    assert told.case is not None
    assert (told.case.matter, told.case.cents, told.case.state) == ("promise", 100_000, "pending")
    assert told.spoken.action_id == 1
    assert _task(called) is Standing.PASSED
    assert _entry(called) is None


def test_i18_a_broken_promise_is_on_the_list_the_day_after_at_the_same_level(called: Database) -> None:
    _record(called, PROMISE)
    assert _entry(called, PROMISED) is None
    entry = _entry(called, PROMISED + timedelta(days=1))
    assert entry is not None
    assert (entry.candidate.chosen.work, entry.candidate.chosen.level) == (Work.BROKEN_PROMISE, 1)
    assert "1,000 EUR promised for 21 Jun 2024, 0 EUR received." in entry.why
    assert "1 000 EUR" in entry.script.replace("\u202f", " ")
    assert [one.what for one in entry.exchanges] == ["done", "promise"]


def test_an_outcome_that_the_ledger_refuses_changes_nothing(called: Database) -> None:
    with pytest.raises(ActRefused, match="cannot be promised"):
        _record(called, replace(PROMISE, cents=99_000_000))
    assert _task(called) is Standing.OPEN
    with called.read() as session:
        assert not ContactReader(session).spoken(until=DAY)


def test_a_dispute_goes_to_its_owner_and_the_rest_may_still_be_claimed(called: Database) -> None:
    came = Came(Outcome.DISPUTE, reason="quantity", invoices=(Named("A-2"),))
    told = _record(called, came)
    assert told.spoken.details["owner"] == "logistics"
    assert told.spoken.details["deadline_on"] == "2024-06-25"
    with called.read() as session:
        ((code, one),) = disputes(session, POLICY, on=DAY, owner="logistics")
        assert disputes(session, POLICY, on=DAY, owner="sales") == []
    assert (code, one.reason, one.cents, one.deadline_on) == ("ALPHA", "quantity", 200_000, date(2024, 6, 25))
    entry = _entry(called, DAY + timedelta(days=8))
    assert entry is not None
    assert [line.number for line in entry.invoices] == ["A-1"]
    assert "with logistics until 25 Jun 2024" in entry.why


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.CALL_BACK, Outcome.WRONG_CONTACT])
def test_what_reached_nobody_leaves_the_task_open(called_here: Database, outcome: Outcome) -> None:
    day = DAY + timedelta(days=2) if outcome is Outcome.CALL_BACK else None
    _record(called_here, Came(outcome, call_back_on=day))
    assert _task(called_here) is Standing.OPEN


def test_no_answer_is_tried_again_tomorrow_and_counted(called_here: Database) -> None:
    _record(called_here, Came(Outcome.NO_ANSWER))
    assert _entry(called_here) is None
    _record(called_here, Came(Outcome.NO_ANSWER), day=DAY + timedelta(days=1))
    entry = _entry(called_here, DAY + timedelta(days=2))
    assert entry is not None
    assert "No answer 2 times." in entry.why


def test_a_wrong_contact_is_called_no_more(called: Database) -> None:
    """And the entry says that nobody else is known."""
    entry = _entry(called)
    assert entry is not None
    assert entry.candidate.chosen.to is not None
    told = _record(called, Came(Outcome.WRONG_CONTACT, contact="+33199000001"))
    assert told.spoken.details == {"role": "other", "name": "Alpha SAS", "phone": "+33199000001"}
    entry = _entry(called)
    assert entry is not None
    assert entry.candidate.chosen.to is not None
    assert (entry.candidate.chosen.to.phone, entry.candidate.chosen.to.email) == ("", "ap@alpha.example")


def test_a_call_counts_for_the_interval_of_messages(called_here: Database) -> None:
    """I13: at most one contact an interval, over every channel."""
    _record(called_here, Came(Outcome.PAID))
    with called_here.read() as session:
        (found,) = debtors(session, RULES.policy, on=DAY)
    assert found.contacted_on == DAY


@pytest.mark.parametrize(
    "came",
    [
        PROMISE,
        Came(Outcome.DISPUTE, reason="price", invoices=(Named("A-1"),)),
        Came(Outcome.PAID),
        Came(Outcome.NO_ANSWER),
        Came(Outcome.WRONG_CONTACT),
        Came(Outcome.CALL_BACK, call_back_on=DAY + timedelta(days=2)),
    ],
    ids=lambda came: came.outcome.value,
)
def test_the_last_outcome_is_taken_back_with_all_that_it_did(called_here: Database, came: Came) -> None:
    """And the same can be said again: the level passes once."""
    before = _entry(called_here)
    assert before is not None
    _record(called_here, came)
    told = _undo(called_here)
    assert told.spoken.undoes == 1
    assert _task(called_here) is Standing.OPEN
    after = _entry(called_here)
    assert after is not None
    assert after.candidate.chosen.work is Work.TASK
    assert [line.number for line in after.invoices] == [line.number for line in before.invoices]
    assert after.exchanges == ()
    with pytest.raises(OutcomeRefused, match="No outcome"):
        _undo(called_here, hour=11)
    again = _record(called_here, PROMISE, hour=12)
    assert again.spoken.action_id == 1
    assert _task(called_here) is Standing.PASSED


def test_a_task_taken_back_is_open_on_both_databases(called: Database) -> None:
    _record(called, PROMISE)
    _undo(called)
    assert _task(called) is Standing.OPEN
    _record(called, PROMISE, hour=12)
    assert _task(called) is Standing.PASSED


def test_an_outcome_that_something_followed_stays(called_here: Database) -> None:
    _record(called_here, Came(Outcome.NO_ANSWER))
    later = DAY + timedelta(days=20)
    _record(called_here, Came(Outcome.PAID), day=DAY + timedelta(days=1))
    with called_here.transaction() as session:
        assert dun(session, DunOrder(_act(later), RULES), PlainPress()).counts == {"task": 1}
    with called_here.transaction() as session, pytest.raises(OutcomeRefused, match="Action 2 followed"):
        undo(session, _act(later, 11), "ALPHA")


def test_what_was_taken_back_is_no_level_passed(called_here: Database) -> None:
    _record(called_here, Came(Outcome.PAID))
    _undo(called_here)
    with called_here.read() as session:
        (found,) = debtors(session, RULES.policy, on=DAY)
    assert all(claim.completed == () and claim.pending is not None for claim in found.claims)
    assert found.contacted_on is None


_WRONG: list[tuple[Came, str]] = [
    (Came(Outcome.PROMISE), "needs its day"),
    (Came(Outcome.DISPUTE, reason="price"), "needs its reason and the invoices"),
    (Came(Outcome.CALL_BACK, call_back_on=DAY), "a day after"),
    (Came(Outcome.PAID, reason="price"), "reason is told of dispute, not of paid"),
    (Came(Outcome.NO_ANSWER, promised_on=DAY), "promised_on is told of promise"),
]


@pytest.mark.parametrize(("came", "why"), _WRONG)
def test_what_is_missing_is_said(came: Came, why: str) -> None:
    with pytest.raises(OutcomeRefused, match=why):
        check(came, on=DAY)


def test_whom_nobody_knows(called_here: Database) -> None:
    with called_here.transaction() as session, pytest.raises(UnknownCustomer):
        record(session, _act(), "NOBODY", Came(Outcome.PAID), RULES, POLICY)
    with called_here.transaction() as session, pytest.raises(OutcomeRefused, match="No contact"):
        record(session, _act(), "ALPHA", Came(Outcome.WRONG_CONTACT, contact="x"), RULES, POLICY)
    with called_here.transaction() as session, pytest.raises(OutcomeRefused, match="no collector"):
        hand(session, _act(), "ALPHA", "Nobody", POLICY, why="x")
    with called_here.transaction() as session, pytest.raises(OutcomeRefused, match="Say why"):
        hand(session, _act(), "ALPHA", "", POLICY, why=" ")


def test_history_is_only_added_to(called_here: Database) -> None:
    """I37: what was taken back stays, beside who took it back."""
    _record(called_here, Came(Outcome.NO_ANSWER))
    _undo(called_here)
    with called_here.read() as session:
        told = ContactReader(session).spoken(until=DAY)
        events = [one.what for one in DunningReader(session).actions()[0].events]
    (history,) = told.values()
    assert [(one.id, one.undoes, one.author) for one in history] == [(1, None, "Anne"), (2, 1, "Anne")]
    assert in_force(history) == []
    assert unanswered(history) == 0
    assert flagged(history) == frozenset()
    assert events == [What.OPENED]


def _contact(**told: Any) -> Contact:
    return Contact("director", "Dan", **told)


def test_only_what_was_wrong_is_dropped_of_a_contact() -> None:
    both = _contact(email="d@x.example", phone="1")
    wrong = frozenset({"1"})
    assert without_flagged([both, _contact(phone="1")], wrong) == [_contact(email="d@x.example")]
    assert without_flagged([both], frozenset()) == [both]
