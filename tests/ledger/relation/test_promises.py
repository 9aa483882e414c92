"""Was a promise kept?"""

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.relation.promises import (
    BROKEN,
    CANCELLED,
    KEPT,
    PARTLY_KEPT,
    PENDING,
    SUPERSEDED,
    JudgedPromise,
    PromisePolicy,
    promise_record,
    promises_on,
)
from tests.ledger.relation.acts import OVER, made, on, said
from tests.ledger.relation.ledgers import Bill, Cash, accounts_of
from tests.tables import rows

quick = settings(derandomize=True, deadline=None, max_examples=60)
BILLS = [Bill(1, 0, 30), Bill(2, 0, 30), Bill(3, 0, 30, currency="USD"), Bill(4, 0, 30, customer=2)]


def _judged(acts, cash, *, day: int, policy: PromisePolicy | None = None) -> list[JudgedPromise]:
    accounts = accounts_of(BILLS, cash, day=day)
    more = {} if policy is None else {"policy": policy}
    return promises_on(acts, accounts, as_of=on(day), **more)


@rows("""
    paid on | cents | known on | evening 19 | evening 20 | evening 21 | evening 30
    15      | 5000  | 15       | pending    | kept       | kept       | kept
    20      | 5000  | 20       | pending    | kept       | kept       | kept
    15      | 4999  | 15       | pending    | pending    | partly_kept | partly_kept
    21      | 5000  | 21       | pending    | pending    | broken     | broken
    9       | 5000  | 9        | pending    | pending    | broken     | broken
    10      | 5000  | 10       | pending    | kept       | kept       | kept
    20      | 5000  | 25       | pending    | pending    | broken     | kept
    20      | 2000  | 25       | pending    | pending    | broken     | partly_kept
""")
def test_i18_a_promise_is_judged_by_what_came_in_from_its_day_to_the_promised_one(
    paid: str, cents: str, known: str, nineteenth: str, twentieth: str, next_day: str, later: str
) -> None:
    """50.00 promised on day 10 for day 20; a payment in time that becomes known later counts from then on."""
    acts = [said(1, "promise made", made(5_000, 20, 1), day=10)]
    cash = [Cash(1, 1, int(paid), int(cents), known=int(known))]
    states = [_judged(acts, cash, day=day)[0].state for day in (19, 20, 21, 30)]
    assert states == [nineteenth, twentieth, next_day, later]


@quick
@given(
    promised=st.integers(1, 9_999),
    cash=st.lists(
        st.tuples(st.sampled_from([1, 2, 3, 4, None]), st.integers(0, 40), st.integers(-3_000, 6_000)),
        max_size=8,
    ),
    scope=st.sampled_from([(), (1,), (1, 2)]),
    evening=st.integers(10, 45),
)
def test_i18_kept_iff_allocated_payments_reach_the_promised_amount(
    promised: int, cash: list[tuple[int | None, int, int]], scope: tuple[int, ...], evening: int
) -> None:
    """Only cash allocated to the items of its scope, in its currency, from day 10 to the end of day 20."""
    acts = [said(1, "promise made", made(promised, 20, *scope), day=10)]
    paid = [Cash(place, *one) for place, one in enumerate(cash, start=1)]
    (found,) = _judged(acts, paid, day=evening)
    among = scope or (1, 2)  # 3 is in dollars, 4 another customer's
    received = sum(c for i, day, c in cash if i in among and 10 <= day <= min(20, evening))
    assert found.received_cents == received
    if evening > 20:
        expected = KEPT if received >= promised else PARTLY_KEPT if received > 0 else BROKEN
        assert found.state == expected
        assert not found.holds(on(evening))
    else:
        assert found.state == (KEPT if evening == 20 and received >= promised else PENDING)
        assert found.holds(on(evening))


def test_i18_a_write_off_keeps_no_promise() -> None:
    acts = [said(1, "promise made", made(5_000, 20, 1), day=10)]
    assert _judged(acts, [Cash(1, 1, 15, 5_000, kind="write_off")], day=21)[0].state == BROKEN


def test_i18_a_payment_taken_back_breaks_the_promise_from_then_on() -> None:
    acts = [said(1, "promise made", made(5_000, 20, 1), day=10)]
    cash = [Cash(1, 1, 15, 5_000), Cash(1, 1, 15, 0, known=25, version=1)]
    assert [_judged(acts, cash, day=day)[0].state for day in (24, 25)] == [KEPT, BROKEN]


@rows("""
    newer made on | for | invoices | older on day 30
    15            | 25  | 1        | superseded
    20            | 25  | 1        | superseded
    21            | 25  | 1        | broken
    15            | 25  | 1 2      | superseded
    15            | 25  |          | superseded
    15            | 25  | 2        | broken
""")
def test_a_newer_promise_takes_the_place_of_one_that_is_not_over(
    newer: str, day: str, invoices: str, expected: str
) -> None:
    """It must cover the same items; a promise already broken stays broken."""
    scope = [int(one) for one in invoices.split()]
    acts = [
        said(1, "promise made", made(5_000, 20, 1), day=10),
        said(2, "promise made", made(5_000, int(day), *scope), day=int(newer)),
    ]
    assert _judged(acts, [], day=30)[0].state == expected


def test_a_promise_kept_before_the_next_one_was_made_stays_kept() -> None:
    acts = [
        said(1, "promise made", made(5_000, 20, 1), day=10),
        said(2, "promise made", made(5_000, 25, 1), day=14),
    ]
    found = _judged(acts, [Cash(1, 1, 12, 5_000)], day=30)
    assert [one.state for one in found] == [KEPT, BROKEN]


def test_a_cancelled_promise_holds_nothing_and_counts_for_nothing() -> None:
    acts = [
        said(1, "promise made", made(5_000, 20, 1), day=10),
        said(2, "promise cancelled", OVER, day=12, case=1),
    ]
    (before,), (after,) = _judged(acts, [], day=11), _judged(acts, [], day=12)
    assert (before.state, before.holds(on(11))) == (PENDING, True)
    assert (after.state, after.holds(on(12))) == (CANCELLED, False)
    assert promise_record([after], currency="EUR").broken == 0


def test_a_promise_stands_again_when_the_one_in_its_place_is_cancelled() -> None:
    acts = [
        said(1, "promise made", made(5_000, 20, 1), day=10),
        said(2, "promise made", made(5_000, 25, 1), day=12),
        said(3, "promise cancelled", OVER, day=14, case=2),
    ]
    assert [_judged(acts, [], day=day)[0].state for day in (13, 14)] == [SUPERSEDED, PENDING]


def test_a_promise_record_is_of_one_currency_and_of_judged_promises() -> None:
    acts = [
        said(1, "promise made", made(5_000, 20, 1), day=10),
        said(2, "promise made", made(4_000, 20, 2), day=10),
        said(3, "promise made", made(1_000, 20, 4), day=10, customer=2),
        said(4, "promise made", made(1_000, 20, 3, currency="USD"), day=10),
        said(5, "promise made", made(1_000, 60, 4), day=21, customer=2),
        said(6, "promise made", made(100, 15, 1), day=9),
    ]
    found = _judged(acts, [Cash(1, 1, 12, 5_000), Cash(2, 2, 15, 1_000)], day=30)
    assert found[-1].state == SUPERSEDED
    record = promise_record(found, currency="EUR")
    assert (record.kept, record.partly_kept, record.broken) == (1, 1, 1)
    assert (record.promised_cents, record.received_cents) == (10_000, 6_000)


def test_a_policy_may_forgive_what_is_short_by_little() -> None:
    acts = [said(1, "promise made", made(5_000, 20, 1), day=10)]
    fees = [Cash(1, 1, 15, 4_980)]
    assert _judged(acts, fees, day=21)[0].state == PARTLY_KEPT
    assert _judged(acts, fees, day=21, policy=PromisePolicy("fees", 20, 0))[0].state == KEPT
    assert _judged(acts, fees, day=21, policy=PromisePolicy("share", 0, 4))[0].state == KEPT
    assert _judged(acts, fees, day=21, policy=PromisePolicy("share", 0, 3))[0].state == PARTLY_KEPT
