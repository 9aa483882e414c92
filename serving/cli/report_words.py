"""The words of reports in the two languages: headings of columns, and what stands beside the tables."""

from collections.abc import Mapping

from kernel.language import Language
from ledger.reports.dso import NO_TREND, NONE_PAID
from ledger.reports.sales_days import IN_CREDIT, NO_SALES, NOTHING_TO_COLLECT, OUT_OF_SALES

_WORDS: Mapping[str, tuple[str, str]] = {
    "customer": ("customer", "client"),
    "sales_owner": ("sales owner", "commercial"),
    "sector": ("sector", "secteur"),
    "month": ("month", "mois"),
    "group": ("group", "groupe"),
    "name": ("name", "nom"),
    "currency": ("", ""),
    "items": ("items", "pièces"),
    "total": ("total", "total"),
    "open_cents": ("open", "solde 411"),
    "overdue_cents": ("overdue", "échu"),
    "not_due_cents": ("not due", "non échu"),
    "days_1_30_cents": ("1–30 days", "1–30 j"),
    "days_31_60_cents": ("31–60", "31–60 j"),
    "days_61_90_cents": ("61–90", "61–90 j"),
    "days_over_90_cents": ("over 90", "+ de 90 j"),
    "disputed_cents": ("disputed", "en litige"),
    "credits_cents": ("credits", "avoirs et à imputer"),
    "bills_cents": ("bills", "effets"),
    "doubtful_cents": ("doubtful", "douteux"),
    "advances_cents": ("advances", "acomptes"),
    "orders_cents": ("orders", "commandes"),
    "exposure_cents": ("exposure", "encours"),
    "receivable_cents": ("receivable", "créances"),
    "sales_cents": ("sales", "ventes TTC"),
    "collected_cents": ("collected", "encaissé"),
    "count_back_days": ("count-back", "épuisement"),
    "standard_days": ("standard", "comptable"),
    "best_possible_days": ("best", "optimal"),
    "days_delinquent": ("lateness", "dû au retard"),
    "collection_effectiveness": ("CEI %", "CEI %"),
    "days_late": ("days late", "retard"),
    "days_late_weighted": ("weighted", "pondéré"),
    "days_late_trend": ("trend", "tendance"),
    "title": ("cause", "cause"),
    "share": ("share", "part"),
    "content": ("content", "contenu"),
    "source": ("source", "source"),
    "imports": ("imports", "imports"),
    "last_on": ("last on", "dernier le"),
    "last_file": ("file", "fichier"),
    "horizon": ("tells up to", "va jusqu'au"),
    "waiting": ("what waits for a person", "ce qui attend quelqu'un"),
    "nothing_waits": ("Nothing waits for a person.", "Rien n'attend personne."),
    "of_customers": ("({count} customers)", "({count} clients)"),
    "empty": (
        "The ledger is empty. Begin with: encours import fec FILE",
        "Le grand livre est vide. Pour commencer : encours import fec FICHIER",
    ),
    "holds": (
        "On {day}: {customers} customers, {invoices} invoices and credit notes, {payments} payments, "
        "{allocations} allocations; {acts} acts of people.",
        "Au {day} : {customers} clients, {invoices} factures et avoirs, {payments} règlements, "
        "{allocations} imputations ; {acts} actes de personnes.",
    ),
    "nothing_late": ("Nothing is overdue on that day.", "Rien n'est échu à cette date."),
    "nothing_open": ("Nothing is open on that day.", "Rien n'est ouvert à cette date."),
    "more": (
        "… and {count} more: --all shows them, --json and --csv hold them.",
        "… et {count} de plus : --all les montre, --json et --csv les contiennent.",
    ),
    "beside": (
        "Bills, doubtful accounts, advances and orders stand beside these amounts: --exposure shows them.",
        "Effets, douteux, acomptes et commandes s'ajoutent à ces montants : --exposure les montre.",
    ),
    "dso_month": (
        "DSO in days as the last evening of each month knew it: count-back, standard, the best possible and "
        "what lateness adds. Sales, cash and delays of the month; the standard DSO divides by sales of up to "
        "{days} days.",
        "DSO en jours tel que connu en fin de mois : par épuisement, comptable, optimal, et ce que le retard "
        "y ajoute. Ventes, encaissements et retards du mois ; DSO comptable sur {days} jours de ventes.",
    ),
    "dso_period": (
        "DSO in days: count-back, standard, the best possible and what lateness adds. Sales, cash and delays "
        "from {first} to {last}; the standard DSO divides by sales of {days} days.",
        "DSO en jours : par épuisement, comptable, optimal, et ce que le retard y ajoute. Ventes, "
        "encaissements et retards du {first} au {last} ; DSO comptable sur {days} jours de ventes.",
    ),
}

_WAITING: Mapping[str, tuple[str, str]] = {
    "set_aside_lines": (
        "lines set aside by the latest imports: encours import rejections",
        "lignes écartées par les derniers imports : encours import rejections",
    ),
    "bank_entries": (
        "credits on the bank account that settle nothing yet: encours match list",
        "crédits bancaires qui ne règlent encore rien : encours match list",
    ),
    "broken_promises": (
        "promises past their day, still owed: encours promise list",
        "promesses échues, toujours dues : encours promise list",
    ),
    "unallocated_money": ("payments that no invoice took", "règlements imputés à aucune facture"),
    "adjustments": ("credits nobody could explain", "crédits que personne n'a su expliquer"),
    "items_without_day": (
        "open items whose day of issue is not known",
        "pièces ouvertes dont la date d'émission est inconnue",
    ),
    "customer_links": (
        "customers of the accounts who may be one of the master: encours customers links",
        "clients comptables à rapprocher du fichier clients : encours customers links",
    ),
    "customers_without_profile": (
        "customers with open items whom the customer master does not know: encours customers missing",
        "clients avec des pièces ouvertes, absents du fichier clients : encours customers missing",
    ),
    "default_terms": (
        "open items due by default terms, as nobody gave theirs: encours import customers",
        "pièces ouvertes à échéance par défaut, faute de conditions : encours import customers",
    ),
}

_REASONS: Mapping[str, str] = {
    NO_SALES: "aucune vente sur la période",
    OUT_OF_SALES: "les créances dépassent toutes les ventes connues",
    IN_CREDIT: "les clients sont créditeurs",
    NOTHING_TO_COLLECT: "il n'y avait rien à encaisser",
    NONE_PAID: "aucune facture soldée sur la période",
    NO_TREND: "aucune facture soldée dans l'un des deux derniers trimestres",
}


_SECTORS: Mapping[str, str] = {
    "agriculture, forestry and fishing": "agriculture, sylviculture et pêche",
    "mining and quarrying": "industries extractives",
    "manufacturing": "industrie manufacturière",
    "electricity and gas": "électricité et gaz",
    "water and waste": "eau et déchets",
    "construction": "construction",
    "wholesale and retail trade": "commerce",
    "transport and storage": "transports et entreposage",
    "hotels and restaurants": "hébergement et restauration",
    "information and communication": "information et communication",
    "finance and insurance": "finance et assurance",
    "real estate": "immobilier",
    "professional, scientific and technical services": "services spécialisés, scientifiques et techniques",
    "administrative and support services": "services administratifs et de soutien",
    "public administration": "administration publique",
    "education": "enseignement",
    "health and social work": "santé et action sociale",
    "arts, sports and recreation": "arts, sports et loisirs",
    "other services": "autres services",
    "households": "ménages",
    "international organisations": "organisations internationales",
}


def sector_word(title: str | None, language: Language) -> str | None:
    """The title of a sector; what has no translation is told as it is."""
    return _SECTORS.get(title, title) if title and language is Language.FRENCH else title


def word(key: str, language: Language) -> str:
    english, french = _WORDS[key]
    return french if language is Language.FRENCH else english


def waiting_text(what: str, language: Language) -> str:
    """What waits, and the command that shows it where there is one."""
    english, french = _WAITING[what]
    return french if language is Language.FRENCH else english


def reason(why: str, language: Language) -> str:
    """Why a figure is missing; what has no translation is told as it is."""
    return _REASONS.get(why, why) if language is Language.FRENCH else why
