"""A payment of the bank gives way to the same money in the accounts, which settles what the bank knew.

The accounts are the book of record: their letters stay, their guesses yield to what the bank knew better, and
a payment of the bank that they contradict is taken back, so that its entry is decided anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ledger.accounts.held import BankPayment, Held, Receipt, Share
from ledger.matching.pairs import Pair

# How accounts without letters are linked; what a letter or a file of allocations says is no guess.
_GUESSES = frozenset(("reference", "amount", "fifo"))
_GONE = "The accounts took back the invoice or the payment that it rested on."
_SETTLED = "The accounts settle its invoices with other money."
_CHAINED = "It took back a payment that had to be decided anew."


class NewShare(NamedTuple):
    payment_id: int
    item_id: int
    cents: int
    how: str
    confidence: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """A payment of the bank that gives way to these of the accounts, with what they settle from now on."""

    bank: BankPayment
    payments: tuple[Receipt, ...]
    how: str
    shares: tuple[NewShare, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """`freed` are guesses of the accounts that yield; `released` entries wait again, each with its reason."""

    replaced: tuple[Replaced, ...] = ()
    freed: tuple[Share, ...] = ()
    released: tuple[tuple[int, str], ...] = ()


def decide(
    pairs: Sequence[Pair],
    bank: Mapping[int, BankPayment],
    held: Held,
    *,
    booked: Mapping[int, Sequence[int]],
    taken_back: Mapping[int, int],
) -> Decision:
    """Carry out the pairs, then look which entries no longer stand. `bank` holds payments by entry, `booked`
    the payments of the accounts by the entry they answer, `taken_back` by payment the entry that did.
    """
    replaced, freed = _replaced(pairs, bank, held)
    met = {one.bank.entry.id for one in replaced}
    released = {
        entry: _GONE
        for entry, payments in booked.items()
        if any(held.receipts[key].cents == 0 for key in payments)
    }
    left = [one for key, one in bank.items() if key not in met]
    for one in sorted(left, key=lambda one: (one.entry.booked_on, one.entry.id), reverse=True):
        why = _contradicted(one, held)
        if why is not None:
            released[one.entry.id] = why
            held.drop(held.of(one.payment_id))
    made = {one.entry.id: (one.payment_id,) for one in left if one.payment_id is not None}
    for entry in list(released):
        for payment in made.get(entry) or booked[entry]:
            if payment in taken_back:
                released.setdefault(taken_back[payment], _CHAINED)
    return Decision(tuple(replaced), tuple(freed), tuple(sorted(released.items())))


def _contradicted(one: BankPayment, held: Held) -> str | None:
    """Why a payment of the bank no longer stands; None when it does."""
    stands = {share.item_id: share.cents for share in held.of(one.payment_id)}
    if any(not held.items[item].cents for item, _ in one.told):
        return _GONE
    if stands != dict(one.told) or any(held.beyond(item) for item in stands):
        return _SETTLED
    return None


def _replaced(
    pairs: Sequence[Pair], bank: Mapping[int, BankPayment], held: Held
) -> tuple[list[Replaced], list[Share]]:
    works = [_Work(pair, bank, held) for pair in pairs]
    for work in works:
        held.drop(share for one in work.bank for share in held.of(one.payment_id))
    freed = _freed([share for work in works for share in work.guesses], held)
    gone = {share.id for share in freed}
    # Money received before money sent back, which can only undo what was settled.
    works.sort(key=lambda work: (work.bank[0].entry.cents < 0, work.bank[0].entry.booked_on, work.pair.ours))
    return [one for work in works for one in work.carried_out(gone)], freed


def _freed(guesses: Sequence[Share], held: Held) -> list[Share]:
    """The guesses that may go. One is kept where its item would then be settled by less than nothing: it is
    half of what joins two payments by way of that item.
    """
    held.drop(guesses)
    kept = {share.item_id for share in guesses if held.beyond(share.item_id)}
    held.put(share for share in guesses if share.item_id in kept)
    return [share for share in guesses if share.item_id not in kept]


class _Work:
    """One pair: what the bank's payments settle, and the payments of the accounts that shall."""

    def __init__(self, pair: Pair, bank: Mapping[int, BankPayment], held: Held) -> None:
        self.pair = pair
        self.bank = [bank[key] for key in pair.ours]
        self._held = held
        self._payments = [held.receipts[key] for key in pair.theirs]
        surest = max((share.confidence for one in self.bank for share in self._wanted(one)), default=0)
        self.guesses = [
            share
            for payment in self._payments
            for share in held.of(payment.id)
            if share.how in _GUESSES and share.confidence < surest
        ]

    def carried_out(self, gone: set[int]) -> list[Replaced]:
        left = {
            one.id: one.cents - sum(share.cents for share in self._held.of(one.id) if share.id not in gone)
            for one in self._payments
        }
        payments = tuple(self._payments)
        return [Replaced(one, payments, self.pair.how, tuple(self._shares(one, left))) for one in self.bank]

    def _wanted(self, one: BankPayment) -> list[Share]:
        """What the bank knew, where the accounts have the money on the account of that item: whose money it
        is, they say.
        """
        items = self._held.items
        theirs = {(payment.customer_id, payment.account_class) for payment in self._payments}
        found = [
            share
            for share in self._held.of(one.payment_id)
            if (items[share.item_id].customer_id, items[share.item_id].account_class) in theirs
        ]
        # A credit note first: it adds to what the payment can settle.
        return sorted(found, key=lambda share: ((share.cents > 0) == (one.entry.cents > 0), share.id))

    def _shares(self, one: BankPayment, left: dict[int, int]) -> Iterable[NewShare]:
        for share in self._wanted(one):
            rest = share.cents
            for payment in self._payments:
                item = self._held.items[share.item_id]
                if (item.customer_id, item.account_class) != (payment.customer_id, payment.account_class):
                    continue
                cents = _fitting(
                    rest, self._held.room(share.item_id), left[payment.id], adds=rest * payment.cents < 0
                )
                if cents:
                    rest -= cents
                    left[payment.id] -= cents
                    self._held.settled[share.item_id] += cents
                    yield NewShare(payment.id, share.item_id, cents, share.how, share.confidence)


def _fitting(cents: int, room: tuple[int, int], left: int, *, adds: bool) -> int:
    """As much of a share as its item has room for and, unless it adds to the payment, as that has left."""
    lowest, highest = room
    fits = min(cents, max(highest, 0)) if cents > 0 else max(cents, min(lowest, 0))
    if adds:
        return fits
    return min(fits, max(left, 0)) if cents > 0 else max(fits, min(left, 0))
