"""Mail that came back, from its bytes to the next reminder: on both databases."""

from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from itertools import count

import pytest

from dunning.actions import Standing
from dunning.deciding import Decision, Outcome
from dunning.returns.usecases import address_is_good, take_mail
from messaging.delivery import Standing as Sent
from messaging.delivery import State
from messaging.errors import ReturnRefused
from messaging.mail import mail_of
from messaging.message import Message
from messaging.returns import fact
from messaging.returns.usecases import Reader, Took, listed
from messaging.usecases import story
from store.session import Database
from tests.dunning.books import House
from tests.dunning.samples import day
from tests.messaging.samples import POLICY as PATIENCE
from tests.messaging.samples import START

_NAMES = count(1)
FIRST, BOSS = "c1@example.com", "boss@example.com"


def _marked(message: Message) -> str:
    return str(mail_of(message, at=START)["Message-ID"])


def bounce(message: Message, *recipients: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    told = (f"Final-Recipient: rfc822;{one}\nAction: {action}\nStatus: {status}" for one in recipients)
    about = "\n\n".join(told)
    return f"""From: MAILER-DAEMON@mx.example.net
Message-ID: <b{next(_NAMES)}@mx.example.net>
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

{about}

--b
Content-Type: text/rfc822-headers

Message-ID: {_marked(message)}
--b--
""".encode()


def answer(message: Message, text: str = "Bonjour", **headers: str) -> bytes:
    mail = EmailMessage()
    told = {"From": FIRST, "Message-ID": f"<a{next(_NAMES)}@example.com>", "In-Reply-To": _marked(message)}
    for name, value in {**told, **headers}.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def take(house: House, content: bytes, on: date) -> Took:
    with house.database.transaction() as session:
        return take_mail(session, content, _reader(house, on))


def _reader(house: House, on: date) -> Reader:
    return Reader("mailbox", on, house.at(on), PATIENCE)


def _house(database: Database, *, second: bool = True) -> House:
    """One customer that owes one invoice; the director is the second role of the reminders."""
    house = House.owed(database)
    if second:
        house.contact(1, BOSS, on=day(-60), role="director")
    return house


def _to(message: Message) -> str:
    (one,) = fact.boxes(message)
    return one


def _decision(house: House, on: date) -> Decision:
    (one,) = house.preview(on)
    return one


@pytest.mark.parametrize("settled", [False, True])
def test_a_hard_bounce_sends_the_same_level_to_the_next_role_only(database: Database, settled: bool) -> None:
    house = _house(database)
    (first,) = house.day(day(7))
    assert _to(first) == FIRST
    if settled:
        assert house.day(day(8)) == []
    returned = bounce(first, FIRST)
    took = take(house, returned, day(8))
    assert (took.came, took.lost is not None, house.state(1)) == (fact.Came.HARD, True, State.CANCELLED)
    assert [one.standing for one in house.actions()] == [Standing.VOID]
    (again,) = house.day(day(8))
    assert (_to(again), house.actions()[1].level) == (BOSS, 1)
    before = house.rows()
    assert not take(house, returned, day(8)).new
    assert house.rows() == before
    sent = house.days(day(9), day(40))
    assert {_to(one) for among in sent.values() for one in among} == {BOSS}
    assert [one.level for one in house.of(Standing.PASSED)] == [1, 2, 3]


def test_without_anybody_else_the_level_waits_for_an_address(database: Database) -> None:
    house = _house(database, second=False)
    (first,) = house.day(day(7))
    take(house, bounce(first, FIRST), day(8))
    assert _decision(house, day(8)).outcome is Outcome.UNREACHABLE
    (debtor,) = house.debtors(day(8))
    (contact,) = debtor.contacts
    assert (debtor.heard.wrong, contact.email, bool(contact.phone)) == (frozenset({FIRST}), "", True)
    assert not house.debtors(day(7))[0].heard.wrong
    house.contact(1, "new@example.com", on=day(9))
    (again,) = house.day(day(9))
    assert (_to(again), house.actions()[-1].level) == ("new@example.com", 1)


def test_a_person_makes_an_address_good_again(database: Database) -> None:
    house = _house(database, second=False)
    (first,) = house.day(day(7))
    with database.transaction() as session, pytest.raises(ReturnRefused):
        address_is_good(session, "C-1", FIRST, reader=_reader(house, day(8)), why="they said so")
    take(house, bounce(first, FIRST), day(8))
    with database.transaction() as session:
        address_is_good(session, "C-1", FIRST.upper(), reader=_reader(house, day(9)), why="box mended")
    (again,) = house.day(day(9))
    assert _to(again) == FIRST


def test_what_is_not_about_a_mail_of_ours_changes_nothing(database: Database) -> None:
    house = _house(database)
    house.dun(day(7))
    message = _standing(house).message
    before = house.rows()
    assert take(house, bounce(message, FIRST), day(7)).came is fact.Came.NOT_UNDERSTOOD  # not handed over yet
    house.deliver(day(7))
    (sent,) = house.post.got
    after = house.rows()
    for content in (
        bounce(sent, "somebody@else.example"),
        bounce(replace(sent, key="dunning:99"), FIRST),
        b"Subject: spam\n\nhello",
        b"",
    ):
        took = take(house, content, day(8))
        assert (took.came, took.lost) == (fact.Came.NOT_UNDERSTOOD, None)
    assert house.rows() == after
    assert before != after
    with database.read() as session:
        assert len(listed(session, limit=10)) == 5
    assert house.debtors(day(9))[0].heard.wrong == frozenset()


def test_one_of_two_recipients_reached_passes_the_level(database: Database) -> None:
    house = _house(database)
    (sent,) = house.day(day(7))
    both = replace(sent, recipients=(*sent.recipients, BOSS))
    standing = _standing(house)
    told = [_failed(standing.attempt, FIRST)]
    assert not fact.nobody_reached(replace(standing, message=both), told)
    assert fact.nobody_reached(replace(standing, message=both), [*told, _failed(standing.attempt, BOSS)])
    assert not fact.nobody_reached(replace(standing, attempt=2), told)


def _standing(house: House) -> Sent:
    with house.database.read() as session:
        return story(session, "dunning:1").standing


def _failed(attempt: int, recipient: str) -> fact.ReturnFact:
    one = fact.ReturnFact("m", 1, fact.Came.HARD, day(7), day(7), START, "x")
    return replace(one, attempt=attempt, recipient=recipient, final=True)


def test_a_full_mailbox_is_not_asked_for_the_same_level_and_counts_once_it_happened_often(
    database: Database,
) -> None:
    house = _house(database)
    (first,) = house.day(day(7))
    assert take(house, bounce(first, FIRST, status="4.4.1", action="delayed"), day(7)).lost is None
    take(house, bounce(first, FIRST, status="5.2.2"), day(8))
    (second,) = house.day(day(8))
    assert _to(second) == BOSS
    sent = house.days(day(9), day(30))
    assert [_to(one) for among in sent.values() for one in among] == [FIRST, FIRST]  # levels 2 and 3
    for number, message in enumerate(one for among in sent.values() for one in among):
        took = take(house, bounce(message, FIRST, status="5.2.2"), day(30))
        assert [one.wrong for one in took.facts] == [number == 1]  # the third in a row


def test_an_answer_holds_what_would_leave_by_itself(database: Database) -> None:
    house = _house(database)
    (first,) = house.day(day(7))
    on = day(17)
    assert _decision(house, on).outcome is Outcome.SEND
    took = take(house, answer(first, Date="Sun, 16 Mar 2025 09:00:00 +0100"), on)
    assert (took.came, took.lost) == (fact.Came.REPLY, None)
    decision = _decision(house, on)
    assert (decision.outcome, decision.why, decision.about) == (Outcome.WAIT, "answered", "2025-03-16")
    assert decision.from_on == day(20)
    assert _decision(house, day(21)).outcome is Outcome.SEND
    house.rules = replace(house.rules, policy=replace(house.rules.policy, hold_after_answer_days=0))
    assert _decision(house, on).outcome is Outcome.SEND


def test_an_automatic_reply_holds_nothing_and_tells_the_day_of_return(database: Database) -> None:
    house = _house(database)
    (first,) = house.day(day(7))
    text = "Je suis absent, de retour le 24 mars 2025."
    took = take(house, answer(first, text, Auto_Submitted="auto-replied"), day(8))
    assert took.came is fact.Came.AUTOMATIC
    (debtor,) = house.debtors(day(15))
    assert debtor.heard.back_on == date(2025, 3, 24)
    assert _decision(house, day(17)).outcome is Outcome.SEND
