"""All that is owed to us on an evening, as one book of which a group may be a share only."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Book:
    """Cents owed and ordered, by currency and by head of group and currency."""

    by_currency: Mapping[str, int]
    by_group: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, owed: Mapping[tuple[int, str], int], heads: Mapping[int, str]) -> "Book":
        """From cents by customer and currency, and the head of each customer's group."""
        by_currency: dict[str, int] = {}
        by_group: dict[tuple[str, str], int] = {}
        for (customer, currency), cents in owed.items():
            by_currency[currency] = by_currency.get(currency, 0) + cents
            key = heads[customer], currency
            by_group[key] = by_group.get(key, 0) + cents
        return cls(by_currency, by_group)

    def whole(self, currency: str) -> int:
        return self.by_currency.get(currency, 0)

    def of_group(self, head: str, currency: str) -> int:
        return self.by_group.get((head, currency), 0)
