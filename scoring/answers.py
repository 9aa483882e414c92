"""From what an evening knew of some customers to their scores: features, models, reasons, words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.catalogue import CATALOGUE
from features.feature import Block
from features.frame import frame_of
from features.pairs import day_number
from features.streams import Streams
from kernel.language import Language
from ledger.facts import Facts
from scoring.counterfactual import counterfactuals
from scoring.default.customers import customers_on, streams_for
from scoring.default.definition import defaults, in_default
from scoring.default.model import OWN_SOURCE, Assessments, DefaultModel
from scoring.default.prior import PRIOR_LABEL
from scoring.grades import GradePolicy
from scoring.lateness.artifact import LATE_30, LatenessModel
from scoring.lateness.next_invoice import next_invoices
from scoring.lateness.predict import curves_in_pieces
from scoring.reasons import by_family, reasons_of
from scoring.score import CustomerScore, Grade, NextPayment, confidence_of, score_of
from scoring.vector import Vector
from scoring.wording import answers as words

_READ = tuple(feature for feature in CATALOGUE if feature.block is not Block.INVOICE)
_PERSON = "person"
# INSEE's legal category 1xxx: an entrepreneur in their own name.
_IN_OWN_NAME = "1"
_NONE_BEFORE: Mapping[int, Grade] = {}
# Beyond a year an invoice counts as never paid: one that is would otherwise rule the mean of its customer.
_MOST_DAYS_TO_CASH = 365


@dataclass(frozen=True, slots=True)
class Models:
    """Who answers; the lateness model is None where none is trained."""

    default: DefaultModel
    lateness: LatenessModel | None


@dataclass(frozen=True, slots=True)
class _Profiles:
    """What is known of who customers are, by customer."""

    siren: Mapping[int, str]
    person: Mapping[int, bool]


def scores(
    known: Facts,
    models: Models,
    *,
    as_of: date,
    language: Language,
    grades: GradePolicy,
    previous: Mapping[int, Grade] = _NONE_BEFORE,
    only: NDArray[np.int64] | None = None,
    reasons: bool = True,
) -> list[CustomerScore]:
    """A score for each customer in `known`, the facts as `as_of` knew them, or for those in `only`.

    `previous` are the grades they had, by customer. One frame serves all of them. Without `reasons` no words
    and no counterfactual are looked for, which cost most of the time of a whole book.
    """
    if len(known.customers) == 0:
        return []
    day = day_number(as_of)
    states, streams = streams_for(known)
    customers, pairs = customers_on(streams, day, active=False)
    if only is not None:
        asked = np.isin(customers, only)
        customers, pairs = customers[asked], pairs.take(asked)
    if len(customers) == 0:
        return []
    frame = frame_of(streams, pairs, country=models.default.manifest.country, catalogue=_READ)
    episodes = defaults(replace(known, horizon=as_of), states=states)
    already = in_default(episodes, customers, np.full(len(customers), day, dtype=np.int64))
    told = models.default.assess(frame, in_default=already)
    late = _next_payments(states, streams, models.lateness, day=day, only=customers)
    asked_of = _Asked(frame, told, models.default, grades, [previous.get(one) for one in customers.tolist()])
    found = _in_words(asked_of, as_of=as_of, language=language, reasons=reasons)
    return _named(found, known, customers, late, language=language)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Rows of features with the model's answers, and the grade each customer had."""

    frame: pd.DataFrame
    told: Assessments
    model: DefaultModel
    grades: GradePolicy
    previous: list[Grade | None]


def _in_words(asked: _Asked, *, as_of: date, language: Language, reasons: bool) -> list[CustomerScore]:
    """Scores without names, a row of the frame each."""
    summed = by_family(asked.told.contributions)
    families = [str(name) for name in summed.columns]
    learnt = asked.model.manifest.as_of
    notes = () if date.fromisoformat(learnt) <= as_of else (words.learnt_later(learnt, language),)
    names, values = tuple(str(name) for name in asked.frame.columns), asked.frame.to_numpy(np.float32)
    found = []
    for place, moved in enumerate(summed.to_numpy(np.float64)):
        by_name = dict(zip(families, moved.tolist(), strict=True))
        bare = _bare(asked, place, as_of=as_of, language=language)
        vector = Vector(names, values[place])
        found.append(replace(bare, contributions=by_name, notes=notes, vector=vector))
    return _reasoned(found, asked, language=language) if reasons else found


def _reasoned(found: list[CustomerScore], asked: _Asked, *, language: Language) -> list[CustomerScore]:
    """With the reasons of each, and the one change that would help it most."""
    names = [str(name) for name in asked.frame.columns]
    changes = counterfactuals(asked.model, asked.frame, asked.told, language=language)
    out = []
    for score, values, change in zip(found, asked.frame.to_numpy(np.float64), changes, strict=True):
        told = dict(zip(names, values.tolist(), strict=True))
        why = reasons_of(score.contributions, told, language=language)
        out.append(replace(score, adverse=why.adverse, favourable=why.favourable, counterfactual=change))
    return out


def _bare(asked: _Asked, place: int, *, as_of: date, language: Language) -> CustomerScore:
    """One answer without its reasons."""
    told, model = asked.told, asked.model
    chance, low, high, long_run = (
        float(one[place]) for one in (told.pd_12m, told.low, told.high, told.pd_ttc)
    )
    tier, override = int(told.tier[place]), told.override[place]
    return CustomerScore(
        customer=None,
        as_of=as_of,
        score=score_of(chance),
        grade=asked.grades.grade_of(chance, previous=asked.previous[place]),
        pd_12m=chance,
        low=low,
        high=high,
        pd_ttc=long_run,
        confidence=confidence_of(low, high),
        tier=tier,
        source=told.source,
        model=model.label,
        own_weight=told.own_weight,
        override=override,
        hindsight=date.fromisoformat(model.manifest.as_of) > as_of,
        override_text=words.override(override, language),
        source_text=words.source(
            told.own_weight,
            own=told.source == OWN_SOURCE,
            trained=model.label != PRIOR_LABEL,
            language=language,
        ),
        knowledge=words.knowledge(tier, language),
    )


def _named(
    found: list[CustomerScore],
    known: Facts,
    customers: NDArray[np.int64],
    late: Mapping[int, NextPayment],
    *,
    language: Language,
) -> list[CustomerScore]:
    codes = known.customers.set_index("customer_id")["code"].reindex(customers)
    profiles = _profiles(known)
    out = []
    for score, number, code in zip(found, customers.tolist(), codes, strict=True):
        person = profiles.person.get(number)
        extra = (words.natural_person(language),) if person else ()
        out.append(
            replace(
                score,
                customer=str(code),
                siren=profiles.siren.get(number, ""),
                natural_person=person,
                next_payment=late.get(number),
                notes=(*extra, *score.notes),
            )
        )
    return out


def _profiles(known: Facts) -> _Profiles:
    rows = known.beside.profiles.sort_values("known_on", kind="stable").drop_duplicates(
        "customer_id", keep="last"
    )
    numbers = rows["customer_id"].tolist()
    kinds = zip(rows["kind"].tolist(), rows["legal_form"].tolist(), strict=True)
    person = {
        number: kind == _PERSON or form.startswith(_IN_OWN_NAME)
        for number, (kind, form) in zip(numbers, kinds, strict=True)
        if kind or form
    }
    return _Profiles(dict(zip(numbers, rows["siren"].tolist(), strict=True)), person)


def _next_payments(
    states: pd.DataFrame,
    streams: Streams,
    model: LatenessModel | None,
    *,
    day: int,
    only: NDArray[np.int64],
) -> dict[int, NextPayment]:
    """By customer, as far as it was invoiced before and a model is there."""
    if model is None:
        return {}
    customers, pairs = next_invoices(states, streams, as_of=day)
    asked = np.isin(customers, only)
    customers, pairs = customers[asked], pairs.take(asked)
    if len(pairs) == 0:
        return {}
    chances = model.head(LATE_30, frame_of(streams, pairs, country=model.manifest.country))
    days = np.empty(len(pairs))
    for rows, told in curves_in_pieces(model, streams, pairs):
        days[rows] = told.expected_days(pairs.issued[rows], most=_MOST_DAYS_TO_CASH)
    return {
        number: NextPayment(chance, model.label, wait)
        for number, chance, wait in zip(customers.tolist(), chances.tolist(), days.tolist(), strict=True)
    }
