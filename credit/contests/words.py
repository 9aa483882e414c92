"""Automatic decisions and what people said of them, in words, English and French."""

from collections.abc import Callable, Mapping

from credit.acceptance.stored import answer_from as acceptance_from
from credit.acceptance.words import OUTCOMES as ACCEPTANCES
from credit.acceptance.words import percent, rule_text
from credit.contests.decided import Decided, Kept, Kind, State
from credit.limit.stored import replayed
from credit.limit.words import why_text as limit_why
from credit.orders.stored import answer_from as order_from
from credit.orders.words import OUTCOMES as ORDERS
from credit.orders.words import why_text as order_why
from credit.overruled import Overruling
from kernel.language import Language, amount_text, day_text
from kernel.money import Money

_E, _F = Language.ENGLISH, Language.FRENCH
KINDS: Mapping[Kind, Mapping[Language, str]] = {
    Kind.ACCEPTANCE: {_E: "Prospect", _F: "Prospect"},
    Kind.LIMIT: {_E: "Limit", _F: "Encours autorisé"},
    Kind.ORDER: {_E: "Order", _F: "Commande"},
    Kind.SCORE: {_E: "Score", _F: "Note"},
}
STATES: Mapping[State, Mapping[Language, str]] = {
    State.OPEN: {_E: "waits for an answer", _F: "attend une réponse"},
    State.STANDS: {_E: "the decision stands", _F: "la décision est maintenue"},
    State.CHANGED: {_E: "decided otherwise", _F: "décidé autrement"},
    State.WITHDRAWN: {_E: "withdrawn", _F: "retirée"},
}
_STATES_OF_A_LIMIT = {
    "granted": {_E: "granted", _F: "accordé"},
    "asked": {_E: "asked for", _F: "demandé"},
}
_ORDER = {_E: "Order {number}", _F: "Commande {number}"}
_SCORE = {
    _E: "Grade {grade} by the model {model}: default within a year {pd}, between {low} and {high}.",
    _F: "Note {grade} selon le modèle {model} : défaut dans l'année {pd}, entre {low} et {high}.",
}
_SCORE_BY_FACT = {
    _E: " A fact decides the grade alone: {fact}.",
    _F: " Un fait décide seul de la note : {fact}.",
}
_WORD = {
    _E: "{outcome}, decided by {who} on {day}, against the rules: {reason}",
    _F: "{outcome}, décidé par {who} le {day}, contre les règles : {reason}",
}
_UNREADABLE = {
    _E: "This version cannot read what was kept of it.",
    _F: "Cette version ne sait pas lire ce qui en est conservé.",
}


def outcome_text(kind: Kind, outcome: str, language: Language) -> str:
    """An outcome of a decision, automatic or not."""
    match kind:
        case Kind.ACCEPTANCE:
            told = {one.value: text[language] for one, text in ACCEPTANCES.items()}
        case Kind.ORDER:
            told = {one.value: text[language] for one, text in ORDERS.items()}
        case Kind.LIMIT:
            told = {name: text[language] for name, text in _STATES_OF_A_LIMIT.items()}
        case Kind.SCORE:
            told = {}
    return told.get(outcome, outcome)


def title_text(decided: Decided, language: Language) -> str:
    """What was decided, in a few words."""
    kind, row = decided.kind, decided.kept.row
    if kind is Kind.LIMIT:
        cents, currency = row.answer["cents"], row.answer["currency"]
        return amount_text(Money(cents, currency), language)
    told = outcome_text(kind, row.outcome, language)
    number = row.answer.get("number", "") if kind is Kind.ORDER else ""
    return f"{_ORDER[language].format(number=number)}, {told}" if number else told


def why_text(decided: Decided, language: Language) -> str:
    """The reason of the decision, as it was given."""
    try:
        told = _WHY[decided.kind](decided.kept, language)
    except (KeyError, TypeError, ValueError):
        return _UNREADABLE[language]  # written by another version
    return told[:1].upper() + told[1:]


def words_texts(decided: Decided, language: Language) -> list[str]:
    """What people decided in its place, each as a sentence."""
    told = [
        _WORD[language].format(
            outcome=_amounted(outcome_text(decided.kind, one.outcome, language), one, language),
            who=one.person or one.author,
            day=day_text(one.decided_on, language),
            reason=one.reason or "–",
        )
        for one in decided.words
    ]
    return [one[:1].upper() + one[1:] for one in told]


def _amounted(text: str, word: Overruling, language: Language) -> str:
    return f"{text}, {amount_text(Money(word.cents, word.currency), language)}" if word.cents else text


def _acceptance(kept: Kept, language: Language) -> str:
    answer = acceptance_from(kept.row.answer)
    return rule_text(answer.rule, answer, language)


def _limit(kept: Kept, language: Language) -> str:
    return limit_why(replayed(kept.row.inputs), language)


def _order(kept: Kept, language: Language) -> str:
    return order_why(order_from(kept.row.answer), language)


def _score(kept: Kept, language: Language) -> str:
    row, answer = kept.row, kept.row.answer
    shares = {name: percent(answer[key], language) for name, key in _SHARES.items()}
    told = _SCORE[language].format(grade=row.outcome, model=row.policy, **shares)
    fact = answer["override"]
    return told + (_SCORE_BY_FACT[language].format(fact=fact) if fact else "")


_SHARES = {"pd": "pd_12m", "low": "low", "high": "high"}
_WHY: Mapping[Kind, Callable[[Kept, Language], str]] = {
    Kind.ACCEPTANCE: _acceptance,
    Kind.LIMIT: _limit,
    Kind.ORDER: _order,
    Kind.SCORE: _score,
}
