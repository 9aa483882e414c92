"""Files of covers: one record, one customer's cover as an insurer's portal exports it."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from credit.cover.cover import NAMED
from ledger.files.headers import ORDER_WORDS
from ledger.files.table import Table, open_table

COVER_WORDS: Mapping[str, str] = {
    "customer": ORDER_WORDS["customer"],
    "customer_name": ORDER_WORDS["customer_name"],
    "policy": "policy, policy number, contract, police, contrat, n° police, numéro de police, n° contrat",
    "kind": "kind, type, nature, cover type, type de couverture, type d'agrément",
    "amount": """amount, cover, limit, agreed amount, credit limit, montant, couverture, agrément, garantie,
        montant agréé, montant garanti""",
    "quota": "quota, quotité, insured share, quotité garantie",
    "from_on": "from, from on, valid from, start, start date, du, depuis, début, date d'effet, date effet",
    "until_on": """until, until on, valid until, end, end date, expiry, au, jusqu'au, fin, échéance, date de
        fin, date fin""",
    "currency": ORDER_WORDS["currency"],
}
_NEEDED = ("customer", "amount", "from_on")
_KINDS = {
    **dict.fromkeys(("named", "permanent", "dénommé", "denomme", "agrément", "nommé"), "named"),
    **dict.fromkeys(("temporary", "temporaire", "temp"), "temporary"),
}


class CoverLine(NamedTuple):
    """One good line; the policy and the quota are None where the file says none."""

    line: int
    customer: str
    policy: str | None
    kind: str
    amount_cents: int
    quota_bp: int | None
    from_on: date
    until_on: date | None
    currency: str | None


def cover_table(content: bytes, said: Mapping[str, object] | None) -> Table:
    return open_table(content, said, words=COVER_WORDS, needed=_NEEDED, days=("from_on", "until_on"))


def cover_line(table: Table, fields: list[str], line: int) -> CoverLine:
    cents = table.cents(table.required(fields, "amount"))
    if cents < 0:
        raise ValueError("The amount is negative. Write 0 for a cover that was cancelled.")
    kind = (table.optional(fields, "kind") or NAMED).casefold()
    if kind not in _KINDS:
        raise ValueError(f"“{kind}” is no kind of cover: write named or temporary.")
    until = table.optional(fields, "until_on")
    told = "currency" in table.places or table.settings.currency
    return CoverLine(
        line,
        table.required(fields, "customer"),
        table.optional(fields, "policy"),
        _KINDS[kind],
        cents,
        _quota(table.optional(fields, "quota")),
        table.day(table.required(fields, "from_on")),
        None if until is None else table.day(until),
        table.currency(fields) if told else None,
    )


def _quota(text: str | None) -> int | None:
    """Hundredths of a per cent from “90”, “90 %” or “87,5”."""
    return None if text is None else quota_bp(text)


def quota_bp(text: str) -> int:
    """Raises ValueError with a sentence for what is no share of a loss."""
    whole, _, part = text.replace("%", "").replace(",", ".").strip().partition(".")
    good = whole.isascii() and whole.isdigit() and (not part or (part.isascii() and part.isdigit()))
    bp = int(whole) * 100 + int(part.ljust(2, "0")[:2] or 0) if good else 0
    if not 0 < bp <= 10_000:  # noqa: PLR2004  # the whole
        raise ValueError(f"“{text}” is no quota: write the insured share of a loss in per cent, such as 90.")
    return bp
