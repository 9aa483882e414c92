"""Who a payer is: learned from what was applied before, told by the customer master, or read from a name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from ledger.matching.names import Names, name_key
from ledger.matching.values import Entry
from ledger.matching.words import squeezed


class Known(IntEnum):
    """How well the payer is known."""

    NOT = 0
    NEARLY = 1
    WELL = 2


class Payer(NamedTuple):
    """The customer behind an entry, None when nobody or several; `why` is the beginning of a sentence."""

    party: int | None
    known: Known
    why: str


_NOBODY = Payer(None, Known.NOT, "Nothing tells who paid")


def payer_key(entry: Entry) -> str | None:
    """By what the payer is known again: the account money came from, else a plain name."""
    if entry.payer_iban:
        return squeezed(entry.payer_iban)
    if entry.payer_name and (key := name_key(entry.payer_name)):
        return f"name {key}"
    return None


@dataclass(slots=True)
class Learned:
    """Customers by payer, and pairs that a person said are wrong."""

    customers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    denied: set[tuple[str, int]] = field(default_factory=set)

    def link(self, payer: str | None, customer_id: int | None, *, by_person: bool) -> None:
        if payer is not None and customer_id is not None:
            self.customers[payer].add(customer_id)
            if by_person:
                self.denied.discard((payer, customer_id))

    def deny(self, payer: str | None, customer_id: int | None) -> None:
        if payer is not None and customer_id is not None:
            self.customers[payer].discard(customer_id)
            self.denied.add((payer, customer_id))


class Payers:
    """Tells the payer of an entry."""

    def __init__(
        self, learned: Learned, names: Names, *, ibans: Iterable[tuple[str, int]], same: Mapping[int, int]
    ) -> None:
        self.learned = learned
        self._names = names
        self._same = same
        self._accounts: dict[str, set[int]] = defaultdict(set)
        for iban, party in ibans:
            self._accounts[squeezed(iban)].add(party)

    def party_of(self, customer_id: int) -> int:
        """The customer itself, or the one a person said is the same."""
        return self._same.get(customer_id, customer_id)

    def of(self, entry: Entry) -> Payer:
        """The one customer the signs agree on; signs that differ decide nothing."""
        key = payer_key(entry)
        linked = {self.party_of(one) for one in self.learned.customers.get(key or "", ())}
        told = self._accounts.get(squeezed(entry.payer_iban), set()) if entry.payer_iban else set()
        sure = linked | told
        named = self._names.exact(entry.payer_name) if entry.payer_name else None
        if named is not None and not self._denied(key, named):
            sure = sure | {named}
        if len(sure) > 1:
            return Payer(None, Known.NOT, "The signs of who paid lead to several customers")
        if sure:
            (party,) = sure
            return Payer(party, Known.WELL, _how(party, linked, told))
        return self._nearly(entry, key)

    def _nearly(self, entry: Entry, key: str | None) -> Payer:
        near = self._names.near(entry.payer_name) if entry.payer_name else None
        if near is None:
            near = self._names.within(entry.text)
        if near is None or self._denied(key, near):
            return _NOBODY
        return Payer(near, Known.NEARLY, "The payer's name is nearly that of the customer")

    def _denied(self, key: str | None, party: int) -> bool:
        denied = {self.party_of(one) for payer, one in self.learned.denied if payer == key}
        return party in denied


def _how(party: int, linked: set[int], told: set[int]) -> str:
    if party in linked:
        return "The payer is known from earlier payments"
    if party in told:
        return "The account is the one in the customer master"
    return "The payer bears the customer's name"
