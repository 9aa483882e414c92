"""The words of `encours scenario preview` in the two languages."""

from collections.abc import Mapping

from kernel.language import Language

_WORDS: Mapping[str, tuple[str, str]] = {
    "head": (
        "{first} to {last}, replayed evening by evening: {days} days on which something may leave.",
        "Du {first} au {last}, rejoué soir après soir : {days} jours où quelque chose peut partir.",
    ),
    "present": ("as it stands", "en vigueur"),
    "step": ("Level {level}, {way}", "Niveau {level}, {way}"),
    "pre_due": ("before the due date", "avant l'échéance"),
    "formal_notice": ("formal notice", "mise en demeure"),
    "contacts": ("Contacts in all, without escalations", "Contacts en tout, hors suites à donner"),
    "late": ("Customers late, or contacted", "Clients en retard, ou contactés"),
    "reached": ("of whom contacted", "dont contactés"),
    "spread": ("contacted {count} times", "contactés {count} fois"),
    "spread_more": ("contacted {count} times or more", "contactés {count} fois ou plus"),
    "most": ("The most for one customer", "Le plus pour un client"),
    "mean": ("Steps a day, mean", "Étapes par jour, en moyenne"),
    "busiest": ("Fullest day", "Jour le plus chargé"),
    "usual": ("Fullest day after the first {days} days", "Jour le plus chargé après {days} jours"),
    "by_way": ("{way}: mean / fullest day", "{way} : moyenne / jour le plus chargé"),
    "held": ("Held, {matter}: customers (invoices)", "Suspendus, {matter} : clients (factures)"),
    "held_none": ("Held", "Suspendus"),
    "reminded": ("Invoices reminded, level by level", "Factures relancées, niveau par niveau"),
    "paid_soon": ("settled within {days} days after", "réglées dans les {days} jours suivants"),
    "paid_before": ("settled before, not known yet", "réglées avant, sans qu'on le sache"),
    "crowded": (
        "Customers above {above} contacts in {days} days",
        "Clients au-delà de {above} contacts en {days} jours",
    ),
    "delayed": ("Steps that waited for the interval", "Étapes retardées par l'intervalle"),
    "delay": ("days waited: mean / most", "jours d'attente : moyenne / maximum"),
    "fell_away": ("and that fell away meanwhile", "et devenues sans objet entre-temps"),
    "several_levels": ("Steps with invoices of several levels", "Étapes avec factures de plusieurs niveaux"),
    "approvals": ("Messages to approve", "Messages à approuver"),
    "approvals_busiest": ("fullest day", "jour le plus chargé"),
    "unreachable": (
        "Nobody to reach, level {level}, {way}: customers",
        "Personne à joindre, niveau {level}, {way} : clients",
    ),
    "fallback": ("Steps to another role than the first", "Étapes vers un autre rôle que le premier"),
    "notices": (
        "Formal notices settled within their deadline / all",
        "Mises en demeure réglées dans le délai / toutes",
    ),
    "weeks": ("Steps a week (full bar: {most})", "Étapes par semaine (barre pleine : {most})"),
    "payments": (
        "Payments are those that really came: no effect of these reminders is assumed.",
        "Les règlements sont ceux qui sont vraiment venus : aucun effet de ces relances n'est supposé.",
    ),
    "start": (
        "{count} invoices were late already on the first day: the first weeks catch up on them.",
        "{count} factures étaient déjà en retard le premier jour : les premières semaines les rattrapent.",
    ),
    "lent": (
        "Of {count} customers no contact was known yet on the first day: until one is, today's are used.",
        "De {count} clients, aucun contact n'était connu le premier jour : d'ici là, celui de ce jour sert.",
    ),
    "scores": (
        "Scores are the last written down by each evening; before the first, {first}, rules on scores are "
        "met by nobody.",
        "Les scores sont les derniers enregistrés chaque soir ; avant le premier, le {first}, personne ne "
        "remplit les règles sur le score.",
    ),
    "no_scores": (
        "No score was written down by then: rules on scores are met by nobody.",
        "Aucun score n'était encore enregistré : personne ne remplit les règles sur le score.",
    ),
}
_HELD: Mapping[str, tuple[str, str]] = {
    "dispute": ("dispute", "litige"),
    "promise": ("promise", "promesse"),
    "plan": ("plan", "échéancier"),
    "block": ("block", "blocage"),
    "hand_over": ("handed over", "remise à un tiers"),
    "write_off": ("written off", "abandon de créance"),
    "proceeding": ("proceeding", "procédure collective"),
    "bill": ("bill", "effet"),
    "covered": ("covered by credits", "couvert par des avoirs"),
}


def word(name: str, language: Language) -> str:
    english, french = _WORDS[name]
    return french if language is Language.FRENCH else english


def held_text(matter: str, language: Language) -> str:
    english, french = _HELD.get(matter, (matter, matter))
    return french if language is Language.FRENCH else english
