"""What an entry may settle when only its payer and its amount speak."""

from collections.abc import Sequence

from ledger.matching.book import Book
from ledger.matching.payers import Known, Payer
from ledger.matching.policy import MatchingPolicy
from ledger.matching.several import Choice, any_choices, luck_of_single, natural_choices
from ledger.matching.shortfall import discounted, less_fees, oldest_first, without_remainders
from ledger.matching.values import PART, PAYER, SEVERAL, Entry, Left, Proposal, money

_CENTS_EITHER_WAY = 3  # amounts that count as one discount: the cent itself and its neighbours


def payer_proposals(
    entry: Entry, lefts: Sequence[Left], book: Book, *, payer: Payer, policy: MatchingPolicy
) -> list[Proposal]:
    """Explanations by the open invoices of the payer, given in the order of due days."""
    if not lefts:
        return []
    work = _ByPayer(entry, lefts, book, payer, policy)
    return work.singles() + work.choices() or work.discounts() or work.rest()


class _ByPayer:
    def __init__(
        self, entry: Entry, lefts: Sequence[Left], book: Book, payer: Payer, policy: MatchingPolicy
    ) -> None:
        self._entry = entry
        self._book = book
        self._payer = payer
        self._policy = policy
        self._items = book.items
        self._lefts = lefts

    def singles(self) -> list[Proposal]:
        """Invoices of which exactly this is left."""
        same = [one for one in self._lefts if one.cents == self._entry.cents]
        if len(same) == 1:
            number = self._items[same[0].id].number
            why = f"{self._payer.why}, and the amount is exactly what is left of its invoice {number} only."
            sure = self._of_amount()
            if luck_of_single(self._lefts, self._entry.cents) > self._policy.chance_of_amount:
                why = f"{why} But many of its invoices come near this amount."
                sure = min(sure, self._policy.doubtful_subset)
            rival = self._book.paid_after(self._items[same[0].id].party, self._entry)
            if rival is not None:
                why = f"{why} But invoice {rival.number}, open on that day, was paid the same later."
                sure = min(sure, self._policy.doubtful_subset)
            return [self._made([same[0].id], PAYER, sure, why)]
        return [
            self._made(
                [one.id],
                PAYER,
                self._policy.guess,
                f"{self._payer.why}, but {len(same)} of its invoices have this amount; "
                f"{self._items[one.id].number} is one of them.",
            )
            for one in same
        ]

    def choices(self) -> list[Proposal]:
        """Several invoices that add up to the amount."""
        policy, cents = self._policy, self._entry.cents
        whole = without_remainders(self._lefts, self._items, policy)
        natural = natural_choices(self._lefts, cents) or natural_choices(whole, cents)
        if natural:
            sure = self._sure(policy.payer_natural)
            proved = [one.chance <= policy.chance_of_natural for one in natural]
            return [
                self._several(one, sure if safe else policy.doubtful_subset)
                for one, safe in zip(natural, proved, strict=True)
            ]
        found = any_choices(whole, cents, policy=policy)
        if len(found) == 1 and found[0].chance <= policy.chance_of_subset:
            return [self._several(found[0], self._sure(policy.payer_subset))]
        confidence = policy.doubtful_subset if len(found) == 1 else policy.guess
        return [self._several(one, confidence) for one in found]

    def discounts(self) -> list[Proposal]:
        """One invoice less a usual discount or, when it is the only one, less fees."""
        found = []
        for one in self._lefts:
            if not self._entry.cents < one.cents < 2 * self._entry.cents:
                continue
            cut = discounted([(one.id, one.cents)], self._entry.cents, self._policy)
            if cut is not None:
                number = self._items[one.id].number
                why = f"{self._payer.why}, and the amount is what {cut[1]} leaves of its invoice {number}."
                # Among many invoices, some discount of one of them fits any amount.
                luck = len(self._lefts) * len(self._policy.discounts) * _CENTS_EITHER_WAY / self._entry.cents
                by_luck = luck > self._policy.chance_of_subset
                sure = self._policy.doubtful_subset if by_luck else self._sure(self._policy.payer_discount)
                found.append(Proposal(self._items[one.id].customer_id, cut[0], PART, sure, why))
        if len(self._lefts) == 1 and not found and self._lefts[0].cents > 0:
            found = self._less_fees(self._lefts[0])
        return found

    def rest(self) -> list[Proposal]:
        """Nothing adds up: the oldest first, for a person to look at."""
        billed = [(one.id, one.cents) for one in self._lefts if one.cents > 0]
        shares = oldest_first(billed, self._entry.cents)
        if not shares:
            return []
        over = self._entry.cents - sum(cents for _, cents in shares)
        why = f"{self._payer.why}, but no open invoices of it come to this amount; the oldest come first."
        if over:
            why = f"{self._payer.why}, but pays {money(over, self._entry.currency)} more than it owes."
        customer = self._items[shares[0][0]].customer_id
        return [Proposal(customer, shares, PART, self._policy.guess, why)]

    def _less_fees(self, left: Left) -> list[Proposal]:
        cut = less_fees([(left.id, left.cents)], self._entry.cents, self._policy)
        if cut is None:
            return []
        item = self._items[left.id]
        missing = money(left.cents - self._entry.cents, self._entry.currency)
        why = f"{self._payer.why}; its only open invoice {item.number} is {missing} more: {cut[1]}, it seems."
        return [Proposal(item.customer_id, cut[0], PART, self._sure(self._policy.payer_only_short), why)]

    def _several(self, choice: Choice, confidence: int) -> Proposal:
        why = f"{self._payer.why}, and the amount is exactly the sum of {choice.why}."
        return self._made(list(choice.ids), SEVERAL, confidence, why)

    def _made(self, ids: Sequence[int], how: str, confidence: int, why: str) -> Proposal:
        shares = tuple((one, self._book.open_of(one)) for one in ids)
        return Proposal(self._items[ids[0]].customer_id, shares, how, confidence, why)

    def _of_amount(self) -> int:
        if self._payer.known is Known.WELL:
            return self._policy.payer_amount
        alone = len(self._book.of_amount(self._entry)) == 1
        return self._policy.near_payer_unique if alone else self._policy.near_payer_amount

    def _sure(self, confidence: int) -> int:
        """A payer known by a similar name only never decides on a sum."""
        if self._payer.known is Known.WELL:
            return confidence
        return min(confidence, self._policy.near_payer_amount)
