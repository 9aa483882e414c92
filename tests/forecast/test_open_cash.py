"""What may come as cash: disputes and credits stand apart."""

import numpy as np
import pandas as pd

from forecast.known import disputed_cents, known_on, open_cash_of
from forecast.open_cash import OpenCash
from ledger.beside import Beside, typed
from ledger.facts import Facts
from tests.features.ledgers import Bill, Cash, facts_of, on
from tests.training.companies import small_model

EVENING = 330


def _open(facts: Facts) -> OpenCash:
    return open_cash_of(known_on(facts, small_model(), as_of=on(EVENING)), days=28)


def _bills() -> list[Bill]:
    return [
        Bill(1, 250, 280, 100_000, customer=1),
        Bill(2, 260, 290, 50_000, customer=1),
        Bill(3, 300, 340, 80_000, customer=2),
    ]


def test_a_credit_settles_the_oldest_invoice_first() -> None:
    credit = Cash(9, None, 300, 120_000, customer=1)
    told = _open(facts_of(_bills(), [credit], horizon=EVENING))
    by_number = dict(zip(told.invoice_id, told.credited_cents, strict=True))
    assert by_number == {1: 100_000, 2: 20_000, 3: 0}
    assert told.claimed_cents.sum() == 110_000


def test_a_credit_beyond_what_is_owed_makes_no_cash_negative() -> None:
    credit = Cash(9, None, 300, 900_000, customer=1)
    told = _open(facts_of(_bills(), [credit], horizon=EVENING))
    assert told.claimed_cents.sum() == 80_000
    assert (told.claimed_cents >= 0).all()


def test_what_is_disputed_is_known_on_its_evening_and_stands_apart() -> None:
    """The last word of each case counts; several cases about one invoice add up."""
    rows = [(1, 300, 1, 1, 40_000.0), (1, 310, 2, 1, 10_000.0), (1, 320, 1, 1, 0.0), (2, 331, 3, 3, 80_000.0)]
    columns = ("customer_id", "known_on", "case_id", "invoice_id", "cents")
    frame = pd.DataFrame(rows, columns=columns)
    frame["known_on"] = [pd.Timestamp(on(day)) for day in frame["known_on"]]
    beside = Beside(disputes=typed("disputes", frame))

    def told(evening: int) -> list[int]:
        return disputed_cents(beside, np.array([1, 2, 3]), as_of=on(evening)).tolist()

    assert told(299) == [0, 0, 0]
    assert told(315) == [50_000, 0, 0]
    assert told(330) == [10_000, 0, 0]
    assert told(331) == [10_000, 0, 80_000]
    facts = facts_of(_bills(), [], horizon=EVENING)
    held = Facts(facts.customers, facts.invoices, facts.allocations, facts.payments, facts.horizon, beside)
    assert _open(held).disputed_cents.tolist() == [10_000, 0, 0]


def test_the_order_of_the_ledger_means_nothing() -> None:
    one = _open(facts_of(_bills(), [], horizon=EVENING))
    other = _open(facts_of(_bills()[::-1], [], horizon=EVENING))
    assert one.number.tolist() == other.number.tolist()
    assert (one.cents_by() == other.cents_by()).all()
