"""Reads who customers are and whom to write to, of all at once or of a few without reading anybody else."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from dunning.actions import Action, Carried, freed, given_up
from dunning.claims import Contact
from kernel.language import Language
from ledger.master.contacts import contacts_on
from ledger.master.repository import load_master, profiles_on
from ledger.registers.catalogue import CONTACTS, ContactRow, CustomerProfileRow
from ledger.registers.register import Version
from ledger.registers.repository import RegisterRepository
from ledger.repository import HistoryRepository
from store.memory import remembered
from store.session import ReadSession

_FEW = 500  # beyond, all are read: databases limit how many values one may be given


class People:
    """Profiles and contacts as known on an evening, by customer."""

    def __init__(
        self, profiles: Mapping[int, CustomerProfileRow], contacts: Mapping[int, Sequence[Contact]]
    ) -> None:
        self.profiles = profiles
        self.contacts = contacts

    def of(self, key: int) -> list[Contact]:
        """Its own contacts, those of the master it is known under, and the address of the master itself."""
        profile = self.profiles.get(key)
        master = key if profile is None else profile.customer_id
        found = list(self.contacts.get(key, ()))
        found += self.contacts.get(master, ()) if master != key else ()
        if profile is not None and (profile.email or profile.phone):
            found.append(_of_master(profile))
        return found

    def addresses(self, customers: Collection[int]) -> dict[int, frozenset[str]]:
        """Mail addresses by customer, in small letters."""
        return {key: frozenset(one.email.lower() for one in self.of(key) if one.email) for key in customers}


class PeopleOverTime:
    """Profiles and contacts of every evening, read once."""

    def __init__(self, session: ReadSession) -> None:
        self._master = load_master(session)
        self._contacts = RegisterRepository(session, CONTACTS).versions(as_recorded=None)
        self._now = self.on(date.max)

    def on(self, as_of: date) -> People:
        return People(self._master.on(as_of), _contacts(self._contacts, as_of))

    def lent(self, as_of: date) -> People:
        """Whoever was told of by an evening as known then; the others as they are known by now."""
        then, told = self.on(as_of), self._told(as_of)
        later = {key: found for key, found in self._now.contacts.items() if key not in told}
        return People({**self._now.profiles, **then.profiles}, {**later, **then.contacts})

    def unknown(self, as_of: date) -> int:
        """Of how many customers no contact was told of yet, and is by now."""
        return len(self._now.contacts.keys() - self._told(as_of))

    def _told(self, as_of: date) -> set[int]:
        return {one.row.customer_id for one in self._contacts if one.known_on <= as_of}


def people_on(session: ReadSession, on: date, customers: Sequence[int] | None) -> People:
    """Of all, or of a few without reading anybody else."""
    if customers is not None:
        return _people(session, on, customers)
    last = HistoryRepository(session).last_import
    return remembered(session, ("people", on), last, lambda: _people(session, on, None))


def _people(session: ReadSession, on: date, customers: Sequence[int] | None) -> People:
    profiles = profiles_on(session, on, customers=customers)
    register = RegisterRepository(session, CONTACTS)
    masters = {one.customer_id for one in profiles.values()}
    among = [] if customers is None else [register.within("customer_id", sorted({*customers, *masters}))]
    return People(profiles, _contacts(register.versions(as_recorded=None, among=among), on))


def freed_on(
    session: ReadSession, actions: Sequence[Action], carried: Mapping[str, Carried], on: date
) -> list[Action]:
    """Open actions whose message was given up, and whose address the customer has no longer that evening."""
    dead = given_up(actions, carried)
    if not dead:
        return []
    customers = sorted({one.customer_id for one in dead})
    people = people_on(session, on, customers if len(customers) <= _FEW else None)
    return freed(dead, carried, people.addresses(customers))


def language_of(told: str | None) -> Language | None:
    return None if not told else (Language.FRENCH if told.lower().startswith("fr") else Language.ENGLISH)


def _contacts(versions: Sequence[Version[ContactRow]], on: date) -> dict[int, list[Contact]]:
    return {
        key: [
            Contact(
                one.row.role,
                one.row.name or "",
                one.row.email or "",
                one.row.phone or "",
                language_of(one.row.language),
            )
            for one in sorted(told, key=lambda one: one.id)
        ]
        for key, told in contacts_on(versions, on).items()
    }


def _of_master(profile: CustomerProfileRow) -> Contact:
    return Contact("other", profile.name or "", profile.email or "", profile.phone or "")
