"""Causes of lateness in words: what each is called, and what to do about it."""

from typing import NamedTuple

from kernel.language import Language
from ledger.relation.disputes import REASONS, Label
from ledger.reports import causes


class Advice(NamedTuple):
    title: Label
    todo: Label


_ADVICE = {
    causes.PROCEEDINGS: Advice(
        Label("insolvency proceedings", "procédure collective"),
        Label(
            "Declare the claims born before the opening within two months of its publication; deliver "
            "against payment only.",
            "Déclarer les créances antérieures dans les deux mois de la publication ; ne plus livrer que "
            "contre paiement.",
        ),
    ),
    causes.DISPUTE: Advice(
        Label("dispute", "litige"),
        Label(
            "Answer the dispute: who can settle it must say for whom it ends, then claim or credit.",
            "Traiter le litige : que celui qui peut trancher le fasse, puis réclamer ou émettre l'avoir.",
        ),
    ),
    causes.PLAN: Advice(
        Label("instalment plan", "échéancier"),
        Label(
            "Nothing while it is kept; follow the next instalment.",
            "Rien tant qu'il est tenu ; suivre la prochaine échéance.",
        ),
    ),
    causes.PLAN_BROKEN: Advice(
        Label("instalment plan broken", "échéancier rompu"),
        Label(
            "Call: the plan is breached, so the rest is due where acceleration was agreed.",
            "Appeler : l'échéancier est rompu, le solde est exigible si la déchéance du terme est convenue.",
        ),
    ),
    causes.PROMISED: Advice(
        Label("promised", "promis"),
        Label("Wait for the promised day, then check.", "Attendre le jour promis, puis vérifier."),
    ),
    causes.PROMISE_BROKEN: Advice(
        Label("promise broken", "promesse non tenue"),
        Label(
            "Call the person who promised, and go one step further than the last time.",
            "Rappeler la personne qui a promis, et aller un cran plus loin que la dernière fois.",
        ),
    ),
    causes.CREDIT_NOTES: Advice(
        Label("credit notes not applied", "avoirs non imputés"),
        Label(
            "Apply the open credit notes: the customer has deducted them already.",
            "Imputer les avoirs ouverts : le client les a sans doute déjà déduits.",
        ),
    ),
    causes.UNALLOCATED: Advice(
        Label("money not allocated", "règlements non imputés"),
        Label(
            "Allocate the money received before anybody reminds this customer.",
            "Imputer les règlements reçus avant toute relance de ce client.",
        ),
    ),
    causes.ORDER_MISSING: Advice(
        Label("order number missing", "numéro de commande manquant"),
        Label(
            "Get the order number and send the invoice again with it; ask for it before the next delivery.",
            "Obtenir le numéro de commande et renvoyer la facture ; l'exiger avant la prochaine livraison.",
        ),
    ),
    causes.MENTIONS_MISSING: Advice(
        Label("mentions missing", "mentions manquantes"),
        Label(
            "Send the invoice again with what it lacks.",
            "Renvoyer la facture complétée des mentions qui lui manquent.",
        ),
    ),
    causes.LATE_INVOICING: Advice(
        Label("invoiced late", "facturation tardive"),
        Label(
            "Invoice with the delivery: these invoices left more than a week after it.",
            "Facturer dès la livraison : ces factures sont parties plus d'une semaine après.",
        ),
    ),
    causes.OWN_DELAY: Advice(
        Label("the customer's own delay", "retard du client"),
        Label(
            "Remind, the largest and oldest first; nothing on our side explains it.",
            "Relancer, les plus gros et les plus anciens d'abord ; rien de notre côté ne l'explique.",
        ),
    ),
}


def title_of(cause: str, language: Language) -> str:
    kind, _, reason = cause.partition(":")
    title = _said(_ADVICE[kind].title, language)
    return f"{title} : {_reason(reason, language)}" if reason else title


def todo_of(cause: str, language: Language) -> str:
    """A sentence that says what to do."""
    return _said(_ADVICE[cause.partition(":")[0]].todo, language)


def _reason(reason: str, language: Language) -> str:
    return _said(REASONS[reason], language) if reason in REASONS else reason


def _said(label: Label, language: Language) -> str:
    return label.french if language is Language.FRENCH else label.english
