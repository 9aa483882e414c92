"""What each alert says, and when it says nothing."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.alerts.base import Action, Fact, Finding, Kind, Path, Signals
from credit.alerts.calm import calm
from credit.alerts.catalogue import ALERTS, findings
from credit.alerts.concentration import concentration
from credit.alerts.crossing import exposure_course, path_ahead, predicted_crossing
from credit.alerts.judging import Account, Holding, sales_a_day, signals_of
from credit.alerts.known import Known, as_list, known_from
from credit.alerts.life import live
from credit.alerts.limit import limit_expiring
from credit.alerts.relation import broken_promise, first_unpaid_debit, grade_drop, legal_event
from credit.alerts.words import action_text, kind_text, why_text
from kernel.language import Language
from tests.credit.alerts.samples import ON, POLICY, limit_of, signals
from tests.tables import rows

DAYS = POLICY.crossing.horizon_days


def happened(name: str, *, days_ago: int, known_ago: int | None = None, word: str = "") -> Fact:
    known = ON - timedelta(days=days_ago if known_ago is None else known_ago)
    return Fact(name, known, ON - timedelta(days=days_ago), 12_345, word)


def raised(found: tuple[Finding, ...]) -> list[str]:
    return [one.subject for one in found if one.raised and not one.quiet]


@rows("""
    before | now | told
    B      | B   | -
    B      | A   | -
    B      | C   | C
    B      | E   | E
           | F   | -
    C      |     | -
""")
def test_a_grade_that_fell_is_told_once_at_where_it_is(before: str, now: str, expected: str) -> None:
    found = grade_drop(signals(grade=now, grade_before=before), POLICY)
    assert (raised(found) or ["-"]) == [expected]


def test_a_grade_on_its_way_back_up_is_not_told_as_another_drop() -> None:
    """B to E to C: C was gone through, so that it is no news."""
    fell = live({}, grade_drop(signals(grade="E", grade_before="B"), POLICY))
    back = live(fell.memory, grade_drop(signals(grade="C", grade_before="B"), POLICY))
    assert [one.subject for one in fell.fired] == ["E"]
    assert back.fired == ()


def test_the_first_debit_that_came_back_is_told_and_the_second_is_not() -> None:
    long_ago, first, second = (happened(str(ago), days_ago=ago) for ago in (800, 20, 5))
    assert raised(first_unpaid_debit(signals(debits=(long_ago, first, second)), POLICY)) == ["20"]
    assert raised(first_unpaid_debit(signals(debits=(first,)), POLICY)) == ["20"]
    assert raised(first_unpaid_debit(signals(debits=(long_ago,)), POLICY)) == []


def test_what_was_known_late_is_news_when_it_is_known() -> None:
    late = happened("7", days_ago=200, known_ago=1)
    assert raised(broken_promise(signals(promises=(late,)), POLICY)) == ["7"]
    to_come = happened("8", days_ago=-3)
    assert raised(broken_promise(signals(promises=(to_come,)), POLICY)) == []


def test_after_a_proceeding_the_claim_is_to_be_declared() -> None:
    told = {"A1": "collective opening_receivership", "A2": "sale sale", "A3": "accounts_filed accounts_filed"}
    events = tuple(happened(name, days_ago=1, word=word) for name, word in told.items())
    found = legal_event(signals(events=events), POLICY)
    assert [one.action for one in found] == [Action.DECLARE_CLAIM, Action.REVIEW_LIMIT]


@rows("""
    cents | raised | cleared
    99    | no     | no
    100   | yes    | no
    90    | no     | no
    89    | no     | yes
""")
def test_a_customer_that_weighs_too_much(cents: str, is_raised: str, is_cleared: str) -> None:
    (found,) = concentration(signals(exposure_cents=int(cents), book_cents=1_000), POLICY)
    assert (found.raised, found.cleared) == (is_raised == "yes", is_cleared == "yes")


def test_a_limit_that_ends_soon_is_told_for_its_day() -> None:
    near, far = ON + timedelta(days=30), ON + timedelta(days=31)
    assert raised(limit_expiring(signals(limit=limit_of(5, until_on=near)), POLICY)) == [f"standing {near}"]
    assert limit_expiring(signals(limit=limit_of(5, until_on=far)), POLICY) == ()


def test_the_day_a_limit_will_be_reached() -> None:
    """Ten a day from 70 on, 5 paid on the second day: 100 are reached on the fourth."""
    path = Path(paid=(0, 5, 0, 0, 0), new=(10, 10, 10, 10, 10))
    assert exposure_course(70, path) == (80, 85, 95, 105, 115)
    (found,) = predicted_crossing(signals(exposure_cents=70, limit=limit_of(100), path=path), POLICY)
    assert found.details["crosses_on"] == (ON + timedelta(days=4)).isoformat()
    assert found.details["expected_cents"] == 105
    (reached,) = predicted_crossing(signals(exposure_cents=100, limit=limit_of(100), path=path), POLICY)
    assert (reached.raised, reached.cleared) == (False, False)


def test_open_items_are_paid_when_their_customer_usually_pays() -> None:
    """Due in two days and paid 0 or 4 days late, each half of the time."""
    path = path_ahead(ON, {ON + timedelta(2): 100}, (0, 4), {}, per_day=0, terms_days=30, days=8)
    assert path.paid == (0, 50, 0, 0, 0, 50, 0, 0)
    assert sum(path.new) == 0


def test_what_should_have_come_already_comes_when_it_still_may() -> None:
    """Two days past due, of 0, 2 and 5 days late only the last is possible; beyond, nothing says when."""
    overdue = {ON - timedelta(2): 90}
    assert path_ahead(ON, overdue, (0, 2, 5), {}, per_day=0, terms_days=30, days=4).paid == (0, 0, 90, 0)
    assert sum(path_ahead(ON, overdue, (0, 2), {}, per_day=0, terms_days=30, days=9).paid) == 0


def test_what_a_credit_settles_brings_no_cash() -> None:
    """900 invoiced less 800 of credit are an exposure of 100: no more than 100 can be paid down."""
    due = (ON + timedelta(days=3)).toordinal()
    items = (ON.toordinal() - 20, due, 900)
    month = ON.year * 12 + ON.month - 2
    known = Known(100, credits_cents=800, items=items, sales=(month, 150), delays=(0,), terms_days=60)
    about = {"on": ON, "since": ON, "book_cents": 10_000, "policy": POLICY}
    told = signals_of(Account(1, "EUR"), known, Holding(limit=limit_of(200)), **about)  # type: ignore[arg-type]
    assert told.path is not None
    assert sum(told.path.paid) == 100


def test_open_orders_come_before_the_rhythm_of_sales() -> None:
    """An order delivered tomorrow is in the exposure already: sales add only what it does not bring."""
    orders = {ON + timedelta(1): 25}
    path = path_ahead(ON, {}, (0,), orders, per_day=10, terms_days=3, days=6)
    assert path.new == (0, 0, 5, 10, 10, 10)
    assert path.paid == (0, 0, 0, 25, 0, 5)


@given(
    st.dictionaries(st.integers(-40, 60), st.integers(1, 10_000), max_size=5),
    st.lists(st.integers(-5, 60), min_size=1, max_size=10).map(sorted),
    st.dictionaries(st.integers(-5, 60), st.integers(1, 10_000), max_size=3),
    st.integers(0, 500),
)
def test_no_path_rises_above_exposure_by_more_than_its_sales(
    due: dict[int, int], delays: list[int], orders: dict[int, int], per_day: int
) -> None:
    """Nothing is paid twice, and nothing is sold beyond the rhythm: what calm accounts rely on."""
    days = {ON + timedelta(day): cents for day, cents in due.items()}
    path = path_ahead(
        *(ON, days, delays, {ON + timedelta(day): cents for day, cents in orders.items()}),
        per_day=per_day,
        terms_days=30,
        days=DAYS,
    )
    owed = sum(due.values()) + sum(orders.values())
    assert min((*path.paid, *path.new)) >= 0
    assert sum(path.new) <= per_day * DAYS
    assert sum(path.paid) <= owed + sum(path.new)
    assert max(exposure_course(owed, path)) <= owed + per_day * DAYS


@rows("""
    sales                    | months | a day
                             | 6      | 0
    2024-04:36500            | 6      | 1200
    2024-04:36500 2023-11:0  | 6      | 200
    2024-05:99999            | 6      | 0
    2024-04:-500             | 6      | 0
    2024-04:36500 2020-01:77 | 2      | 600
""")
def test_the_rhythm_of_sales(sales: str, months: str, expected: str) -> None:
    """Over the last whole months, fewer for a young customer; the month of the day itself is not whole."""
    told: list[int] = []
    for one in sales.split():
        month, cents = one.split(":")
        year, of_year = map(int, month.split("-"))
        told += [year * 12 + of_year - 1, int(cents)]
    assert sales_a_day(told, ON, months=int(months)) == int(expected)


_FACTS = st.lists(
    st.builds(happened, st.sampled_from(["1", "2"]), days_ago=st.integers(-5, 60)), max_size=1
).map(tuple)


@given(
    known=st.builds(
        Known,
        owed_cents=st.integers(-50, 400),
        items=st.lists(
            st.tuples(st.just(738_000), st.integers(738_900, 739_100), st.integers(1, 90)), max_size=3
        ).map(lambda items: tuple(value for item in items for value in item)),
        sales=st.sampled_from([(), (2024 * 12 + 3, 3_000)]),
        debits=_FACTS,
        promises=_FACTS,
    ),
    limit=st.one_of(st.none(), st.integers(0, 1_000).map(limit_of)),
    grades=st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC")),
    book=st.integers(400, 10_000),
)
def test_of_a_calm_account_there_is_nothing_to_tell(
    known: Known, limit: object, grades: tuple[str, str], book: int
) -> None:
    """Leaving calm accounts out tells the same alerts."""
    holding = Holding(limit=limit, grade=grades[0], grade_before=grades[1])  # type: ignore[arg-type]
    about = {"on": ON, "book_cents": book, "policy": POLICY}
    if calm(known, holding, currency="EUR", **about):  # type: ignore[arg-type]
        told = signals_of(Account(1, "EUR"), known, holding, since=ON - timedelta(30), **about)  # type: ignore[arg-type]
        assert live({}, findings(told, POLICY)) == live({}, ())


def test_what_is_kept_reads_back_as_it_was() -> None:
    fact = happened("1", days_ago=3, word="collective opening_receivership")
    known = Known(5, 1, (1, 2, 3), (4, 5), (6, 7), (8,), 30, None, (fact,), (fact,), ())
    assert known_from(as_list(known)) == known


def _loud() -> Signals:
    """A customer of whom every alert has something to say."""
    soon = ON + timedelta(days=5)
    facts = (happened("1", days_ago=1, word="collective opening_receivership"),)
    held = limit_of(1_000, until_on=soon)
    path = Path(paid=(0,) * DAYS, new=(50,) * DAYS)
    return signals(
        exposure_cents=960, owed_cents=960, book_cents=1_000, limit=held, insured=True, cover_cents=10,
        covered_cents=10, cuts=facts, grade="D", grade_before="A", debits=facts, promises=facts, events=facts,
        path=path,
    )  # fmt: skip


@pytest.mark.parametrize("language", list(Language))
def test_every_alert_has_its_sentences_in_both_languages(language: Language) -> None:
    """No figure is left unsaid, no placeholder is left in a sentence."""
    told = [one for one in findings(_loud(), POLICY) if one.raised and not one.quiet]
    kinds = {one.kind for one in told} | {Kind.HABIT}
    assert kinds == set(Kind)
    for one in told:
        why = why_text(one.kind, one.details, "EUR", language)
        assert why.endswith(".")
        assert "{" not in why
        assert action_text(one.action, language).endswith(".")
        assert kind_text(one.kind, language)


def test_alerts_are_functions_of_signals_alone() -> None:
    """The same signals give the same findings, in the same order, whatever was asked before."""
    loud = _loud()
    assert [alert(loud, POLICY) for alert in ALERTS] == [alert(loud, POLICY) for alert in ALERTS]
