"""An answer as it is told outside: in lines, and as JSON with its sentences in both languages."""

from typing import Any

from credit.acceptance.answer import Acceptance, Rule
from credit.acceptance.policy import Outcome
from credit.acceptance.stored import answer_as_stored
from credit.acceptance.usecases import Decided
from credit.acceptance.words import (
    adjustment_texts,
    condition_text,
    days_text,
    outcome_text,
    percent,
    person_texts,
    piece_text,
    rule_text,
)
from kernel.language import Language, amount_text
from kernel.money import Money

_F = Language.FRENCH


def lines(decided: Decided, language: Language) -> list[str]:
    """The answer to read: the outcome and its rule first, then terms, chance, reasons and what is missing."""
    answer, french = decided.answer, language is _F
    found = [f"{outcome_text(answer, language)}{_colon(language)} {rule_text(answer.rule, answer, language)}"]
    found += person_texts(answer, decided.natural_person, language)
    found.append(offer_text(answer, language))
    if answer.conditions:
        heading = _heading(answer, language)
        found.append(f"{heading}{_colon(language)}")
        found += [f"  - {condition_text(one, answer, language)}" for one in answer.conditions]
    others = other_rules(answer)
    if others:
        found.append("Aussi :" if french else "Also:")
        found += [f"  - {rule_text(rule, answer, language)}" for rule in others]
    found.append(_chance(answer, language))
    found += [f"  {one}" for one in adjustment_texts(answer, language)]
    if not answer.override:
        found += [f"  + {one.text}" for one in answer.adverse]
        found += [f"  − {one.text}" for one in answer.favourable]
    found += _missing(answer, language)
    found += [f"  {note}" for note in answer.notes]
    if answer.customers:
        known = ", ".join(answer.customers)
        found.append(f"Déjà client : {known}." if french else f"Already a customer: {known}.")
    kept = f"Décision {decided.number}" if french else f"Decision {decided.number}"
    found.append(f"{kept}, {answer.policy}.")
    return found


def as_json(decided: Decided) -> dict[str, Any]:
    """Every figure of the answer, with its sentences."""
    answer = decided.answer
    told = answer_as_stored(answer)
    for one, stored in zip(answer.conditions, told["conditions"], strict=True):
        stored["text"] = {language.value: condition_text(one, answer, language) for language in Language}
    for rule, stored in zip(answer.applied, told["applied"], strict=True):
        stored["text"] = {language.value: rule_text(rule.rule, answer, language) for language in Language}
    for piece, stored in zip(answer.missing, told["missing"], strict=True):
        stored["text"] = {language.value: piece_text(piece.piece, language) for language in Language}
    texts = {
        language.value: {
            "outcome": outcome_text(answer, language),
            "why": rule_text(answer.rule, answer, language),
            "offer": offer_text(answer, language),
            "person": " ".join(person_texts(answer, decided.natural_person, language)),
            "adjustments": " ".join(adjustment_texts(answer, language)),
        }
        for language in Language
    }
    about = {
        "decision": decided.number,
        "subject": decided.subject,
        "name": decided.name,
        "natural_person": decided.natural_person,
        "author": decided.author,
    }
    return {**about, **told, "text": texts}


def other_rules(answer: Acceptance) -> list[Rule]:
    """The other rules that apply; beside a refusal no condition is worth telling."""
    first = next(one for one in answer.applied if one.rule is answer.rule)
    least = Outcome.REFER.gravity if first.outcome is Outcome.REFUSE else Outcome.CONDITIONS.gravity
    return [one.rule for one in answer.applied if one is not first and one.outcome.gravity >= least]


def _colon(language: Language) -> str:
    return " :" if language is _F else ":"


def _heading(answer: Acceptance, language: Language) -> str:
    french = language is _F
    if answer.outcome is Outcome.CONDITIONS:
        return "Conditions"
    return "Ce qui peut remplacer le crédit" if french else "What could take the place of credit"


def offer_text(answer: Acceptance, language: Language) -> str:
    offered = amount_text(Money(answer.offered_cents, answer.currency), language)
    asked = amount_text(Money(answer.requested_cents, answer.currency), language)
    terms = days_text(answer.terms.days, answer.terms.month_end, language)
    legal = days_text(answer.terms.legal_days, answer.terms.legal_month_end, language)
    law = ""
    if not answer.terms.within_law:
        law = (
            f" Le maximum légal est {legal} (art. {answer.terms.article})."
            if language is _F
            else f" The law allows at most {legal} (art. {answer.terms.article})."
        )
    if language is _F:
        return f"Encours {offered} sur {asked} demandés, {terms}.{law}"
    return f"Limit {offered} of {asked} asked for, {terms}.{law}"


def _chance(answer: Acceptance, language: Language) -> str:
    now, low, high = (
        percent(one, language) for one in (answer.chance.pd_12m, answer.chance.low, answer.chance.high)
    )
    score = f"{answer.score:.0f}"
    if language is _F:
        return (
            f"Note {answer.grade}, score {score} sur 100 : défaut à 12 mois {now}, entre {low} et {high} "
            f"({answer.model})."
        )
    return (
        f"Grade {answer.grade}, score {score} of 100: default within 12 months {now}, "
        f"between {low} and {high} ({answer.model})."
    )


def _missing(answer: Acceptance, language: Language) -> list[str]:
    if not answer.missing:
        return []
    french = language is _F
    found = [
        "Ce qui manque, et ce que la réponse deviendrait :"
        if french
        else "Missing, and what the answer would become:"
    ]
    for one in answer.missing:
        what, good, bad = (
            piece_text(one.piece, language),
            percent(one.pd_good, language),
            percent(one.pd_bad, language),
        )
        points = f"{one.points:.0f}"
        found.append(
            f"  ? {what} : {good} si bon, {bad} si mauvais ({points} points)"
            if french
            else f"  ? {what}: {good} if good, {bad} if bad ({points} points)"
        )
    return found
