"""What settled an invoice that gives way settles the one of the accounts, as far as the accounts leave room.

Money that a file told beside the invoice gives way too once the accounts tell of its day: what they do not
have there did not come in. Money of the bank moves; its own meeting with the accounts comes after.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ledger.documents.held import Bill, Held, Money, Share
from ledger.documents.twins import Twin
from ledger.files.invoices import CREDIT_NOTE, INVOICE
from ledger.imports.changes import (
    PROVIDED,
    AllocationVersion,
    Changes,
    InvoiceVersion,
    NewAllocation,
    PaymentVersion,
)
from ledger.imports.repository import MEETINGS

SOURCE = MEETINGS
BANK, PEOPLE, OFFSET = "bank", "relation", "offset"


@dataclass(slots=True)
class Moving:
    """Filled while invoices give way. `next_id` is the next free one of allocations."""

    held: Held
    on: date
    next_id: int
    changes: Changes = field(default_factory=Changes)
    moved: int = 0
    redated: int = 0
    gave_way: set[int] = field(default_factory=set)
    _given: dict[int, tuple[int, date]] = field(default_factory=dict)
    _lies_on: dict[int, set[int]] = field(default_factory=dict)  # customers by payment that moved

    def join(self, twin: Twin) -> None:
        """The invoice becomes nothing; that of the accounts takes its due date where it only guessed."""
        ours, theirs = twin
        known_on = self._from(ours, theirs)
        self.changes.invoice_versions.append(_amended(ours, cents=0, known_on=known_on))
        guessed = ours.due_on_source == PROVIDED != theirs.due_on_source
        # Of several sources the first gives the day, and only once.
        done = {one.invoice_id for one in self.changes.invoice_versions}
        if guessed and theirs.id not in done and ours.due_on >= theirs.issued_on:
            self.changes.invoice_versions.append(
                _amended(
                    theirs._replace(due_on=ours.due_on, due_on_source=PROVIDED),
                    cents=theirs.cents,
                    known_on=known_on,
                )
            )
            self.redated += 1

    def restore(self, one: Bill) -> None:
        """The accounts took back the invoice that stood for this one, which stands again."""
        self.changes.invoice_versions.append(
            _amended(one, cents=one.said_cents, known_on=max(self.on, one.known_on))
        )

    def follow(self, pairs: Iterable[tuple[Bill, Bill]]) -> None:
        """Shares on replaced invoices, and money of files on those that replaced them."""
        by = {ours.id: (ours, theirs) for ours, theirs in pairs}
        standing = self.held.on([*by, *(theirs.id for _, theirs in by.values())])
        work = [(share, *by[key]) for key in by for share in standing[key]]
        work.sort(key=lambda one: ((one[0].cents < 0) != (one[2].cents < 0), one[0].id))
        for share, _, _ in work:
            self.held.put(share.payment_id, share.invoice_id, -share.cents)
        for share, ours, theirs in work:
            self._move(share, ours, theirs)
        for theirs in {theirs.id: theirs for _, theirs in by.values()}.values():
            for share in standing[theirs.id]:
                if share.origin.source == SOURCE and self._late(self.held.money[share.payment_id]):
                    self._void(share, max(self.on, share.known_on))
                    self.held.put(share.payment_id, share.invoice_id, -share.cents)
                    self._give(share.payment_id, share.cents, max(self.on, share.known_on))
        self._save_money()

    def _move(self, share: Share, ours: Bill, theirs: Bill) -> None:
        money, known_on = self.held.money[share.payment_id], self._from(ours, theirs)
        fresh = known_on == ours.known_on < self.on and share.origin.imported_on >= self.on
        known_on = share.known_on if fresh else max(self.on, share.known_on)
        self._void(share, known_on)
        if self._late(money):
            self._give(money.id, share.cents, self._of_money(money, fresh=fresh))
            return
        cents = self._room(share, money, theirs)
        if cents:
            self.held.put(money.id, theirs.id, cents)
            name = f"payment {money.id} > invoice {theirs.id} of {share.id} #{share.version}"
            self.changes.allocations.append(
                NewAllocation(
                    *(self.next_id, name, money.id, theirs.id, cents, share.allocated_on),
                    *(max(known_on, money.known_on, theirs.known_on), share.how, share.confidence),
                )
            )
            self.next_id += 1
            self.moved += 1
        if cents != share.cents and of_file(money):
            self._give(money.id, share.cents - cents, self._of_money(money, fresh=fresh))
        self._lies_on.setdefault(money.id, set()).add(theirs.customer_id)

    def _room(self, share: Share, money: Money, theirs: Bill) -> int:
        cents = self.held.fitting(share.cents, theirs.id)
        if money.kind == OFFSET or (cents > 0) != (money.cents > 0):
            return cents
        left = money.cents - self.held.spent[money.id]
        return min(cents, max(left, 0)) if cents > 0 else max(cents, min(left, 0))

    def _late(self, money: Money) -> bool:
        """Whether the accounts tell of the day of money that only a file told."""
        covered = self.held.covered_until
        return of_file(money) and covered is not None and money.paid_on <= covered

    def _from(self, ours: Bill, theirs: Bill) -> date:
        """An invoice that came today, after the accounts had it, never counted; else it does until today."""
        came = ours.origin.imported_on >= self.on and ours.origin.run > theirs.origin.run
        if came and not ours.version:
            return ours.known_on
        return max(self.on, ours.known_on, theirs.known_on)

    def _of_money(self, money: Money, *, fresh: bool) -> date:
        came = fresh and money.origin.imported_on >= self.on and not money.version
        return money.known_on if came else max(self.on, money.known_on)

    def _void(self, share: Share, known_on: date) -> None:
        self.changes.allocation_versions.append(AllocationVersion(share.id, share.version + 1, 0, known_on))

    def _give(self, payment_id: int, cents: int, known_on: date) -> None:
        before, day = self._given.get(payment_id, (0, known_on))
        self._given[payment_id] = (before + cents, max(day, known_on))

    def _save_money(self) -> None:
        for key in sorted({*self._given, *self._lies_on}):
            money = self.held.money[key]
            given, known_on = self._given.get(key, (0, max(self.on, money.known_on)))
            customer_id = self._customer(money)
            if not given and customer_id == money.customer_id:
                continue
            now = money._replace(
                version=money.version + 1, cents=money.cents - given, customer_id=customer_id
            )
            self.held.money[key] = now
            self.gave_way |= {key} if given else set()
            self.changes.payment_versions.append(
                PaymentVersion(
                    *(key, now.version, customer_id, now.paid_on, now.cents, now.currency, known_on)
                )
            )
        self._given, self._lies_on = {}, {}

    def _customer(self, money: Money) -> int:
        """Money belongs to the customer of what it settles once all of that is of one."""
        found = self._lies_on.get(money.id, set())
        if money.origin.accounts or len(found) != 1:
            return money.customer_id
        gone = {one.invoice_id for one in self.changes.invoice_versions if not one.amount_cents}
        others = {
            self.held.bills[share.invoice_id].customer_id
            for share in self.held.shares.values()
            if share.payment_id == money.id
            and share.cents
            and share.invoice_id not in gone
            and share.invoice_id not in self.held.replaced.by
        }
        return next(iter(found)) if others <= found else money.customer_id


def of_file(money: Money) -> bool:
    """Whether only a file told it: neither accounts, nor a bank, nor a person."""
    return not money.origin.accounts and money.origin.source not in (BANK, PEOPLE) and money.kind != OFFSET


def _amended(one: Bill, *, cents: int, known_on: date) -> InvoiceVersion:
    kind = CREDIT_NOTE if one.cents < 0 else INVOICE
    return InvoiceVersion(
        *(one.id, one.version + 1, one.customer_id, kind, one.issued_on, one.due_on, cents, one.currency),
        *(known_on, one.due_on_source),
    )
