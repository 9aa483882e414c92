"""Deadlines and covers in words, English and French."""

from credit.cover.deadlines import CLAIM, ENDING, INSOLVENCY, OVERDUE
from kernel.language import Language

_E, _F = Language.ENGLISH, Language.FRENCH

KINDS = {
    OVERDUE: {_E: "overdue notification", _F: "déclaration d'impayé"},
    CLAIM: {_E: "claim file", _F: "demande d'indemnisation"},
    INSOLVENCY: {_E: "insolvency notice", _F: "déclaration d'insolvabilité"},
    ENDING: {_E: "cover ends", _F: "fin de couverture"},
}
MISSED = {
    OVERDUE: {
        _E: "If missed, the insurer may refuse these invoices and stop covering new deliveries.",
        _F: "À défaut, l'assureur peut refuser ces factures et cesser de couvrir les livraisons suivantes.",
    },
    CLAIM: {
        _E: "If missed, the insurer may refuse to pay for these invoices.",
        _F: "À défaut, l'assureur peut refuser d'indemniser ces factures.",
    },
    INSOLVENCY: {
        _E: "If missed, the insurer may refuse the loss; claims must also be declared in the proceeding.",
        _F: "À défaut, l'assureur peut refuser le sinistre ; les créances sont aussi à déclarer au passif.",
    },
    ENDING: {
        _E: "Deliveries after this day are not covered; earlier ones stay so.",
        _F: "Les livraisons postérieures ne sont plus couvertes ; les précédentes le restent.",
    },
}
LAPSED = {_E: "missed", _F: "dépassé"}
UNSAID = {_E: "see the contract", _F: "voir le contrat"}


def kind_text(kind: str, language: Language) -> str:
    return KINDS[kind][language]


def missed_text(kind: str, language: Language) -> str:
    return MISSED[kind][language]
