"""What is open, found by number, by amount and by customer; what one entry takes the next one misses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ledger.matching.values import Entry, Item, Left, Proposal, Shares, money
from ledger.matching.words import groups_of, plain, squeezed


def keys_of(number: str) -> set[str]:
    """The ways in which people write a number: whole, zeros dropped, prefix dropped, its last part."""
    parts = groups_of(plain(number))
    digits = [one for one in parts if one.isdigit()]
    keys = {"".join(parts), "".join(map(lean, parts))}
    if digits:
        keys |= {lean("".join(digits)), "".join(map(lean, digits)), lean(digits[-1])}
    return {key for key in keys if any(one.isdigit() for one in key) and key != "0"}


def exact_key(number: str) -> str:
    """A number without its separators."""
    return "".join(groups_of(plain(number)))


def lean(group: str) -> str:
    """Digits without leading zeros; letters as they are."""
    return (group.lstrip("0") or "0") if group.isdigit() else group


class Book:
    """Open amounts while entries are decided. Indexed once, kept up to date by `take`."""

    def __init__(self, items: Iterable[Item], open_cents: Mapping[int, int]) -> None:
        self.items = {one.id: one for one in items}
        self._open = dict(open_cents)
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_reference: dict[str, list[int]] = defaultdict(list)
        self._by_amount: dict[tuple[str, int], set[int]] = defaultdict(set)
        self._by_party: dict[int, set[int]] = defaultdict(set)
        self._paid: dict[tuple[int, str, int], list[tuple[date, int]]] = defaultdict(list)
        self._in_order: dict[int, list[tuple[str, Left, bool]]] = {}
        for one in self.items.values():
            for key in keys_of(one.number):
                self._by_key[key].append(one.id)
            for reference in {one.number, one.payment_reference} - {None, ""}:
                self._by_reference[squeezed(str(reference))].append(one.id)
            self._enter(one.id)

    def open_of(self, item_id: int) -> int:
        """Cents left on an invoice, negative on a credit note; 0 once settled."""
        return self._open.get(item_id, 0)

    def take(self, shares: Shares) -> None:
        """Lower what is left of each invoice by its share; a negative share opens it again."""
        for item_id, cents in shares:
            self._by_amount[self._place(item_id)].discard(item_id)
            party = self.items[item_id].party
            self._by_party[party].discard(item_id)
            self._in_order.pop(party, None)
            self._open[item_id] = self.open_of(item_id) - cents
            self._enter(item_id)

    def settle(self, shares: Shares, on: date) -> None:
        """Remember that invoices were paid on a day; see `paid_after`."""
        for item_id, cents in shares:
            if cents > 0 and (item := self.items.get(item_id)) is not None:
                self._paid[item.party, item.currency, cents].append((on, item_id))

    def paid_after(self, party: int, entry: Entry) -> Item | None:
        """An invoice of the customer that could be paid on the entry's day, and was paid this amount later.

        Numbers are decided first: a later payment that names an invoice may be its second one.
        """
        for on, item_id in self._paid.get((party, entry.currency, entry.cents), ()):
            if on > entry.booked_on and payable(self.items[item_id], entry.booked_on):
                return self.items[item_id]
        return None

    def keyed(self, key: str) -> Sequence[int]:
        """Invoices, settled ones too, whose number may be written so."""
        return self._by_key.get(key, ())

    def referenced(self, reference: str) -> Sequence[int]:
        """Invoices whose payment reference, or whole number, is this."""
        return self._by_reference.get(reference, ())

    def of_amount(self, entry: Entry) -> list[Item]:
        """Invoices of which exactly this is left, that could be paid on that day."""
        ids = self._by_amount.get((entry.currency, entry.cents), ())
        return [one for item_id in ids if payable(one := self.items[item_id], entry.booked_on)]

    def of_party(self, party: int, entry: Entry) -> list[Left]:
        """Open invoices and credit notes of a customer in the entry's currency, the first due first."""
        if party not in self._in_order:
            found = sorted((self.items[item_id] for item_id in self._by_party.get(party, ())), key=by_age)
            self._in_order[party] = [
                (one.currency, Left(one.id, self._open[one.id], one.issued_on, one.due_on), one.opening)
                for one in found
            ]
        return [
            left
            for currency, left, opening in self._in_order[party]
            if currency == entry.currency and (left.issued_on <= entry.booked_on or opening)
        ]

    def fits(self, proposal: Proposal, entry: Entry) -> str | None:
        """Why a proposal can no longer be carried out; None when it can."""
        for item_id, cents in proposal.shares:
            item = self.items.get(item_id)
            if item is None:
                return "One of its invoices is not in the ledger."
            if item.currency != entry.currency:
                return f"The entry is in {entry.currency} and invoice {item.number} in {item.currency}."
            if not _within(cents, self.open_of(item_id), item.amount_cents, back=entry.cents < 0):
                left = money(self.open_of(item_id), item.currency)
                return f"{money(cents, item.currency)} cannot go on invoice {item.number}: {left} is left."
        total = proposal.settled_cents
        if not min(0, entry.cents) <= total <= max(0, entry.cents):
            return (
                f"The shares come to {money(total, entry.currency)}, "
                f"the entry to {money(entry.cents, entry.currency)}."
            )
        if len({item_id for item_id, _ in proposal.shares}) < len(proposal.shares):
            return "An invoice is named twice."
        return None

    def _enter(self, item_id: int) -> None:
        if self.open_of(item_id):
            self._by_amount[self._place(item_id)].add(item_id)
            self._by_party[self.items[item_id].party].add(item_id)

    def _place(self, item_id: int) -> tuple[str, int]:
        return self.items[item_id].currency, self.open_of(item_id)


def by_age(item: Item) -> tuple[object, ...]:
    """The order in which invoices are paid where nobody says otherwise: the first due first."""
    return item.due_on, item.issued_on, item.number, item.id


def payable(item: Item, on: date) -> bool:
    """Whether an invoice could be paid on a day: nobody pays before it is issued without naming it."""
    return item.opening or item.issued_on <= on


def _within(cents: int, left: int, amount: int, *, back: bool) -> bool:
    """Whether a share stays between nothing and what is left, or for money gone back, what was settled."""
    if cents == 0:
        return False
    if amount < 0:
        return left <= cents < 0
    return left - amount <= cents < 0 if back else 0 < cents <= left
