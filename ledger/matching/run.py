"""Decide all entries: what the accounts know, then what numbers prove, then the rest until nothing moves."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.matching.book import Book
from ledger.matching.money import Money
from ledger.matching.pairs import pairs_of
from ledger.matching.payers import Payers, payer_key
from ledger.matching.policy import MatchingPolicy
from ledger.matching.propose import Proposer
from ledger.matching.returns import Paid, return_proposals
from ledger.matching.twins import AMOUNT, Sighting, reference_words
from ledger.matching.values import Entry, Proposal, Verdict, known_from


@dataclass(frozen=True, slots=True)
class Applied:
    """A proposal sure enough to be carried out, as the payment with this identifier."""

    entry: Entry
    proposal: Proposal
    payment_id: int
    known_on: date


@dataclass(frozen=True, slots=True)
class Booked:
    """The entry is a payment that the accounts told before, `beside` others or alone.

    A payment may answer several entries, where the accounts have one line for the money of a day.
    """

    entry: Entry
    payment_id: int
    customer_id: int
    how: str
    beside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry left to a person, with what is known of it."""

    entry: Entry
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Run:
    """What was decided; `outgoing` counts money paid out that takes back no payment."""

    applied: tuple[Applied, ...]
    booked: tuple[Booked, ...]
    waiting: tuple[Waiting, ...]
    outgoing: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that entries are matched against; used up by one run."""

    book: Book
    payers: Payers
    money: Money
    owners: Mapping[int, int]  # customers by payment
    next_payment: int


def decide(
    entries: Iterable[Entry], ledger: Ledger, *, held: Set[int], on: date, policy: MatchingPolicy
) -> Run:
    """Decide entries in the order of booking. Those `held` are proposed but never applied."""
    return _Run(ledger, held, on, policy).over(sorted(entries, key=lambda one: (one.booked_on, one.id)))


class _Run:
    def __init__(self, ledger: Ledger, held: Set[int], on: date, policy: MatchingPolicy) -> None:
        self._ledger = ledger
        self._on = on
        self._held = held
        self._policy = policy
        self._proposer = Proposer(ledger.book, ledger.payers, policy)
        self._next_payment = ledger.next_payment
        self._applied: list[Applied] = []
        self._booked: list[Booked] = []
        self._changed: set[int | str] = set()  # customers and payers of whom something new is known

    def over(self, entries: Sequence[Entry]) -> Run:
        left = self._not_booked(list(entries))
        left = [entry for entry in left if not self._is_proved(entry)]
        verdicts: dict[int, Verdict] = {}
        again: set[int] = {entry.id for entry in left}
        # What one entry takes or teaches may decide another: a second run must find nothing to do.
        while again:
            self._changed = set()
            left = [entry for entry in left if entry.id not in again or not self._is_decided(entry, verdicts)]
            again = {entry.id for entry in left if self._depends(entry, verdicts[entry.id])}
        waiting = [Waiting(entry, verdicts[entry.id]) for entry in left]
        kept = tuple(one for one in waiting if one.entry.cents > 0 or _concerns(one))
        return Run(tuple(self._applied), tuple(self._booked), kept, len(waiting) - len(kept))

    def _book(self, entry: Entry, payments: tuple[int, ...], how: str) -> None:
        owner = self._ledger.owners[payments[0]]
        self._booked.append(Booked(entry, payments[0], owner, how, payments[1:]))
        if how != AMOUNT:
            self._learn(entry, owner)

    def _not_booked(self, entries: list[Entry]) -> list[Entry]:
        """The entries left once those are found that the accounts tell. What one teaches may find another."""
        left, money = entries, self._ledger.money
        while theirs := money.unanswered():
            days = {(one.currency, one.cents > 0, one.on) for one in theirs}
            free = [one for one in left if one.id not in self._held]
            ours = {one.id: one for one in free if not days.isdisjoint(self._days_of(one))}
            pairs = pairs_of(
                [self._seen(one) for one in ours.values()],
                theirs,
                near_days=self._policy.same_days,
                within_days=self._policy.twin_days,
            )
            for pair in pairs:
                for key in pair.ours:
                    self._book(ours[key], pair.theirs, pair.how)
                for key in pair.theirs:
                    money.answer(key)
            done = {key for pair in pairs for key in pair.ours}
            left = [one for one in left if one.id not in done]
            if not pairs:
                break
        return left

    def _days_of(self, entry: Entry) -> Iterator[tuple[str, bool, date]]:
        """When the accounts may have an entry: only then is it worth reading what it names."""
        for days in range(-self._policy.twin_days, self._policy.twin_days + 1):
            yield entry.currency, entry.cents > 0, entry.booked_on + timedelta(days=days)

    def _seen(self, entry: Entry) -> Sighting:
        payer = self._ledger.payers.of(entry)
        words = reference_words(
            entry.text, entry.structured_reference, entry.end_to_end, entry.bank_reference
        )
        named = payer.party
        if named is None and entry.cents > 0:
            best = self._proposer.by_number(entry).best
            if best is not None and best.confidence >= self._policy.apply_from:
                named = self._ledger.payers.party_of(best.customer_id)
        return Sighting(entry.id, named, entry.cents, entry.currency, entry.booked_on, words)

    def _is_proved(self, entry: Entry) -> bool:
        """Numbers first: what they prove must not be taken by an entry that only has the amount."""
        verdict = self._proposer.by_number(entry) if entry.cents > 0 else self._returned(entry)
        return self._carry_out(entry, verdict)

    def _is_decided(self, entry: Entry, verdicts: dict[int, Verdict]) -> bool:
        verdict = self._proposer.propose(entry) if entry.cents > 0 else self._returned(entry)
        verdicts[entry.id] = verdict
        return self._carry_out(entry, verdict)

    def _returned(self, entry: Entry) -> Verdict:
        """What a payment out takes back, if anything."""
        payer = self._ledger.payers.of(entry)
        paid = self._ledger.money.returnable(entry.currency, -entry.cents)
        found = return_proposals(entry, paid, payer=payer, policy=self._policy)
        parties = frozenset({one.party for one in paid} | ({payer.party} if payer.party else set()))
        if not found:
            why = "No payment received before has this amount and a sign in common with it."
            return Verdict(None, (), why, parties)
        return Verdict(found[0], tuple(found[1:4]), found[0].why, parties)

    def _carry_out(self, entry: Entry, verdict: Verdict) -> bool:
        best = verdict.best
        sure = best is not None and best.confidence >= self._policy.apply_from
        if best is None or not sure or entry.id in self._held:
            return False
        if self._ledger.book.fits(best, entry) is not None:
            return False
        payment = self._next_payment
        self._next_payment += 1
        known_on = self._ledger.money.known_on(best.returns, known_from(entry, self._on))
        self._applied.append(Applied(entry, best, payment, known_on))
        self._ledger.book.take(best.shares)
        self._ledger.book.settle(best.shares, entry.booked_on)
        if best.returns is not None:
            self._ledger.money.take_back(best.returns)
        else:
            self._ledger.money.receive(self._paid(entry, best, payment))
            self._learn(entry, best.customer_id)
        self._changed |= {self._ledger.book.items[item].party for item, _ in best.shares}
        self._changed.add(self._ledger.payers.party_of(best.customer_id))
        return True

    def _learn(self, entry: Entry, customer_id: int) -> None:
        key = payer_key(entry)
        self._ledger.payers.learned.link(key, customer_id, by_person=False)
        if key is not None:
            self._changed.add(key)

    def _paid(self, entry: Entry, proposal: Proposal, payment: int) -> Paid:
        book = self._ledger.book
        numbers = reference_words(*(book.items[item].number for item, _ in proposal.shares))
        return Paid(
            payment,
            proposal.customer_id,
            self._ledger.payers.party_of(proposal.customer_id),
            entry.cents,
            entry.currency,
            entry.booked_on,
            known_from(entry, self._on),
            proposal.shares,
            reference_words(entry.end_to_end, entry.bank_reference, entry.structured_reference),
            numbers,
        )

    def _depends(self, entry: Entry, verdict: Verdict) -> bool:
        return payer_key(entry) in self._changed or not verdict.parties.isdisjoint(self._changed)


def _concerns(waiting: Waiting) -> bool:
    """Whether money paid out is worth a look: it came back, or may take back a payment."""
    return waiting.entry.returned or waiting.verdict.best is not None
