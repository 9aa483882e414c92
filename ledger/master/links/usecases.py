"""Propose, confirm and refuse that a customer of the accounts is one of the customer master."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from ledger.errors import ActRefused, UnknownCustomer
from ledger.imports.changes import Changes
from ledger.master.links.proposals import NamedCustomer, Proposals, confidence_of, propose
from ledger.master.profiles import linked
from ledger.master.repository import Master, MasterRepository, customers_on, load_master
from ledger.master.usecases import redate, versions_of
from ledger.registers.catalogue import LINKS, CustomerLinkRow
from ledger.registers.register import Entered, Told, enter, standing_on
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Act, record_act
from store.session import ReadSession, WriteSession

_SOURCE = "person"


class Link(NamedTuple):
    """What a person said of a pair of customers, by their codes."""

    customer: str
    master: str
    same: bool
    confidence: int
    known_on: date
    author: str


class LinkReport(NamedTuple):
    """An act on a link: the invoices it dates anew by the terms of the master."""

    customer: str
    master: str
    same: bool
    redated_invoices: int


def proposed_links(session: ReadSession, *, as_of: date) -> Proposals:
    """What a person is asked about: no customer of the master under its own code, no pair decided before."""
    names = {
        key: NamedCustomer(key, one.code, one.name or one.code)
        for key, one in customers_on(session, as_of).items()
    }
    master = load_master(session)
    own = {one.row.customer_id for one in standing_on(master.profiles, as_of)}
    links = standing_on(master.links, as_of)
    taken = linked(master.links, as_of)
    return propose(
        [one for key, one in names.items() if key not in own and key not in taken],
        _free(master, names, busy={*taken.values()}, as_of=as_of),
        refused={(one.row.customer_id, one.row.master_id) for one in links if not one.row.same},
    )


def links_on(session: ReadSession, *, as_of: date) -> list[Link]:
    """What people said until an evening, in the order they first said it."""
    versions = RegisterRepository(session, LINKS).versions(as_recorded=None)
    codes = {key: one.code for key, one in customers_on(session, date.max).items()}
    return [
        Link(
            *(codes[one.row.customer_id], codes[one.row.master_id], one.row.same, one.row.confidence),
            *(one.known_on, one.author),
        )
        for one in standing_on(versions, as_of)
    ]


def confirm_link(session: WriteSession, act: Act, *, customer: str, master: str) -> LinkReport:
    """Say that a customer of the accounts is one of the master; its invoices take the master's terms.

    Several customers of the accounts may be one of the master: accounts hold some twice. Raises
    UnknownCustomer, or ActRefused when the link contradicts the master or another link.
    """
    repository = MasterRepository(session)
    repository.lock()
    mine, theirs = _pair(repository, customer, master)
    held = load_master(session)
    own = {one.row.customer_id for one in standing_on(held.profiles, act.on)}
    taken = linked(held.links, act.on)
    if mine.id in own:
        raise ActRefused(f"The customer {customer} is in the customer master under its own code.")
    if theirs.id not in own:
        raise ActRefused(f"The customer {master} is not in the customer master. Import it there first.")
    if taken.get(mine.id) == theirs.id:
        raise ActRefused(f"{customer} and {master} are confirmed to be one already.")
    if mine.id in taken:
        raise ActRefused(f"The customer {customer} was confirmed to be another one. Refuse that link first.")
    return _record(repository, session, act, held=held, pair=(mine, theirs), same=True)


def refuse_link(session: WriteSession, act: Act, *, customer: str, master: str) -> LinkReport:
    """Say that two customers are not one: never proposed again, and undone when it was confirmed.

    Raises UnknownCustomer, or ActRefused when it was refused already.
    """
    repository = MasterRepository(session)
    repository.lock()
    mine, theirs = _pair(repository, customer, master)
    held = load_master(session)
    for one in standing_on(held.links, act.on):
        if (one.row.customer_id, one.row.master_id, one.row.same) == (mine.id, theirs.id, False):
            raise ActRefused(f"That {customer} is {master} was refused already.")
    return _record(repository, session, act, held=held, pair=(mine, theirs), same=False)


def _pair(repository: MasterRepository, customer: str, master: str) -> tuple[NamedCustomer, NamedCustomer]:
    customers = repository.customers()
    for code in (customer, master):
        if code not in customers:
            raise UnknownCustomer(f"No customer has the code “{code}”. Check it, or import it first.")
    if customer == master:
        raise ActRefused(f"{customer} and {master} are the same customer: there is nothing to link.")
    mine, theirs = (customers[code] for code in (customer, master))
    return (
        NamedCustomer(mine.id, customer, mine.name or customer),
        NamedCustomer(theirs.id, master, theirs.name or master),
    )


def _record(
    repository: MasterRepository,
    session: WriteSession,
    act: Act,
    *,
    held: Master,
    pair: tuple[NamedCustomer, NamedCustomer],
    same: bool,
) -> LinkReport:
    mine, theirs = pair
    row = CustomerLinkRow(mine.id, theirs.id, same, confidence_of(mine, theirs))
    entered = _entered(session, Told(f"{mine.id} {theirs.id}", act.on, row), on=act.on)
    added = versions_of(entered.versions, LINKS, source=_SOURCE, at=act.recorded_at)
    changes = Changes()
    after = Master(held.profiles, [*held.links, *added])
    redate(repository, changes, before=held, after=after, on=act.on)
    record_act(session, act, source=_SOURCE, versions=[(LINKS, entered.versions)], changes=changes)
    return LinkReport(mine.code, theirs.code, same, len(changes.invoice_versions))


def _entered(session: WriteSession, told: Told, *, on: date) -> Entered:
    repository = RegisterRepository(session, LINKS)
    return enter([told], repository.standing(source=_SOURCE), next_id=repository.next_id(), on=on)


def _free(
    master: Master, names: Mapping[int, NamedCustomer], *, busy: Collection[int], as_of: date
) -> list[NamedCustomer]:
    """The customers of the master that no customer of the accounts is linked to, as the master calls them."""
    return [
        names[key]._replace(name=one.name or names[key].name)
        for key, one in master.on(as_of).items()
        if one.customer_id == key and key not in busy
    ]
