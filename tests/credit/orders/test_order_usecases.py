"""Checked orders are remembered: answered alike, counted once, and never two for one headroom."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest

from credit.orders.repository import OrderRepository
from credit.orders.stored import answer_as_stored, replayed
from credit.orders.usecases import Checked, Question, check_order
from ledger.company.usecases import NamedContent, import_bodacc
from ledger.errors import ActRefused, UnknownCustomer
from ledger.registers.catalogue import LIMITS, CreditLimitRow
from ledger.registers.register import NewVersion
from ledger.registers.usecases import Act, record_act
from scoring.kept import KeptScore
from scoring.repository import keep
from store.session import Database
from tests.credit.orders.test_check import POLICY
from tests.ledger.deliveries import AT, deliver
from tests.ledger.gazette import LIQUIDATION, as_json, judged
from tests.ledger.masters import SIRET, bring_customers, bring_orders

DAY = date(2024, 7, 1)
_BOOK = "number,customer,issued_on,due_on,amount,currency\nF1,C1,2024-06-01,2024-08-01,4000.00,EUR\n"
_ORDERS = "number,customer,ordered on,delivery,amount,currency\n"


def grant(database: Database, euros: int, *, customer_id: int = 1) -> None:
    row = CreditLimitRow(
        *(customer_id, "standing", "granted", euros * 100, "EUR", date(2024, 1, 1), None, "need", "why", "p"),
        *("Ana", "Bo", {}),
    )
    with database.transaction() as session:
        version = NewVersion(customer_id, 0, f"limit {customer_id}", date(2024, 1, 1), row)
        record_act(session, Act("Ana", DAY, AT), source="limits", versions=[(LIMITS, [version])])


def ask(
    database: Database,
    number: str,
    euros: int,
    *,
    on: date = DAY,
    customer: str = "C1",
    currency: str = "EUR",
) -> Checked:
    with database.transaction() as session:
        question = Question(customer, euros * 100, "EUR", number)
        return check_order(session, Act("Ana", on, AT), question, policy=POLICY)


def said(checked: Checked) -> tuple[str, int, int]:
    return checked.answer.outcome.value, checked.answer.before_cents // 100, checked.version


def test_two_orders_at_once_cannot_eat_the_same_headroom(database: Database) -> None:
    """6,000 are free: of two orders of 4,000 asked at the same instant, one is released (both databases)."""
    deliver(database, _BOOK)
    grant(database, 10_000)
    start = Barrier(2)

    def race(number: str) -> str:
        start.wait()
        return ask(database, number, 4_000).answer.outcome.value

    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(race, ["A", "B"])) == ["conditions", "release"]


def test_the_same_question_has_the_same_answer(sqlite_database: Database) -> None:
    """The same number and amount on the same day, whoever wrote its spaces; a payment makes a new version."""
    deliver(sqlite_database, _BOOK)
    grant(sqlite_database, 10_000)
    first, again = ask(sqlite_database, "SO 1", 2_000), ask(sqlite_database, "so1", 2_000)
    assert (first.again, again.again, again.decision, again.version) == (False, True, first.decision, 0)
    assert again.answer == first.answer
    assert again.answer.number == "SO 1"  # as it was stored
    other = ask(sqlite_database, "SO 1", 7_000)
    assert (other.decision, said(other)) == (first.decision, ("conditions", 4_000, 1))
    deliver(sqlite_database, _BOOK.replace("4000.00", "1000.00"), on="2024-07-02")
    later = ask(sqlite_database, "SO 1", 7_000, on=DAY + timedelta(days=1))
    assert said(later) == ("release", 1_000, 2)


def test_a_released_order_is_held_until_the_ledger_shows_it(sqlite_database: Database) -> None:
    """Then it counts as an open order, once; its own number never counts beside itself (complaint 23)."""
    deliver(sqlite_database, _BOOK)
    grant(sqlite_database, 10_000)
    assert said(ask(sqlite_database, "A", 3_000)) == ("release", 4_000, 0)
    assert said(ask(sqlite_database, "B", 1_000)) == ("release", 7_000, 0)
    bring_orders(sqlite_database, _ORDERS + "A,C1,2024-07-01,,3000.00,EUR\n")
    seen = ask(sqlite_database, "A", 3_000)
    assert (seen.answer.before_cents, seen.answer.held_cents) == (500_000, 100_000)
    third = ask(sqlite_database, "C", 2_000)
    assert (third.answer.orders_cents, third.answer.held_cents) == (300_000, 100_000)
    assert third.answer.before_cents == 800_000
    bring_orders(sqlite_database, _ORDERS, on="2024-07-02")  # A is invoiced or cancelled: it holds nothing
    after = ask(sqlite_database, "D", 100, on=date(2024, 7, 2))
    assert after.answer.before_cents == 400_000 + 100_000 + 200_000


def test_headroom_is_held_for_some_days_only(sqlite_database: Database) -> None:
    deliver(sqlite_database, _BOOK)
    grant(sqlite_database, 10_000)
    ask(sqlite_database, "A", 3_000)
    last = DAY + timedelta(days=POLICY.held_days)
    assert ask(sqlite_database, "B", 9_000, on=last).answer.held_cents == 300_000
    assert ask(sqlite_database, "C", 9_000, on=last + timedelta(days=1)).answer.held_cents == 0


def test_a_kept_grade_counts(sqlite_database: Database) -> None:
    """The last one kept by that day: of a customer graded F the order is paid before it leaves."""
    deliver(sqlite_database, _BOOK)
    grant(sqlite_database, 10_000)
    worst = KeptScore(1, DAY, "m", "s", 2, 0.4, 0.3, 0.5, 0.4, "F", "", None)
    with sqlite_database.transaction() as session:
        keep(session, [worst], as_of=DAY)
    assert ask(sqlite_database, "A", 100, on=DAY - timedelta(days=1)).answer.grade == ""
    told = ask(sqlite_database, "B", 100).answer
    assert (told.rule.value, told.grade) == ("grade", "F")


def test_an_order_of_a_company_in_proceedings_is_held(sqlite_database: Database) -> None:
    """Also when only its establishment's number is known."""
    deliver(sqlite_database, _BOOK)
    grant(sqlite_database, 10_000)
    bring_customers(sqlite_database, f"code,name,siret\nC1,Un SA,{SIRET}\n")
    notices = NamedContent("b.json", as_json([judged(1, "2024-06-20", LIQUIDATION)]))
    with sqlite_database.transaction() as session:
        import_bodacc(session, [notices], source=None, on=DAY, recorded_at=AT)
    assert ask(sqlite_database, "A", 100).answer.rule.value == "insolvent"


def test_a_question_without_a_number_holds_nothing(sqlite_database: Database) -> None:
    deliver(sqlite_database, _BOOK)
    grant(sqlite_database, 10_000)
    first, second = ask(sqlite_database, "", 6_000), ask(sqlite_database, "", 6_000)
    assert [one.answer.outcome.value for one in (first, second)] == ["release", "release"]
    assert second.decision == first.decision + 1


def test_what_is_stored_replays(sqlite_database: Database) -> None:
    deliver(sqlite_database, _BOOK)
    grant(sqlite_database, 5_000)
    checked = ask(sqlite_database, "A", 3_000)
    with sqlite_database.read() as session:
        kept = OrderRepository(session).decision(checked.decision)
    assert kept is not None
    assert (kept.author, kept.row.kind, kept.row.outcome) == ("Ana", "order", "conditions")
    assert replayed(kept.row.inputs) == checked.answer
    assert answer_as_stored(replayed(kept.row.inputs)) == kept.row.answer


def test_what_cannot_be_asked_is_told(sqlite_database: Database) -> None:
    deliver(sqlite_database, _BOOK)
    with pytest.raises(UnknownCustomer, match="C9"):
        ask(sqlite_database, "A", 1, customer="C9")
    with pytest.raises(ActRefused, match="above zero"):
        ask(sqlite_database, "A", 0)


def test_a_policy_changed_is_another_question(sqlite_database: Database) -> None:
    """The answer names the policy, so a new one makes a new version."""
    deliver(sqlite_database, _BOOK)
    grant(sqlite_database, 10_000)
    ask(sqlite_database, "A", 1_000)
    with sqlite_database.transaction() as session:
        newer = replace(POLICY, held_days=8)
        checked = check_order(session, Act("Ana", DAY, AT), Question("C1", 100_000, "EUR", "A"), policy=newer)
    assert (checked.again, checked.version) == (False, 1)
