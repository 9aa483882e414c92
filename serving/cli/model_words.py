"""What is said of models, in both languages."""

from kernel.language import Language
from training.acts import Act, Deed, Version
from training.run.subject import Told

_HEADINGS = {
    Language.ENGLISH: ("model", "in service", "as known on", "report", "what was decided"),
    Language.FRENCH: ("modèle", "en service", "connu au", "rapport", "ce qui fut décidé"),
}
_NONE = {
    Language.ENGLISH: "No model has been trained yet. Train one: encours train lateness.",
    Language.FRENCH: "Aucun modèle n'a encore été entraîné. Entraînez-en un : encours train lateness.",
}
_DEEDS = {
    Language.ENGLISH: {
        Deed.PROMOTE: "promoted",
        Deed.ROLL_BACK: "rolled back",
        Deed.DECLINE: "declined",
    },
    Language.FRENCH: {
        Deed.PROMOTE: "promotion",
        Deed.ROLL_BACK: "retour en arrière",
        Deed.DECLINE: "refus",
    },
}


def in_language(told: Told, language: Language) -> str:
    return told.english if language is Language.ENGLISH else told.french


def headings(language: Language) -> tuple[str, ...]:
    return _HEADINGS[language]


def none_yet(language: Language) -> str:
    return _NONE[language]


def row(version: Version, language: Language) -> tuple[str, ...]:
    """A line of the list."""
    yes, no = ("yes", "") if language is Language.ENGLISH else ("oui", "")
    whole, part = ("complete", "incomplete") if language is Language.ENGLISH else ("complet", "incomplet")
    return (
        version.label,
        yes if version.champion else no,
        version.as_of,
        whole if version.complete else part,
        version.decided.get(language.value, ""),
    )


def act_line(act: Act, name: str, language: Language) -> str:
    """One act of the log."""
    deed = _DEEDS[language][act.deed]
    before = "–" if act.before is None else f"{name} {act.before}"
    by = "by" if language is Language.ENGLISH else "par"
    moved = f"{name} {act.after}" if act.deed is Deed.DECLINE else f"{before} → {name} {act.after}"
    return f"{act.at[:16]}  {deed}: {moved}, {by} {act.who or '–'}. {act.why}"


def moved(act: Act, name: str, language: Language) -> str:
    """What an act did, to whoever asked for it."""
    before = None if act.before is None else f"{name} {act.before}"
    if act.deed is Deed.DECLINE:
        return _declined(f"{name} {act.after}", before, language)
    if language is Language.FRENCH:
        return f"{name} {act.after} est en service" + (f", à la place de {before}." if before else ".")
    return f"{name} {act.after} is in service" + (f", in the place of {before}." if before else ".")


def _declined(label: str, champion: str | None, language: Language) -> str:
    if language is Language.FRENCH:
        return f"{label} est refusé." + (f" {champion} reste en service." if champion else "")
    return f"{label} is declined." + (f" {champion} stays in service." if champion else "")


def same_windows_warning(language: Language) -> str:
    """Figures of two runs were not measured on the same invoices unless their evenings are the same."""
    if language is Language.FRENCH:
        return (
            "Ces chiffres viennent des fenêtres propres à chaque modèle, pas des mêmes factures : le "
            "rapport du plus "
            "récent dit la comparaison faite sur les mêmes."
        )
    return (
        "These figures come from each model's own windows, not from the same invoices: the report of the "
        "later one "
        "tells the comparison made on the same."
    )
