"""What one customer owes and what insures it, as known on an evening."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from credit.cover.cover import Contract
from credit.cover.insured import Delivery, Insured, insured


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit note not applied, or money not allocated: `cents` above zero lower what is owed."""

    cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class Told:
    """Something the insurer was told in time or late: which deadline, for which invoices; 0 for none."""

    policy_number: str
    kind: str
    invoice_id: int
    on: date


@dataclass(frozen=True, slots=True)
class Book:
    customer_id: int
    code: str
    name: str
    siren: str
    deliveries: tuple[Delivery, ...]
    credits: tuple[Credit, ...]
    contracts: tuple[Contract, ...]
    insolvent_since: date | None = None
    told: tuple[Told, ...] = field(default=())

    @property
    def currencies(self) -> tuple[str, ...]:
        return tuple(sorted({one.currency for one in self.deliveries}))

    def gross_cents(self, currency: str) -> int:
        return sum(one.open_cents for one in self.deliveries if one.currency == currency)

    def credits_cents(self, currency: str) -> int:
        return sum(one.cents for one in self.credits if one.currency == currency)

    def net_cents(self, currency: str) -> int:
        return self.gross_cents(currency) - self.credits_cents(currency)

    def insured(self, currency: str, *, on: date) -> Insured:
        """Of what is owed net of credits."""
        mine = (one for one in self.deliveries if one.currency == currency)
        left = less_credits(mine, self.credits_cents(currency))
        return insured(left, self.contracts, currency=currency, on=on)


def less_credits(deliveries: Iterable[Delivery], cents: int) -> list[Delivery]:
    """Deliveries after credits that name none of them: these lower the oldest debt first."""
    left = []
    for one in sorted(deliveries, key=lambda item: (item.due_on, item.invoice_id)):
        used = min(one.open_cents, cents)
        cents -= used
        if one.open_cents > used:
            rest = one.open_cents - used
            left.append(replace(one, open_cents=rest, disputed_cents=min(one.disputed_cents, rest)))
    return left
