"""Files of contacts: one record, one person at a customer."""

from collections.abc import Mapping
from typing import NamedTuple

from ledger.files.customer_fields import email, language, phone, role
from ledger.files.headers import CONTACT_WORDS
from ledger.files.table import Table, open_table

NEEDED = ("customer",)


class ContactLine(NamedTuple):
    """One good line; without a role the contact is another one."""

    line: int
    customer: str
    role: str
    name: str | None
    email: str | None
    phone: str | None
    language: str | None


def open_contacts(content: bytes, said: Mapping[str, object] | None) -> Table:
    return open_table(content, said, words=CONTACT_WORDS, needed=NEEDED, days=())


def contact_line(table: Table, fields: list[str], line: int) -> ContactLine:
    """Raises ValueError when a field cannot be read: a contact that cannot be reached is no contact."""
    written = {word: table.optional(fields, word) for word in CONTACT_WORDS}
    if not (written["name"] or written["email"] or written["phone"]):
        raise ValueError("The contact has neither name, e-mail nor telephone.")
    return ContactLine(
        line,
        table.required(fields, "customer"),
        role(written["role"]) if written["role"] else "other",
        written["name"],
        email(written["email"]) if written["email"] else None,
        phone(written["phone"]) if written["phone"] else None,
        language(written["language"]) if written["language"] else None,
    )
