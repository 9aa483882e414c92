"""What can be asked of the models: load facts, look at an evening, answer."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from features.country import country_of
from features.pairs import day_number
from features.streams import streams_of
from kernel.language import Language
from kernel.siren import siren as siren_number
from ledger.as_known import as_known
from ledger.errors import EmptyLedger, UnknownCustomer
from ledger.facts import Facts
from ledger.timeline import days_of, timeline
from ledger.usecases import invoice_by_number, load_book, load_facts, with_company
from scoring.answers import Models, scores
from scoring.default.model import DEFAULT
from scoring.default.prior import expert_model
from scoring.default.tiers import IDENTITY_ONLY
from scoring.gateway import NoChampion
from scoring.lateness.artifact import LATENESS
from scoring.lateness.next_invoice import next_invoices
from scoring.lateness.open_items import open_invoices, prediction
from scoring.lateness.predict import curves, curves_in_pieces
from scoring.lateness.promised import with_promises
from scoring.repository import KeptScore, ScoreRepository, keep
from scoring.score import CustomerScore, Grade, InvoicePrediction, grade_of
from scoring.sealed import ModelKind
from scoring.wording import answers as words
from store.session import ReadSession, WriteSession

M = TypeVar("M")

# Beyond a year an invoice counts as never paid: one that is would otherwise rule the mean of its customer.
_MOST_DAYS_TO_CASH = 365


class InvoiceNotOpen(LookupError):
    """The invoice owes nothing on that evening, or was not known yet."""


class NotASiren(LookupError):
    """What was typed cannot be the number of a French company."""


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
    """The score of one customer, by the expert prior before any training.

    The whole ledger is read: a customer is judged beside the book it belongs to. Raises EmptyLedger, or
    UnknownCustomer, also when nobody had heard of it by that evening.
    """
    known = _known(session, as_of)
    owner = known.customers.loc[known.customers["code"] == code, "customer_id"].to_numpy(np.int64)
    models = _models(registry, known)
    found = scores(known, models, as_of=as_of, language=language, only=owner)
    if not found:
        raise UnknownCustomer(
            f"No customer “{code}” was known by {as_of}: there is nothing to score. "
            "Check the code, choose a later day, or import its invoices; a company that is no customer "
            "is asked for by its SIREN."
        )
    return found[0]


def score_company(
    session: ReadSession,
    registry: Champions,
    siren: str,
    *,
    as_of: date,
    language: Language = Language.ENGLISH,
) -> CustomerScore:
    """The score of a French company by its SIREN, customer or not, from all that was known of it.

    Where customers have this SIREN the riskiest of them answers. Raises NotASiren.
    """
    number = _checked(siren)
    known = as_known(load_book(session, as_of=as_of), as_of)
    models = _models(registry, known)
    ours = _customers_of(known, number)
    if len(ours):
        found = scores(known, models, as_of=as_of, language=language, only=ours)
        found = sorted(found, key=lambda score: (-score.pd_12m, score.customer or ""))
        codes = tuple(score.customer or "" for score in found)
        return replace(found[0], notes=(words.is_customer(codes, language), *found[0].notes))
    book, met = with_company(session, known, number, as_of=as_of)
    known = as_known(book, as_of)
    (score,) = scores(known, models, as_of=as_of, language=language, only=np.array([met], dtype=np.int64))
    notes = score.notes
    if score.tier == IDENTITY_ONLY:
        notes = (words.nothing_known(number, as_of, language), *notes)
    return replace(score, customer=None, siren=number, notes=notes)


def score_customers(
    session: ReadSession, registry: Champions, *, as_of: date, language: Language = Language.ENGLISH
) -> list[CustomerScore]:
    """The scores of all customers known by that evening, the riskiest first. Raises EmptyLedger."""
    known = _known(session, as_of)
    found = scores(known, _models(registry, known), as_of=as_of, language=language)
    return sorted(found, key=lambda score: (-score.pd_12m, score.customer or ""))


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many customers were scored on an evening, by grade, and how many changed their grade."""

    as_of: date
    customers: int
    by_grade: Mapping[str, int]
    moved: int


def refresh_scores(session: WriteSession, registry: Champions, *, as_of: date) -> Refreshed:
    """Score the whole book and write it down. Raises EmptyLedger.

    The grade given on an earlier evening stays while the score is within half a point of its bounds. Scoring
    an evening again gives the same: what stood for that very evening does not count.
    """
    known = _known(session, as_of)
    models = _models(registry, known)
    number = dict(zip(known.customers["code"], known.customers["customer_id"].astype(int), strict=True))
    before = ScoreRepository(session).latest(until=as_of - timedelta(days=1))
    days = _days_to_cash(known, models, as_of=as_of)
    kept = [
        _kept(one, number[one.customer or ""], before, days)
        for one in scores(known, models, as_of=as_of, language=Language.ENGLISH)
    ]
    keep(session, kept, as_of=as_of)
    moved = sum(one.customer_id in before and before[one.customer_id].grade != one.grade for one in kept)
    return Refreshed(as_of, len(kept), dict(sorted(Counter(one.grade for one in kept).items())), moved)


def _kept(
    scored: CustomerScore, customer: int, before: Mapping[int, KeptScore], days: Mapping[int, float]
) -> KeptScore:
    last = before.get(customer)
    held = scored.grade
    if last is not None and not scored.override:
        held = grade_of(scored.pd_12m, previous=Grade(last.grade))
    return KeptScore(
        customer_id=customer,
        as_of=scored.as_of,
        model=scored.model,
        source=scored.source,
        tier=scored.tier,
        pd_12m=scored.pd_12m,
        low=scored.low,
        high=scored.high,
        pd_ttc=scored.pd_ttc,
        grade=held.value,
        override=scored.override,
        natural_person=scored.natural_person,
        p_late_30=None if scored.next_payment is None else scored.next_payment.p_late_30,
        days_to_cash=days.get(customer),
        contributions=dict(scored.contributions),
    )


def _days_to_cash(known: Facts, models: Models, *, as_of: date) -> dict[int, float]:
    """Days expected from issue to cash of each customer's next usual invoice; none without a model."""
    if models.lateness is None or len(known.invoices) == 0:
        return {}
    states = timeline(known)
    streams = streams_of(states, beside=known.beside, customers=known.customers)
    customers, pairs = next_invoices(states, streams, as_of=day_number(as_of))
    found: dict[int, float] = {}
    for rows, told in curves_in_pieces(models.lateness, streams, pairs):
        days = told.expected_days(pairs.issued[rows], most=_MOST_DAYS_TO_CASH)
        found |= dict(zip(customers[rows].tolist(), days.tolist(), strict=True))
    return found


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


def _known(session: ReadSession, as_of: date) -> Facts:
    book = load_book(session, as_of=as_of)
    if len(book.customers) == 0:
        raise EmptyLedger("The ledger is empty. Import customers or invoices first.")
    return as_known(book, as_of)


def _models(registry: Champions, known: Facts) -> Models:
    """The champions, with the expert prior in the place of a default model nobody trained."""
    try:
        lateness = registry.champion(LATENESS)
    except NoChampion:
        lateness = None
    try:
        default = registry.champion(DEFAULT)
    except NoChampion:
        default = expert_model(country=country_of(days_of(known.payments["paid_on"]).astype(np.int64)))
    return Models(default, lateness)


def _customers_of(known: Facts, siren: str) -> NDArray[np.int64]:
    rows = known.beside.profiles.sort_values("known_on", kind="stable")
    latest = rows.drop_duplicates("customer_id", keep="last")
    return latest.loc[latest["siren"] == siren, "customer_id"].to_numpy(np.int64)


def _checked(text: str) -> str:
    try:
        return siren_number(text)
    except ValueError as error:
        raise NotASiren(
            f"{str(error).rstrip(chr(46))}. Check it on the company's letters or invoices."
        ) from error
