"""Files of the customer master: one record, one customer with its terms, clauses and contacts."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from kernel.days import MonthEnd, Terms
from ledger.files.customer_fields import DAYS, LENIENT, STRICT, email, language, phone
from ledger.files.headers import CUSTOMER_WORDS
from ledger.files.rejection import Doubt
from ledger.files.table import Table, open_table
from ledger.files.written_terms import written_month_end, written_terms

ROLES = ("accounts_payable", "buyer", "director", "sales_owner", "other")
NEEDED = ("customer",)
_TERMS = ("terms", "terms_days", "terms_month_end")
_OF_CONTACT: Mapping[str, Callable[[str], str]] = {
    "name": str,
    "email": email,
    "phone": phone,
    "language": language,
}
_SPOKEN = {
    **{"customer_name": "name", "opened_on": "opening day", "gts_accepted_on": "day of the general terms"},
    **{"siren": "SIREN", "siret": "SIRET", "vat": "VAT number", "iban": "IBAN", "bic": "BIC"},
    **{"naf": "activity (NAF)", "email": "e-mail"},
}


class ContactSaid(NamedTuple):
    """What the master says of one contact; None where blank."""

    name: str | None
    email: str | None
    phone: str | None
    language: str | None

    @property
    def blank(self) -> bool:
        return not (self.name or self.email or self.phone)


class CustomerLine(NamedTuple):
    """One good line. `said` holds only what the line tells: None where a cell is blank, nothing where the
    file has no such column or the cell cannot be read.
    """

    line: int
    code: str
    said: Mapping[str, Any]
    contacts: Mapping[str, ContactSaid]
    remarks: tuple[tuple[str, str], ...] = ()  # what is doubtful on it, and what each remark is about

    @property
    def doubts(self) -> list[Doubt]:
        return [Doubt(self.line, why, about) for why, about in self.remarks]


def open_customers(content: bytes, said: Mapping[str, object] | None) -> Table:
    return open_table(content, said, words=CUSTOMER_WORDS, needed=NEEDED, days=DAYS)


def customer_line(table: Table, fields: list[str], line: int) -> CustomerLine:
    """Raises ValueError when the code or a number that names a company or an account is wrong."""
    reading = _Reading(table, fields)
    code = table.required(fields, "customer")
    for word in (*STRICT, *DAYS, *LENIENT):
        reading.take(word)
    reading.companies()
    reading.terms()
    contacts = dict(reading.contacts())
    said = reading.said
    if "customer_name" in said:
        said["name"] = said.pop("customer_name")
    if "sales_owner" in contacts:
        said.setdefault("sales_owner", contacts["sales_owner"].name)
    return CustomerLine(line, code, said, contacts, tuple(reading.remarks))


class _Reading:
    """The cells of one line, one after the other."""

    def __init__(self, table: Table, fields: list[str]) -> None:
        self._table = table
        self._fields = fields
        self.said: dict[str, Any] = {}
        self.remarks: list[tuple[str, str]] = []

    def take(self, word: str) -> None:
        if word not in self._table.places:
            return
        text = self._table.optional(self._fields, word)
        if text is None:
            self.said[word] = None
        elif word in LENIENT:
            self._leniently(word, text)
        else:
            read = STRICT.get(word, self._table.day)
            try:
                self.said[word] = read(text)
            except ValueError as error:
                raise ValueError(f"The {_spoken(word)} is wrong. {error}") from error

    def _leniently(self, word: str, text: str) -> None:
        try:
            self.said[word] = LENIENT[word](text)
        except ValueError as error:
            self._doubt(word, f"The {_spoken(word)} was not taken. {error}")

    def companies(self) -> None:
        """The SIREN that the other numbers hold. Raises ValueError when they name two companies."""
        siren, siret, vat = (self.said.get(word) for word in ("siren", "siret", "vat"))
        if siren and siret and siret[:9] != siren:
            raise ValueError(f"The SIRET {siret} is of another company than the SIREN {siren}.")
        siren = siren or (siret and siret[:9])
        of_vat = vat[4:] if vat and vat.startswith("FR") else None
        if siren and of_vat and of_vat != siren:
            self._doubt(
                "vat", f"The VAT number {vat} is of another SIREN than {siren}: right in a VAT group only."
            )
        if found := siren or of_vat:
            self.said["siren"] = found

    def terms(self) -> None:
        """Written terms, days and month end, whichever columns there are; they must agree."""
        texts = {word: self._table.optional(self._fields, word) for word in _TERMS}
        if not any(word in self._table.places for word in _TERMS):
            return
        try:
            found = _agreed(texts)
        except ValueError as error:
            self._doubt("terms", f"The terms were not taken. {error}")
            return
        self.said["terms_days"] = None if found is None else found.days
        self.said["terms_month_end"] = None if found is None else found.month_end.value
        if found is not None and self.said.get("kind") != "consumer" and (why := beyond_the_law(found)):
            self._doubt("ceiling", why)

    def contacts(self) -> Iterator[tuple[str, ContactSaid]]:
        """The contacts by role, for the roles that the file has a column of."""
        for role in ROLES:
            if any(f"{role}_{what}" in self._table.places for what in _OF_CONTACT):
                yield role, ContactSaid(*(self._of_contact(role, what) for what in _OF_CONTACT))

    def _of_contact(self, role: str, what: str) -> str | None:
        word = f"{role}_{what}"
        text = self._table.optional(self._fields, word)
        try:
            return None if text is None else _OF_CONTACT[what](text)
        except ValueError as error:
            self._doubt(word, f"The {_spoken(word)} was not taken. {error}")
            return None

    def _doubt(self, about: str, why: str) -> None:
        self.remarks.append((why, about))


def _agreed(texts: Mapping[str, str | None]) -> Terms | None:
    """Days of their own column may be written as terms too, such as “45 jours fin de mois”."""
    said = {written_terms(text) for word in _TERMS[:2] if (text := texts[word]) is not None}
    end = texts["terms_month_end"]
    if not said:
        if end is not None and written_month_end(end) is not MonthEnd.NONE:
            raise ValueError("Month ends count, but the number of days is missing.")
        return None
    if len(said) > 1:
        raise ValueError(f"“{texts['terms']}” and “{texts['terms_days']}” are different terms.")
    (terms,) = said
    if end is None:
        return terms
    month_end = written_month_end(end)
    if terms.month_end not in {MonthEnd.NONE, month_end}:
        raise ValueError(f"“{texts['terms'] or texts['terms_days']}” and “{end}” are different readings.")
    return Terms(terms.days, month_end)


# Art. L441-10 I C. com.: sixty days from the invoice, or forty-five end of month if the contract says so.
_CEILING, _CEILING_MONTH_END = 60, 45


def beyond_the_law(terms: Terms) -> str | None:
    """What is wrong with terms longer than the law lets companies agree on; None when nothing is."""
    if terms.month_end is MonthEnd.NONE and terms.days > _CEILING:
        return f"{terms.days} days is beyond the {_CEILING} days from the invoice of art. L441-10 C. com."
    if terms.month_end is not MonthEnd.NONE and terms.days > _CEILING_MONTH_END:
        return (
            f"{terms.days} days end of month is beyond the {_CEILING_MONTH_END} days end of month that "
            "art. L441-10 C. com. allows."
        )
    return None


def _spoken(word: str) -> str:
    return _SPOKEN.get(word, word.replace("_", " "))
