"""The customers that the lines of a file name."""

from datetime import date
from typing import NamedTuple

from ledger.imports.changes import Changes, CustomerVersion, NewCustomer, NextIds


class RecordedCustomer(NamedTuple):
    """A customer as it stands; `of_master` says that the customer master told the name."""

    id: int
    version: int
    name: str | None
    of_master: bool = False


class CustomerBook:
    """Finds customers by code and remembers what is new of them, whatever the order of the lines."""

    def __init__(self, recorded: dict[str, RecordedCustomer], ids: NextIds) -> None:
        self._recorded = recorded
        self._ids = ids
        self._new: dict[str, tuple[int, date]] = {}
        self._names: dict[str, tuple[date, str]] = {}

    def id_of(self, code: str, *, known_on: date) -> int:
        """The customer's identifier; a customer not met before is known from the first of its facts on."""
        if (recorded := self._recorded.get(code)) is not None:
            return recorded.id
        if (new := self._new.get(code)) is None:
            new = (self._ids.customer, known_on)
            self._ids.customer += 1
        self._new[code] = (new[0], min(new[1], known_on))
        return new[0]

    def name(self, code: str, name: str | None, *, said_on: date) -> None:
        """Of several names in a file, the one on the latest document counts."""
        if name is not None:
            self._names[code] = max(self._names.get(code, (said_on, name)), (said_on, name))

    def save_in(self, changes: Changes, *, on: date, of_master: bool = False) -> None:
        """New customers, and new names: what documents say gives way to the customer master."""
        names = {code: name for code, (_, name) in self._names.items()}
        for code, (customer_id, known_on) in self._new.items():
            changes.customers.append(NewCustomer(customer_id, code, names.pop(code, None), known_on))
        for code, name in names.items():
            old = self._recorded.get(code)
            kept = old is not None and old.of_master and old.name is not None and not of_master
            if old is not None and old.name != name and not kept:
                changes.customer_versions.append(CustomerVersion(old.id, old.version + 1, name, on))
