"""An answer in words, English and French."""

from credit.orders.order import Means, OrderAnswer, Outcome, Rule, Way
from kernel.language import Language, amount_text, day_text, number_text
from kernel.money import Money

_E, _F = Language.ENGLISH, Language.FRENCH

OUTCOMES = {
    Outcome.RELEASE: {_E: "Release", _F: "Livrer"},
    Outcome.CONDITIONS: {_E: "Release on conditions", _F: "Livrer sous conditions"},
    Outcome.HOLD: {_E: "Hold", _F: "Bloquer"},
}
_RULES = {
    Rule.INSOLVENT: {
        _E: "an insolvency proceeding is open.",
        _F: "une procédure collective est ouverte.",
    },
    Rule.HANDED_OVER: {
        _E: "a third party collects what this customer owes.",
        _F: "le recouvrement de ce client est confié à un tiers.",
    },
    Rule.OVERDUE: {
        _E: "{overdue} are overdue, the oldest for {days} days.",
        _F: "{overdue} sont échus, le plus ancien depuis {days} jours.",
    },
    Rule.NO_CREDIT: {
        _E: "the limit is 0: this customer pays before delivery.",
        _F: "l'encours autorisé est nul : ce client paie avant livraison.",
    },
    Rule.NO_LIMIT: {
        _E: "no limit was granted, and the exposure would be {after}.",
        _F: "aucun encours n'est autorisé, et l'encours serait de {after}.",
    },
    Rule.GRADE: {
        _E: "the grade is {grade}.",
        _F: "la note est {grade}.",
    },
    Rule.ABOVE_LIMIT: {
        _E: "the exposure would be {after}, {above} above the limit of {limit}.",
        _F: "l'encours serait de {after}, soit {above} au-dessus des {limit} autorisés.",
    },
    Rule.ABOVE_COVER: {
        _E: "{bare} of the exposure would not be covered by insurance.",
        _F: "{bare} de l'encours ne seraient pas couverts par l'assurance.",
    },
    Rule.WITHIN_LIMIT: {
        _E: "the exposure would be {after}, within the limit of {limit}.",
        _F: "l'encours serait de {after}, dans la limite de {limit}.",
    },
    Rule.WITHIN_TOLERANCE: {
        _E: "the exposure would be {after}, {above} above the limit of {limit}, which is tolerated.",
        _F: "l'encours serait de {after}, soit {above} au-dessus des {limit} autorisés, ce qui est toléré.",
    },
    Rule.SMALL: {
        _E: "no limit was granted, but an exposure of {after} needs none.",
        _F: "aucun encours n'est autorisé, mais un encours de {after} n'en demande pas.",
    },
}
_WAYS = {
    Means.PAYMENT: {_E: "payment of {cents}", _F: "le paiement de {cents}"},
    Means.DEPOSIT: {_E: "a deposit of {cents}", _F: "un acompte de {cents}"},
    Means.PREPAYMENT: {_E: "prepayment of {cents}", _F: "le paiement d'avance de {cents}"},
    Means.APPROVAL: {_E: "a manager's approval", _F: "l'accord d'un responsable"},
    Means.TEMPORARY_LIMIT: {_E: "a temporary limit of {cents}", _F: "un encours temporaire de {cents}"},
    Means.ADMINISTRATOR: {
        _E: "the administrator's word that the contract goes on",
        _F: "l'accord de l'administrateur pour la poursuite du contrat",
    },
    Means.TAKE_BACK: {_E: "taking the claims back", _F: "la reprise du dossier"},
}
_OR = {_E: " or ", _F: " ou "}
_LETS_GO = {_E: "What lets it go: {ways}.", _F: "Ce qui la libère : {ways}."}
_UNTIL = {_E: "The limit holds until {day}.", _F: "L'encours autorisé vaut jusqu'au {day}."}


def outcome_text(answer: OrderAnswer, language: Language) -> str:
    return OUTCOMES[answer.outcome][language]


def why_text(answer: OrderAnswer, language: Language) -> str:
    """The rule that decided, as one sentence."""

    def amount(cents: int) -> str:
        return amount_text(Money(cents, answer.currency), language)

    limit = 0 if answer.limit is None else answer.limit.cents
    said = _RULES[answer.rule][language].format(
        overdue=amount(answer.overdue_cents),
        days=number_text(answer.days_late, language),
        after=amount(answer.after_cents),
        limit=amount(limit),
        above=amount(answer.after_cents - limit),
        bare=amount(answer.uncovered_after_cents),
        grade=answer.grade,
    )
    return said[0].upper() + said[1:]


def way_text(way: Way, answer: OrderAnswer, language: Language) -> str:
    return _WAYS[way.means][language].format(cents=amount_text(Money(way.cents, answer.currency), language))


def release_text(answer: OrderAnswer, language: Language) -> str:
    """What would let it go; empty when it may leave as it is."""
    if not answer.ways:
        return ""
    ways = _OR[language].join(way_text(one, answer, language) for one in answer.ways)
    return _LETS_GO[language].format(ways=ways)


def limit_end_text(answer: OrderAnswer, language: Language) -> str:
    if answer.limit is None or answer.limit.until_on is None:
        return ""
    return _UNTIL[language].format(day=day_text(answer.limit.until_on, language))
