"""What can be asked of a trained model: load facts, look at an evening, answer."""

from datetime import date
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from features.frame import frame_of
from features.pairs import day_number
from features.streams import streams_of
from kernel.language import Language
from ledger.as_known import as_known
from ledger.errors import UnknownCustomer
from ledger.facts import Facts
from ledger.timeline import timeline
from ledger.usecases import invoice_by_number, load_facts
from scoring.lateness.artifact import LATE_30, LATENESS, LatenessModel
from scoring.lateness.next_invoice import next_invoices
from scoring.lateness.open_items import open_invoices, prediction
from scoring.lateness.predict import curves
from scoring.lateness.promised import with_promises
from scoring.reasons import reasons_of
from scoring.score import CustomerScore, InvoicePrediction, grade_of, score_of
from scoring.sealed import ModelKind
from store.session import ReadSession

M = TypeVar("M")


class InvoiceNotOpen(LookupError):
    """The invoice owes nothing on that evening, or was not known yet."""


class Champions(Protocol):
    """Whoever gives the models in service."""

    def champion(self, kind: ModelKind[M]) -> M: ...


def score_customer(
    session: ReadSession,
    registry: Champions,
    code: str,
    *,
    as_of: date,
    language: Language = Language.ENGLISH,
) -> CustomerScore:
    """The score of one customer. Raises UnknownCustomer, also when it had no invoice yet by that evening.

    The whole ledger is read: a customer is judged beside the book it belongs to.
    """
    facts = load_facts(session)
    model = registry.champion(LATENESS)
    owner = facts.customers.loc[facts.customers["code"] == code, "customer_id"]
    scores = _scores(facts, model, as_of=as_of, language=language, only=owner.to_numpy(np.int64))
    if not scores:
        raise UnknownCustomer(
            f"No invoice of a customer “{code}” was known by {as_of}: there is nothing to score. "
            "Check the code, choose a later day, or import its invoices."
        )
    return scores[0]


def score_customers(
    session: ReadSession, registry: Champions, *, as_of: date, language: Language = Language.ENGLISH
) -> list[CustomerScore]:
    """The scores of all customers with an invoice known by that evening, the riskiest first."""
    scores = _scores(load_facts(session), registry.champion(LATENESS), as_of=as_of, language=language)
    return sorted(scores, key=lambda score: (-score.probability, score.customer))


def predict_invoice(
    session: ReadSession, registry: Champions, number: str, *, as_of: date
) -> InvoicePrediction:
    """When an open invoice will be paid. Raises UnknownInvoice, AmbiguousInvoice or InvoiceNotOpen."""
    invoice_id = invoice_by_number(session, number).invoice_id
    facts = as_known(load_facts(session), as_of)
    states = timeline(facts)
    streams = streams_of(states, beside=facts.beside, customers=facts.customers)
    items = open_invoices(facts, states, streams, as_of=as_of, invoice_id=invoice_id)
    if not items.number:
        raise InvoiceNotOpen(
            f"The invoice {number} is not open on {as_of}: it was paid, or not known by then."
        )
    model = registry.champion(LATENESS)
    told = with_promises(curves(model, streams, items.pairs), items.promised)
    return prediction(items, told, 0, as_of=as_of, model=model.label)


def _scores(
    facts: Facts,
    model: LatenessModel,
    *,
    as_of: date,
    language: Language,
    only: NDArray[np.int64] | None = None,
) -> list[CustomerScore]:
    known = as_known(facts, as_of)
    states = timeline(known)
    streams = streams_of(states, beside=known.beside, customers=known.customers)
    customers, pairs = next_invoices(states, streams, as_of=day_number(as_of))
    if only is not None:
        asked = np.isin(customers, only)
        customers, pairs = customers[asked], pairs.take(asked)
    if len(pairs) == 0:
        return []
    frame = frame_of(streams, pairs, country=model.manifest.country)
    probabilities = model.head(LATE_30, frame)
    reasons = reasons_of(model.contributions(LATE_30, frame), frame, language=language)
    codes = known.customers.set_index("customer_id")["code"].reindex(customers)
    return [
        CustomerScore(
            customer=str(code),
            as_of=as_of,
            score=(points := score_of(float(probability))),
            grade=grade_of(points),
            probability=float(probability),
            model=model.label,
            reasons=told,
            note=_note(model, as_of, language),
        )
        for code, probability, told in zip(codes, probabilities, reasons, strict=True)
    ]


def _note(model: LatenessModel, as_of: date, language: Language) -> str:
    """What the figure is, and whether the model knew more than anybody could that evening."""
    if date.fromisoformat(model.manifest.as_of) <= as_of:
        return _NOTE[language]
    return f"{_NOTE[language]} {_LATER[language].format(model.manifest.as_of)}"


_LATER = {
    Language.ENGLISH: "The model learnt from facts known up to {}, after the day asked about.",
    Language.FRENCH: "Le modèle a appris de faits connus jusqu'au {}, après le jour demandé.",
}
_NOTE = {
    Language.ENGLISH: (
        "First version: 100 × (1 − probability that its next usual invoice is paid more than 30 days late). "
        "The 12-month default model will take its place."
    ),
    Language.FRENCH: (
        "Première version : 100 × (1 − probabilité que sa prochaine facture habituelle soit payée avec plus "
        "de 30 jours de retard). Le modèle de défaut à 12 mois prendra sa place."
    ),
}
