"""A person's word stands beside an automatic decision, which stays, and answers what was objected to it."""

from datetime import date, timedelta

import pytest

from credit.acceptance.usecases import UnknownDecision
from credit.contests import usecases
from credit.contests.decided import Decided, Objection, State, Word
from credit.contests.errors import UnknownContest
from credit.contests.telling import as_json
from credit.limit.errors import NoScore
from credit.limit.policy import LimitPolicy
from kernel.policy import policy_from
from ledger.errors import ActRefused, UnknownCustomer
from ledger.registers.usecases import Act
from scoring.kept import KeptScore
from scoring.repository import keep
from store.session import Database
from tests.credit.orders.test_order_usecases import DAY, ask, grant
from tests.ledger.deliveries import AT, deliver
from tests.policies import shipped
from tests.tables import rows

POLICY = policy_from(shipped("limit"), LimitPolicy, name="limit.toml")
_BOOK = "number,customer,issued_on,due_on,amount,currency\nF1,C1,2024-06-01,2024-08-01,4000.00,EUR\n"
_SAYS = Objection("Ms Doe", "The order is prepaid.")
_SCORE = KeptScore(1, DAY, "m", "s", 2, 0.04, 0.03, 0.05, 0.04, "D", "", None)


def _held(database: Database, euros: int = 7_000) -> int:
    """The number of an order that is not let go."""
    deliver(database, _BOOK)
    grant(database, 10_000)
    checked = ask(database, "SO-1", euros)
    assert checked.answer.outcome.value == "conditions"
    return checked.decision


def _overrule(database: Database, number: int, word: Word, *, author: str = "Bo") -> Decided:
    with database.transaction() as session:
        return usecases.overrule(session, Act(author, DAY, AT), number, word, policy=POLICY)


def test_a_contest_waits_until_a_person_decides_otherwise(database: Database) -> None:
    number = _held(database)
    with database.transaction() as session:
        told = usecases.contest(session, Act("Ana", DAY, AT), number, _SAYS)
        assert (told.waits, told.answer_by) == (True, date(2024, 8, 1))
        assert usecases.contests(session, waiting=True) == [told]
    decided = _overrule(database, number, Word("release", "Seen the transfer."))
    assert decided.kept.row.outcome == "conditions"  # what the rules said stays
    (word,), (after,) = decided.words, decided.contests
    assert (word.outcome, word.author, word.reason) == ("release", "Bo", "Seen the transfer.")
    assert (after.state, after.answered_by, after.reason) == (State.CHANGED, "Bo", "Seen the transfer.")
    assert as_json(decided)["overridden"][0]["by"] == "Bo"
    with database.read() as session:
        assert usecases.contests(session, waiting=True) == []
        assert usecases.decisions_of(session, "C1")[0] == decided


def test_an_order_that_a_person_lets_go_holds_its_headroom(sqlite_database: Database) -> None:
    """And the word counts when the same is asked again, but not for more than it let go."""
    number = _held(sqlite_database)
    _overrule(sqlite_database, number, Word("release", "Seen the transfer."))
    again = ask(sqlite_database, "so-1", 7_000)
    assert again.answer.outcome.value == "conditions"
    assert again.overruled is not None
    assert again.overruled.outcome == "release"
    assert ask(sqlite_database, "SO-2", 100).answer.held_cents == 700_000
    assert ask(sqlite_database, "SO-1", 7_001).overruled is None
    assert ask(sqlite_database, "SO-3", 100).answer.held_cents == 0


def test_a_person_may_leave_the_decision_and_says_why(sqlite_database: Database) -> None:
    number = _held(sqlite_database)
    later = Act("Bo", DAY + timedelta(days=3), AT)
    with sqlite_database.transaction() as session:
        one = usecases.contest(session, Act("Ana", DAY, AT), number, _SAYS).number
        with pytest.raises(ActRefused, match="decide otherwise"):
            usecases.answer(session, later, one, state=State.CHANGED, reason="No.")
        with pytest.raises(ActRefused, match="reason"):
            usecases.answer(session, later, one, state=State.STANDS, reason=" ")
        told = usecases.answer(session, later, one, state=State.STANDS, reason="Nothing came in.")
        assert (told.state, told.answered_on) == (State.STANDS, later.on)
        with pytest.raises(ActRefused, match="Bo answered"):
            usecases.answer(session, later, one, state=State.STANDS, reason="Again.")
        with pytest.raises(UnknownContest):
            usecases.answer(session, later, 99, state=State.STANDS, reason="Whose?")
        with pytest.raises(UnknownDecision):
            usecases.contest(session, later, one, _SAYS)  # a contest is no decision of the house
        with pytest.raises(ActRefused, match="What do they say"):
            usecases.contest(session, later, number, Objection("", "  "))


def test_a_score_gets_a_number_once_it_is_contested(database: Database) -> None:
    deliver(database, _BOOK)
    with database.transaction() as session:
        with pytest.raises(NoScore):
            usecases.contest_score(session, Act("Ana", DAY, AT), "C1", _SAYS)
        with pytest.raises(UnknownCustomer):
            usecases.contest_score(session, Act("Ana", DAY, AT), "C9", _SAYS)
        keep(session, [_SCORE], as_of=DAY)
        first = usecases.contest_score(session, Act("Ana", DAY, AT), "C1", _SAYS)
        second = usecases.contest_score(session, Act("Ana", DAY, AT), "C1", _SAYS)
        assert first.decision == second.decision
    decided = _overrule(database, first.decision, Word("B", "Pays since 1990."))
    assert (decided.kept.row.outcome, decided.words[0].outcome) == ("D", "B")
    assert {one.state for one in decided.contests} == {State.CHANGED}


@rows("""
    word      | euros  | reason | by  | refused for
    release   | 7000   | seen   | Ana |
    release   | 90000  | seen   | Ana | second person
    release   | 90000  | seen   | Bo  |
    hold      | 7000   | seen   | Ana |
    release   | 7000   |        | Bo  | needs its reason
    accept    | 7000   | seen   | Bo  | decides nothing
""")
def test_who_may_decide_what_about_an_order(
    sqlite_database: Database, word: str, euros: str, reason: str, by: str, refused: str
) -> None:
    number = _held(sqlite_database, int(euros))
    if refused:
        with pytest.raises(ActRefused, match=refused):
            _overrule(sqlite_database, number, Word(word, reason), author=by)
    else:
        assert _overrule(sqlite_database, number, Word(word, reason), author=by).words
