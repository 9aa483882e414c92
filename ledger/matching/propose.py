"""What a credit may settle: every explanation with how sure it is, the best of them, and why it waits."""

from collections.abc import Sequence
from dataclasses import replace

from ledger.matching.book import Book, by_age
from ledger.matching.by_number import Named, named_by, number_proposals
from ledger.matching.by_payer import payer_proposals
from ledger.matching.naming import Hit, hits_of
from ledger.matching.payers import Known, Payer, Payers
from ledger.matching.policy import MatchingPolicy
from ledger.matching.values import AMOUNT, Entry, Proposal, Verdict

_ALTERNATIVES = 3


class Proposer:
    """Proposes on the open invoices as they stand in the book."""

    def __init__(self, book: Book, payers: Payers, policy: MatchingPolicy) -> None:
        self.book = book
        self.payers = payers
        self.policy = policy
        self._read: dict[int, list[Hit]] = {}

    def _hits(self, entry: Entry) -> list[Hit]:
        """What the text names does not change while entries are decided."""
        if entry.id not in self._read:
            self._read[entry.id] = hits_of(entry, self.book)
        return self._read[entry.id]

    def by_number(self, entry: Entry) -> Verdict:
        """What the references and numbers of an entry tell, without its payer's other invoices."""
        payer = self.payers.of(entry)
        named = named_by(entry, self._hits(entry), self.book, payer)
        found = number_proposals(entry, named, self.book, payer=payer, policy=self.policy, complete=False)
        return self._verdict(found, named, payer)

    def propose(self, entry: Entry) -> Verdict:
        """The best explanation of a credit by all means, and the next best ones."""
        payer = self.payers.of(entry)
        named = named_by(entry, self._hits(entry), self.book, payer)
        found = number_proposals(entry, named, self.book, payer=payer, policy=self.policy, complete=True)
        if not any(one.confidence >= self.policy.apply_from for one in found):
            found = [*found, *self._without_number(entry, named, payer)]
        return self._verdict(found, named, payer)

    def _without_number(self, entry: Entry, named: Named, payer: Payer) -> list[Proposal]:
        found = []
        if payer.party is not None:
            lefts = self.book.of_party(payer.party, entry)
            found += payer_proposals(entry, lefts, self.book, payer=payer, policy=self.policy)
        found += self._by_amount(entry, payer)
        if named.trusted or named.settled:
            found = [self._against(one, named) for one in found]
        return found

    def _against(self, one: Proposal, named: Named) -> Proposal:
        """A proposal is held back when it leaves out what the text names."""
        paid = {item_id for item_id, _ in one.shares}
        if not named.settled and all(item.id in paid for item in named.trusted):
            return one
        told = (named.trusted or named.settled)[0]
        confidence = min(one.confidence, self.policy.doubtful_subset)
        return replace(one, confidence=confidence, why=f"{one.why} But its text names invoice {told.number}.")

    def _by_amount(self, entry: Entry, payer: Payer) -> list[Proposal]:
        """Whatever has this amount: never enough alone."""
        items = [one for one in self.book.of_amount(entry) if one.party != payer.party]
        alone = len(items) == 1 and payer.party is None
        confidence = self.policy.amount_only if alone else self.policy.nothing_agrees
        why = "This is what is left of invoice {}, and nothing tells who paid."
        if not alone:
            why = "This is what is left of invoice {}, as of others."
        if payer.party is not None:
            why = "This is what is left of invoice {}, whose customer is not who paid."
        return [
            Proposal(one.customer_id, ((one.id, entry.cents),), AMOUNT, confidence, why.format(one.number))
            for one in sorted(items, key=by_age)[:_ALTERNATIVES]
        ]

    def _verdict(self, found: Sequence[Proposal], named: Named, payer: Payer) -> Verdict:
        parties = frozenset(
            {one.party for one in (*named.trusted, *named.loose)}
            | {self.book.items[item_id].party for one in found for item_id, _ in one.shares}
            | ({payer.party} if payer.party is not None else set())
        )
        ranked = _distinct(sorted(found, key=lambda one: -one.confidence))
        if not ranked:
            return Verdict(None, (), _nothing(named, payer), parties)
        best, others = ranked[0], tuple(ranked[1 : 1 + _ALTERNATIVES])
        rival = next(iter(others), None)
        if (
            rival is not None
            and best.confidence >= self.policy.apply_from
            and rival.confidence >= best.confidence - self.policy.near_equal
        ):
            why = f"Two explanations are as good: {_inner(best.why)}; or {_inner(rival.why)}."
            best = replace(best, confidence=self.policy.guess)
            return Verdict(best, others, why, parties)
        return Verdict(best, others, best.why, parties)


def _distinct(ranked: Sequence[Proposal]) -> list[Proposal]:
    seen: set[frozenset[tuple[int, int]]] = set()
    kept = []
    for one in ranked:
        shares = frozenset(one.shares)
        if shares not in seen:
            seen.add(shares)
            kept.append(one)
    return kept


def _nothing(named: Named, payer: Payer) -> str:
    if named.settled:
        return f"Its text names invoice {named.settled[0].number}, of which nothing is left to pay."
    if payer.known is Known.NOT:
        return f"{payer.why}, and no open invoice has this amount."
    return f"{payer.why}, but has no open invoice in this currency."


def _inner(sentence: str) -> str:
    return sentence[0].lower() + sentence.removesuffix(".")[1:]
