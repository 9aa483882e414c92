"""An automatic decision and its contests, as they are told outside."""

from typing import Any

from credit.contests.decided import OUTCOMES, Contest, Decided
from credit.contests.words import KINDS, STATES, title_text, why_text, words_texts
from kernel.language import Language


def as_json(decided: Decided) -> dict[str, Any]:
    """The decision with its reason, what people object, and what a person decided in its place."""
    kept = decided.kept
    return {
        "number": kept.id,
        "kind": decided.kind.value,
        "subject": kept.row.subject,
        "decided_on": kept.row.decided_on.isoformat(),
        "outcome": kept.row.outcome,
        "policy": kept.row.policy,
        "may_be_overridden_by": list(OUTCOMES[decided.kind]),
        "overridden": [one.as_json() for one in decided.words],
        "contests": [contest_as_json(one) for one in decided.contests],
        "text": {one.value: _texts(decided, one) for one in Language},
    }


def contest_as_json(one: Contest) -> dict[str, Any]:
    return {
        "number": one.number,
        "decision": one.decision,
        "subject": one.subject,
        "state": one.state.value,
        "by": one.objection.by,
        "says": one.objection.says,
        "told_on": one.told_on.isoformat(),
        "answer_by": one.answer_by.isoformat(),
        "written_down_by": one.author,
        "reason": one.reason,
        "answered_by": one.answered_by,
        "answered_on": None if one.answered_on is None else one.answered_on.isoformat(),
        "text": {language.value: STATES[one.state][language] for language in Language},
    }


def _texts(decided: Decided, language: Language) -> dict[str, Any]:
    return {
        "kind": KINDS[decided.kind][language],
        "outcome": title_text(decided, language),
        "why": why_text(decided, language),
        "overridden": words_texts(decided, language),
    }
