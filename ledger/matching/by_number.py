"""What references and numbers of invoices in an entry explain."""

from collections.abc import Sequence
from dataclasses import dataclass

from stdnum import iso11649

from ledger.matching.book import Book, by_age, lean, payable
from ledger.matching.naming import Hit, Trust
from ledger.matching.payers import Known, Payer
from ledger.matching.policy import MatchingPolicy
from ledger.matching.several import any_choices, natural_choices
from ledger.matching.shortfall import discounted, less_fees, oldest_first, without_remainders
from ledger.matching.values import (
    PART,
    REFERENCE,
    SEVERAL,
    STRUCTURED,
    Entry,
    Item,
    Left,
    Proposal,
    Shares,
    money,
)
from ledger.matching.words import groups_of, plain, squeezed


@dataclass(frozen=True, slots=True)
class Named:
    """Open invoices that an entry names: `structured` by a checked reference, `trusted` by a number that can
    hardly be anything else, `loose` by one that can. `settled` are named, but nothing is left of them.
    """

    structured: tuple[Item, ...]
    trusted: tuple[Item, ...]
    full: bool  # every trusted number is a full one
    announced: bool  # and before every one stands a word that announces it
    loose: tuple[Item, ...]
    settled: tuple[Item, ...]


def named_by(entry: Entry, hits: Sequence[Hit], book: Book, payer: Payer) -> Named:
    """The invoices that an entry names, in its currency. A number used twice counts where payer or amount
    tell which one is meant; a short one is trusted when it is announced and its customer is who paid.
    """
    structured = _structured(entry, book)
    trusted: dict[int, Item] = {}
    loose: dict[int, Item] = {}
    settled: dict[int, Item] = {}
    full = announced = True
    for hit in hits:
        items = [item for one in hit.ids if (item := book.items[one]).currency == entry.currency]
        if hit.trust is not Trust.FULL:
            items = [one for one in items if payable(one, entry.booked_on)]
        opened = [one for one in items if book.open_of(one.id)]
        if not opened and hit.trust is Trust.FULL:
            settled |= {one.id: one for one in items}
        meant = _meant(opened, entry, book, payer)
        if meant is None:
            continue
        held_up = _held_up(hit, meant, payer)
        if len(opened) > 1 or not held_up:
            loose[meant.id] = meant
        else:
            trusted[meant.id] = meant
            full = full and hit.trust is Trust.FULL
            announced = announced and hit.announced
    kept = {key: one for key, one in loose.items() if key not in trusted}
    return Named(
        *(structured, tuple(trusted.values()), full, announced),
        *(tuple(kept.values()), tuple(settled.values())),
    )


def _held_up(hit: Hit, meant: Item, payer: Payer) -> bool:
    """Whether a number is trusted by itself, or by the customer it leads to."""
    if hit.trust is Trust.FULL or payer.known is not Known.WELL:
        return hit.trust > Trust.LOOSE
    return meant.party == payer.party and (hit.trust is Trust.FAIR or hit.announced)


def _structured(entry: Entry, book: Book) -> tuple[Item, ...]:
    told = [entry.structured_reference or "", *plain(entry.text).split(), entry.end_to_end or ""]
    for place, word in enumerate(told):
        reference = squeezed(word)
        if not reference or (place and not iso11649.is_valid(reference)):
            continue
        items = _referenced(reference, entry, book)
        if items:
            return items
    return ()


def _referenced(reference: str, entry: Entry, book: Book) -> tuple[Item, ...]:
    """The one open invoice with this payment reference, or whose number the checked reference holds."""
    ids = set(book.referenced(reference))
    if not ids and iso11649.is_valid(reference):
        held = reference[4:]
        ids = {*book.referenced(held), *book.keyed("".join(map(lean, groups_of(held))))}
    opened = [book.items[one] for one in ids if book.open_of(one)]
    opened = [one for one in opened if one.currency == entry.currency]
    return tuple(opened) if len(opened) == 1 else ()


def _meant(opened: Sequence[Item], entry: Entry, book: Book, payer: Payer) -> Item | None:
    theirs = [one for one in opened if one.party == payer.party]
    exact = [one for one in opened if book.open_of(one.id) == entry.cents]
    for among in (opened, exact, theirs):
        if len(among) == 1:
            return among[0]
    return None


def number_proposals(
    entry: Entry, named: Named, book: Book, *, payer: Payer, policy: MatchingPolicy, complete: bool
) -> list[Proposal]:
    """What the named invoices explain of the amount. With `complete`, also together with others of their
    customer.
    """
    work = _ByNumber(entry, book, payer, policy)
    if named.structured:
        return work.structured(named.structured[0])
    every = (*named.trusted, *named.loose)
    for items, confidence in (
        (named.trusted, policy.number_exact),
        (every, policy.loose_number_exact),
        *(((one,), policy.loose_number_exact) for one in named.loose if not named.trusted),
    ):
        if items and sum(book.open_of(one.id) for one in items) == entry.cents:
            found = work.exact(items, confidence, trusted=items == named.trusted)
            if items in (named.trusted, every) or work.only(named.loose):
                return [found]
    if not named.trusted:
        return []
    return work.otherwise(named, complete=complete)


class _ByNumber:
    def __init__(self, entry: Entry, book: Book, payer: Payer, policy: MatchingPolicy) -> None:
        self._entry = entry
        self._book = book
        self._payer = payer
        self._policy = policy

    def structured(self, item: Item) -> list[Proposal]:
        left, cents, policy = self._book.open_of(item.id), self._entry.cents, self._policy
        why = f"Its structured reference is that of invoice {item.number}"
        if cents == left:
            told = f"{why}, and the amount is exactly what is left of it."
            return [self._made([item], ((item.id, left),), STRUCTURED, policy.structured_exact, told)]
        if cents < left:
            told = f"{why}; the amount is {self._money(left - cents)} less than what is left."
            return [self._made([item], ((item.id, cents),), STRUCTURED, policy.structured_part, told)]
        sure = policy.number_over if self._agrees(item) else policy.unsupported_number
        told = f"{why}; {self._money(cents - left)} more than what is left is not explained."
        return [self._made([item], ((item.id, left),), STRUCTURED, sure, told)] if left > 0 else []

    def only(self, loose: Sequence[Item]) -> bool:
        """Whether just one loosely named invoice has the amount."""
        return sum(self._book.open_of(one.id) == self._entry.cents for one in loose) == 1

    def exact(self, items: Sequence[Item], confidence: int, *, trusted: bool) -> Proposal:
        items = sorted(items, key=by_age)
        shares = tuple((one.id, self._book.open_of(one.id)) for one in items)
        if self._contradicted(items) and not trusted:
            confidence = self._policy.contradicted
        what = f"{_numbers(items)}, and the amount is exactly what is left of {_them(items)}"
        how = REFERENCE if len(items) == 1 else SEVERAL
        return self._made(items, shares, how, confidence, f"Its text names {what}.")

    def otherwise(self, named: Named, *, complete: bool) -> list[Proposal]:
        """The named invoices when the amount is not their sum."""
        items, full = named.trusted, named.full
        lefts = [(one.id, self._book.open_of(one.id)) for one in sorted(items, key=by_age)]
        total = sum(left for _, left in lefts)
        supported = (full or any(map(self._agrees, items))) and not self._contradicted(items)
        if self._entry.cents < total:
            return self._completed(items, total) or [self._less(named, lefts, supported=supported)]
        found = self._completed(items, total) if complete else []
        if any(left < 0 for _, left in lefts) or found:
            return found
        confidence = self._policy.unsupported_number
        if complete and full and all(map(self._agrees, items)):
            confidence = self._policy.number_over
        over = self._money(self._entry.cents - total)
        why = f"Its text names {_numbers(items)}; {over} more is not explained."
        return [self._made(items, tuple(lefts), REFERENCE, confidence, why)]

    def _less(self, named: Named, lefts: list[tuple[int, int]], *, supported: bool) -> Proposal:
        items, cents, policy = named.trusted, self._entry.cents, self._policy
        missing = sum(left for _, left in lefts) - cents
        told = f"Its text names {_numbers(items)}"
        noted = any(left < 0 for _, left in lefts)
        short = None if noted else discounted(lefts, cents, policy) or less_fees(lefts, cents, policy)
        if short is not None:
            why = f"{told}; the {self._money(missing)} missing look like {short[1]}."
            shares, confidence = short[0], policy.number_short
            supported = supported or (named.announced and not self._contradicted(items))
        elif len(items) == 1:
            why = f"{told}, and pays it in part: {self._money(missing)} stay open."
            shares, confidence = ((items[0].id, cents),), policy.number_part
        else:
            why = f"{told}, but {self._money(missing)} are missing, and nothing tells of which one."
            shares, confidence = oldest_first(lefts, cents), policy.guess
        rivals = self._rivals(items)
        if rivals:
            why = f"{why} But the amount is exactly what is left of {_numbers(rivals)}."
            confidence = policy.guess
        if not supported:
            confidence = min(confidence, policy.unsupported_number)
        return self._made(items, shares, PART, confidence, why)

    def _rivals(self, items: Sequence[Item]) -> list[Item]:
        """Other invoices of the customer that the amount pays to the cent, one or those that go together."""
        lefts, cents = self._others(items), self._entry.cents
        same = [one.id for one in lefts if one.cents == cents]
        together = same or [item_id for one in natural_choices(lefts, cents)[:1] for item_id in one.ids]
        return [self._book.items[item_id] for item_id in together]

    def _completed(self, items: Sequence[Item], total: int) -> list[Proposal]:
        """The named invoices with others of the same customer that explain the rest."""
        rest = self._entry.cents - total
        lefts = without_remainders(self._others(items), self._book.items, self._policy)
        if rest < 0:
            lefts = [one for one in lefts if one.cents < 0]
        chosen = self._together(items) or [(one.id,) for one in lefts if one.cents == rest]
        chosen = chosen or [
            one.ids
            for one in any_choices(lefts, rest, policy=self._policy)
            if one.chance <= self._policy.chance_of_subset
        ]
        if len(chosen) != 1:
            return []
        every = [*items, *(self._book.items[one] for one in chosen[0])]
        shares = tuple((one.id, self._book.open_of(one.id)) for one in every)
        why = (
            f"Its text names {_numbers(items)}, and with {_numbers(every[len(items) :])} the amount is exact."
        )
        # Where many are open, one that nobody named has the rest by chance, unless people pay them together.
        sure = rest < 0 or bool(self._together(items))
        confidence = self._policy.payer_natural if sure else self._policy.number_completed
        return [self._made(every, shares, SEVERAL, confidence, why)]

    def _together(self, items: Sequence[Item]) -> list[tuple[int, ...]]:
        """What else is in the sets that people pay together, hold all that is named, and have the amount."""
        named, cents = {one.id for one in items}, self._entry.cents
        lefts = self._book.of_party(items[0].party, self._entry)
        whole = without_remainders(lefts, self._book.items, self._policy)
        found = natural_choices(lefts, cents) or natural_choices(whole, cents)
        return [
            tuple(one for one in choice.ids if one not in named)
            for choice in found
            if named < set(choice.ids)
        ]

    def _others(self, items: Sequence[Item]) -> list[Left]:
        """The other open invoices of the same customer."""
        named = {one.id for one in items}
        return [one for one in self._book.of_party(items[0].party, self._entry) if one.id not in named]

    def _made(self, items: Sequence[Item], shares: Shares, how: str, confidence: int, why: str) -> Proposal:
        """A proposal, held back when its invoices are of several customers or issued after the payment."""
        late = next((one for one in items if not payable(one, self._entry.booked_on)), None)
        if len({one.party for one in items}) > 1:
            confidence = min(confidence, self._policy.contradicted)
            why = f"{why} But they are of several customers."
        if late is not None:
            confidence = min(confidence, self._policy.contradicted)
            why = f"{why} But invoice {late.number} was issued after the payment."
        return Proposal(items[0].customer_id, shares, how, confidence, why)

    def _agrees(self, item: Item) -> bool:
        return self._payer.party == item.party

    def _contradicted(self, items: Sequence[Item]) -> bool:
        return self._payer.known is not Known.NOT and not all(map(self._agrees, items))

    def _money(self, cents: int) -> str:
        return money(cents, self._entry.currency)


def _numbers(items: Sequence[Item]) -> str:
    words = [one.number for one in items]
    if len(words) == 1:
        return f"invoice {words[0]}"
    return f"invoices {', '.join(words[:-1])} and {words[-1]}"


def _them(items: Sequence[Item]) -> str:
    return "it" if len(items) == 1 else "them"
