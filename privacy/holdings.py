"""Every table of the house: how its rows belong to a person, how they are shown, what erasing leaves of them.

A test compares this with the tables there are, column by column: a table added later must be thought of.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from ledger.registers.register import ERASED


class Left(Enum):
    """What erasing leaves in a column of a person's row; where nothing is said, traces are blotted out."""

    NOTHING = None
    EMPTY = ""
    MARK = ERASED
    NO_LIST = "[]"
    NO_BYTES = b""
    NOTES = "notes"  # the free texts of an object, at its top: `Holding.notes` names them


@dataclass(frozen=True, slots=True)
class Holding:
    """`of` names the column that leads to the person, `through` the table it leads to if not the customer's.

    `gone` says that rows are removed rather than rewritten; `law` names what obliges to keep them.
    """

    title: tuple[str, str]
    of: str = ""
    through: str = ""
    left: Mapping[str, Left] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    gone: bool = False
    law: str = ""


BOOKS = "Code de commerce, art. L123-22"
EVIDENCE = "RGPD, art. 17(3)(e)"
_NOTES = ("note", "by", "says", "reason", "person", "why", "text", "told", "who")
_NOBODYS = Holding(("", ""))


def _of(english: str, french: str, column: str, through: str = "", **more: object) -> Holding:
    return Holding((english, french), column, through, **more)  # type: ignore[arg-type]


_EMPTY, _MARK, _NOTHING, _NOTED = Left.EMPTY, Left.MARK, Left.NOTHING, Left.NOTES
_WHERE = dict.fromkeys(
    (
        *("siren", "siret", "vat", "street", "postcode", "city", "delivery_address"),
        *("email", "phone", "iban", "bic"),
    ),
    _NOTHING,
)

HOLDINGS: Mapping[str, Holding] = {
    "customer": _of("Customer", "Client", "id", left={"name": _MARK}, law=BOOKS),
    "customer_correction": _of("Names told later", "Noms dits ensuite", "customer_id", left={"name": _MARK}),
    "customer_profile": _of(
        "Who you are, what was agreed",
        "Identité et conditions",
        "customer_id",
        left={"name": _MARK, **_WHERE},
    ),
    "contact": _of("Contacts", "Contacts", "customer_id", gone=True),
    "customer_link": _of("Same customer under two codes", "Même client sous deux codes", "customer_id"),
    "invoice": _of("Invoices", "Factures", "customer_id", law=BOOKS),
    "invoice_correction": _of("Corrected invoices", "Factures corrigées", "customer_id", law=BOOKS),
    "payment": _of("Payments", "Règlements", "customer_id", law=BOOKS),
    "payment_correction": _of("Corrected payments", "Règlements corrigés", "customer_id", law=BOOKS),
    "allocation": _of("Which payment settles which invoice", "Lettrage", "invoice_id", "invoice", law=BOOKS),
    "allocation_correction": _of(
        "Corrected allocations", "Lettrage corrigé", "allocation_id", "allocation", law=BOOKS
    ),
    "invoice_document": _of(
        *("Documents of invoices", "Documents de factures", "invoice_id", "invoice"),
        left={"buyer_siren": _NOTHING, "buyer_vat": _NOTHING},
        law=BOOKS,
    ),
    "bank_entry": _of(
        *("Bank entries", "Écritures de banque", "id", "match_act.entry_id"),
        left={"payer_name": _MARK, "payer_iban": _NOTHING, "text": _MARK},
        law=BOOKS,
    ),
    "match_act": _of("How entries were matched", "Rapprochements", "customer_id", left={"payer": _NOTHING}),
    "sales_order": _of("Orders", "Commandes", "customer_id", law=BOOKS),
    "relation_act": _of(
        *("Disputes, promises, plans, blocks", "Litiges, promesses, échéanciers, blocages", "customer_id"),
        left={"details": _NOTED},
        notes=("note", "by", "text"),
        law=EVIDENCE,
    ),
    "credit_limit": _of("Limits", "Encours autorisés", "customer_id", left={"why": _MARK}),
    "credit_cover": _of("Credit insurance", "Assurance-crédit", "customer_id"),
    "credit_decision": _of(
        *("Decisions, contests and overrides", "Décisions, contestations et décisions contraires"),
        "customer_id",
        left={"inputs": _NOTED},
        notes=("by", "says", "reason", "person"),
        law=EVIDENCE,
    ),
    "reminder": _of("Levels of reminding passed", "Niveaux de relance passés", "customer_id", law=EVIDENCE),
    "stored_score": _of("Scores with their reasons", "Notes et leurs raisons", "customer_id", gone=True),
    "shadow_score": _of("Scores of models on trial", "Notes des modèles à l'essai", "customer_id", gone=True),
    "alert": _of("Alerts", "Alertes", "customer_id"),
    "alert_act": _of(
        "What became of alerts", "Suites des alertes", "alert_id", "alert", left={"note": _MARK}
    ),
    "alert_signal": _of("What alerts remember", "Mémoire des alertes", "customer_id"),
    "dunning_action": _of("Steps decided", "Étapes décidées", "customer_id"),
    "dunning_item": _of("Invoices of steps", "Factures des étapes", "action_id", "dunning_action"),
    "dunning_event": _of(
        *("What became of steps", "Suites des étapes", "action_id", "dunning_action"),
        left={"told": _MARK, "details": _NOTED},
        notes=_NOTES,
    ),
    "dunning_exemption": _of("Scenarios chosen", "Scénarios choisis", "customer_id", left={"why": _MARK}),
    "dunning_contact": _of(
        *("Calls and what came of them", "Appels et leurs suites", "customer_id"),
        left={"note": _MARK, "details": _NOTED},
        notes=_NOTES,
    ),
    "dunning_collector": _of("Who looks after it", "Qui s'en occupe", "customer_id", left={"why": _MARK}),
    "dunning_penalty": _of(
        "Penalties paid or waived", "Pénalités réglées ou remises", "customer_id", left={"why": _MARK}
    ),
    "dunning_penalty_letter": _of(
        "Letters on invoices paid late", "Lettres sur factures réglées en retard", "customer_id", law=EVIDENCE
    ),
    "dunning_trial": _of("Trials of reminders", "Essais de relance", "customer_id"),
    "outbox_message": _of(
        *("Messages", "Messages", "customer_id"),
        left={
            "recipients": Left.NO_LIST,
            "subject": _MARK,
            "text": _MARK,
            "html": _EMPTY,
            "payload": _NOTHING,
            "told": _EMPTY,
        },
    ),
    "outbox_attachment": _of(
        *("Letters and files sent", "Lettres et fichiers envoyés", "key", "outbox_message.key"),
        left={"name": _MARK, "content": Left.NO_BYTES},
    ),
    "outbox_attempt": _of(
        *("How messages left", "Envois des messages", "key", "outbox_message.key"), left={"told": _EMPTY}
    ),
    "returned_mail": _of(
        *("Mail that came back", "Courriels revenus", "customer_id"),
        left={"recipient": _EMPTY, "suggested": _EMPTY, "why": _MARK},
    ),
    "stored_paper": _of(
        *("Papers attached", "Pièces jointes", "customer_id"),
        left={"name": _MARK, "note": _EMPTY, "content": Left.NO_BYTES},
    ),
    "paper_withdrawal": _of(
        "Papers withdrawn", "Pièces retirées", "paper_id", "stored_paper", left={"why": _MARK}
    ),
    "company_identity": _of("The company register", "Registre des entreprises", "siren", gone=True),
    "legal_event": _of("Announcements of the gazette", "Annonces du BODACC", "siren", gone=True),
    "financial_statement": _of("Yearly accounts", "Comptes annuels", "siren", gone=True),
    "erased_person": _of("Erasure", "Effacement", "customer_id"),
    # Lines and answers that quote a person are found by what they say.
    **dict.fromkeys(
        (
            *("company", "import_run", "rejection", "warning", "insurance_policy", "job_step"),
            *("idempotent_request", "dunning_run", "dunning_engine", "alert_run", "outbox_pace"),
        ),
        _NOBODYS,
    ),
}

# People and programs of the house, and what they did: their own, and never rewritten.
THE_HOUSE = frozenset(
    {"app_user", "user_session", "waiting_session", "second_proof", "api_key", "audit_entry"}
)

# An invoice is known by its number: in the accounts, which the law wants kept as they are.
NAMED_BY_THE_BOOKS = frozenset({"invoice", "payment", "allocation", "sales_order"})

# Columns that name people of the house, or are codes of ours: no trace of a customer is looked for there.
OF_THE_HOUSE = frozenset(
    {
        *("author", "worker", "by", "asked_by", "approved_by", "collector", "sales_owner", "holder"),
        *("code", "currency", "sha256", "hash", "mark", "policy", "model", "late_model", "engine", "print"),
        *("purpose", "channel", "state", "kind", "matter", "act", "step", "media_type", "binding", "account"),
    }
)
