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
from scoring.default.model import Assessments, DefaultModel
from scoring.default.prior import PRIOR_LABEL
from scoring.lateness.artifact import LATE_30, LatenessModel
from scoring.lateness.next_invoice import next_invoices
from scoring.reasons import by_family, reasons_of
from scoring.score import CustomerScore, NextPayment, confidence_of, grade_of, score_of
from scoring.wording import answers as words

_READ = tuple(feature for feature in CATALOGUE if feature.block is not Block.INVOICE)
_PERSON = "person"
# INSEE's legal category 1xxx: an entrepreneur in their own name.
_IN_OWN_NAME = "1"
# What `source` says where the prior's share is too small to name (scoring/default/model.py).
_OWN = "own model"


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
    only: NDArray[np.int64] | None = None,
) -> list[CustomerScore]:
    """A score for each customer in `known`, the facts as `as_of` knew them, or for those in `only`.

    One frame serves all of them.
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
    found = _in_words(frame, told, models.default, as_of=as_of, language=language)
    return _named(found, known, customers, late, language=language)


def _in_words(
    frame: pd.DataFrame, told: Assessments, model: DefaultModel, *, as_of: date, language: Language
) -> list[CustomerScore]:
    """Scores without names, a row of the frame each."""
    summed = by_family(told.contributions)
    families, names = ([str(name) for name in one.columns] for one in (summed, frame))
    changes = counterfactuals(model, frame, told, language=language)
    learnt = date.fromisoformat(model.manifest.as_of)
    notes = () if learnt <= as_of else (words.learnt_later(model.manifest.as_of, language),)
    rows = zip(frame.to_numpy(np.float64), summed.to_numpy(np.float64), changes, strict=True)
    found = []
    for place, (values, moved, change) in enumerate(rows):
        by_name = dict(zip(families, moved.tolist(), strict=True))
        reasons = reasons_of(by_name, dict(zip(names, values.tolist(), strict=True)), language=language)
        bare = _bare(told, place, model, as_of=as_of, language=language)
        found.append(
            replace(
                bare,
                adverse=reasons.adverse,
                favourable=reasons.favourable,
                contributions=by_name,
                counterfactual=change,
                notes=notes,
            )
        )
    return found


def _bare(
    told: Assessments, place: int, model: DefaultModel, *, as_of: date, language: Language
) -> CustomerScore:
    """One answer without its reasons."""
    chance, low, high, long_run = (
        float(one[place]) for one in (told.pd_12m, told.low, told.high, told.pd_ttc)
    )
    tier, override = int(told.tier[place]), told.override[place]
    return CustomerScore(
        customer=None,
        as_of=as_of,
        score=score_of(chance),
        grade=grade_of(chance),
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
        override_text=words.override(override, language),
        source_text=words.source(
            told.own_weight, own=told.source == _OWN, trained=model.label != PRIOR_LABEL, language=language
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
    return {
        number: NextPayment(chance, model.label)
        for number, chance in zip(customers.tolist(), chances.tolist(), strict=True)
    }
