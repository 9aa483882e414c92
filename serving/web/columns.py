"""What our words for the columns of a file are called on a page."""

from collections.abc import Iterable, Mapping


def _(text: str) -> str:
    """Marks a text for the catalogue."""
    return text


_TEXTS: Mapping[str, str] = {
    "number": _("Number"),
    "customer": _("Customer's code"),
    "customer_name": _("Customer's name"),
    "issued_on": _("Day of issue"),
    "due_on": _("Due day"),
    "amount": _("Amount, tax included"),
    "currency": _("Currency"),
    "paid_on": _("Day of payment"),
    "side": _("Debit or credit"),
    "kind": _("Kind"),
    "method": _("Means of payment"),
    "reference": _("Reference"),
    "payment": _("Payment"),
    "invoice": _("Invoice"),
    "allocated_on": _("Day of allocation"),
    "ordered_on": _("Day of order"),
    "deliver_on": _("Day of delivery"),
    "role": _("Role"),
    "name": _("Name"),
    "siren": "SIREN",
    "siret": "SIRET",
    "vat": _("VAT number"),
    "legal_form": _("Legal form"),
    "naf": _("Sector (NAF)"),
    "parent": _("Parent company"),
    "street": _("Street"),
    "postcode": _("Postcode"),
    "city": _("City"),
    "country": _("Country"),
    "delivery_address": _("Address of delivery"),
    "email": _("Mail address"),
    "phone": _("Telephone"),
    "language": _("Language"),
    "terms": _("Payment terms, in words"),
    "terms_days": _("Payment terms, in days"),
    "terms_month_end": _("End of the month"),
    "payment_means": _("Means of payment"),
    "iban": "IBAN",
    "bic": "BIC",
    "opened_on": _("Customer since"),
    "gts_accepted_on": _("Terms accepted"),
    "retention_of_title": _("Retention of title"),
    "acceleration": _("Acceleration clause"),
    "penalty_clause": _("Penalty clause"),
    "jurisdiction": _("Clause of jurisdiction"),
    "sales_owner": _("Sold to by"),
}
_ROLES: Mapping[str, str] = {
    "accounts_payable": _("accounts payable"),
    "buyer": _("buyer"),
    "director": _("director"),
    "sales_owner": _("sales"),
    "other": _("other"),
}


def column_texts(words: Iterable[str]) -> dict[str, tuple[str, str]]:
    """By word: its text, and of a contact's column the role it is of, both of the catalogue."""
    return {word: (_TEXTS[word], "") if word in _TEXTS else _of_role(word) for word in words}


def _of_role(word: str) -> tuple[str, str]:
    role, _dash, what = word.rpartition("_")
    return _TEXTS[what], _ROLES[role]
