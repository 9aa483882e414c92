"""Reads who customers are and whom to write to, of all at once or of a few without reading anybody else."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from dunning.actions import Action, Carried, freed, given_up
from dunning.claims import Contact
from kernel.language import Language
from ledger.master.contacts import contacts_on
from ledger.master.repository import profiles_on
from ledger.registers.catalogue import CONTACTS, CustomerProfileRow
from ledger.registers.repository import RegisterRepository
from store.session import ReadSession

_FEW = 500  # beyond, all are read: databases limit how many values one may be given


class People:
    """Profiles and contacts as known on an evening."""

    def __init__(self, session: ReadSession, on: date, customers: Sequence[int] | None) -> None:
        self.profiles = profiles_on(session, on, customers=customers)
        self._contacts = self._read(session, on, customers)

    def of(self, key: int) -> list[Contact]:
        """Its own contacts, those of the master it is known under, and the address of the master itself."""
        profile = self.profiles.get(key)
        master = key if profile is None else profile.customer_id
        found = list(self._contacts.get(key, ()))
        found += self._contacts.get(master, ()) if master != key else ()
        if profile is not None and (profile.email or profile.phone):
            found.append(_of_master(profile))
        return found

    def addresses(self, customers: Collection[int]) -> dict[int, frozenset[str]]:
        """Mail addresses by customer, in small letters."""
        return {key: frozenset(one.email.lower() for one in self.of(key) if one.email) for key in customers}

    def _read(
        self, session: ReadSession, on: date, customers: Sequence[int] | None
    ) -> Mapping[int, Sequence[Contact]]:
        register = RegisterRepository(session, CONTACTS)
        masters = {one.customer_id for one in self.profiles.values()}
        among = [] if customers is None else [register.within("customer_id", sorted({*customers, *masters}))]
        rows = contacts_on(register.versions(as_recorded=None, among=among), on)
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
            for key, told in rows.items()
        }


def freed_on(
    session: ReadSession, actions: Sequence[Action], carried: Mapping[str, Carried], on: date
) -> list[Action]:
    """Open actions whose message was given up, and whose address the customer has no longer that evening."""
    dead = given_up(actions, carried)
    if not dead:
        return []
    customers = sorted({one.customer_id for one in dead})
    people = People(session, on, customers if len(customers) <= _FEW else None)
    return freed(dead, carried, people.addresses(customers))


def language_of(told: str | None) -> Language | None:
    return None if not told else (Language.FRENCH if told.lower().startswith("fr") else Language.ENGLISH)


def _of_master(profile: CustomerProfileRow) -> Contact:
    return Contact("other", profile.name or "", profile.email or "", profile.phone or "")
