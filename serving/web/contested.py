"""An automatic decision as pages tell it, with what was objected and what a person decided."""

from typing import Any

from credit.contests.decided import OUTCOMES, Decided
from credit.contests.words import KINDS, STATES, outcome_text, title_text, why_text, words_texts
from kernel.language import Language


def told_of(one: Decided, language: Language) -> dict[str, Any]:
    return {
        "number": one.number,
        "on": one.kept.row.decided_on,
        "kind": one.kind.value,
        "kind_text": KINDS[one.kind][language],
        "title": title_text(one, language),
        "why": why_text(one, language),
        "words": words_texts(one, language),
        "contests": [(told, STATES[told.state][language]) for told in one.contests],
        "outcomes": {name: outcome_text(one.kind, name, language) for name in OUTCOMES[one.kind]},
    }
