"""What is said of an answer as a whole: who gives it, from what, how sure, and what comes before it."""

from collections.abc import Mapping
from datetime import date

from kernel.language import Language, day_text
from scoring.default.tiers import IDENTITY_ONLY, WITH_COMPANY, WITH_LEDGER
from scoring.score import INSOLVENCY, Confidence
from scoring.wording.phrases import share

_KNOWLEDGE: Mapping[Language, Mapping[int, str]] = {
    Language.ENGLISH: {
        IDENTITY_ONLY: "Known: its identity at most, neither accounts, announcements nor invoices (T0).",
        WITH_COMPANY: "Known: its identity and public accounts or announcements, no invoice of ours (T1).",
        WITH_LEDGER: "Known: how it pays us, beside what is public of it (T2).",
    },
    Language.FRENCH: {
        IDENTITY_ONLY: "Connu : au mieux son identité, ni comptes, ni annonces, ni factures (T0).",
        WITH_COMPANY: "Connu : son identité et ses comptes publics ou annonces, aucune de nos factures (T1).",
        WITH_LEDGER: "Connu : sa façon de nous payer, avec ce qui est public (T2).",
    },
}
_CONFIDENCE: Mapping[Language, Mapping[Confidence, str]] = {
    Language.ENGLISH: {
        Confidence.HIGH: "high confidence",
        Confidence.MEDIUM: "medium confidence",
        Confidence.LOW: "low confidence",
    },
    Language.FRENCH: {
        Confidence.HIGH: "confiance élevée",
        Confidence.MEDIUM: "confiance moyenne",
        Confidence.LOW: "confiance faible",
    },
}


def knowledge(tier: int, language: Language) -> str:
    return _KNOWLEDGE[language][tier]


def confidence(level: Confidence, language: Language) -> str:
    return _CONFIDENCE[language][level]


def source(own_weight: float, *, own: bool, trained: bool, language: Language) -> str:
    """Whose answer it is; `own` when the prior's share is too small to name."""
    french = language is Language.FRENCH
    if own:
        return (
            "Réponse : le modèle de vos propres défauts." if french else "Answered by your book's own model."
        )
    if own_weight > 0.0:
        part = share(own_weight, french)
        if french:
            return f"Réponse : {part} le modèle de vos défauts, le reste un a priori d'expert."
        return f"Answered {part} by your book's own model, for the rest by an expert prior."
    if trained:
        why = (
            "trop peu de défauts chez vous pour apprendre"
            if french
            else "too few defaults in your book to learn from"
        )
    else:
        why = (
            "aucun modèle de défaut n'est entraîné (encours train default)"
            if french
            else "no default model has been trained (encours train default)"
        )
    return f"Réponse : un a priori d'expert, car {why}." if french else f"Answered by an expert prior: {why}."


def override(fact: str, language: Language) -> str:
    """The fact that decides alone, or nothing."""
    french = language is Language.FRENCH
    if not fact:
        return ""
    if fact == INSOLVENCY:
        return (
            "PROCÉDURE COLLECTIVE OUVERTE : elle décide seule de la note."
            if french
            else "OPEN INSOLVENCY PROCEEDING: it decides the grade alone."
        )
    return (
        "EN DÉFAUT déjà : c'est ce qui décide de la note."
        if french
        else "IN DEFAULT already: this decides the grade."
    )


def natural_person(language: Language) -> str:
    if language is Language.FRENCH:
        return (
            "Personne physique : aucun refus ne peut venir de ce seul score ; une personne doit pouvoir "
            "décider (RGPD, art. 22)."
        )
    return (
        "A natural person: no refusal may rest on this score alone; a person must be able to decide "
        "(GDPR, art. 22)."
    )


def learnt_later(model_day: str, language: Language) -> str:
    if language is Language.FRENCH:
        return f"Le modèle a appris de faits connus jusqu'au {model_day}, après le jour demandé."
    return f"The model learnt from facts known up to {model_day}, after the day asked about."


def nothing_known(siren: str, as_of: date, language: Language) -> str:
    """Of a company that no fact speaks of."""
    public = siren[0] in _PUBLIC_BODIES
    if language is Language.FRENCH:
        told = (
            f"Rien n'est connu de {siren} au {day_text(as_of, language)}, sinon que le numéro est bien formé"
        )
        told += " et d'un organisme public" if public else ""
        return (
            f"{told} : la réponse est le taux usuel. Importez ses comptes ou le BODACC pour en savoir plus."
        )
    told = f"Nothing is known of {siren} on {day_text(as_of, language)} but that the number is well formed"
    told += " and of a public body" if public else ""
    return f"{told}: the answer is the usual rate. Import its statements or the gazette to know more."


# The only thing the digits tell: INSEE keeps these for bodies under public law.
_PUBLIC_BODIES = ("1", "2")


def is_customer(codes: tuple[str, ...], language: Language) -> str:
    """Of a SIREN asked about that customers of ours have; the answer is the first one's."""
    first, *others = codes
    if language is Language.FRENCH:
        told = f"Cette entreprise est votre client {first}"
        return f"{told}, et aussi {', '.join(others)} : le plus risqué répond." if others else f"{told}."
    told = f"This company is your customer {first}"
    return f"{told}, and also {', '.join(others)}: the riskiest one answers." if others else f"{told}."


def stored_on(day: date, *, hindsight: bool, told: bool, language: Language) -> tuple[str, ...]:
    """Of a score that was kept; `told` is whether the figures of its reasons were kept with it."""
    french = language is Language.FRENCH
    day_said = day_text(day, language)
    found = [
        f"Score enregistré du {day_said} ; rien n'a été relu depuis."
        if french
        else f"The score stored for {day_said}; nothing was read again since."
    ]
    if hindsight:
        found.append(
            "Le modèle a appris de faits connus après ce jour."
            if french
            else "The model learnt from facts known after that day."
        )
    if not told:
        found.append(
            "Enregistré sans ses chiffres : ses raisons ne peuvent être dites. Notez de nouveau : "
            "encours score --all."
            if french
            else "Stored without its figures, so its reasons cannot be told. Score again: "
            "encours score --all."
        )
    return tuple(found)


def as_sent(language: Language) -> str:
    """Of a score told from figures that somebody sent."""
    if language is Language.FRENCH:
        return "Calculé des seuls chiffres envoyés ; le grand livre n'a pas été lu."
    return "Told from the figures sent and nothing else; the ledger was not read."
