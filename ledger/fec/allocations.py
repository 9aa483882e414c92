"""From links to allocations, which always go from a payment to an item."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ledger.fec.imputation import Link, Open
from ledger.fec.movements import Account


@dataclass(slots=True)
class Share:
    """How much of a payment settles how much of an item, negative on credit notes and money paid back."""

    payment: str
    item: str
    cents: int
    how: str
    confidence: int
    day: int


@dataclass(slots=True)
class Imputed:
    """Shares by payment and item, and offsets: payments of nothing that join a credit note and an invoice."""

    shares: dict[tuple[str, str], Share] = field(default_factory=dict)
    offsets: dict[str, tuple[Open, Open]] = field(default_factory=dict)

    def add(self, payment: str, item: str, cents: int, link: Link) -> None:
        day = max(link.debit.day, link.credit.day)
        share = self.shares.setdefault(
            (payment, item), Share(payment, item, 0, link.how, link.confidence, day)
        )
        share.cents += cents
        share.day = max(share.day, day)
        if link.confidence < share.confidence:
            share.how, share.confidence = link.how, link.confidence


def impute(links: Iterable[Link], opens: Sequence[Open]) -> Imputed:
    """Money paid back against a payment goes through an item of the account, which it reopens."""
    items: dict[Account, list[Open]] = defaultdict(list)
    for one in opens:
        if one.item:
            items[one.account].append(one)
    through: dict[str, str] = {}
    imputed = Imputed()
    between: list[Link] = []
    for link in links:
        debit, credit, cents = link.debit, link.credit, link.cents
        if debit.item and credit.item:
            name = f"offset {debit.key} | {credit.key}"
            imputed.offsets[name] = (debit, credit)
            imputed.add(name, debit.key, cents, link)
            imputed.add(name, credit.key, -cents, link)
        elif debit.item or credit.item:
            payment, item = (credit, debit) if debit.item else (debit, credit)
            imputed.add(payment.key, item.key, cents if debit.item else -cents, link)
            through[payment.key] = item.key
        else:
            between.append(link)
    for link in between:
        item_key = through.get(link.credit.key) or _nearest(items[link.debit.account], link)
        if item_key is not None:
            imputed.add(link.credit.key, item_key, link.cents, link)
            imputed.add(link.debit.key, item_key, -link.cents, link)
    return imputed


def _nearest(items: Sequence[Open], link: Link) -> str | None:
    """An item of the same letter if any, else the last one issued before the money went back."""
    before = [one for one in items if one.day <= link.debit.day] or items
    lettered = [one for one in before if one.letter is not None and one.letter == link.debit.letter]
    found = max(lettered or before, key=lambda one: (one.day, one.key), default=None)
    return None if found is None else found.key
