"""What was done about an invoice that another replaced counts for that other one.

An invoice told by a file and later by the accounts has two numbers in the ledger, and often two customers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from dunning.actions import Action
from dunning.claims import Exemption
from ledger.replaced.invoices import Replaced

_INVOICE = "i"


@dataclass(frozen=True, slots=True)
class Following:
    """Who and what stands for whom and what on an evening."""

    replaced: Replaced
    same: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def item(self, item: str) -> str:
        kind, _, number = item.partition(":")
        return f"i:{self.replaced.now(int(number))}" if kind == _INVOICE and number.isdigit() else item

    def action(self, action: Action) -> Action:
        taken = tuple(replace(one, item=self.item(one.item)) for one in action.taken)
        return action if taken == action.taken else replace(action, taken=taken)

    def customers(self, key: int) -> frozenset[int]:
        """A customer and the others under whom its invoices are or were held."""
        return self.same.get(key, frozenset()) | {key}

    def last(self, days: Iterable[Mapping[int, date]], key: int) -> date | None:
        """The latest of the days kept for a customer, under any of its numbers."""
        found = [one[other] for one in days for other in self.customers(key) if other in one]
        return max(found, default=None)

    def exemption(
        self, exemptions: Mapping[tuple[int, int], Exemption], key: int, invoice_id: int
    ) -> Exemption | None:
        """A choice about an invoice, whichever of its numbers it was made for."""
        own = exemptions.get((key, invoice_id))
        if own is not None or (not self.same and not self.replaced.by):
            return own
        former = {invoice_id} | {old for old, now in self.replaced.by.items() if now == invoice_id}
        found = (
            exemptions.get((other, old)) for other in sorted(self.customers(key)) for old in sorted(former)
        )
        return next((one for one in found if one is not None), None)


def following(replaced: Replaced) -> Following:
    same: dict[int, set[int]] = {}
    for one, others in replaced.customers.items():
        for other in others:
            same.setdefault(one, set()).add(other)
            same.setdefault(other, set()).add(one)
    return Following(replaced, {key: frozenset(found) for key, found in same.items()})
