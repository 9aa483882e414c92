"""Look at one customer: the score and the payment dates that the models give it, from one reading."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from features.streams import Streams, streams_of
from kernel.language import Language
from ledger.facts import Facts
from ledger.timeline import timeline
from ledger.usecases import last_change
from scoring.grades import GradePolicy
from scoring.lateness.open_items import OpenInvoices, open_invoices, prediction
from scoring.lateness.predict import curves
from scoring.lateness.promised import with_promises
from scoring.score import CustomerScore, InvoicePrediction
from scoring.usecases import Champions, known_on, models_of, scored_of
from store.memory import remembered
from store.session import ReadSession


@dataclass(frozen=True, slots=True)
class Seen:
    """A customer as the models see it; `invoices` are its open ones, the first due first, none untrained."""

    score: CustomerScore
    invoices: tuple[InvoicePrediction, ...]


def look_at_customer(
    session: ReadSession,
    registry: Champions,
    code: str,
    *,
    as_of: date,
    grades: GradePolicy,
    language: Language = Language.ENGLISH,
) -> Seen:
    """The score of one customer, and when its invoices will be paid. Raises as `score_customer` does."""
    known = known_on(session, as_of)
    models = models_of(registry, known)
    score = scored_of(session, known, models, code, as_of, grades, language)
    if models.lateness is None:
        return Seen(score, ())
    streams, items = remembered(
        session, ("open items", as_of), lambda: last_change(session), lambda: _open(known, as_of)
    )
    mine = items.take(np.flatnonzero(np.array([one == code for one in items.customer], dtype=bool)))
    told = with_promises(curves(models.lateness, streams, mine.pairs), mine.promised)
    found = [
        prediction(mine, told, place, as_of=as_of, model=models.lateness.label)
        for place in range(len(mine.number))
    ]
    return Seen(score, tuple(sorted(found, key=lambda one: (one.due_on, one.number))))


def _open(known: Facts, as_of: date) -> tuple[Streams, OpenInvoices]:
    states = timeline(known)
    streams = streams_of(states, beside=known.beside, customers=known.customers)
    return streams, open_invoices(known, states, streams, as_of=as_of)
