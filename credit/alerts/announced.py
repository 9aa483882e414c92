"""Announcements of the gazette in words, from their family and kind as `ledger.files` tells them."""

from kernel.language import Language

_FRENCH = {
    "accounts_filed": "dépôt des comptes",
    "appeal": "arrêt de cour d'appel",
    "claims_filed": "dépôt de l'état des créances",
    "claims_listed": "liste des créances",
    "closure": "clôture",
    "closure_debts_paid": "clôture pour extinction du passif",
    "closure_insufficient_assets": "clôture pour insuffisance d'actif",
    "collective": "procédure collective",
    "conciliation": "conciliation",
    "conversion_liquidation": "conversion en liquidation judiciaire",
    "conversion_receivership": "conversion en redressement judiciaire",
    "creation": "immatriculation",
    "director_change": "changement de dirigeant",
    "director_change_seat_move": "changement de dirigeant et transfert de siège",
    "extension_liquidation": "extension d'une liquidation judiciaire",
    "extension_receivership": "extension d'un redressement judiciaire",
    "extension_safeguard": "extension d'une sauvegarde",
    "modification": "modification",
    "opening": "ouverture",
    "opening_crisis_exit": "ouverture d'un traitement de sortie de crise",
    "opening_liquidation": "ouverture d'une liquidation judiciaire",
    "opening_receivership": "ouverture d'un redressement judiciaire",
    "opening_safeguard": "ouverture d'une sauvegarde",
    "other": "autre annonce",
    "other_filing": "autre dépôt",
    "other_judgment": "autre jugement",
    "personal_recovery": "rétablissement professionnel",
    "plan": "jugement arrêtant un plan",
    "plan_changed": "modification du plan",
    "plan_resolution": "résolution du plan",
    "plan_resolution_liquidation": "résolution du plan et liquidation judiciaire",
    "plan_resolution_receivership": "résolution du plan et redressement judiciaire",
    "reopening_liquidation": "reprise d'une liquidation judiciaire",
    "retraction": "rétractation",
    "sale": "vente ou cession",
    "sale_plan": "plan de cession",
    "sanction": "sanction d'un dirigeant",
    "seat_move": "transfert de siège",
    "striking_off": "radiation",
}


def announcement_text(words: str, language: Language) -> str:
    """A family and a kind, once where both say the same; a word nobody knows as it is written."""
    told = [_said(word, language) for word in dict.fromkeys(words.split())]
    return (" : " if language is Language.FRENCH else ": ").join(told)


def _said(word: str, language: Language) -> str:
    plain = word.replace("_", " ")
    return _FRENCH.get(word, plain) if language is Language.FRENCH else plain
