"""What is a person to do about a customer today?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dunning.actions import Action, Event, Taken, What
from dunning.claims import Contact, Pending
from dunning.contacts.contact import Outcome as Came
from dunning.contacts.contact import Spoken
from dunning.deciding import Outcome
from dunning.heard import Heard
from dunning.scenario import Way
from dunning.today.choosing import chosen
from dunning.today.words import why_text
from dunning.today.work import Chosen, Known, Word, Work
from kernel.language import Language
from tests.dunning.queue_cases import TODAY, candidate_of, chosen_for, claim, debtor, waiting
from tests.tables import rows

_AT = datetime(2024, 6, 10, 8, tzinfo=UTC)
REMINDED = debtor(claim(level=1))


def _chosen(of=REMINDED, decision=None, known=None) -> Chosen | None:  # type: ignore[no-untyped-def]
    decided = waiting(of) if decision is None else decision
    return chosen(of, decided, known or Known(), interval_days=7, retry_days=1, on=TODAY)


def _spoken(outcome: Came, *, days_ago: int = 0, number: int = 1, **details: str) -> Spoken:
    return Spoken(number, 1, outcome, TODAY - timedelta(days=days_ago), _AT, "Anne", details=details)


def _action(way: Way = Way.CALL, what: What = What.OPENED) -> Action:
    event = Event(what, date(2024, 6, 10), _AT, "encours")
    told = (7, 1, date(2024, 6, 10), 3, way, "standard", "p", False, None, "print")
    return Action(*told, decision={}, taken=(Taken("i:F-1", 1, 3, 1),), events=(event,))


def _word(state: str, days_ago: int) -> Word:
    return Word(5, state, TODAY - timedelta(days=days_ago), 50_000, "EUR", 0, date(2024, 6, 1))


def _work(found: Chosen | None) -> str:
    return "nothing" if found is None else found.work.value


@rows("""
    outcome | why               | level | owned | work
    wait    | next_step_to_come | 1     | yes   | call
    wait    | next_step_to_come | 0     | yes   | nothing
    wait    | contacted_lately  | 1     | yes   | nothing
    wait    | on_its_way        | 1     | yes   | nothing
    send    | step_due          | 1     | yes   | nothing
    send    | step_due          | 1     | no    | call
    done    | every_level_passed| 1     | yes   | call
    unreachable | nobody_to_reach | 1   | yes   | unreachable
    hold    | held              | 1     | yes   | nothing
""")
def test_what_was_decided_leads_to(outcome: str, why: str, level: str, owned: str, work: str) -> None:
    """Never a call before the first reminder, nor where a reminder leaves by itself."""
    of = debtor(claim(level=int(level)))
    decision = waiting(of, why=why, outcome=Outcome(outcome))
    assert _work(_chosen(of, decision, Known(owned=owned == "yes"))) == work


@rows("""
    days ago | work
    0        | nothing
    6        | nothing
    7        | call
""")
def test_i13_at_most_one_contact_an_interval(days_ago: str, work: str) -> None:
    of = replace(REMINDED, contacted_on=TODAY - timedelta(days=int(days_ago)))
    assert _work(_chosen(of)) == work
    assert _work(_chosen(of, known=Known(actions=(_action(),)))) == work.replace("call", "call_task")


def test_an_open_task_leads_to_its_call() -> None:
    found = _chosen(known=Known(actions=(_action(),)))
    assert found is not None
    assert (found.work, found.action, found.level, found.way) == (Work.TASK, 7, 3, Way.CALL)


@pytest.mark.parametrize(
    ("way", "what", "work"),
    [
        (Way.ESCALATE, What.OPENED, Work.ESCALATION),
        (Way.LETTER, What.ASKED, Work.APPROVAL),
    ],
)
def test_other_work_has_a_kind_of_its_own(way: Way, what: What, work: Work) -> None:
    found = _chosen(known=Known(actions=(_action(way, what),)))
    assert found is not None
    assert (found.work, found.action, found.way) == (work, 7, way)


def test_a_message_that_is_stuck_is_settled_first_whatever_is_owed() -> None:
    stuck = Pending(2, 7, date(2024, 6, 10), stuck=True)
    of = debtor(claim(level=1, pending=stuck), credits={"EUR": 100_000})
    found = _chosen(of, waiting(of, outcome=Outcome.STUCK, why="unclear_send"), Known((_action(Way.EMAIL),)))
    assert found is not None
    assert (found.work, found.action) == (Work.STUCK, 7)


@rows("""
    reached days after | outcome minutes after | also | work
    -1                 | -5                    |      | answered
    -1                 | none                  |      | answered
    0                  | none                  | task | answered
    1                  | none                  |      | nothing
    -1                 | 5                     |      | nothing
""")
def test_an_answer_is_read_until_something_came_of_it(
    reached: str, outcome: str, also: str, work: str
) -> None:
    heard_on = TODAY - timedelta(days=2)
    heard = Heard(answered_on=heard_on, heard_on=heard_on, heard_at=_AT)
    of = replace(REMINDED, heard=heard, contacted_on=heard_on + timedelta(days=int(reached)))
    spoken = (
        replace(_spoken(Came.PAID, days_ago=2), recorded_at=_AT + timedelta(minutes=int(outcome)))
        if outcome != "none"
        else None
    )
    known = Known(
        actions=(_action(Way.LETTER, What.ASKED),) if also else (), spoken=(spoken,) if spoken else ()
    )
    found = _chosen(of, known=known)
    assert _work(found) == work
    assert not also or (found is not None and found.also == (Work.APPROVAL,))


def test_the_queue_tells_of_wrong_addresses_and_absences() -> None:
    heard = Heard(frozenset({"ap@acme.example"}), back_on=TODAY + timedelta(days=6))
    one = replace(candidate_of("ACME", 100), chosen=chosen_for(replace(REMINDED, heard=heard)))
    told = why_text(one, Language.ENGLISH, on=TODAY)
    assert "Wrong address: ap@acme.example. Away, back on" in told
    assert "Away" not in why_text(one, Language.ENGLISH, on=TODAY + timedelta(days=6))
    assert "Adresse erronée : ap@acme.example. Absence annoncée" in why_text(one, Language.FRENCH, on=TODAY)


def test_nothing_net_of_credits_is_no_reason_to_call() -> None:
    of = debtor(claim(level=1), credits={"EUR": 100_000})
    assert _chosen(of, known=Known(actions=(_action(),))) is None


def test_a_claim_in_dispute_is_no_reason_to_call() -> None:
    of = debtor(claim(level=1, held=True))
    assert _chosen(of, known=Known(actions=(_action(),))) is None


@rows("""
    state       | days ago | contacted | work
    pending     | 0        | -         | nothing
    broken      | 1        | 10        | broken_promise
    broken      | 1        | 3         | broken_promise
    partly_kept | 1        | 10        | broken_promise
    broken      | 3        | 2         | nothing
    kept        | 1        | 10        | nothing
""")
def test_i18_a_broken_promise_is_followed_the_day_after(
    state: str, days_ago: str, contacted: str, work: str
) -> None:
    """Whatever the interval since the call in which it was made; not if the customer was reached since."""
    of = REMINDED
    if contacted != "-":
        of = replace(of, contacted_on=TODAY - timedelta(days=int(contacted)))
    decision = waiting(of, why="contacted_lately")
    assert _work(_chosen(of, decision, Known(promise=_word(state, int(days_ago))))) == work


@rows("""
    outcome       | days ago | work
    no-answer     | 0        | nothing
    no-answer     | 1        | call_task
    paid          | 0        | nothing
    wrong-contact | 0        | call_task
""")
def test_at_noon_the_list_has_adapted(outcome: str, days_ago: str, work: str) -> None:
    """A wrong number is no reason not to try the next one."""
    known = Known(actions=(_action(),), spoken=(_spoken(Came(outcome), days_ago=int(days_ago)),))
    assert _work(_chosen(known=known)) == work


@rows("""
    agreed in | work
    1         | nothing
    0         | call_back
""")
def test_a_call_back_comes_on_its_day(agreed_in: str, work: str) -> None:
    """Though the interval has not passed since it was agreed."""
    day = TODAY + timedelta(days=int(agreed_in))
    said = _spoken(Came.CALL_BACK, days_ago=2, call_back_on=day.isoformat())
    of = replace(REMINDED, contacted_on=said.on)
    found = _chosen(of, waiting(of, why="contacted_lately"), Known(actions=(_action(),), spoken=(said,)))
    assert _work(found) == work
    if found is not None:
        assert found.also == (Work.TASK,)


def test_an_outcome_taken_back_never_was() -> None:
    said = _spoken(Came.PAID)
    undone = replace(_spoken(Came.PAID, number=2), undoes=1)
    assert _chosen(known=Known(actions=(_action(),), spoken=(said, undone))) is not None


def test_who_has_a_telephone_is_called_first() -> None:
    mail = Contact("accounts_payable", "Ann", "ap@acme.example")
    phone = Contact("director", "Dan", "", "+33199000002")
    found = _chosen(replace(REMINDED, contacts=(mail, phone)))
    assert found is not None
    assert found.to == phone
