"""Which column is which: headers of accounting software, in English and in French."""

import unicodedata
from collections.abc import Mapping, Sequence

from ledger.errors import MappingWrong

# One line per word of ours, then what exports call it; accents, case, spaces and punctuation do not count.
INVOICE_WORDS: Mapping[str, str] = {
    "number": """number, invoice number, invoice no, invoice nr, invoice id, invoice, document number, doc
        number, doc id, document no, num, no, name, numéro, numéro de facture, numéro facture, n° facture,
        n° de facture, n° pièce, n° de pièce, numéro de pièce, numéro pièce, pièce, pièce ref, facture, n°,
        réf facture, référence facture, numéro de document""",
    "customer": """customer, customer id, customer code, customer number, customer no, cust number,
        client, client id, client code, account, account number, debtor, debtor id, partner, partner id,
        code client, n° client, numéro client, identifiant client, compte tiers, compte client, compte
        auxiliaire, code tiers, tiers, débiteur, comp aux num""",
    "customer_name": """customer name, name customer, client name, partner name, debtor name, company
        name, partner display name, invoice partner display name, nom d'affichage du
        partenaire de la facture, nom client, nom du client, raison sociale,
        nom du tiers, intitulé tiers, intitulé client, intitulé du compte, comp aux lib""",
    "issued_on": """issued on, issue date, issued, invoice date, invoice/bill date, date, document date,
        posting date,
        billing date, date facture, date de facture, date de facturation, date d'émission, date émission,
        émise le, date pièce, date de pièce, date de la pièce, date document""",
    "due_on": """due on, due date, due, due in date, invoice date due, invoice due date, date maturity,
        maturity date, payment due date, échéance, date échéance, date d'échéance, échéance le, date limite
        de paiement, à payer avant le""",
    "amount": """amount, invoice amount, amount ttc, total amount, amount total, amount total signed,
        total signed, total signé, total in currency signed,
        total ttc, total, gross amount, total open amount, amount incl vat, montant, montant ttc, total
        facture, montant facture, ttc, montant total, montant total ttc""",
    "currency": """currency, currency id, currency code, invoice currency, devise, monnaie, code devise""",
    "paid_on": """paid on, paid date, paid, payment date, settled date, settled on, settlement date, clear
        date, clearing date, cleared on, date paid, date paiement, date de paiement, date de règlement, date
        règlement, payée le, réglée le, payé le, réglé le, date d'encaissement, date encaissement""",
    "side": "side, sens, debit credit, debit/credit, débit/crédit",
    "kind": """kind, type, move type, transaction type, document type, invoice type, type de pièce, type
        de document, type pièce""",
}
PAYMENT_WORDS: Mapping[str, str] = {
    "number": "number, payment number, payment id, payment no, numéro, n° paiement, n° règlement",
    "customer": INVOICE_WORDS["customer"],
    "customer_name": INVOICE_WORDS["customer_name"],
    "paid_on": INVOICE_WORDS["paid_on"] + ", date, value date, posting date, date de valeur, date opération",
    "amount": "amount, payment amount, amount paid, montant, montant payé, montant réglé",
    "currency": INVOICE_WORDS["currency"],
    "method": "method, payment method, mode, mode de règlement, mode de paiement",
    "reference": "reference, payment reference, ref, memo, référence, référence paiement, réf, libellé",
}
ALLOCATION_WORDS: Mapping[str, str] = {
    "payment": "payment, payment reference, payment number, payment id, paiement, règlement",
    "invoice": "invoice, invoice number, invoice id, facture, n° facture, numéro de facture",
    "amount": "amount, allocated amount, montant, montant affecté, montant imputé, montant lettré",
    "allocated_on": "date, allocated on, allocation date, date d'imputation, date de lettrage",
}


def recognised(headers: Sequence[str], words: Mapping[str, str]) -> dict[str, str]:
    """Our word to the file's header. Raises MappingWrong when two headers claim the same word."""
    known = {_plain(name): word for word, names in words.items() for name in (word, *names.split(","))}
    found: dict[str, str] = {}
    for header in headers:
        word = known.get(_plain(header))
        if word is None:
            continue
        if word in found:
            raise MappingWrong(
                f"Two columns can be the {word}: “{found[word]}” and “{header}”. "
                "Name the right one in the mapping, under [columns]."
            )
        found[word] = header
    if "customer" not in found and "customer_name" in found:
        found["customer"] = found.pop("customer_name")
    return found


def _plain(header: str) -> str:
    spelt = unicodedata.normalize("NFKD", header.replace("°", "o")).casefold()
    return "".join(c for c in spelt if c.isalnum())
