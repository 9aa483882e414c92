"""How amounts roll from one age to the next: seen evening by evening, and never ahead."""

from hypothesis import given
from hypothesis import strategies as st

from credit.provisions.matrix import Rolled
from credit.provisions.policy import Bucket
from credit.provisions.repository import Evening, rolled
from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.timeline import timeline
from tests.features.ledgers import Bill, Cash, Ledger, drawn, facts_of, ledgers, on


def steps(facts: Facts, day: int, *, window_days: int = 5_000) -> list[Rolled]:
    known = as_known(facts, on(day))
    return rolled(Evening(on(day), known, timeline(known), {}, "all"), window_days=window_days)


def by_age(found: list[Rolled]) -> dict[Bucket, tuple[int, int, int]]:
    return {one.bucket: (one.invoices, one.from_cents, one.to_cents) for one in found}


@drawn
@given(ledgers(), st.integers(0, 500))
def test_facts_known_later_change_nothing(ledger: Ledger, day: int) -> None:
    bills, cash = ledger
    told = steps(facts_of(bills, cash, horizon=600), day)
    then = facts_of(
        [bill for bill in bills if bill.known_day <= day],
        [item for item in cash if item.known_day <= day],
        horizon=day,
    )
    if len(then.invoices):
        assert told == steps(then, day)
    else:
        assert told == []


@drawn
@given(ledgers(), st.integers(0, 500))
def test_no_more_arrives_than_left(ledger: Ledger, day: int) -> None:
    for one in steps(facts_of(*ledger, horizon=600), day):
        assert 0 <= one.to_cents <= one.from_cents
        assert one.invoices > 0


def test_a_part_paid_leaves_the_rest_to_roll_on() -> None:
    """10,000 due on day 30, a fourth paid on day 40, the rest on day 75: worked by hand."""
    facts = facts_of([Bill(1, 0, 30)], [Cash(1, 1, 40, 2_500), Cash(2, 1, 75, 7_500)], horizon=500)
    assert by_age(steps(facts, 450)) == {
        Bucket.NOT_DUE: (1, 10_000, 10_000),
        Bucket.DAYS_1_30: (1, 10_000, 7_500),
        Bucket.DAYS_31_60: (1, 7_500, 0),
    }
    # On day 45 the invoice has only been seen to pass its due day.
    assert by_age(steps(facts, 45)) == {Bucket.NOT_DUE: (1, 10_000, 10_000)}
    assert by_age(steps(facts, 65, window_days=10)) == {Bucket.DAYS_1_30: (1, 10_000, 7_500)}


def test_a_write_off_is_a_loss_and_a_credit_note_is_none() -> None:
    def ended(kind: str) -> dict[Bucket, tuple[int, int, int]]:
        return by_age(steps(facts_of([Bill(1, 0, 30)], [Cash(1, 1, 100, kind=kind)], horizon=500), 450))

    assert ended("write_off")[Bucket.DAYS_OVER_90] == (1, 10_000, 10_000)
    assert ended("credit")[Bucket.DAYS_61_90] == (1, 10_000, 0)
    assert Bucket.DAYS_OVER_90 not in ended("credit")
