"""What one cell of the customer master says: checked, and brought to one form."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from stdnum import bic as _bic
from stdnum import iban as _iban
from stdnum.eu import vat as _eu_vat
from stdnum.exceptions import ValidationError

from kernel import siren as numbers
from ledger.files.plain import plain

_LONGEST = 60  # characters quoted back
_EMAIL = re.compile(r"[^\s@,;<>()\"]+@[^\s@,;<>()\"]+\.[^\s@,;<>()\".]{2,}")
_PHONE = re.compile(r"\+?\d{6,15}", re.ASCII)
_NAF = re.compile(r"(\d{2})[. ]?(\d{2})[. ]?([A-Z])", re.ASCII)  # NAF rév. 2 and NAF 2025 are written alike
_FOREIGN_VAT = re.compile(r"[A-Z]{2,3}[A-Z0-9]{4,15}", re.ASCII)
_COUNTRIES = {"france": "FR", "belgique": "BE", "belgium": "BE", "allemagne": "DE", "germany": "DE"}
_COUNTRIES |= {
    "espagne": "ES",
    "spain": "ES",
    "italie": "IT",
    "italy": "IT",
    "suisse": "CH",
    "luxembourg": "LU",
}
_ISO = 2  # letters of a country code


def _choices(said: Mapping[Any, str]) -> dict[str, Any]:
    return {plain(word): value for value, words in said.items() for word in words.split(",")}


_KINDS = _choices(
    {
        "company": "company, business, b2b, entreprise, société, professionnel, pro, privé, personne morale",
        "public": """public, public body, administration, collectivité, collectivité territoriale, état,
            mairie, établissement public, secteur public, b2g, chorus""",
        "consumer": "consumer, private, individual, b2c, particulier, consommateur, personne physique",
    }
)
_MEANS = _choices(
    {
        "transfer": """transfer, bank transfer, credit transfer, wire, virement, virement bancaire,
            virement sepa, vir, virt""",
        "direct_debit": """direct debit, direct_debit, sepa direct debit, sdd, prélèvement, prélèvement sepa,
            prélèvement automatique, prlv, prel""",
        "card": "card, credit card, carte, carte bancaire, cb",
        "cheque": "cheque, check, chèque, chq, chèque bancaire",
        "bill": """bill, bill of exchange, promissory note, traite, effet, lcr, lettre de change, bor,
            lettre de change relevé, billet à ordre, billet à ordre relevé""",
    }
)
_LANGUAGES = _choices(
    {"fr": "fr, fr-fr, fra, fre, french, français, francais", "en": "en, en-gb, en-us, eng, english, anglais"}
)
_ANSWERS = _choices({True: "yes, y, oui, o, true, vrai, 1, x", False: "no, n, non, false, faux, 0"})
_ROLES = _choices(
    {
        "accounts_payable": """accounts payable, accounts_payable, ap, comptabilité, comptable, comptabilité
            fournisseurs, compta, facturation, payables""",
        "buyer": "buyer, purchasing, acheteur, acheteuse, achats, service achats",
        "director": """director, manager, ceo, cfo, dirigeant, dirigeante, gérant, gérante, directeur,
            directrice, direction, président, présidente, daf""",
        "sales_owner": "sales owner, sales_owner, salesperson, commercial, commerciale, vendeur",
        "other": "other, autre, divers",
    }
)


def _one_of(text: str, known: Mapping[str, Any], what: str) -> Any:
    found = known.get(plain(text))
    if found is None:
        values = ", ".join(dict.fromkeys(str(value) for value in known.values()))
        raise ValueError(f"“{text[:_LONGEST]}” is not a {what} we know. Known are: {values}.")
    return found


def kind(text: str) -> str:
    return str(_one_of(text, _KINDS, "kind of customer"))


def payment_means(text: str) -> str:
    return str(_one_of(text, _MEANS, "means of payment"))


def language(text: str) -> str:
    return str(_one_of(text, _LANGUAGES, "language"))


def role(text: str) -> str:
    return str(_one_of(text, _ROLES, "role of a contact"))


def clause(text: str, *, what: str) -> bool:
    found = _ANSWERS.get(plain(text))
    if found is None:
        raise ValueError(f"“{text[:_LONGEST]}” does not say yes or no to the {what}.")
    return bool(found)


def email(text: str) -> str:
    """One address, in lower case. Only its form is checked."""
    written = text.strip().lower()
    if not _EMAIL.fullmatch(written) or ".." in written:
        raise ValueError(f"“{text[:_LONGEST]}” is not one e-mail address.")
    return written


def phone(text: str) -> str:
    """Digits only, with + before a country code."""
    digits = re.sub(r"[\s.\-/()\u00a0\u202f]", "", text.strip().replace("(0)", ""))
    written = f"+{digits[2:]}" if digits.startswith("00") else digits
    if not _PHONE.fullmatch(written):
        raise ValueError(f"“{text[:_LONGEST]}” is not a telephone number.")
    return written


def naf(text: str) -> str:
    """The activity as 62.02A, of NAF rév. 2 or NAF 2025."""
    found = _NAF.fullmatch(text.strip().upper())
    if found is None:
        raise ValueError(f"“{text[:_LONGEST]}” is not an activity code (NAF) such as 62.02A.")
    return f"{found[1]}.{found[2]}{found[3]}"


def country(text: str) -> str:
    """The ISO code where it is plain, else the name as written."""
    written = text.strip()
    return written.upper() if len(written) == _ISO else _COUNTRIES.get(plain(written), written)


def vat(text: str) -> str:
    """Checked by the key of its country within the Union; elsewhere its form only. Raises ValueError."""
    written = re.sub(r"[\s.\-]", "", text).upper()
    if written.startswith("FR") or written[:1].isdigit():
        return numbers.vat(text.strip())
    if written[:2].lower() in _eu_vat.MEMBER_STATES or written.startswith("EL"):
        try:
            return str(_eu_vat.validate(written))
        except ValidationError as error:
            raise ValueError(f"“{text[:_LONGEST]}” is not a VAT number of {written[:2]}: {error}") from error
    if not _FOREIGN_VAT.fullmatch(written):
        raise ValueError(
            f"“{text[:_LONGEST]}” is not a VAT number: it begins with the letters of its country."
        )
    return written


def iban(text: str) -> str:
    try:
        return str(_iban.validate(text.strip()))
    except ValidationError as error:
        raise ValueError(f"“{text[:_LONGEST]}” is not an IBAN: {error}") from error


def bic(text: str) -> str:
    try:
        return str(_bic.validate(text.strip()))
    except ValidationError as error:
        raise ValueError(f"“{text[:_LONGEST]}” is not a BIC: {error}") from error


def as_written(text: str) -> str:
    return text


# A wrong one sets its line aside: it names another company or account, or the file's days were misread.
STRICT: Mapping[str, Callable[[str], str]] = {
    "siren": numbers.siren,
    "siret": numbers.siret,
    "vat": vat,
    "iban": iban,
    "bic": bic,
}
# An unreadable one is told and not taken; the rest of its line is.
LENIENT: Mapping[str, Callable[[str], Any]] = {
    "customer_name": as_written,
    "kind": kind,
    "legal_form": as_written,
    "naf": naf,
    "parent": as_written,
    "street": as_written,
    "postcode": as_written,
    "city": as_written,
    "country": country,
    "delivery_address": as_written,
    "email": email,
    "phone": phone,
    "language": language,
    "payment_means": payment_means,
    "retention_of_title": lambda text: clause(text, what="retention of title"),
    "acceleration": lambda text: clause(text, what="acceleration clause"),
    "penalty_clause": lambda text: clause(text, what="penalty clause"),
    "jurisdiction": lambda text: clause(text, what="jurisdiction clause"),
    "sales_owner": as_written,
}
DAYS = ("opened_on", "gts_accepted_on")
