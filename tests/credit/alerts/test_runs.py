"""A run tells each alert once, and reads no more than what changed, to the same end as reading everything."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from credit.alerts.accounts.repository import accounts_of
from credit.alerts.acts import ActOnAlertRefused, AlertAct, Done, RunRefused, State, UnknownAlert
from credit.alerts.gathering.repository import GatheringRepository
from credit.alerts.judging import Account
from credit.alerts.known import Known
from credit.alerts.repository import AlertRepository, Wanted
from credit.alerts.usecases import act_on_alert, list_alerts
from credit.repository import standings
from ledger.errors import ActRefused, UnknownCustomer
from ledger.usecases import import_invoices
from store.session import Database, open_database
from tests.credit.alerts.books import Book, at, day, told
from tests.credit.alerts.samples import POLICY
from tests.databases import Databases

CUSTOMERS = ("A", "B")


def assert_kept_is_what_reading_everything_gives(book: Book, on: date) -> None:
    with book.database.read() as session:
        facts = GatheringRepository(session).facts(None, horizon=on)
        whole = accounts_of(session, facts, None, as_of=on, policy=POLICY)
        repository = AlertRepository(session)
        kept = {one: held.known for one, held in repository.kept().items()}
        histories = repository.histories({one.customer_id for one in whole})
        told_elsewhere = standings(session, as_of=on)
    assert {one: _plain(known) for one, known in kept.items()} == {
        one: _plain(now.known) for one, now in whole.items()
    }
    assert {one: _listed(now) for one, now in histories.items()} == {
        one: _listed(now.history) for one, now in whole.items()
    }
    nothing = Known(0)
    for one in told_elsewhere:  # exposure is what every other credit decision says it is
        mine = kept.get(Account(one.customer_id, one.currency), nothing)
        assert (mine.owed_cents, mine.orders_cents) == (one.owed_cents, one.orders_cents)


def _plain(known: Any) -> tuple[Any, ...]:
    values = [getattr(known, name) for name in known.__dataclass_fields__]
    return tuple(tuple(one) if isinstance(one, list) else one for one in values)


def _listed(history: Any) -> tuple[Any, ...]:
    still = {key: tuple(values) for key, values in history.open.items()}
    return still, [tuple(one) for one in history.paid], dict(history.money), dict(history.sales)


@dataclass(frozen=True)
class Happening:
    """Something that is written down on a day."""

    what: str
    who: int
    which: int
    cents: int
    back: int


_HAPPENINGS = st.builds(
    Happening,
    what=st.sampled_from(
        (
            *("invoice",) * 3,
            *("payment",) * 3,
            *("settle",) * 4,
            "correct",
            "void",
            "order",
            "promise",
            "credit",
            "file with payments",
            "undo",
        )
    ),
    who=st.integers(0, 1),
    which=st.integers(0, 5),
    cents=st.sampled_from([10, 11, 20, 30]),
    back=st.integers(-2, 12),
)


class _Company:
    """Turns happenings into what a company's files and people would say."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.invoices: list[tuple[str, str, date, int]] = []
        self.payments: list[tuple[str, str, date, int]] = []
        self.pairs: list[tuple[str, str, int]] = []
        self.orders: list[str] = []

    def learn(self, one: Happening, on: date) -> None:
        getattr(self, f"_{one.what.replace(' ', '_')}")(one, CUSTOMERS[one.who], on)

    def _invoice(self, one: Happening, who: str, on: date) -> None:
        issued = on - timedelta(days=one.back)
        self.invoices.append((f"F{len(self.invoices)}", who, issued, one.cents))
        self._say_invoice(*self.invoices[-1], on=on)

    def _credit(self, one: Happening, who: str, on: date) -> None:
        self.invoices.append((f"F{len(self.invoices)}", who, on, -one.cents))
        self._say_invoice(*self.invoices[-1], on=on)

    def _file_with_payments(self, one: Happening, who: str, on: date) -> None:
        number, issued = f"F{len(self.invoices)}", on - timedelta(days=abs(one.back) + 1)
        self.invoices.append((number, who, issued, one.cents))
        header = "number,customer,issued_on,due_on,amount,currency,paid_on\n"
        line = f"{number},{who},{issued},{issued + timedelta(10)},{one.cents},EUR,{on}\n"
        self.book.bring(import_invoices, header, [line.rstrip()], on)

    def _correct(self, one: Happening, _who: str, on: date) -> None:
        if self.invoices:
            number, who, issued, _ = self.invoices[one.which % len(self.invoices)]
            whose = CUSTOMERS[one.who] if one.back % 2 else who
            self._say_invoice(number, whose, issued, one.cents, on=on)

    def _payment(self, one: Happening, who: str, on: date) -> None:
        self.payments.append(
            (f"P{len(self.payments)}", who, on - timedelta(days=max(one.back, 0)), one.cents)
        )
        self._say_payment(*self.payments[-1], on=on)

    def _void(self, one: Happening, _who: str, on: date) -> None:
        if self.payments:
            number, who, paid, cents = self.payments[one.which % len(self.payments)]
            self._say_payment(number, who, paid, cents + one.cents, on=on)

    def _settle(self, one: Happening, _who: str, on: date) -> None:
        if self.payments and self.invoices:
            payment = self.payments[one.which % len(self.payments)][0]
            invoice = self.invoices[one.back % len(self.invoices)]
            cents = invoice[3] if one.cents % 2 else one.cents
            self.pairs.append((payment, invoice[0], cents))
            self.book.allocations(f"{payment},{invoice[0]},{cents}", on=on)

    def _undo(self, one: Happening, _who: str, on: date) -> None:
        if self.pairs:
            payment, invoice, _ = self.pairs[one.which % len(self.pairs)]
            self.book.allocations(f"{payment},{invoice},0", on=on)

    def _order(self, one: Happening, who: str, on: date) -> None:
        self.orders.append(
            f"O{len(self.orders)},{who},{on},{on + timedelta(days=abs(one.back))},{one.cents},EUR"
        )
        self.book.orders(*self.orders[-2:], on=on)

    def _promise(self, one: Happening, who: str, on: date) -> None:
        promised_on = on + timedelta(days=abs(one.back) % 3)
        with suppress(ActRefused, UnknownCustomer):  # nothing is open that could be promised
            self.book.promise(who, one.cents * 100, on=on, promised_on=promised_on)

    def _say_invoice(self, number: str, who: str, issued: date, cents: int, *, on: date) -> None:
        self.book.invoices(f"{number},{who},{issued},{issued + timedelta(10)},{cents},EUR", on=on)

    def _say_payment(self, number: str, who: str, paid: date, cents: int, *, on: date) -> None:
        self.book.payments(f"{number},{who},{paid},{cents},EUR", on=on)


@contextmanager
def _fresh(servers: Databases) -> Iterator[Book]:
    database = open_database(servers.new("sqlite"))
    try:
        yield Book(database)
    finally:
        database.close()


def _days_of_changes(servers: Databases, days: list[list[Happening]]) -> None:
    with _fresh(servers) as book:
        company = _Company(book)
        for number, happenings in enumerate(days):
            on = day(2 * number)
            for one in happenings:
                company.learn(one, on)
            if happenings or number:
                book.run(on)
                assert_kept_is_what_reading_everything_gives(book, on)


_DAYS = st.lists(st.lists(_HAPPENINGS, min_size=2, max_size=9), min_size=4, max_size=6)


# A shorter example would cost minutes to find, and the one found says what happened on which day.
_AT_RANDOM = settings(deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


@settings(_AT_RANDOM, max_examples=2)
@given(days=_DAYS)
def test_reading_what_changed_comes_to_the_same_as_reading_everything(
    servers: Databases, days: list[list[Happening]]
) -> None:
    """After any days of invoices, payments, corrections, orders and promises, known early or late."""
    _days_of_changes(servers, days)


@pytest.mark.slow
@settings(_AT_RANDOM, max_examples=150)
@given(days=_DAYS)
def test_reading_what_changed_comes_to_the_same_as_reading_everything_at_length(
    servers: Databases, days: list[list[Happening]]
) -> None:
    _days_of_changes(servers, days)


def _kept_through(servers: Databases, *days: Callable[[Book, date], None]) -> None:
    """What is kept after each of these days is what reading everything gives."""
    with _fresh(servers) as book:
        for number, happens in enumerate(days):
            happens(book, day(number))
            book.run(day(number))
            assert_kept_is_what_reading_everything_gives(book, day(number))


def _invoiced(book: Book, on: date) -> None:
    lines = (f"F{n},{who},{on},{on + timedelta(10)},100.00,EUR" for n, who in ((1, "A"), (2, "A"), (3, "B")))
    book.invoices(*lines, on=on)


def _paid(number: str, who: str, cents: str, *settled: str) -> Callable[[Book, date], None]:
    def pay(book: Book, on: date) -> None:
        book.payments(f"{number},{who},{on},{cents},EUR", on=on)
        book.allocations(*(f"{number},{one}" for one in settled), on=on)

    return pay


def test_an_invoice_paid_and_paid_out_again_is_read_anew(servers: Databases) -> None:
    """A payment back reopens it: what was kept of its payment no longer holds."""
    _kept_through(
        servers,
        _invoiced,
        _paid("P1", "A", "100.00", "F1,100.00"),
        _paid("P2", "A", "-100.00", "F1,-100.00"),
        _paid("P3", "A", "150.00", "F1,100.00", "F2,50.00"),
    )


def test_a_payment_may_settle_what_another_customer_was_invoiced(servers: Databases) -> None:
    """In part at first, the rest later: both customers are read again each time."""

    def settle(book: Book, on: date) -> None:
        book.allocations("P1,F2,60.00", on=on)

    _kept_through(servers, _invoiced, _paid("P1", "B", "160.00", "F3,100.00"), settle)


def test_nothing_is_kept_of_whom_nothing_is_left(servers: Databases) -> None:
    """All that C ever did was to pay what B owed: once that is settled, it has no account."""

    def settle(book: Book, on: date) -> None:
        book.allocations("P1,F3,100.00", on=on)

    _kept_through(servers, _invoiced, _paid("P1", "C", "100.00"), settle)


def test_an_invoice_may_go_from_hand_to_hand(servers: Databases) -> None:
    """Corrected to B, then to C: B, whose it was in between, is read again too."""

    def give(who: str) -> Callable[[Book, date], None]:
        line = f"F1,{who},{day(0)},{day(10)},100.00,EUR"
        return lambda book, on: book.invoices(line, on=on)

    _kept_through(servers, _invoiced, give("B"), give("C"))


def test_a_payment_keeps_a_promise(servers: Databases) -> None:
    """The verdict of a promise follows from payments: who promised is read as a whole."""

    def promise(book: Book, on: date) -> None:
        book.promise("A", 10_000, on=on, promised_on=on + timedelta(1))

    _kept_through(
        servers, _invoiced, promise, _paid("P1", "A", "100.00", "F1,100.00"), lambda _book, _on: None
    )


def test_what_is_to_come_counts_from_its_day(servers: Databases) -> None:
    """An invoice dated ahead is written down and not known yet; later it is, without another import."""

    def ahead(book: Book, on: date) -> None:
        book.invoices(f"F9,A,{on + timedelta(2)},{on + timedelta(30)},70.00,EUR", on=on)

    nothing = [lambda _book, _on: None] * 3
    _kept_through(servers, _invoiced, ahead, *nothing)


def test_i30_a_second_run_of_a_day_tells_nothing(database: Database) -> None:
    """Each alert once; it comes back when exposure fell and rose again (both databases)."""
    book = Book(database)
    book.invoices(f"F1,A,{day(0)},{day(30)},95.00,EUR", on=day(0))
    book.limit(1, 10_000, on=day(0))
    assert told(book.run(day(0))) == [
        *(("A", "limit", percent) for percent in ("50", "70", "90")),
        ("A", "concentration", ""),
    ]
    assert told(book.run(day(0))) == []
    assert told(book.run(day(1), anew=True)) == []
    book.payments(f"P1,A,{day(2)},95.00,EUR", on=day(2))
    book.allocations("P1,F1,95.00", on=day(2))
    assert told(book.run(day(2))) == []
    with database.read() as session:
        states = [one.standing.state for one in list_alerts(session, Wanted(), on=day(2))]
    assert states == [State.OVER] * 4
    book.invoices(f"F2,A,{day(3)},{day(40)},55.00,EUR", on=day(3))
    assert told(book.run(day(3))) == [("A", "limit", "50"), ("A", "concentration", "")]


def test_i31_the_run_that_sees_either_change_tells(database: Database) -> None:
    """Above cover after an invoice, and after a cut of the cover (both databases)."""
    book = Book(database)
    book.invoices(f"F1,A,{day(0)},{day(30)},80.00,EUR", f"F2,B,{day(0)},{day(30)},80.00,EUR", on=day(0))
    book.policy(on=day(0))
    book.cover("A", 10_000, on=day(0))
    book.cover("B", 10_000, on=day(0))
    first = told(book.run(day(0)))
    assert not [one for one in first if one[1] == "over_cover"]
    book.invoices(f"F3,A,{day(1)},{day(30)},30.00,EUR", on=day(1))
    assert told(book.run(day(1))) == [("A", "over_cover", "")]
    book.cut("B", 0, on=day(2))
    second = told(book.run(day(2)))
    assert [one[:2] for one in second] == [("B", "cover_ending")]  # delivered before, so still covered
    book.invoices(f"F4,B,{day(3)},{day(30)},1.00,EUR", on=day(3))
    assert told(book.run(day(3))) == [("B", "over_cover", "")]


def test_what_a_calendar_brings_needs_no_import(sqlite_database: Database) -> None:
    """A promise falls due, a limit begins, another nears its end: nothing was written down that day."""
    book = Book(sqlite_database)
    book.invoices(f"F1,A,{day(0)},{day(9)},80.00,EUR", f"F2,B,{day(0)},{day(9)},900.00,EUR", on=day(0))
    book.promise("A", 8_000, on=day(0), promised_on=day(5))
    book.limit(1, 100_000, on=day(0), until=day(45))
    book.run(day(0))
    assert told(book.run(day(5))) == []
    assert told(book.run(day(6)))[0][:2] == ("A", "promise")
    assert told(book.run(day(15))) == [("A", "limit_expiring", f"standing {day(45)}")]
    assert told(book.run(day(15))) == []


def test_what_is_taken_back_later_is_still_told_on_its_day(sqlite_database: Database) -> None:
    """A past day is run: that all of a payment was for this promise was found out later."""
    book = Book(sqlite_database)
    book.invoices(f"F1,A,{day(0)},{day(9)},80.00,EUR", on=day(0))
    book.promise("A", 8_000, on=day(0), promised_on=day(5))
    book.payments(f"P1,A,{day(5)},80.00,EUR", on=day(5))
    book.allocations("P1,F1,10.00", on=day(5))
    book.allocations("P1,F1,80.00", on=day(9))
    book.run(day(3))
    assert ("A", "promise", "1") in told(book.run(day(6)))
    book.run(day(9))
    assert_kept_is_what_reading_everything_gives(book, day(9))


def test_grades_are_read_anew(sqlite_database: Database) -> None:
    book = Book(sqlite_database)
    book.invoices(f"F1,A,{day(0)},{day(9)},80.00,EUR", on=day(0))
    book.scores({1: "B"}, on=day(0))
    book.run(day(31))
    book.scores({1: "D"}, on=day(32))
    assert ("A", "grade", "D") in told(book.run(day(32)))
    assert told(book.run(day(33))) == []


def test_a_run_never_goes_back(sqlite_database: Database) -> None:
    book = Book(sqlite_database)
    book.run(day(5))
    with pytest.raises(RunRefused, match=str(day(5))):
        book.run(day(4))


def test_what_people_do_is_only_added(database: Database) -> None:
    """Snoozed, assigned and acknowledged: each act stays readable, and an earlier day stands as it stood."""
    book = Book(database)
    book.invoices(f"F1,A,{day(0)},{day(30)},95.00,EUR", on=day(0))
    book.run(day(0))

    def act(done: Done, number: int, **said: Any) -> State:
        on = day(number)
        with database.transaction() as session:
            after = act_on_alert(session, 1, AlertAct(done, on, "Ana", **said), recorded_at=at(on))
        return after.standing.state

    assert act(Done.SNOOZED, 1, until_on=day(3)) is State.SNOOZED
    assert act(Done.ASSIGNED, 2, person="Bo") is State.SNOOZED
    assert act(Done.ACKNOWLEDGED, 4) is State.ACKNOWLEDGED
    with database.read() as session:
        (now,), (then,) = (list_alerts(session, Wanted(), on=day(number)) for number in (4, 3))
    assert (now.standing.state, now.standing.assigned_to) == (State.ACKNOWLEDGED, "Bo")
    assert then.standing.state is State.SNOOZED
    assert [one.done for one in now.alert.acts] == [Done.SNOOZED, Done.ASSIGNED, Done.ACKNOWLEDGED]
    with pytest.raises(UnknownAlert), database.transaction() as session:
        act_on_alert(session, 99, AlertAct(Done.ACKNOWLEDGED, day(5), "Ana"), recorded_at=at(day(5)))


def test_a_customer_of_two_currencies_is_told_of_once_and_in_the_right_one(sqlite_database: Database) -> None:
    """A promise, a grade and a cut are no business of the account in dollars."""
    book = Book(sqlite_database)
    lines = (f"F1,A,{day(0)},{day(9)},800.00,EUR", f"F2,A,{day(0)},{day(9)},900.00,USD")
    book.invoices(*lines, on=day(0))
    book.policy(on=day(0))
    book.cover("A", 100_000, on=day(0))
    book.promise("A", 80_000, on=day(0), promised_on=day(34))
    book.scores({1: "B"}, on=day(0))
    book.run(day(33))
    book.scores({1: "D"}, on=day(34))
    book.cut("A", 5_000, on=day(35))
    found = [(one.kind, one.subject, one.currency) for one in book.run(day(35)).alerts]
    assert sorted(found) == [
        ("cover_ending", f"cut P1 named {day(35)}", "EUR"),
        ("grade", "D", "USD"),  # where it owes most
        ("promise", "1", "EUR"),
    ]
    book.invoices(f"F3,A,{day(36)},{day(60)},500.00,EUR", on=day(36))
    assert [one for one in told(book.run(day(36))) if one[1] == "grade"] == []
    assert_kept_is_what_reading_everything_gives(book, day(36))


def test_no_act_is_written_down_behind_a_later_one(sqlite_database: Database) -> None:
    """A snooze dated before the alert was acknowledged would open it again."""
    book = Book(sqlite_database)
    book.invoices(f"F1,A,{day(0)},{day(30)},95.00,EUR", on=day(0))
    book.run(day(0))
    late = AlertAct(Done.SNOOZED, day(2), "Bo", until_on=day(9))
    with sqlite_database.transaction() as session:
        act_on_alert(session, 1, AlertAct(Done.ACKNOWLEDGED, day(4), "Ana"), recorded_at=at(day(4)))
    with pytest.raises(ActOnAlertRefused, match=str(day(4))), sqlite_database.transaction() as session:
        act_on_alert(session, 1, late, recorded_at=at(day(5)))
    with sqlite_database.read() as session:
        (alert,) = list_alerts(session, Wanted(), on=day(10))
    assert alert.standing.state is State.ACKNOWLEDGED
