"""An answer as one page: everything a reader decides on, in the order in which it is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from credit.acceptance.answer import Acceptance
from credit.acceptance.policy import Outcome
from credit.acceptance.telling import offer_text, other_rules
from credit.acceptance.usecases import Decided
from credit.acceptance.words import (
    adjustment_texts,
    condition_text,
    outcome_text,
    percent,
    person_texts,
    piece_text,
    rule_text,
)
from kernel.language import Language, amount_text, day_text
from kernel.money import Money

_F = Language.FRENCH
_WHY_LINES = 4

LABELS: Mapping[str, tuple[str, str]] = {
    "title": ("Credit decision", "Décision de crédit"),
    "asked": ("Asked for", "Demandé"),
    "offered": ("May be owed at once", "Encours proposé"),
    "grade": ("Grade", "Note"),
    "score": ("Score, of 100", "Score, sur 100"),
    "chance": ("Default within a year", "Défaut à un an"),
    "why": ("Why", "Pourquoi"),
    "conditions": ("Conditions", "Conditions"),
    "instead": ("What could take the place of credit", "Ce qui peut remplacer le crédit"),
    "also": ("Also", "Aussi"),
    "missing": (
        "What is missing, and what the answer would become",
        "Ce qui manque, et ce que la réponse deviendrait",
    ),
    "piece": ("Piece", "Pièce"),
    "good": ("If good", "Si elle est bonne"),
    "bad": ("If bad", "Si elle est mauvaise"),
    "points": ("Points of score", "Points de score"),
    "notes": ("To know", "À savoir"),
    "contest": (
        "This answer was made by rules, without a person. The applicant may ask for the reasons, object, and "
        "have a person look again, who may decide otherwise and says why.",
        "Cette réponse a été donnée par des règles, sans intervention humaine. Le demandeur peut demander "
        "les raisons, les contester et obtenir qu'une personne réexamine, décide autrement et dise pourquoi.",
    ),
    "colon": (":", "\u00a0:"),
}


@dataclass(frozen=True, slots=True)
class MissingPiece:
    """What is not known, the chance of default if it were good or bad, and the points between them."""

    piece: str
    good: str
    bad: str
    points: str


@dataclass(frozen=True, slots=True)
class Report:
    """The sentences of an answer in one language; `why` holds four lines at most, riskier ones first."""

    labels: Mapping[str, str]
    number: int
    subject: str
    name: str
    decided_on: str
    author: str
    outcome: str
    tone: str
    rule: str
    grade: str
    score: str
    chance: str
    asked: str
    offered: str
    offer: str
    person: tuple[str, ...]
    why: tuple[tuple[str, str], ...]
    conditions_title: str
    conditions: tuple[str, ...]
    also: tuple[str, ...]
    missing: tuple[MissingPiece, ...]
    notes: tuple[str, ...]
    policy: str


def report_of(decided: Decided, language: Language) -> Report:
    answer, french = decided.answer, language is _F
    labels = {name: told[french] for name, told in LABELS.items()}
    chance = answer.chance
    refused = answer.outcome in (Outcome.REFUSE, Outcome.REFER)
    return Report(
        labels=labels,
        number=decided.number,
        subject=decided.subject,
        name=decided.name,
        decided_on=day_text(decided.decided_on, language),
        author=decided.author,
        outcome=outcome_text(answer, language),
        tone=_TONES[answer.outcome],
        rule=rule_text(answer.rule, answer, language),
        grade=answer.grade,
        score=f"{answer.score:.0f}",
        chance=f"{percent(chance.pd_12m, language)} ({percent(chance.low, language)} – "
        f"{percent(chance.high, language)})",
        asked=amount_text(Money(answer.requested_cents, answer.currency), language),
        offered=amount_text(Money(answer.offered_cents, answer.currency), language),
        offer=offer_text(answer, language),
        person=tuple(person_texts(answer, decided.natural_person, language)),
        why=_why(answer),
        conditions_title=labels["instead" if refused else "conditions"],
        conditions=tuple(condition_text(one, answer, language) for one in answer.conditions),
        also=tuple(rule_text(rule, answer, language) for rule in other_rules(answer)),
        missing=tuple(
            MissingPiece(
                piece_text(one.piece, language),
                percent(one.pd_good, language),
                percent(one.pd_bad, language),
                f"{one.points:.0f}",
            )
            for one in answer.missing
        ),
        notes=(*adjustment_texts(answer, language), *answer.notes),
        policy=f"{answer.policy} · {answer.limit_policy} · {answer.grade_policy} · {answer.model}",
    )


_TONES: Mapping[Outcome, str] = {
    Outcome.ACCEPT: "good",
    Outcome.CONDITIONS: "warn",
    Outcome.REFER: "warn",
    Outcome.REFUSE: "bad",
}


def _why(answer: Acceptance) -> tuple[tuple[str, str], ...]:
    """The strongest reasons of the model, + for what raises the risk; none where a fact decides alone."""
    if answer.override:
        return ()
    told = [*(("+", one) for one in answer.adverse), *(("−", one) for one in answer.favourable)]
    strongest = sorted(told, key=lambda one: -abs(one[1].contribution))[:_WHY_LINES]
    return tuple((sign, one.text) for sign, one in sorted(strongest, key=lambda one: one[0]))
