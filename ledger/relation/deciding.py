"""What every act of the relation must satisfy, and how it is told when it does not."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from kernel.money import Money
from ledger.errors import ActRefused, AmbiguousInvoice, UnknownCase, UnknownInvoice
from ledger.relation.accounts import Accounts, Item
from ledger.relation.cases import Case
from ledger.relation.details import Claim

C = TypeVar("C", bound=Case[Any, Any])


class When(NamedTuple):
    """The day it happened, and the day we learnt of it and write it down."""

    happened_on: date
    on: date


class Named(NamedTuple):
    """An invoice as a person names it; None cents mean all that is meant by default."""

    number: str
    cents: int | None = None


class Wanted(NamedTuple):
    """The invoice a person meant."""

    item: Item
    cents: int | None


class NewAct(NamedTuple):
    """An act to be written down; without a case it opens one."""

    matter: str
    act: str
    case_id: int | None
    customer_id: int
    happened_on: date
    details: dict[str, Any]


def wanted_of(
    names: Sequence[Named], accounts: Accounts, *, customer_id: int, elsewhere: Mapping[str, Sequence[str]]
) -> list[Wanted]:
    """The customer's invoices with these numbers; `elsewhere` tells who else uses a number.

    Raises UnknownInvoice or AmbiguousInvoice, and ActRefused for an invoice of another customer, a credit
    note, or an invoice named twice.
    """
    found = [Wanted(_only(one.number, accounts, customer_id, elsewhere), one.cents) for one in names]
    seen: set[int] = set()
    for one in found:
        if one.item.invoice_id in seen:
            raise ActRefused(f"{one.item.number} is named twice. Name it once, with its whole amount.")
        seen.add(one.item.invoice_id)
    return found


def _only(number: str, accounts: Accounts, customer_id: int, elsewhere: Mapping[str, Sequence[str]]) -> Item:
    mine = accounts.numbered(number, customer_id=customer_id)
    mine = [one for one in mine if one.amount_cents] or mine  # void beside the one that replaced it
    code = accounts.codes.get(customer_id, "")
    if len(mine) > 1:
        raise AmbiguousInvoice(f"{code} has {len(mine)} invoices with the number “{number}”.")
    if mine and mine[0].amount_cents <= 0:
        raise ActRefused(f"{number} is a credit note or void: nothing is asked for it.")
    if mine:
        return mine[0]
    others = [one for one in elsewhere.get(number, ()) if one != code]
    if others:
        raise ActRefused(f"{number} is an invoice of {', '.join(others)}, not of {code}.")
    raise UnknownInvoice(f"No invoice of {code} has the number “{number}” on that day.")


def claims_of(wanted: Iterable[Wanted]) -> tuple[Claim, ...]:
    """Cents of each invoice, all that is open where nobody said. Raises ActRefused beyond what is open."""
    claims = []
    for item, cents in wanted:
        if item.open_cents <= 0:
            raise ActRefused(f"Nothing is open on {item.number}.")
        if cents is not None and not 0 < cents <= item.open_cents:
            raise ActRefused(
                f"{said(cents, item.currency)} were named for {item.number}, "
                f"of which {said(item.open_cents, item.currency)} are open."
            )
        claims.append(Claim(item.invoice_id, item.open_cents if cents is None else cents))
    return tuple(claims)


def currency_of(items: Iterable[Item]) -> str:
    """The one currency of these invoices. Raises ActRefused without any, or with several."""
    currencies = sorted({item.currency for item in items})
    if not currencies:
        raise ActRefused("No invoice is named. Name at least one.")
    if len(currencies) > 1:
        raise ActRefused(f"The invoices are in {' and '.join(currencies)}. Do it once for each currency.")
    return currencies[0]


def check_when(when: When, items: Iterable[Item] = ()) -> None:
    """Raises ActRefused for a future day, or one on which an invoice did not exist yet."""
    if when.happened_on > when.on:
        raise ActRefused(f"{when.happened_on} lies after {when.on}: what has not happened cannot be told.")
    for item in items:
        if item.issued_on is not None and when.happened_on < item.issued_on:
            raise ActRefused(f"{item.number} was issued on {item.issued_on}, after {when.happened_on}.")


def case_numbered(number: int, cases: Iterable[C], *, matter: str) -> C:
    for case in cases:
        if case.id == number:
            return case
    raise UnknownCase(f"No {matter.replace('_', '-')} has the number {number}.")


def check_ending(case: Case[Any, Any], when: When, *, ended: str) -> None:
    """Raises ActRefused when the case has ended already, or would end before it began."""
    check_when(when)
    what = f"The {case.matter.replace('_', '-')} {case.id}"
    if case.ending is not None and not case.unreadable:
        raise ActRefused(f"{what} was {ended} on {case.ending.on} by {case.ending.author or 'somebody'}.")
    if when.happened_on < case.opened_on:
        raise ActRefused(f"{what} began on {case.opened_on}, after {when.happened_on}.")


def said(cents: int, currency: str) -> str:
    return str(Money(cents, currency))
