"""Values in place of a trained model: these tests are about the door, not about what stands behind it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dunning.worklist import LateInvoice, QueueEntry

from kernel.language import Language
from kernel.money import Money
from ledger.errors import UnknownCustomer, UnknownInvoice
from scoring.gateway import Registry
from scoring.grades import GradePolicy
from scoring.score import (
    Confidence,
    Counterfactual,
    CustomerScore,
    Grade,
    InvoicePrediction,
    NextPayment,
    Reason,
)
from scoring.usecases import NotASiren
from store.session import ReadSession

CUSTOMER, INVOICE, SIREN = "C-1", "INV/2024/1", "732829320"


def score_customer(
    _session: ReadSession,
    _registry: Registry,
    code: str,
    *,
    as_of: date,
    grades: GradePolicy,
    language: Language,
) -> CustomerScore:
    if code != CUSTOMER:
        raise UnknownCustomer(f"No customer has the code “{code}”.")
    return _scored(code, as_of)


def score_company(
    _session: ReadSession,
    _registry: Registry,
    siren: str,
    *,
    as_of: date,
    grades: GradePolicy,
    language: Language,
) -> CustomerScore:
    if siren != SIREN:
        raise NotASiren(f"“{siren}” is not a SIREN.")
    return replace(_scored(None, as_of), siren=SIREN, tier=0, counterfactual=None, next_payment=None)


def _scored(code: str | None, as_of: date) -> CustomerScore:
    return CustomerScore(
        customer=code,
        as_of=as_of,
        score=71.0,
        grade=Grade.B,
        pd_12m=0.0072,
        low=0.004,
        high=0.011,
        pd_ttc=0.007,
        confidence=Confidence.HIGH,
        tier=2,
        source="blend 40 %",
        own_weight=0.4,
        model="default 3",
        adverse=(Reason("lateness", "Usually pays 12 days late.", 0.4),),
        contributions={"lateness": 0.4, "starting point": -5.3},
        counterfactual=Counterfactual("oldest_overdue_days", 9.0, 0.0, 75.0, 0.0055, "If paid, 75."),
        next_payment=NextPayment(0.18, "lateness 3"),
    )


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
    monkeypatch.setattr("scoring.usecases.score_company", score_company)
    monkeypatch.setattr("scoring.usecases.predict_invoice", predict_invoice)
    monkeypatch.setattr("dunning.usecases.todays_queue", todays_queue)
