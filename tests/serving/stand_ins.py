"""Values in place of a trained model: these tests are about the door, not about what stands behind it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dunning.claims import Contact, Debtor
from dunning.deciding import Decision, Outcome
from dunning.listing import Sum
from dunning.queue_policy import Stage
from dunning.scenario import Way
from dunning.today.usecases import Asked, QueueRules
from dunning.today.work import Candidate, Chosen, Known, LateInvoice, QueueEntry, Work
from dunning.today.worth import Worth
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


def queue_entry(rank: int, *, currency: str = "EUR", cents: int = 45_000) -> QueueEntry:
    """An entry of the queue, about one invoice that is ten days late."""
    day = date(2024, 5, 10)
    late = LateInvoice(INVOICE, day - timedelta(days=10), 10, Money(120_000, currency), 1, 30.0, 0.2, 3.0)
    to = Contact("accounts_payable", "Ann Low", "ap@acme.example", "+33199000001")
    debtor = Debtor(rank, f"C-{rank}", "Acme", (), contacts=(to,))
    decision = Decision(rank, f"C-{rank}", day, Outcome.WAIT, "next_step_to_come", scenario="standard")
    told = (Known(), Work.CALL, (), Way.CALL, Stage.EARLY, 1, None, to)
    chosen = Chosen(debtor, decision, *told)
    factor = 1.0 if currency == "EUR" else None
    sums = (Sum(currency, 120_000, 0),)
    at = Candidate(chosen, currency, Worth(360_000.0, cents + 700.0, 0.0, 700.0), factor, sums, (late,))
    return QueueEntry(rank, at, "10 days late.", "Hello Ann Low.")


def todays_queue(
    _session: ReadSession,
    _registry: Registry,
    _by: QueueRules,
    asked: Asked,
    *,
    on: date,
    language: Language,
) -> Sequence[QueueEntry]:
    return [queue_entry(rank) for rank in (1, 2, 3)][: asked.capacity]


def stand_in(monkeypatch: Any) -> None:
    """Put these in the place of the use cases."""
    monkeypatch.setattr("scoring.usecases.score_customer", score_customer)
    monkeypatch.setattr("scoring.usecases.score_company", score_company)
    monkeypatch.setattr("scoring.usecases.predict_invoice", predict_invoice)
    monkeypatch.setattr("dunning.today.usecases.todays_queue", todays_queue)
