"""What can be asked of the models: load facts, look at an evening, answer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from features.country import country_of
from features.event_steps import OPENINGS
from features.streams import streams_of
from kernel.language import Language
from kernel.siren import siren as siren_number
from ledger.as_known import as_known
from ledger.beside import Beside
from ledger.erased.repository import erased_customers
from ledger.errors import EmptyLedger, UnknownCustomer
from ledger.facts import Facts
from ledger.met import Met, rows_of, told_rows, with_met
from ledger.timeline import days_of, timeline
from ledger.usecases import (
    company_beside,
    invoice_by_number,
    last_change,
    load_book,
    load_facts,
    with_company,
)
from scoring.answers import Models, scores
from scoring.default.model import DEFAULT
from scoring.default.prior import expert_model
from scoring.default.tiers import IDENTITY_ONLY
from scoring.gateway import NoChampion
from scoring.grades import GradePolicy
from scoring.kept import KeptScore, kept_of
from scoring.lateness.artifact import LATENESS, FrameMismatch
from scoring.lateness.open_items import open_invoices, prediction
from scoring.lateness.predict import curves
from scoring.lateness.promised import with_promises
from scoring.repository import ScoreRepository, Vectors, keep
from scoring.score import CustomerScore, Grade, InvoicePrediction
from scoring.sealed import ArtifactRefused, ModelKind
from scoring.vectors.repository import keep_shadows
from scoring.vectors.shadowing import shadows_of
from scoring.whose import customers_of, is_identified
from scoring.wording import answers as words
from store.memory import remembered
from store.session import ReadSession, WriteSession

M = TypeVar("M")


class InvoiceNotOpen(LookupError):
    """The invoice owes nothing on that evening, or was not known yet."""


class NotASiren(LookupError):
    """What was typed cannot be the number of a French company."""


class Champions(Protocol):
    """Whoever gives the models in service."""

    def champion(self, kind: ModelKind[M]) -> M: ...

    def challenger(self, kind: ModelKind[M]) -> M | None: ...


def score_customer(
    session: ReadSession,
    registry: Champions,
    code: str,
    *,
    as_of: date,
    grades: GradePolicy,
    language: Language = Language.ENGLISH,
) -> CustomerScore:
    """The score of one customer, by the expert prior before any training.

    The whole ledger is read: a customer is judged beside the book it belongs to. Raises EmptyLedger, or
    UnknownCustomer, also when nobody had heard of it by that evening.
    """
    known = known_on(session, as_of)
    return scored_of(session, known, models_of(registry, known), code, as_of, grades, language)


def scored_of(
    session: ReadSession,
    known: Facts,
    models: Models,
    code: str,
    as_of: date,
    grades: GradePolicy,
    language: Language,
) -> CustomerScore:
    owner = known.customers.loc[known.customers["code"] == code, "customer_id"].to_numpy(np.int64)
    before = _grades_before(session, as_of, owner)
    found = scores(known, models, as_of=as_of, language=language, grades=grades, previous=before, only=owner)
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
    grades: GradePolicy,
    language: Language = Language.ENGLISH,
) -> CustomerScore:
    """The score of a French company by its SIREN, customer or not, from all that was known of it.

    Where customers have this SIREN the riskiest of them answers. Raises NotASiren.
    """
    number = _checked(siren)
    known = as_known(load_book(session, as_of=as_of), as_of)
    models = models_of(registry, known)
    ours = customers_of(known, number)
    if len(ours):
        before = _grades_before(session, as_of, ours)
        found = scores(
            known, models, as_of=as_of, language=language, grades=grades, previous=before, only=ours
        )
        found = sorted(found, key=lambda score: (-score.pd_12m, score.customer or ""))
        codes = tuple(score.customer or "" for score in found)
        return replace(found[0], notes=(words.is_customer(codes, language), *found[0].notes))
    book, met = with_company(session, known, number, as_of=as_of)
    known = as_known(book, as_of)
    itself = np.array([met], dtype=np.int64)
    (score,) = scores(known, models, as_of=as_of, language=language, grades=grades, only=itself)
    notes = score.notes
    if score.tier == IDENTITY_ONLY and not is_identified(known, met):
        notes = (words.nothing_known(number, as_of, language), *notes)
    return replace(score, customer=None, siren=number, notes=notes)


@dataclass(frozen=True, slots=True)
class MetScores:
    """A score for each way in which a company was told; `customers` are our codes of it, the riskiest first.

    `customer_id` is None for a company that is no customer.
    """

    scores: tuple[CustomerScore, ...]
    customers: tuple[str, ...] = ()
    customer_id: int | None = None


def score_met(
    session: ReadSession,
    registry: Champions,
    told: Sequence[Met],
    *,
    siren: str,
    as_of: date,
    grades: GradePolicy,
    language: Language = Language.ENGLISH,
) -> MetScores:
    """Scores of one company met that evening, once for each of `told`, which adds to what registers hold.

    `siren` is "" for a company without one. Where customers have it, the riskiest of them answers, with its
    ledger. Raises NotASiren.
    """
    number = _checked(siren) if siren else ""
    known = as_known(load_book(session, as_of=as_of), as_of)
    models = models_of(registry, known)
    ours = customers_of(known, number) if number else np.empty(0, dtype=np.int64)
    if len(ours):
        return _told_of_customer(known, models, ours, told, as_of=as_of, grades=grades, language=language)
    first = int(known.customers["customer_id"].max()) + 1 if len(known.customers) else 1
    held = company_beside(session, number, customer=first, as_of=as_of)
    found: dict[int, CustomerScore] = {}
    for group in _groups(known, held, told):
        rows = [
            rows_of(told[one], held, customer=first + place, known_on=as_of, siren=number)
            for place, one in enumerate(group)
        ]
        only = np.arange(first, first + len(group), dtype=np.int64)
        book = with_met(known, rows, first=first)
        answers = scores(book, models, as_of=as_of, language=language, grades=grades, only=only)
        found |= dict(zip(group, answers, strict=True))
    return MetScores(tuple(replace(found[key], customer=None, siren=number) for key in sorted(found)))


def _groups(known: Facts, held: Beside, told: Sequence[Met]) -> list[list[int]]:
    """Which ways of telling may be met together, by their places: none may change the answer to another.

    An opening counts in its sector, and where the gazette was never read the first announcement reads it.
    """
    if {*held.events["kind"], *(event.kind for one in told for event in one.events)} & OPENINGS:
        return [[place] for place in range(len(told))]
    if len(known.beside.events) or len(held.events):
        return [list(range(len(told)))]
    silent = [place for place, one in enumerate(told) if not one.events]
    heard = [place for place, one in enumerate(told) if one.events]
    return [group for group in (silent, heard) if group]


def _told_of_customer(
    known: Facts,
    models: Models,
    ours: NDArray[np.int64],
    told: Sequence[Met],
    *,
    as_of: date,
    grades: GradePolicy,
    language: Language,
) -> MetScores:
    """Of a customer only statements and announcements are added: who it is, the customer master says."""
    found = scores(known, models, as_of=as_of, language=language, grades=grades, only=ours)
    ranked = sorted(found, key=lambda score: (-score.pd_12m, score.customer or ""))
    codes = tuple(score.customer or "" for score in ranked)
    number = int(known.customers.loc[known.customers["code"] == codes[0], "customer_id"].iloc[0])
    only = np.array([number], dtype=np.int64)
    answers = []
    for one in told:
        more = told_rows(one, customer=number, known_on=as_of, siren=ranked[0].siren)
        beside: Beside = known.beside.joined(more)
        told_book = replace(known, beside=beside)
        answers += scores(told_book, models, as_of=as_of, language=language, grades=grades, only=only)
    return MetScores(tuple(answers), codes, number)


def score_customers(
    session: ReadSession,
    registry: Champions,
    *,
    as_of: date,
    grades: GradePolicy,
    language: Language = Language.ENGLISH,
) -> list[CustomerScore]:
    """The scores of all customers known by that evening, the riskiest first. Raises EmptyLedger."""
    known = known_on(session, as_of)
    before = _grades_before(session, as_of)
    found = scores(
        known, models_of(registry, known), as_of=as_of, language=language, grades=grades, previous=before
    )
    return sorted(found, key=lambda score: (-score.pd_12m, score.customer or ""))


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many customers were scored on an evening, by grade, and how many changed their grade.

    `hindsight` says that the model learnt from facts known later, `shadow` which challenger answered beside
    it, if any did.
    """

    as_of: date
    customers: int
    by_grade: Mapping[str, int]
    moved: int
    policy: str
    hindsight: bool
    shadow: str | None = None


def refresh_scores(
    session: WriteSession, registry: Champions, *, as_of: date, grades: GradePolicy
) -> Refreshed:
    """Score the whole book and write it down. Raises EmptyLedger.

    The grade given on an earlier evening stays while the score is close to its bounds. Scoring an evening
    again gives the same: what stood for that very evening does not count.
    """
    return written_down(session, registry, _book(session, as_of), as_of=as_of, grades=grades)


def written_down(
    session: WriteSession, registry: Champions, book: Facts, *, as_of: date, grades: GradePolicy
) -> Refreshed:
    """The same of a book already read, which may tell of later days too."""
    known = as_known(book, as_of)
    number = dict(zip(known.customers["code"], known.customers["customer_id"].astype(int), strict=True))
    before = _grades_before(session, as_of)
    found = scores(
        *(known, models_of(registry, known)),
        as_of=as_of,
        language=Language.ENGLISH,
        grades=grades,
        previous=before,
        reasons=False,
    )
    erased = erased_customers(session)
    found = [one for one in found if number[one.customer or ""] not in erased]
    kept = [kept_of(one, number[one.customer or ""]) for one in found]
    vectors = {one.customer_id: told.vector for one, told in zip(kept, found, strict=True) if told.vector}
    keep(session, kept, as_of=as_of, vectors=vectors)
    shadow = _shadowed(session, registry, kept, vectors, as_of=as_of, grades=grades, before=before)
    by_grade = Counter(one.grade for one in kept)
    return Refreshed(
        as_of=as_of,
        customers=len(kept),
        by_grade={one.value: by_grade.get(one.value, 0) for one in Grade},
        moved=sum(before.get(one.customer_id, one.grade) != one.grade for one in kept),
        policy=grades.version,
        hindsight=any(one.hindsight for one in found),
        shadow=shadow,
    )


def _shadowed(
    session: WriteSession,
    registry: Champions,
    kept: Sequence[KeptScore],
    vectors: Vectors,
    *,
    as_of: date,
    grades: GradePolicy,
    before: Mapping[int, Grade],
) -> str | None:
    """The challenger asked of the same features, by its label; one that cannot be run stops nothing."""
    try:
        challenger = registry.challenger(DEFAULT)
        if challenger is None:
            return None
        told = shadows_of(challenger, kept, vectors, grades=grades, before=before)
    except (ArtifactRefused, FrameMismatch):
        return None
    keep_shadows(session, told, as_of=as_of, model=challenger.label)
    return challenger.label


def _grades_before(
    session: ReadSession, as_of: date, customers: NDArray[np.int64] | None = None
) -> dict[int, Grade]:
    """The last grade each customer was given on an evening before."""
    if as_of == date.min:  # there is none before it, and no day to ask about
        return {}
    only = None if customers is None else customers.tolist()
    kept = ScoreRepository(session).latest(until=as_of - timedelta(days=1), customers=only)
    return {key: Grade(one.grade) for key, one in kept.items()}


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


def known_on(session: ReadSession, as_of: date) -> Facts:
    _book(session, as_of)
    return remembered(
        *(session, ("known book", as_of), lambda: last_change(session)),
        lambda: as_known(_book(session, as_of), as_of),
    )


def _book(session: ReadSession, as_of: date) -> Facts:
    book = load_book(session, as_of=as_of)
    if len(book.customers) == 0:
        raise EmptyLedger("The ledger is empty. Import customers or invoices first.")
    return book


def models_of(registry: Champions, known: Facts) -> Models:
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


def _checked(text: str) -> str:
    try:
        return siren_number(text)
    except ValueError as error:
        raise NotASiren(
            f"{str(error).rstrip(chr(46))}. Check it on the company's letters or invoices."
        ) from error
