"""Limits as they are asked for, granted by a second person, and replayed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from credit.limit import usecases
from credit.limit.errors import NoScore, UnknownLimit
from credit.repository import standings
from ledger.errors import ActRefused, UnknownCustomer
from ledger.registers.usecases import Act
from scoring.gateway import NullRegistry
from scoring.kept import KeptScore
from scoring.repository import ScoreRepository, keep
from scoring.usecases import refresh_scores
from store.session import Database
from tests.credit.limit.test_limit import POLICY
from tests.ledger.deliveries import AT, deliver
from tests.policies import GRADES

DAY = date(2024, 7, 1)
HEAD = "number,customer,issued_on,due_on,amount,currency,paid_on\n"
_ROW = "F{month},C1,2024-0{month}-05,2024-0{due}-05,6000.00,EUR,{paid}\n"
BOOK = HEAD + "".join(
    _ROW.format(month=month, due=month + 1, paid="" if month > 4 else f"2024-0{month + 1}-10")
    for month in range(1, 7)
)
LATER = HEAD + "F9,C1,2024-07-02,2024-08-02,9999.00,EUR,\nF10,C2,2024-07-03,2024-08-02,1.00,EUR,\n"


def act(author: str, on: date = DAY) -> Act:
    return Act(author, on, AT)


def scored(database: Database, customer_id: int = 1, *, pd: float = 0.01, grade: str = "C") -> None:
    one = KeptScore(customer_id, DAY, "m", "s", 2, pd, pd / 2, 2 * pd, pd, grade, "", None)
    with database.transaction() as session:
        keep(session, [one], as_of=DAY)


def test_a_standing_gathers_what_an_evening_knew_and_nothing_later(database: Database) -> None:
    deliver(database, BOOK, on=str(DAY))
    scored(database)
    with database.read() as session:
        (before,) = standings(session, as_of=DAY)
    deliver(database, LATER, on="2024-07-20")
    with database.read() as session:
        assert standings(session, as_of=DAY) == (before,)
        assert len(standings(session, as_of=date(2024, 7, 20))) == 2
        assert standings(session, as_of=DAY, customers=[1]) == (before,)
        assert standings(session, as_of=DAY, customers=[2]) == ()
    assert (before.code, before.owed_cents, before.terms_days) == ("C1", 1_200_000, 30)
    assert before.sales_by_month == (0,) * 6 + (600_000,) * 6
    assert (before.overdue_cents, before.days_late) == (600_000, 26)
    assert before.scored is not None


def test_a_limit_above_the_threshold_needs_a_second_person(database: Database) -> None:
    deliver(database, BOOK, on=str(DAY))
    scored(database)
    wish = usecases.Wish(cents=6_000_000, reason="A large order.")
    with database.transaction() as session:
        given = usecases.grant(session, act("Ana"), "C1", wish, policy=POLICY)
    assert given.state == "asked"
    with database.read() as session:
        assert standings(session, as_of=DAY)[0].limit is None
    for same in ("Ana", " ana"):
        with database.transaction() as session, pytest.raises(ActRefused, match="second person"):
            usecases.approve(session, act(same), given.number)
    with database.transaction() as session:
        usecases.approve(session, act("Bo"), given.number)
    with database.read() as session:
        held = standings(session, as_of=DAY)[0].limit
        assert held is not None
        assert held.cents == 6_000_000
        assert [one.row.state for one in usecases.limits(session, code="C1")] == ["asked", "granted"]
        assert usecases.replay(session) == usecases.Replay(1, ())
    with database.transaction() as session, pytest.raises(UnknownLimit):
        usecases.approve(session, act("Bo"), given.number)


def test_a_temporary_limit_stands_above_the_other_until_its_last_day(sqlite_database: Database) -> None:
    deliver(sqlite_database, BOOK, on=str(DAY))
    scored(sqlite_database)
    until = date(2024, 7, 31)
    for wish in (
        usecases.Wish(),
        usecases.Wish(cents=2_000_000, temporary=True, until=until, reason="The fair."),
    ):
        with sqlite_database.transaction() as session:
            standing = usecases.grant(session, act("Ana"), "C1", wish, policy=POLICY)
            assert standing.state == "granted"
    with sqlite_database.read() as session:
        on_last, after = (standings(session, as_of=day)[0].limit for day in (until, date(2024, 8, 1)))
    assert on_last is not None
    assert after is not None
    assert (on_last.kind, on_last.cents, after.kind) == ("temporary", 2_000_000, "standing")


def test_what_is_granted_last_holds_whenever_it_was_asked_for(sqlite_database: Database) -> None:
    """An older request, approved after a newer grant, replaces it; what it replaced cannot be withdrawn."""
    deliver(sqlite_database, BOOK, on=str(DAY))
    scored(sqlite_database)
    large = usecases.Wish(cents=6_000_000, reason="A large order.")
    with sqlite_database.transaction() as session:
        asked = usecases.grant(session, act("Ana"), "C1", large, policy=POLICY)
        small = usecases.grant(session, act("Ana"), "C1", usecases.Wish(), policy=POLICY)
    tomorrow = date(2024, 7, 2)
    with sqlite_database.transaction() as session:
        usecases.approve(session, act("Bo", tomorrow), asked.number)
    with sqlite_database.read() as session:
        today, later = (standings(session, as_of=day)[0].limit for day in (DAY, tomorrow))
    assert today is not None
    assert later is not None
    assert (today.cents, later.cents) == (small.cents, 6_000_000)
    with (
        sqlite_database.transaction() as session,
        pytest.raises(UnknownLimit, match="a later one replaced it"),
    ):
        usecases.withdraw(session, act("Bo", tomorrow), small.number, reason="Too much.")
    with sqlite_database.transaction() as session:
        usecases.withdraw(session, act("Bo", tomorrow), asked.number, reason="Too much.")
    with sqlite_database.read() as session:
        assert standings(session, as_of=tomorrow)[0].limit is None


def test_a_limit_in_a_currency_holds_before_the_first_invoice_in_it(sqlite_database: Database) -> None:
    deliver(sqlite_database, BOOK, on=str(DAY))
    scored(sqlite_database)
    wish = usecases.Wish(cents=100_000, currency="USD", reason="First export.")
    with sqlite_database.transaction() as session:
        usecases.grant(session, act("Ana"), "C1", wish, policy=POLICY)
    with sqlite_database.read() as session:
        held = {one.currency: one.limit for one in standings(session, as_of=DAY)}
    assert held["EUR"] is None
    assert held["USD"] is not None


def test_a_temporary_limit_says_nothing_of_the_lasting_one(sqlite_database: Database) -> None:
    """Whether the lasting limit should change is asked of it alone."""
    deliver(sqlite_database, BOOK, on=str(DAY))
    scored(sqlite_database)
    fair = usecases.Wish(cents=4_900_000, temporary=True, until=date(2024, 8, 31), reason="The fair.")
    with sqlite_database.transaction() as session:
        usecases.grant(session, act("Ana"), "C1", usecases.Wish(), policy=POLICY)
        usecases.grant(session, act("Ana"), "C1", fair, policy=POLICY)
    with sqlite_database.read() as session:
        (told,) = usecases.proposals(session, POLICY, as_of=date(2024, 8, 15))
    assert told.standing.limit is not None
    assert told.standing.limit.kind == "temporary"
    assert not told.changes


def test_a_score_too_old_says_nothing(sqlite_database: Database) -> None:
    deliver(sqlite_database, BOOK, on=str(DAY))
    scored(sqlite_database)
    last = DAY + timedelta(days=POLICY.oldest_score_days)
    with sqlite_database.read() as session:
        assert usecases.proposals(session, POLICY, as_of=last)
        with pytest.raises(NoScore):
            usecases.proposals(session, POLICY, as_of=last + timedelta(days=1))


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (usecases.Wish(cents=40_000_000), "above what the policy allows"),
        (usecases.Wish(cents=-1), "below zero"),
        (usecases.Wish(cents=1, temporary=True), "needs its last day"),
        (usecases.Wish(cents=1, until=date(2024, 6, 30)), "before it begins"),
    ],
)
def test_a_limit_that_cannot_be_is_refused(sqlite_database: Database, wish: usecases.Wish, why: str) -> None:
    deliver(sqlite_database, BOOK, on=str(DAY))
    scored(sqlite_database)
    with sqlite_database.transaction() as session, pytest.raises(ActRefused, match=why):
        usecases.grant(session, act("Ana"), "C1", wish, policy=POLICY)


def test_without_a_score_it_says_how_to_get_one(sqlite_database: Database) -> None:
    deliver(sqlite_database, BOOK, on=str(DAY))
    with sqlite_database.read() as session:
        with pytest.raises(NoScore, match="encours score --all"):
            usecases.proposals(session, POLICY, as_of=DAY)
        with pytest.raises(UnknownCustomer):
            usecases.proposal(session, POLICY, "C9", currency="EUR", requested_cents=0, as_of=DAY)


def test_a_preview_of_the_same_policy_moves_nothing_and_of_a_meaner_one_lowers(
    sqlite_database: Database,
) -> None:
    deliver(sqlite_database, BOOK, on=str(DAY))
    scored(sqlite_database)
    same = replace(POLICY, second_person_above_cents=1)
    dear = replace(POLICY, need=replace(POLICY.need, headroom=0.1))
    with sqlite_database.read() as session:
        assert usecases.preview(session, POLICY, same, as_of=DAY).changes == ()
        told = usecases.preview(session, POLICY, dear, as_of=DAY)
    assert (told.customers, told.falling, told.rising, told.above_after) == (1, 1, 0, 1)


def test_scores_are_kept_once_an_evening_and_a_grade_holds_on_within_half_a_point(
    sqlite_database: Database,
) -> None:
    deliver(sqlite_database, BOOK, on=str(DAY))
    with sqlite_database.transaction() as session:
        first = refresh_scores(session, NullRegistry({}), as_of=DAY, grades=GRADES)
        assert refresh_scores(session, NullRegistry({}), as_of=DAY, grades=GRADES) == first
    with sqlite_database.read() as session:
        repository = ScoreRepository(session)
        (kept,) = repository.on(DAY)
        assert repository.history(1, until=DAY) == [kept]
        assert repository.evenings(until=DAY) == [DAY]
        assert repository.latest(until=date(2024, 6, 30)) == {}
    assert first.customers == 1


def test_the_whole_book_is_granted_what_the_policy_says_and_once(database: Database) -> None:
    """Each as if granted alone; a second time changes nothing, nor asks again for what waits."""
    deliver(database, BOOK, on=str(DAY))
    deliver(database, HEAD + "G1,C2,2024-06-05,2024-07-05,900.00,EUR,\n", on=str(DAY))
    pair = [KeptScore(one, DAY, "m", "s", 2, 0.01, 0.005, 0.02, 0.01, "C", "", None) for one in (1, 2)]
    mean = replace(POLICY, second_person_above_cents=500_000)
    with database.transaction() as session:
        keep(session, pair, as_of=DAY)
        said = {one.standing.code: one.decision.cents for one in usecases.proposals(session, mean, as_of=DAY)}
        given = usecases.grant_all(session, act("Ana"), policy=mean)
        again = usecases.grant_all(session, act("Ana"), policy=mean)
    assert {one.proposal.standing.code: one.cents for one in given} == said
    states = {one.state: one.cents > mean.second_person_above_cents for one in given}
    assert states == {"asked": True, "granted": False}
    assert again == []
    with database.read() as session:
        assert usecases.replay(session) == usecases.Replay(2, ())
