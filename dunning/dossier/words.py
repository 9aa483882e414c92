"""What a dossier says to its reader, in English and French."""

from collections.abc import Mapping
from datetime import date

from kernel.language import Language, day_text

_E, _F = Language.ENGLISH, Language.FRENCH
_THIN, _NO_BREAK = "\u202f", "\u00a0"

LABELS: Mapping[str, tuple[str, str]] = {
    "title": ("Dossier", "Dossier contentieux"),
    "as_of": ("as known on", "arrêté au"),
    "identity": ("Who the customer is", "Identité du client"),
    "account": ("Statement of account", "Relevé de compte"),
    "nothing_open": ("Nothing is open.", "Rien n'est ouvert."),
    "currency": ("currency", "devise"),
    "gross": ("gross", "brut"),
    "credits": ("credits", "avoirs et acomptes"),
    "net": ("net", "net"),
    "invoice": ("invoice", "facture"),
    "issued_on": ("issued", "émise le"),
    "due_on": ("due", "échéance"),
    "days_late": ("days late", "jours de retard"),
    "amount": ("amount", "montant"),
    "open": ("open", "reste dû"),
    "credit": ("credit note or money received", "avoir ou règlement"),
    "unallocated": ("money no invoice took", "règlement non affecté"),
    "beside": (
        "Claimed beside the invoices and still open; in no balance above.",
        "Réclamé en sus des factures et encore dû ; compris dans aucun solde ci-dessus.",
    ),
    "letter": ("letter", "lettre"),
    "interest": ("interest", "pénalités"),
    "indemnity": ("indemnity", "indemnité"),
    "settled": ("Paid or credited in part", "Règlements partiels et avoirs imputés"),
    "cash": ("money", "règlement"),
    "no_cash": ("credit or write-off", "avoir ou abandon"),
    "day": ("day", "date"),
    "reminders": ("Reminders and their proof", "Relances et preuves"),
    "no_reminders": ("Nothing was sent.", "Aucune relance."),
    "level": ("level", "niveau"),
    "way": ("by", "par"),
    "how": ("how", "mode"),
    "deadline": ("deadline printed", "délai imprimé"),
    "state": ("state", "état"),
    "answer": ("answer of the server", "réponse du serveur"),
    "instant": ("instant (UTC)", "instant (UTC)"),
    "message_id": ("Message-ID", "Message-ID"),
    "recipients": ("to", "à"),
    "subject": ("subject", "objet"),
    "clauses": ("Contract and general terms", "Contrat et conditions générales"),
    "gts_accepted_on": ("general terms accepted on", "CGV acceptées le"),
    "retention_of_title": ("retention of title", "réserve de propriété"),
    "penalty_clause": ("penalty clause", "clause pénale"),
    "acceleration": ("acceleration", "déchéance du terme"),
    "jurisdiction": ("jurisdiction clause", "clause attributive de juridiction"),
    "yes": ("yes", "oui"),
    "no": ("no", "non"),
    "unknown": ("not told", "non renseigné"),
    "history": ("Disputes, promises, plans and the rest", "Litiges, promesses, échéanciers et autres actes"),
    "no_history": (
        "Nothing happened beside invoices and payments.",
        "Rien d'autre que factures et règlements.",
    ),
    "act": ("act", "acte"),
    "case": ("case", "dossier"),
    "author": ("by whom", "auteur"),
    "known_on": ("known", "connu le"),
    "told": ("what was said", "contenu"),
    "contacts": ("Contacts", "Contacts"),
    "events": ("Legal events", "Événements légaux"),
    "published_on": ("published", "publié le"),
    "court": ("court", "tribunal"),
    "papers": ("Papers", "Pièces"),
    "withdrawn": ("withdrawn", "retirée"),
    "file": ("file", "fichier"),
    "bytes": ("bytes", "octets"),
    "files": ("Files of this dossier", "Fichiers de ce dossier"),
    "missing": ("What is missing", "Ce qui manque"),
    "nothing_missing": ("Nothing is missing.", "Rien ne manque."),
}
_MISSING: Mapping[str, tuple[str, str]] = {
    "invoice": (
        "No document of these invoices is stored (encours attach … --kind invoice): {about}.",
        "Aucun document de ces factures n'est conservé (encours attach … --kind invoice) : {about}.",
    ),
    "einvoice": (
        "These came as electronic invoices ({form}), of which the file was not kept: {about}.",
        "Factures électroniques ({form}) dont le fichier n'est pas conservé : {about}.",
    ),
    "delivery": (
        "No proof of delivery is stored for: {about}.",
        "Aucune preuve de livraison n'est conservée pour : {about}.",
    ),
    "contract": ("No contract or order is stored.", "Aucun contrat ni commande n'est conservé."),
    "terms": ("The general terms are not stored.", "Les conditions générales ne sont pas conservées."),
    "clauses": (
        "The customer master does not say which terms were accepted.",
        "La fiche client ne dit pas quelles conditions ont été acceptées.",
    ),
    "proof": (
        "These actions passed a level, and their messages are not certainly sent: {about}.",
        "Actions ayant franchi un niveau sans envoi certain de leur message : {about}.",
    ),
    "declaration": (
        "A proceeding is open, and no declaration of the claim is stored.",
        "Une procédure est ouverte et aucune déclaration de créance n'est conservée.",
    ),
}
# What a page says of acts, states and kinds; a word that is not here is told as it is written down.
_PLAIN_FRENCH: Mapping[str, str] = {
    "invoice": "facture",
    "delivery": "livraison",
    "contract": "contrat",
    "terms": "conditions générales",
    "declaration": "déclaration de créance",
    "other": "autre",
    "sent": "envoyé",
    "done": "fait",
    "skipped": "sauté",
    "waiting": "en attente",
    "reserved": "réservé",
    "sending": "en cours d'envoi",
    "failed": "échec, à retenter",
    "ambiguous": "incertain",
    "dead": "abandonné",
    "cancelled": "annulé",
    "asked": "à approuver",
    "queued": "en file",
    "open": "à faire",
    "passed": "passé",
    "void": "abandonné",
    "email": "e-mail",
    "letter": "courrier",
    "registered": "recommandé",
    "call": "appel",
    "webhook": "autre système",
    "sms": "SMS",
    "escalate": "suite à donner",
    "dispute": "litige",
    "promise": "promesse",
    "plan": "échéancier",
    "block": "blocage",
    "write off": "abandon de créance",
    "hand over": "remise à un tiers",
    "opened": "ouvert",
    "resolved": "résolu",
    "made": "faite",
    "agreed": "convenu",
    "set": "posé",
    "lifted": "levé",
    "recorded": "enregistré",
    "reversed": "annulé",
    "given": "confié",
    "reported": "nouvelles du tiers",
    "taken back": "repris",
    "amended": "modifié",
    "commented": "commenté",
}


def plain_text(word: str, language: Language) -> str:
    """A word of the house as a reader knows it."""
    spoken = word.replace("_", " ")
    return _PLAIN_FRENCH.get(spoken, spoken) if language is _F else spoken


def titled(key: str, rest: str, language: Language) -> str:
    """“Dossier: ACME”, or “Dossier : ACME” as French sets it."""
    colon = f"{_NO_BREAK}:" if language is _F else ":"
    return f"{label(key, language)}{colon} {rest}".strip()


def label(key: str, language: Language) -> str:
    english, french = LABELS[key]
    return french if language is _F else english


def missing_text(what: str, language: Language, **about: str) -> str:
    english, french = _MISSING[what]
    return (french if language is _F else english).format(**about)


def money_text(cents: int, currency: str, language: Language) -> str:
    """“1,234.50 EUR” or “1 234,50 EUR”: to the cent, as a court reads it."""
    sign, (units, rest) = "-" if cents < 0 else "", divmod(abs(cents), 100)
    written = f"{units:,}.{rest:02d}"
    if language is _F:
        written = written.replace(",", _THIN).replace(".", ",")
    return f"{sign}{written}{_NO_BREAK}{currency}"


def day_or_blank(day: date | None, language: Language) -> str:
    return "" if day is None else day_text(day, language)


def truth_text(value: bool | None, language: Language) -> str:
    return label("unknown" if value is None else "yes" if value else "no", language)
