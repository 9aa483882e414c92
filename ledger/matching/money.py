"""Payments as matching looks at them: what may be told twice, and what may come back."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ledger.matching.returns import Paid
from ledger.matching.twins import Sighting


class Money:
    """Payments by currency and amount, kept up to date while entries are decided."""

    def __init__(self, paid: Iterable[Paid], sightings: Iterable[Sighting], *, taken_back: set[int]) -> None:
        self._paid: dict[tuple[str, int], list[Paid]] = defaultdict(list)
        self._seen: dict[tuple[str, int], dict[int, Sighting]] = defaultdict(dict)
        self._taken_back = set(taken_back)
        self._known: dict[int, date] = {}
        for payment in paid:
            self.receive(payment)
        for one in sightings:
            self._seen[one.currency, one.cents][one.id] = one

    def receive(self, payment: Paid) -> None:
        self._known[payment.id] = payment.known_on
        self._paid[payment.currency, payment.cents].append(payment)

    def take_back(self, payment_id: int) -> None:
        self._taken_back.add(payment_id)

    def known_on(self, returned: int | None, day: date) -> date:
        """A day, or the later one on which the payment that is taken back became known."""
        known = self._known.get(returned) if returned is not None else None
        return day if known is None else max(day, known)

    def returnable(self, currency: str, cents: int) -> list[Paid]:
        """Payments of this amount that nothing took back yet."""
        return [one for one in self._paid.get((currency, cents), ()) if one.id not in self._taken_back]

    def unanswered(self) -> list[Sighting]:
        """Payments of other sources that answer no entry yet."""
        return [one for bucket in self._seen.values() for one in bucket.values()]

    def answer(self, payment_id: int) -> None:
        """The payment answers an entry."""
        for bucket in self._seen.values():
            bucket.pop(payment_id, None)
