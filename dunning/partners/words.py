"""Partners and what speaks against them, in English and French."""

from collections.abc import Mapping

from dunning.dossier.words import money_text
from dunning.partners.fitting import Objection
from kernel.language import Language

_E, _F = Language.ENGLISH, Language.FRENCH

_WHY: Mapping[str, Mapping[Language, str]] = {
    "inactive": {_E: "not in service", _F: "pas en service"},
    "unregistered": {_E: "its registration is not told", _F: "son immatriculation n'est pas renseignée"},
    "no_mandate": {
        _E: "no written mandate is in force (R124-3 CPCE)",
        _F: "aucun mandat écrit en vigueur (R124-3 CPCE)",
    },
    "certificate": {_E: "{about} has run out", _F: "{about} n'est plus valable"},
    "nothing_late": {_E: "nothing is late", _F: "rien n'est échu"},
    "handed_over": {_E: "handed over already", _F: "déjà confié"},
    "country": {_E: "does not work in {about}", _F: "n'intervient pas en {about}"},
    "consumer": {_E: "takes no claims on persons", _F: "ne prend pas les particuliers"},
    "proceeding": {
        _E: "a proceeding is open against the customer",
        _F: "une procédure collective est ouverte contre le client",
    },
    "disputed": {_E: "a part is in dispute", _F: "une partie est en litige"},
    "too_young": {_E: "too young ({about} days)", _F: "trop récent ({about} jours)"},
    "too_old": {_E: "too old ({about} days)", _F: "trop ancien ({about} jours)"},
    "currency": {_E: "takes no {about}", _F: "ne prend pas les {about}"},
    "too_small": {_E: "{cents} is below {limit}", _F: "{cents} est en dessous de {limit}"},
    "too_large": {_E: "{cents} is above {limit}", _F: "{cents} est au-dessus de {limit}"},
}


def objection_text(one: Objection, language: Language) -> str:
    return _WHY[one.why][language].format(
        about=one.about,
        cents=money_text(one.cents, one.currency, language),
        limit=money_text(one.limit_cents, one.currency, language),
    )
