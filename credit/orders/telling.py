"""An answer as it is told outside: figures in a line, and as JSON."""

from dataclasses import asdict
from typing import Any

from credit.orders.order import OrderAnswer
from credit.orders.stored import answer_as_stored
from credit.orders.usecases import Checked
from credit.orders.words import outcome_text, release_text, way_text, why_text
from kernel.language import Language, amount_text
from kernel.money import Money

_FIGURES = {
    Language.ENGLISH: "Exposure {before} (owed {owed}, open orders {orders}, released lately {held}); "
    "{after} with this order; headroom {room}; not covered {bare}.",
    Language.FRENCH: "Encours {before} (dû {owed}, commandes {orders}, débloquées récemment {held}) ; "
    "{after} avec cette commande ; disponible {room} ; non couvert {bare}.",
}


def figures_text(answer: OrderAnswer, language: Language) -> str:
    def amount(cents: int | None) -> str:
        return "–" if cents is None else amount_text(Money(cents, answer.currency), language)

    return _FIGURES[language].format(
        before=amount(answer.before_cents),
        owed=amount(answer.owed_cents),
        orders=amount(answer.orders_cents),
        held=amount(answer.held_cents),
        after=amount(answer.after_cents),
        room=amount(answer.headroom_before_cents),
        bare=amount(answer.uncovered_after_cents),
    )


def as_json(checked: Checked) -> dict[str, Any]:
    """Every figure of the answer, with its sentences in both languages."""
    answer = checked.answer
    texts = {
        language.value: {
            "outcome": outcome_text(answer, language),
            "why": why_text(answer, language),
            "release": release_text(answer, language),
        }
        for language in Language
    }
    told = answer_as_stored(answer)
    for way, stored in zip(answer.ways, told["ways"], strict=True):
        stored["text"] = {language.value: way_text(way, answer, language) for language in Language}
    about = {name: value for name, value in asdict(checked).items() if name not in {"answer", "decided_on"}}
    about["overruled"] = None if checked.overruled is None else checked.overruled.as_json()
    return {**about, "decided_on": checked.decided_on.isoformat(), **told, "text": texts}
