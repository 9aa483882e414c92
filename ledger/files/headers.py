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

_WHO = """code, code client, customer, customer code, customer id, customer number, client, client code,
    n° client, numéro client, identifiant client, account number, compte, compte tiers, compte client,
    compte auxiliaire, code tiers, tiers, partner, partner id, débiteur"""
CUSTOMER_WORDS: Mapping[str, str] = {
    "customer": _WHO,
    "customer_name": """name, nom, customer name, client name, company name, raison sociale,
        dénomination, dénomination sociale, nom client, nom du client, intitulé, intitulé tiers,
        intitulé client""",
    "kind": "kind, customer kind, type, type de client, customer type",
    "siren": "siren, n° siren, numéro siren, no siren, company registry, registration number",
    "siret": "siret, n° siret, numéro siret, no siret, siret siège",
    "vat": """vat, vat number, vat no, tva, n° tva, numéro de tva, tva intracommunautaire, n° tva
        intracommunautaire, numéro de tva intracommunautaire, tva intra, identifiant tva, tax id""",
    "legal_form": "legal form, forme juridique, forme, statut juridique, catégorie juridique",
    "naf": "naf, ape, code naf, code ape, naf code, naf/ape, code naf/ape, activité principale",
    "parent": """parent, parent code, group, group code, head office, société mère, maison mère, groupe, code
        groupe, client payeur, siège, parent company""",
    "street": "street, address, adresse, rue, adresse 1, adresse ligne 1, address line 1, adresse postale",
    "postcode": "postcode, postal code, zip, zip code, code postal, cp",
    "city": "city, town, ville, commune, localité",
    "country": "country, country code, pays, code pays",
    "delivery_address": "delivery address, shipping address, ship to, adresse de livraison, livraison",
    "email": "email, e-mail, mail, courriel, adresse e-mail, adresse mail, email address, e-mail address",
    "phone": "phone, telephone, téléphone, tél, tel, phone number, n° téléphone, numéro de téléphone",
    "language": "language, lang, langue, code langue",
    "terms": """terms, payment terms, payment term, terms of payment, conditions de règlement, conditions de
        paiement, condition de règlement, condition de paiement, délai de paiement, délai de règlement,
        échéance, modalités de règlement, modalités de paiement""",
    "terms_days": "terms days, days, payment days, net days, jours, nombre de jours, nb jours, délai",
    "terms_month_end": """terms month end, month end, terms type, end of month, fin de mois, type d'échéance,
        type de délai""",
    "payment_means": """payment means, payment method, method, means of payment, mode de règlement, mode de
        paiement, moyen de paiement, moyen de règlement""",
    "iban": "iban, bank account, compte bancaire, rib, iban client",
    "bic": "bic, swift, bic/swift, swift code, code bic, code swift",
    "opened_on": """opened on, account opened on, opening date, created on, creation date, customer since,
        date d'ouverture, ouvert le, date de création, créé le, client depuis""",
    "gts_accepted_on": """gts accepted on, general terms accepted on, terms accepted on, cgv acceptées le,
        date d'acceptation des cgv, date cgv, cgv, cgv signées le""",
    "retention_of_title": "retention of title, réserve de propriété, clause de réserve de propriété",
    "acceleration": "acceleration, acceleration clause, déchéance du terme, clause de déchéance du terme",
    "penalty_clause": "penalty clause, penalties, clause pénale, pénalités, pénalités de retard",
    "jurisdiction": """jurisdiction, jurisdiction clause, attribution de juridiction, clause attributive de
        juridiction, clause de compétence""",
    "sales_owner": """sales owner, salesperson, sales rep, account manager, commercial, commerciale, vendeur,
        représentant, responsable commercial, chargé d'affaires""",
    **{
        f"{role}_{what}": ", ".join(
            f"{name} {word}" for name in names.split(",") for word in spoken.split(",")
        )
        for role, names in {
            "accounts_payable": "accounts payable, ap, comptabilité, comptabilité fournisseurs, comptable",
            "buyer": "buyer, purchasing, acheteur, achats, service achats",
            "director": "director, manager, dirigeant, gérant, directeur, direction",
            "sales_owner": "sales owner, salesperson, commercial",
        }.items()
        for what, spoken in {
            "name": "name, contact, nom",
            "email": "email, e-mail, mail, courriel",
            "phone": "phone, téléphone, tél, tel",
            "language": "language, langue",
        }.items()
    },
    "other_name": "contact, contact name, nom du contact, interlocuteur",
}
CONTACT_WORDS: Mapping[str, str] = {
    "customer": _WHO,
    "role": "role, rôle, fonction, function, job, service, type, qualité",
    "name": "name, nom, contact, contact name, nom du contact, interlocuteur, nom complet, full name",
    "email": CUSTOMER_WORDS["email"],
    "phone": CUSTOMER_WORDS["phone"],
    "language": CUSTOMER_WORDS["language"],
}
ORDER_WORDS: Mapping[str, str] = {
    "number": """number, order, order number, order no, order id, so number, sales order, num, no, name,
        numéro, commande, n° commande, n° de commande, numéro de commande, bon de commande,
        référence commande, n°""",
    "customer": INVOICE_WORDS["customer"],
    "customer_name": INVOICE_WORDS["customer_name"],
    "ordered_on": """ordered on, order date, date, date ordered, date order, date de commande, date commande,
        commandé le, commandée le""",
    "deliver_on": """deliver on, delivery on, delivery, delivery date, due delivery, commitment date,
        expected on, shipping date, date de livraison, date livraison, livraison le, livraison prévue le,
        date prévue, livraison""",
    "amount": """amount, amount ttc, total, total amount, amount total, open amount, remaining amount,
        montant, montant ttc, total ttc, montant commande, reste à facturer, montant restant, ttc""",
    "currency": INVOICE_WORDS["currency"],
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
