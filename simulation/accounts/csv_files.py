"""The customer master and the truth about the bank, as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence

from kernel.days import MonthEnd
from simulation.accounts.bank import Statement
from simulation.accounts.facts import Client, Movement, Share
from simulation.contacts import COLUMNS, contact_cells

_MASTER = (
    *("code", "name", "siren", "naf", "country", "terms_days", "terms_month_end", "sales_owner"),
    *("iban", "payment_means"),
    *COLUMNS,
)
_TRUTH = (
    *("entry", "booked_on", "amount", "class", "naming", "customer", "invoice", "settled", "let_go"),
    "answers",
)


def customers_csv(clients: Iterable[Client]) -> bytes:
    rows = [
        (
            *(one.code, one.name, one.siren, one.naf, one.country, one.terms.days),
            *(_month_end(one), one.sales_owner, one.iban, "transfer"),
            *contact_cells(one.number, code=one.code, naf=one.naf, country=one.country),
        )
        for one in clients
    ]
    return _csv(_MASTER, rows)


def truth_csv(statements: Iterable[Statement]) -> bytes:
    """A row for each invoice that an entry settles, or one for an entry that settles none.

    `settled` is the money for the invoice, negative where a return takes it back; `let_go` the fees or the
    discount that settle the rest of it; `answers` the entry that a return undoes, or that a payment
    made twice repeats.
    """
    entries = [entry for statement in statements for entry in statement.entries]
    references = {entry.movement.key: entry.reference for entry in entries}
    rows: list[Sequence[object]] = []
    for entry in entries:
        one = entry.movement
        for share in one.shares or (None,):
            answers = references.get(one.answers, "")
            rows.append((*_of_entry(entry.reference, one), *_of_share(share), answers))
    return _csv(_TRUTH, rows)


def _of_entry(reference: str, one: Movement) -> tuple[object, ...]:
    naming = one.remittance.naming if one.customer else ""
    return reference, one.booked_on, _euros(one.cents), one.kind, naming, one.customer


def _of_share(share: Share | None) -> tuple[str, str, str]:
    if share is None:
        return "", "", ""
    return share.invoice, _euros(share.cents), _euros(share.difference_cents)


def _month_end(client: Client) -> str:
    return "" if client.terms.month_end is MonthEnd.NONE else client.terms.month_end.value


def _euros(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
