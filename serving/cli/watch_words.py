"""What the watch says, in both languages."""

from collections.abc import Mapping
from typing import Any

from kernel.language import Language
from training.watch.report import Advice, Finding, Kind, month_text

ADVICE: Mapping[Language, Mapping[Advice, str]] = {
    Language.ENGLISH: {
        Advice.NOTHING: "Nothing to do: {model} holds.",
        Advice.RETRAIN: "Train again: {model} no longer holds as it did. encours train {kind}",
        Advice.MEND_DATA: "Look at the data first: a model learnt from gaps would be worse than {model}.",
    },
    Language.FRENCH: {
        Advice.NOTHING: "Rien à faire : {model} tient.",
        Advice.RETRAIN: "À réentraîner : {model} ne tient plus comme avant. encours train {kind}",
        Advice.MEND_DATA: "Vérifier d'abord les données : appris de données trouées, un modèle vaudrait "
        "moins que {model}.",
    },
}

WORDS: Mapping[Language, dict[str, str]] = {
    Language.ENGLISH: {
        "since": "The model learnt until {day}; {count} whole months have passed since.",
        "month": "month",
        "question": "question",
        "late": "late",
        "late_30": "> 30 days late",
        "default": "default so far",
        "default_t0": "default, identity known",
        "default_t1": "default, company known",
        "default_t2": "default, ledger known",
        "seen": "months seen",
        "came": "expected / came",
        "answered": "answered",
        "ratio": "ratio [95 %]",
        "auc": "ranking (AUC)",
        "skill": "log-loss spared",
        "column": "column",
        "index": "drift in {month}",
        "noise": "noise",
        "missing": "missing",
        "more": "… and {count} more; all are in --json.",
        "invoices": "invoice",
        "payments": "payment",
    },
    Language.FRENCH: {
        "since": "Le modèle a appris jusqu'au {day} ; {count} mois entiers ont passé depuis.",
        "month": "mois",
        "question": "question",
        "late": "en retard",
        "late_30": "retard > 30 jours",
        "default": "défaut à ce jour",
        "default_t0": "défaut, identité seule",
        "default_t1": "défaut, entreprise connue",
        "default_t2": "défaut, comptes clients connus",
        "seen": "mois vus",
        "came": "attendus / survenus",
        "answered": "connus",
        "ratio": "rapport [95 %]",
        "auc": "classement (AUC)",
        "skill": "log-perte évitée",
        "column": "colonne",
        "index": "dérive en {month}",
        "noise": "bruit",
        "missing": "manquants",
        "more": "… et {count} autres ; tout est dans --json.",
        "invoices": "facture",
        "payments": "paiement",
    },
}

_FINDINGS: Mapping[Language, Mapping[Kind, str]] = {
    Language.ENGLISH: {
        Kind.SILENCE: "No {subject} for {figure:.0f} weekdays ({bar:.0f} would be long): is a file missing?",
        Kind.FEW: "Only {figure:.0f} {subject}s in {month}, far fewer than usual: is a file missing?",
        Kind.MISSING: "{subject} is missing for {figure:.0%} in {month}; {bar:.0%} would be unusual.",
        Kind.DRIFT: "{subject} has moved in {month}: index {figure:.2f}, beyond {bar:.2f}.",
        Kind.MANY_DRIFT: "In {month}, {figure:.0%} of what {subject} reads has moved; {bar:.0%} is much.",
        Kind.SCORE_DRIFT: "The scores ({subject}) have moved in {month}: {figure:.2f}, beyond {bar:.2f}.",
        Kind.CALIBRATION: "In {month}, “{subject}” was expected {figure:.2f} times as often as it came "
        "(bar {bar:.2f}).",
        Kind.SKILL: "In {month}, on “{subject}”, the model did no better than the past share.",
        Kind.AGE: "{figure:.0f} months have passed since it learnt; {bar:.0f} are the most.",
    },
    Language.FRENCH: {
        Kind.SILENCE: "Pas de {subject} depuis {figure:.0f} jours ouvrés ({bar:.0f} seraient longs) : "
        "un fichier manque-t-il ?",
        Kind.FEW: "{figure:.0f} {subject}s en {month}, bien moins que d'habitude : fichier manquant ?",
        Kind.MISSING: "{subject} manque pour {figure:.0%} en {month} ; {bar:.0%} seraient inhabituels.",
        Kind.DRIFT: "{subject} a bougé en {month} : indice {figure:.2f}, au-delà de {bar:.2f}.",
        Kind.MANY_DRIFT: "En {month}, {figure:.0%} de ce que lit {subject} a bougé ; {bar:.0%} suffit.",
        Kind.SCORE_DRIFT: "Les scores ({subject}) ont bougé en {month} : {figure:.2f}, au-delà de {bar:.2f}.",
        Kind.CALIBRATION: "En {month}, « {subject} » était attendu {figure:.2f} fois plus qu'observé "
        "(borne {bar:.2f}).",
        Kind.SKILL: "En {month}, sur « {subject} », pas mieux que la part passée.",
        Kind.AGE: "{figure:.0f} mois ont passé depuis l'apprentissage ; {bar:.0f} sont le maximum.",
    },
}


def finding_text(finding: Finding, language: Language) -> str:
    """One sentence of a finding, with its figure and its bar."""
    told: dict[str, Any] = {
        "subject": WORDS[language].get(finding.subject, finding.subject),
        "month": "" if finding.month is None else month_text(finding.month),
        "figure": finding.figure,
        "bar": finding.bar,
    }
    return _FINDINGS[language][finding.kind].format(**told)
