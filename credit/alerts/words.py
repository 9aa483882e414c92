"""What alerts say, in English and in French: their titles, their reasons, and what they recommend."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from credit.alerts.announced import announcement_text
from credit.alerts.base import Action, Kind
from kernel.language import Language, amount_text, day_text, number_text
from kernel.money import Money

_E, _F = Language.ENGLISH, Language.FRENCH

_TITLES = {
    Kind.LIMIT: {_E: "limit used", _F: "limite consommée"},
    Kind.OVER_COVER: {_E: "exposure above cover", _F: "encours au-delà de la couverture"},
    Kind.COVER_ENDING: {_E: "cover ending", _F: "fin de couverture"},
    Kind.GRADE: {_E: "grade drop", _F: "baisse de note"},
    Kind.HABIT: {_E: "habit change", _F: "changement d'habitude"},
    Kind.DIRECT_DEBIT: {_E: "first unpaid direct debit", _F: "premier prélèvement impayé"},
    Kind.PROMISE: {_E: "broken promise", _F: "promesse non tenue"},
    Kind.LEGAL_EVENT: {_E: "legal event", _F: "événement légal"},
    Kind.CONCENTRATION: {_E: "concentration", _F: "concentration"},
    Kind.LIMIT_EXPIRING: {_E: "limit expiring", _F: "fin de limite"},
    Kind.CROSSING: {_E: "predicted crossing", _F: "dépassement prévu"},
}

_ADVICE = {
    Action.WATCH: {_E: "Watch: nothing to do yet.", _F: "À surveiller : rien à faire encore."},
    Action.CALL: {
        _E: "Call the customer and ask what has changed.",
        _F: "Appelez le client et demandez ce qui a changé.",
    },
    Action.ASK_DEPOSIT: {
        _E: "Ask for a deposit before the next delivery.",
        _F: "Demandez un acompte avant la prochaine livraison.",
    },
    Action.STOP_DELIVERIES: {
        _E: "Stop deliveries on credit until it is paid down.",
        _F: "Suspendez les livraisons à crédit jusqu'à la baisse de l'encours.",
    },
    Action.LOWER_LIMIT: {_E: "Lower the limit.", _F: "Abaissez la limite."},
    Action.REVIEW_LIMIT: {
        _E: "Review the limit before it binds.",
        _F: "Revoyez la limite avant qu'elle ne bloque.",
    },
    Action.ASK_COVER: {
        _E: "Ask the insurer for more cover, or bring exposure down.",
        _F: "Demandez un complément de couverture, ou réduisez l'encours.",
    },
    Action.RENEW_COVER: {
        _E: "Ask the insurer to renew before that day.",
        _F: "Demandez le renouvellement à l'assureur avant ce jour.",
    },
    Action.CHANGE_MEANS: {
        _E: "Call, and ask for a transfer before anything more is debited.",
        _F: "Appelez, et demandez un virement avant tout nouveau prélèvement.",
    },
    Action.DECLARE_CLAIM: {
        _E: "Stop deliveries on credit, and declare the claim in time.",
        _F: "Suspendez les livraisons à crédit, et déclarez la créance dans le délai.",
    },
    Action.SPREAD_RISK: {
        _E: "Spread the risk: cover it, take a guarantee, or let it run down.",
        _F: "Répartissez le risque : couverture, garantie, ou baisse de l'encours.",
    },
}

_REASONS = {
    Kind.LIMIT: {
        _E: "Exposure {exposure} is {percent} % of the limit of {limit}: {owed} owed, {orders} ordered.",
        _F: "L'encours de {exposure} atteint {percent} % de la limite de {limit} : {owed} dus, "
        "{orders} commandés.",
    },
    Kind.OVER_COVER: {
        _E: "{uncovered} of the exposure of {exposure} is not covered; new deliveries are covered up to "
        "{cover}.",
        _F: "{uncovered} de l'encours de {exposure} ne sont pas couverts ; les livraisons nouvelles le sont "
        "jusqu'à {cover}.",
    },
    Kind.GRADE: {
        _E: "The grade fell from {before} to {now}.",
        _F: "La note est passée de {before} à {now}.",
    },
    Kind.HABIT: {
        _E: "Pays later since {since}: a median of {after_days} days late over {invoices_after} invoices, "
        "{before_days} over the {invoices_before} before (ranks {z} standard deviations apart).",
        _F: "Paie plus tard depuis le {since} : {after_days} jours de retard médian sur {invoices_after} "
        "factures, {before_days} sur les {invoices_before} précédentes (rangs à {z} écarts types).",
    },
    Kind.DIRECT_DEBIT: {
        _E: "A direct debit of {amount} came back unpaid on {returned_on}, the first for long.",
        _F: "Un prélèvement de {amount} est revenu impayé le {returned_on}, le premier depuis longtemps.",
    },
    Kind.PROMISE: {
        _E: "{amount} promised for {promised_on} did not come.",
        _F: "{amount} promis pour le {promised_on} ne sont pas arrivés.",
    },
    Kind.LEGAL_EVENT: {
        _E: "The official gazette announced on {published_on}: {announcement}.",
        _F: "Annonce au journal officiel du {published_on} : {announcement}.",
    },
    Kind.CONCENTRATION: {
        _E: "Exposure {exposure} is {percent} % of a book of {book}.",
        _F: "L'encours de {exposure} représente {percent} % du total de {book}.",
    },
    Kind.LIMIT_EXPIRING: {
        _E: "The limit of {limit} ends on {until_on}.",
        _F: "La limite de {limit} prend fin le {until_on}.",
    },
    Kind.CROSSING: {
        _E: "Will reach 100 % of the limit of {limit} on {crosses_on} if nothing changes: {exposure} now, "
        "{expected} then.",
        _F: "Atteindra 100 % de la limite de {limit} le {crosses_on} si rien ne change : {exposure} "
        "aujourd'hui, {expected} alors.",
    },
}

_NO_LIMIT = {
    _E: "Exposure {exposure}, and nothing may be owed: {owed} owed, {orders} ordered.",
    _F: "L'encours est de {exposure}, et rien ne peut être dû : {owed} dus, {orders} commandés.",
}
_ENDS = {
    _E: "The cover of {cover} under policy {policy_number} ends on {until_on}.",
    _F: "La couverture de {cover} au titre de la police {policy_number} prend fin le {until_on}.",
}
_CUT = {
    _E: "The insurer cut its cover to {cover} from {cut_on} (policy {policy_number}); earlier deliveries "
    "stay as the policy says.",
    _F: "L'assureur a réduit sa couverture à {cover} à partir du {cut_on} (police {policy_number}) ; les "
    "livraisons antérieures restent selon la police.",
}
_DAYS = frozenset({"since", "until_on", "cut_on", "returned_on", "promised_on", "published_on", "crosses_on"})


def kind_text(kind: str, language: Language) -> str:
    return _TITLES[Kind(kind)][language]


def action_text(action: str, language: Language) -> str:
    return _ADVICE[Action(action)][language]


def why_text(kind: str, details: Mapping[str, Any], currency: str, language: Language) -> str:
    """The reason of an alert, from the figures that were written down with it."""
    if kind == Kind.COVER_ENDING:
        sentence = (_CUT if "cut_on" in details else _ENDS)[language]
    elif kind == Kind.LIMIT and not details.get("limit_cents"):
        sentence = _NO_LIMIT[language]
    else:
        sentence = _REASONS[Kind(kind)][language]
    return sentence.format(
        **dict(_spoken(name, value, currency, language) for name, value in details.items())
    )


def _spoken(name: str, value: Any, currency: str, language: Language) -> tuple[str, str]:
    """A figure as its sentence says it, under the name it has there."""
    if name == "cents":
        return "amount", amount_text(Money(int(value), currency), language)
    if name.endswith("_cents"):
        return name.removesuffix("_cents"), amount_text(Money(int(value), currency), language)
    if name == "announcement":
        return name, announcement_text(str(value), language)
    if name in _DAYS:
        return name, day_text(date.fromisoformat(str(value)), language)
    if isinstance(value, float):
        written = f"{value:g}"
        return name, written if language is _E else written.replace(".", ",")
    return name, number_text(value, language) if isinstance(value, int) else str(value).replace("_", " ")
