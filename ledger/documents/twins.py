"""Which invoice of another source is which invoice of the accounts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from ledger.documents.held import Bill, Parties
from ledger.documents.policy import DocumentPolicy
from ledger.einvoice.state import number_key
from ledger.imports.changes import CUSTOMERS
from ledger.replaced.invoices import Replaced


class Twin(NamedTuple):
    """`ours` gives way to `theirs`, that of the accounts."""

    ours: Bill
    theirs: Bill


class Undecided(NamedTuple):
    """An invoice that may be one of the accounts, and why nobody can tell yet."""

    invoice_id: int
    number: str
    customer: str
    source: str
    why: str


def twins_of(
    bills: Collection[Bill], parties: Parties, replaced: Replaced, policy: DocumentPolicy
) -> tuple[list[Twin], list[Undecided]]:
    """One to one for each source; a number that fits two decides nothing."""
    every = [one for one in bills if one.cents and number_key(one.number)]
    ours = [one for one in every if not one.origin.accounts and one.id not in replaced.by]
    fits, undecided = _fitting(every, ours, parties, _taken(bills, replaced), policy)
    wanted: dict[tuple[int, str], list[Bill]] = defaultdict(list)
    for one in ours:
        for other in fits[one.id]:
            wanted[other.id, one.origin.source].append(one)
    found = []
    for one in ours:
        others = fits[one.id]
        rivals = [rival for other in others for rival in wanted[other.id, one.origin.source]]
        if len(others) == 1 and len(rivals) == 1:
            found.append(Twin(one, others[0]))
        elif others:
            why = f"It fits {len(others)} invoices of the accounts."
            if len(others) == 1:
                why = f"{len(rivals)} invoices of this source fit the same one of the accounts."
            undecided.append(_untold(one, parties, why))
    return found, undecided


def _taken(bills: Iterable[Bill], replaced: Replaced) -> set[tuple[int, str]]:
    """Invoices of the accounts that stand for one of a source already."""
    sources = {one.id: one.origin.source for one in bills}
    return {(by, sources[key]) for key, by in replaced.by.items()}


def _fitting(
    every: Iterable[Bill],
    ours: Iterable[Bill],
    parties: Parties,
    taken: set[tuple[int, str]],
    policy: DocumentPolicy,
) -> tuple[dict[int, list[Bill]], list[Undecided]]:
    """What each may be among the accounts, and those that only seem to be there."""
    accounts: dict[tuple[str, str], list[Bill]] = defaultdict(list)
    for one in every:
        if one.origin.accounts and one.account_class == CUSTOMERS:
            accounts[number_key(one.number), one.currency].append(one)
    fits, undecided = {}, []
    for one in ours:
        near = accounts.get((number_key(one.number), one.currency), [])
        free = [other for other in near if (other.id, one.origin.source) not in taken]
        whys = {other.id: _against(one, other, parties, policy) for other in free}
        fits[one.id] = [other for other in free if whys[other.id] is None]
        if not fits[one.id] and (why := _nearest(one, free, whys, parties, policy)) is not None:
            undecided.append(_untold(one, parties, why))
    return fits, undecided


def _against(one: Bill, other: Bill, parties: Parties, policy: DocumentPolicy) -> str | None:
    """Why two invoices of one number are not the same, None when they are."""
    if other.opening:
        return "The accounts bring it forward without the day it was issued."
    if other.cents not in one.claims:
        told = f"{other.cents / 100:.2f} {other.currency}"
        return f"The accounts hold this number with {told}, the other source {one.cents / 100:.2f}."
    if abs((one.issued_on - other.issued_on).days) > policy.invoice_days:
        return f"The accounts hold this number as issued on {other.issued_on}, too far from {one.issued_on}."
    if parties.of(one.customer_id) == parties.of(other.customer_id):
        return None
    mine = parties.companies.get(one.customer_id) or one.company
    theirs = parties.companies.get(other.customer_id)
    code = parties.codes[other.customer_id]
    if mine is not None and theirs is not None:
        return None if mine == theirs else f"The accounts hold it for {code}, a company of another SIREN."
    if one.customer_id in parties.documented:
        return None
    return f"The accounts hold it for {code}. Link the two customers if they are one."


def _nearest(
    one: Bill, near: Sequence[Bill], whys: Mapping[int, str | None], parties: Parties, policy: DocumentPolicy
) -> str | None:
    """What to tell of an invoice without twin, where two of amount, day and customer agree beside its number:
    numbers alone are used by others, and again every year.
    """
    known = one.customer_id in parties.documented
    for other in near:
        agree = (
            other.cents in one.claims,
            abs((one.issued_on - other.issued_on).days) <= policy.invoice_days,
            known or parties.of(one.customer_id) == parties.of(other.customer_id),
        )
        if sum(agree) > 1:
            return whys[other.id]
    return None


def _untold(one: Bill, parties: Parties, why: str) -> Undecided:
    return Undecided(one.id, one.number, parties.codes[one.customer_id], one.origin.source, why)
