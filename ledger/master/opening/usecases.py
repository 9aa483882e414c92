"""Read the customer master back: who customers are on an evening, what is missing, and since when."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date

import pandas as pd

from ledger.as_known import as_known
from ledger.errors import UnknownCustomer
from ledger.master.contacts import contacts_on
from ledger.master.opening.checks import AccountFile, Lacking, lacking
from ledger.master.opening.shown import Change, ShownCustomer, changes_of, link_changes
from ledger.master.profiles import linked
from ledger.master.repository import Master, customers_on, load_master
from ledger.registers.catalogue import CONTACTS, ContactRow, CustomerProfileRow
from ledger.registers.register import Version
from ledger.registers.repository import RegisterRepository
from ledger.repository import FactsRepository
from ledger.summary import standing
from store.session import ReadSession


def account_files(session: ReadSession, *, as_of: date) -> list[AccountFile]:
    """The file of every customer known on an evening; one for all codes that a person said are one."""
    master = load_master(session)
    contacts = RegisterRepository(session, CONTACTS).versions(as_recorded=None)
    return _files(session, master, contacts, as_of=as_of)


def incomplete_files(session: ReadSession, *, as_of: date) -> list[Lacking]:
    """What is missing on an evening, where most is at stake first."""
    return lacking(account_files(session, as_of=as_of))


def show_customer(session: ReadSession, code: str, *, as_of: date) -> ShownCustomer:
    """One customer by its code, of the master or of the accounts. Raises UnknownCustomer."""
    known = customers_on(session, as_of)
    asked = next((one for one in known.values() if one.code == code), None)
    if asked is None:
        raise UnknownCustomer(f"No customer has the code “{code}” on {as_of}. Check it, or import it first.")
    master = load_master(session)
    contacts = RegisterRepository(session, CONTACTS).versions(as_recorded=None)
    profiles = master.on(as_of)
    head = _head(asked.id, profiles, known)
    file = next(one for one in _files(session, master, contacts, as_of=as_of) if one.customer_id == head)
    codes = {key: one.code for key, one in known.items()}
    same = (key for key, to in linked(master.links, as_of).items() if to == head)
    return ShownCustomer(
        file,
        known[head].code if head in profiles else None,
        sorted(codes[key] for key in same if key in codes),
        sorted(
            _history(master, contacts, ids={head, asked.id}, codes=codes, as_of=as_of),
            key=lambda one: (one.known_on, one.recorded_at),
        ),
    )


def _history(
    master: Master,
    contacts: Iterable[Version[ContactRow]],
    *,
    ids: set[int],
    codes: Mapping[int, str],
    as_of: date,
) -> Iterator[Change]:
    mine = [one for one in master.profiles if one.row.customer_id in ids]
    yield from changes_of(mine, what="profile", as_of=as_of)
    people = [one for one in contacts if one.row.customer_id in ids]
    yield from changes_of(people, what="contact", as_of=as_of)
    links = [one for one in master.links if one.row.customer_id in ids or one.row.master_id in ids]
    yield from link_changes(links, codes=codes, as_of=as_of)


def _files(
    session: ReadSession, master: Master, contacts: list[Version[ContactRow]], *, as_of: date
) -> list[AccountFile]:
    profiles, people = master.on(as_of), contacts_on(contacts, as_of)
    known = customers_on(session, as_of)
    owed = _owed(session, as_of)
    heads = {key: _head(key, profiles, known) for key in known}
    total: dict[int, Counter[str]] = {}
    reached: dict[int, list[ContactRow]] = {}
    for key, head in heads.items():
        total.setdefault(head, Counter()).update(owed.get(key, {}))
        reached.setdefault(head, []).extend(one.row for one in people.get(key, ()))
    return [
        AccountFile(
            *(head, known[head].code),
            profiles[head].name or known[head].name if head in profiles else known[head].name,
            profiles.get(head),
            reached[head],
            {currency: cents for currency, cents in total[head].items() if cents},
        )
        for head in sorted(total)
    ]


def _head(customer: int, profiles: Mapping[int, CustomerProfileRow], known: Container[int]) -> int:
    """Under which customer the file of a customer is kept: the one of the master that it is."""
    profile = profiles.get(customer)
    return profile.customer_id if profile is not None and profile.customer_id in known else customer


def _owed(session: ReadSession, as_of: date) -> dict[int, Counter[str]]:
    """Invoices less payments of each customer by currency, in cents, as known on an evening."""
    repository = FactsRepository(session, as_recorded=None)
    horizon = repository.horizon()
    found: dict[int, Counter[str]] = {}
    if horizon is None:
        return found
    facts = as_known(repository.facts(customers=None, horizon=horizon), as_of)
    for versions, key, sign in ((facts.invoices, "invoice_id", 1), (facts.payments, "payment_id", -1)):
        for customer, currency, cents in _sums(standing(versions, key)):
            found.setdefault(customer, Counter())[currency] += sign * cents
    return found


def _sums(rows: pd.DataFrame) -> Iterator[tuple[int, str, int]]:
    sums = rows.groupby(["customer_id", "currency"], observed=True)["amount_cents"].sum()
    for (customer, currency), cents in zip(sums.index.to_flat_index(), sums.to_numpy(), strict=True):
        yield int(customer), str(currency), int(cents)
