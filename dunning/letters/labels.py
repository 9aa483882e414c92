"""The words printed around the texts: headings of tables and sums, in both languages."""

from dataclasses import dataclass

from dunning.notice import Form
from kernel.language import Language


@dataclass(frozen=True, slots=True)
class Labels:
    """Texts in braces take a value."""

    reference: str
    customer: str
    subject: str
    registered: str
    page: str
    on: str
    columns: tuple[str, ...]
    instalment: str
    in_dispute: str
    held_back: str
    not_due: str
    open: str
    disputed: str
    set_apart: str
    gross: str
    overdue: str
    credits: str
    net: str
    in_favour: str
    charges: str
    charge_columns: tuple[str, ...]
    beside: str
    interest: str
    indemnity: str
    charges_total: str
    claimed_before: str
    payment: str
    holder: str
    quote: str
    until: str
    by_telephone: str
    by_link: str
    attached_code: str
    past: str
    channels: dict[str, str]
    level: str
    days: tuple[str, str]
    one_invoice: str
    invoices: tuple[str, str]
    for_creditor: str
    colon: str


_FRENCH = Labels(
    reference="Référence",
    customer="Compte client",
    subject="Objet",
    registered="Lettre recommandée avec avis de réception",
    page="Page {page} sur {pages}",
    on="Le {day}",
    columns=("Facture", "Émise le", "Échéance", "Montant", "Reste dû", "Retard"),
    instalment="échéance {name}",
    in_dispute="dont {amount} en litige, non réclamés",
    held_back="dont {amount} non réclamés à ce jour",
    not_due="à échoir",
    open="Reste dû sur ces factures",
    disputed="Part en litige, non réclamée",
    set_apart="Autres sommes non réclamées à ce jour",
    gross="Total des factures",
    overdue="dont échu à ce jour",
    credits="Avoirs et règlements non affectés",
    net="Net à payer",
    in_favour="Solde en votre faveur",
    charges="Intérêts et indemnités de retard",
    charge_columns=("Facture", "Intérêts", "Indemnité"),
    beside="Ces sommes s’ajoutent au solde des factures et ne s’y confondent pas.",
    interest="Intérêts de retard",
    indemnity="Indemnité forfaitaire pour frais de recouvrement",
    charges_total="Total en sus des factures",
    claimed_before="Réclamés par nos lettres et encore dus ; compris dans aucun solde ci-dessus.",
    payment="Comment payer",
    holder="Titulaire",
    quote="Référence à rappeler",
    until="À régler au plus tard le",
    by_telephone="Virement par téléphone",
    by_link="Payer en ligne",
    attached_code="Le code QR joint à ce message ouvre ce virement dans l’application de votre banque.",
    past="Nos précédents courriers et appels",
    channels={
        "email": "courriel",
        "letter": "lettre",
        "registered": "lettre recommandée",
        "registered_letter": "lettre recommandée",
        "call": "appel téléphonique",
        "sms": "SMS",
        "webhook": "message électronique",
    },
    level="rappel {level}",
    days=("{count}\u00a0jour", "{count}\u00a0jours"),
    one_invoice="la facture {number} du {day}",
    invoices=("{count}\u00a0facture", "{count}\u00a0factures"),
    for_creditor="Pour {name}",
    colon="\u202f: ",
)

_ENGLISH = Labels(
    reference="Reference",
    customer="Account",
    subject="Subject",
    registered="Registered letter with acknowledgement of receipt",
    page="Page {page} of {pages}",
    on="{day}",
    columns=("Invoice", "Issued", "Due", "Amount", "Open", "Late"),
    instalment="instalment {name}",
    in_dispute="of which {amount} disputed, not claimed",
    held_back="of which {amount} not claimed today",
    not_due="not due",
    open="Open on these invoices",
    disputed="Disputed part, not claimed",
    set_apart="Other sums not claimed today",
    gross="Total of invoices",
    overdue="of which overdue",
    credits="Credit notes and unallocated payments",
    net="Net to pay",
    in_favour="Balance in your favour",
    charges="Late-payment interest and indemnities",
    charge_columns=("Invoice", "Interest", "Indemnity"),
    beside="These sums come on top of the invoice balance and are no part of it.",
    interest="Late-payment interest",
    indemnity="Fixed indemnity for recovery costs",
    charges_total="Total on top of the invoices",
    claimed_before="Claimed by our letters and still open; in no balance above.",
    payment="How to pay",
    holder="Account holder",
    quote="Reference to quote",
    until="To be paid by",
    by_telephone="Pay by telephone",
    by_link="Pay online",
    attached_code="The QR code attached to this message opens the transfer in your bank’s application.",
    past="Our earlier letters and calls",
    channels={
        "email": "e-mail",
        "letter": "letter",
        "registered": "registered letter",
        "registered_letter": "registered letter",
        "call": "telephone call",
        "sms": "text message",
        "webhook": "electronic message",
    },
    level="reminder {level}",
    days=("{count}\u00a0day", "{count}\u00a0days"),
    one_invoice="invoice {number} of {day}",
    invoices=("{count}\u00a0invoice", "{count}\u00a0invoices"),
    for_creditor="For {name}",
    colon=": ",
)

LABELS = {Language.FRENCH: _FRENCH, Language.ENGLISH: _ENGLISH}
# A statement is no demand: what it adds up is the balance.
BALANCE = {Language.FRENCH: "Solde du compte", Language.ENGLISH: "Balance of the account"}


def net_label(form: Form, language: Language, net_cents: int) -> str:
    if net_cents < 0:
        return LABELS[language].in_favour
    return BALANCE[language] if form is Form.STATEMENT else LABELS[language].net
