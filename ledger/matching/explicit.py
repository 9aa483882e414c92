"""What a person says an entry pays, turned into a proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.errors import ActRefused, AmbiguousInvoice, UnknownCustomer, UnknownInvoice
from ledger.matching.book import Book
from ledger.matching.values import TOLD, Entry, Item, Proposal

_SURE = 100


@dataclass(frozen=True, slots=True)
class Explicit:
    """A customer by code, or None for that of the first invoice; invoices by number, with cents or None for
    what is left.
    """

    customer: str | None
    invoices: tuple[tuple[str, int | None], ...]


def proposal_from(what: Explicit, entry: Entry, book: Book, *, codes: Mapping[int, str]) -> Proposal:
    """Shares in the order given, each up to what is left of the invoice and of the entry.

    Raises UnknownCustomer, UnknownInvoice, AmbiguousInvoice or ActRefused.
    """
    customer = _customer(what.customer, codes)
    items = [
        (_item(number, customer, book, entry=entry, codes=codes), cents) for number, cents in what.invoices
    ]
    if customer is None and not items:
        raise ActRefused("Say which customer paid, or which invoices the entry pays.")
    if len({item.id for item, _ in items}) < len(items):
        raise ActRefused("An invoice is named twice.")
    return Proposal(
        items[0][0].customer_id if customer is None else customer,
        _shares(items, entry, book),
        TOLD,
        _SURE,
        "A person said so.",
    )


def _shares(
    items: Sequence[tuple[Item, int | None]], entry: Entry, book: Book
) -> tuple[tuple[int, int], ...]:
    rest = entry.cents - sum(cents for _, cents in items if cents is not None)
    # Credit notes add to what the entry can pay, whatever the order in which they are named.
    rest -= sum(book.open_of(item.id) for item, cents in items if cents is None and _adds(item, entry))
    shares = []
    for item, cents in items:
        if cents is None and _adds(item, entry):
            shares.append((item.id, book.open_of(item.id)))
        elif cents is None:
            share = _most(item, rest, book)
            rest -= share
            shares.append((item.id, share))
        else:
            shares.append((item.id, cents))
    for item_id, cents in shares:
        if cents == 0:
            number = book.items[item_id].number
            raise ActRefused(f"Nothing is left for invoice {number}, of the entry or of the invoice.")
    return tuple(shares)


def _adds(item: Item, entry: Entry) -> bool:
    return item.amount_cents < 0 < entry.cents


def _most(item: Item, rest: int, book: Book) -> int:
    """What may go on an invoice of what is left of the entry; money gone back reopens what was settled."""
    left = book.open_of(item.id)
    if rest > 0:
        return min(rest, left)
    return max(rest, left if item.amount_cents < 0 else left - item.amount_cents)


def _customer(code: str | None, codes: Mapping[int, str]) -> int | None:
    if code is None:
        return None
    for customer_id, one in codes.items():
        if one == code:
            return customer_id
    raise UnknownCustomer(f"No customer has the code “{code}”. Check it, or import their invoices first.")


def _item(number: str, customer: int | None, book: Book, *, entry: Entry, codes: Mapping[int, str]) -> Item:
    found = [one for one in book.items.values() if one.number == number]
    theirs = [one for one in found if one.customer_id == customer]
    if len(found) > 1 and theirs:
        found = theirs
    if len(found) > 1:
        found = [one for one in found if one.currency == entry.currency and book.open_of(one.id)] or found
    if not found:
        raise UnknownInvoice(f"No invoice has the number “{number}”. Check it, or import it first.")
    if len(found) > 1:
        holders = ", ".join(codes[one.customer_id] for one in found)
        raise AmbiguousInvoice(f"The number “{number}” is used for {holders}. Say which customer is meant.")
    return found[0]
