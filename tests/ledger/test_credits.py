"""What does a customer hold against its debts?"""

from dataclasses import replace

from hypothesis import given

from ledger.as_known import as_known
from ledger.credits import accounts_in_credit
from ledger.timeline import timeline
from tests.features.ledgers import FIRST, Bill, Cash, Ledger, drawn, facts_of, ledgers, on, shuffled


def _credit(bills, cash, *, day: int = 100) -> dict[tuple[int, str], int]:
    facts = as_known(facts_of(bills, cash), on(day))
    return accounts_in_credit(facts, timeline(facts), day=FIRST + day)


NOTE = Bill(1, 0, 0, -8_000)


def test_an_open_credit_note_is_a_credit() -> None:
    assert _credit([NOTE, Bill(2, 0, 30)], []) == {(1, "EUR"): 8_000}


def test_a_credit_note_used_in_part_holds_the_rest() -> None:
    assert _credit([NOTE], [Cash(1, 1, paid=5, cents=-3_000)])[1, "EUR"] == 5_000


def test_money_received_but_not_allocated_is_a_credit() -> None:
    assert _credit([Bill(1, 0, 30)], [Cash(1, None, paid=5, cents=4_200)]) == {(1, "EUR"): 4_200}


def test_money_allocated_is_none() -> None:
    assert _credit([Bill(1, 0, 30)], [Cash(1, 1, paid=5)]) == {}


def test_a_payment_taken_back_is_none() -> None:
    received = Cash(1, None, paid=5, cents=4_200)
    back = replace(received, cents=0, version=1, known=50)
    assert _credit([Bill(1, 0, 30)], [received, back], day=49) == {(1, "EUR"): 4_200}
    assert _credit([Bill(1, 0, 30)], [received, back], day=50) == {}


def test_credits_are_kept_apart_by_customer_and_currency() -> None:
    bills = [NOTE, replace(NOTE, id=2, customer=2), replace(NOTE, id=3, currency="USD")]
    assert _credit(bills, []) == {(1, "EUR"): 8_000, (2, "EUR"): 8_000, (1, "USD"): 8_000}


def test_a_payment_that_changed_hands_is_used_by_its_last_owner() -> None:
    """Booked to customer 2 first, then to customer 1, whose invoice it settles: nobody is in credit."""
    paid = Cash(1, 1, paid=5, customer=2)
    moved = replace(paid, customer=1, version=1, known=9)
    assert _credit([Bill(1, 0, 30)], [paid, moved]) == {}


@drawn
@given(ledgers())
def test_no_credit_is_zero_or_less_and_order_means_nothing(ledger: Ledger) -> None:
    facts = facts_of(*ledger)
    credit = accounts_in_credit(facts, timeline(facts), day=FIRST + 200)
    assert all(cents > 0 for cents in credit.values())
    mixed = shuffled(facts)
    assert accounts_in_credit(mixed, timeline(mixed), day=FIRST + 200) == credit
