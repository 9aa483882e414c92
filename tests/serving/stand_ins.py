"""Values in place of a trained model: these tests are about the door, not about what stands behind it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dunning.worklist import LateInvoice, QueueEntry
from kernel.language import Language
from kernel.money import Money
from ledger.errors import UnknownCustomer, UnknownInvoice
from scoring.gateway import Registry
from scoring.score import CustomerScore, Grade, InvoicePrediction, Reason
from store.session import ReadSession

CUSTOMER, INVOICE = "C-1", "INV/2024/1"


def score_customer(
    _session: ReadSession, _registry: Registry, code: str, *, as_of: date, language: Language
) -> CustomerScore:
    if code != CUSTOMER:
        raise UnknownCustomer(f"No customer has the code “{code}”.")
    reason = Reason("payment history", "Usually pays 12 days late.", 0.4)
    return CustomerScore(code, as_of, 71.0, Grade.B, 0.18, "lateness 3", (reason,), "")


def predict_invoice(
    _session: ReadSession, _registry: Registry, number: str, *, as_of: date
) -> InvoicePrediction:
    if number != INVOICE:
        raise UnknownInvoice(f"No invoice has the number “{number}”.")
    return InvoicePrediction(
        number=number,
        customer=CUSTOMER,
        as_of=as_of,
        due_on=date(2024, 5, 31),
        open_cents=120_000,
        currency="EUR",
        p_late=0.3,
        p_late_30=0.1,
        paid_within={7: 0.1, 14: 0.2, 30: 0.6, 60: 0.8, 90: 0.9},
        median_on=date(2024, 6, 3),
        q10_on=date(2024, 5, 24),
        q90_on=None,
        model="lateness 3",
    )


def todays_queue(
    _session: ReadSession, _registry: Registry, *, on: date, capacity: int, language: Language
) -> Sequence[QueueEntry]:
    late = LateInvoice(INVOICE, on - timedelta(days=10), 10, Money(120_000), 30.0, 0.2)
    every = [QueueEntry(rank, f"C-{rank}", 45_000, "10 days late.", (late,)) for rank in (1, 2, 3)]
    return every[:capacity]


def stand_in(monkeypatch: Any) -> None:
    """Put these in the place of the use cases."""
    monkeypatch.setattr("scoring.usecases.score_customer", score_customer)
    monkeypatch.setattr("scoring.usecases.predict_invoice", predict_invoice)
    monkeypatch.setattr("dunning.usecases.todays_queue", todays_queue)
