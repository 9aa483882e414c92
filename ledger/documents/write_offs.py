"""A write-off that a person recorded and that the accounts tell since: only theirs counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ledger.documents.held import Held, Money, Share
from ledger.documents.moving import PEOPLE
from ledger.documents.policy import DocumentPolicy
from ledger.imports.changes import CUSTOMERS, AllocationVersion, Changes, NewAllocation, PaymentVersion
from ledger.relation.write_offs import WRITE_OFF, Loss, WriteOff, payment_name

# How accounts without letters are linked; what a letter says is no guess.
_GUESSES = frozenset(("reference", "amount", "fifo"))
_BLIND = frozenset(("amount", "fifo"))  # guesses that say nothing of which invoice is meant


class Taken(NamedTuple):
    """A case that the accounts hold now, by these payments of theirs."""

    case: WriteOff
    payments: tuple[Money, ...]
    known_on: date


@dataclass(slots=True)
class TakingOver:
    """Filled case by case. `next_id` is the next free one of allocations."""

    held: Held
    policy: DocumentPolicy
    on: date
    next_id: int
    changes: Changes = field(default_factory=Changes)
    taken: list[Taken] = field(default_factory=list)
    undecided: dict[int, str] = field(default_factory=dict)
    _own: Mapping[str, Money] = field(default_factory=dict)
    _shares: dict[int, list[Share]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        money = self.held.money.values()
        self._own = {one.origin.source_id: one for one in money if one.origin.source == PEOPLE}
        for share in self.held.shares.values():
            if share.cents:
                self._shares.setdefault(share.payment_id, []).append(share)

    def run(self, cases: Sequence[WriteOff]) -> None:
        """Cases in the order they were opened, each loss of the accounts for one of them."""
        used = {key for case in cases if case.terms is not None for key in case.terms.in_accounts}
        free = [
            one
            for one in self.held.money.values()
            if one.origin.accounts and one.kind == WRITE_OFF and one.account_class == CUSTOMERS
            if one.cents > 0 and one.id not in used
        ]
        for case in cases:
            own, loss = self._own.get(payment_name(case.id)), case.terms
            if loss is None or not case.stands or case.unreadable or loss.in_accounts or own is None:
                continue
            near = self._near(own, loss, free)
            found = self._found(own, loss, near)
            if found:
                self._take(case, own, loss, found)
                free = [one for one in free if one not in found]
            elif any(self._settles(one, loss) for one in near):
                self.undecided[case.id] = (
                    "The accounts write off other amounts of its invoices. Reverse it if theirs are meant."
                )

    def _near(self, own: Money, loss: Loss, free: Iterable[Money]) -> list[Money]:
        parties = self.held.parties
        theirs = {parties.of(self.held.bills[one.invoice_id].customer_id) for one in loss.items}
        near = [
            one
            for one in free
            if one.currency == own.currency and parties.of(one.customer_id) in theirs
            if abs((one.paid_on - own.paid_on).days) <= self.policy.write_off_days
        ]
        days = {one.id: abs((one.paid_on - own.paid_on).days) for one in near}
        return sorted(near, key=lambda one: (not self._settles(one, loss), days[one.id], one.id))

    def _found(self, own: Money, loss: Loss, near: Sequence[Money]) -> tuple[Money, ...]:
        """One for the whole; else one for each invoice by its amount; else those on all of its invoices."""
        whole = next((one for one in near if one.cents == sum(item.cents for item in loss.items)), None)
        if whole is not None:
            return (whole,)
        parts: list[Money] = []
        for item in loss.items:
            parts += [one for one in near if one.cents == item.cents and one not in parts][:1]
        if len(parts) == len(loss.items):
            return tuple(parts)
        on = [one for one in near if self._settles(one, loss)]
        covered = {invoice for one in on for invoice in self._named(one)}
        return tuple(on) if {item.invoice_id for item in loss.items} <= covered else ()

    def _settles(self, one: Money, loss: Loss) -> bool:
        return not self._named(one).isdisjoint(item.invoice_id for item in loss.items)

    def _named(self, one: Money) -> set[int]:
        """The invoices that the accounts say it settles."""
        return {share.invoice_id for share in self._shares.get(one.id, ()) if share.how not in _BLIND}

    def _take(self, case: WriteOff, own: Money, loss: Loss, found: tuple[Money, ...]) -> None:
        known_on = max(self.on, own.known_on, case.last_known_on, *(one.known_on for one in found))
        if own.cents:
            self.changes.payment_versions.append(
                PaymentVersion(
                    *(own.id, own.version + 1, own.customer_id, own.paid_on, 0, own.currency, known_on)
                )
            )
        for share in self._shares.get(own.id, ()):
            self._void(share, known_on)
        for name in self._settled_by(loss, found):
            self._settle(case, *name, known_on=known_on)
        self.taken.append(Taken(case, found, known_on))

    def _settled_by(self, loss: Loss, found: Sequence[Money]) -> Iterator[tuple[Money, int, int]]:
        """What each loss of the accounts settles of an invoice, where something is left of both."""
        invoices = {item.invoice_id for item in loss.items}
        for one in found:
            for item in loss.items:
                room = self.held.fitting(item.cents, item.invoice_id)
                if room <= 0:
                    continue
                for share in self._shares.get(one.id, ()):
                    if share.how in _GUESSES and share.invoice_id not in invoices:
                        self._void(share, max(self.on, share.known_on))
                self._shares[one.id] = [
                    share
                    for share in self._shares.get(one.id, ())
                    if share.how not in _GUESSES or share.invoice_id in invoices
                ]
                cents = min(room, one.cents - self.held.spent[one.id])
                if cents > 0:
                    yield one, item.invoice_id, cents

    def _settle(self, case: WriteOff, one: Money, invoice_id: int, cents: int, *, known_on: date) -> None:
        self.held.put(one.id, invoice_id, cents)
        name = f"payment {one.id} > invoice {invoice_id} of write-off {case.id}"
        known_on = max(known_on, self.held.bills[invoice_id].known_on)
        self.changes.allocations.append(
            NewAllocation(self.next_id, name, one.id, invoice_id, cents, one.paid_on, known_on)
        )
        self.next_id += 1

    def _void(self, share: Share, known_on: date) -> None:
        self.held.put(share.payment_id, share.invoice_id, -share.cents)
        day = max(known_on, share.known_on)
        self.changes.allocation_versions.append(AllocationVersion(share.id, share.version + 1, 0, day))
