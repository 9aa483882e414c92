"""How much of what a customer owes is insured, invoice by invoice, by the day each was delivered (I31)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from credit.cover.cover import FULL_BP, Contract
from credit.standing import Covered


@dataclass(frozen=True, slots=True)
class Delivery:
    """An open invoice, with the day its goods were delivered; the day of the invoice where none is known."""

    invoice_id: int
    number: str
    delivered_on: date
    due_on: date
    open_cents: int
    disputed_cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class Share:
    """What one policy covers of one delivery."""

    delivery: Delivery
    policy_number: str
    kind: str
    covered_cents: int
    quota_bp: int

    @property
    def insured_loss_cents(self) -> int:
        """What the insurer would pay were nothing of it ever received: the quota shares the loss."""
        return self.covered_cents * self.quota_bp // FULL_BP


@dataclass(frozen=True, slots=True)
class Insured:
    """Of what one customer owes in one currency."""

    currency: str
    owed_cents: int
    shares: tuple[Share, ...]

    @property
    def covered_cents(self) -> int:
        return sum(one.covered_cents for one in self.shares)

    @property
    def uncovered_cents(self) -> int:
        return self.owed_cents - self.covered_cents

    @property
    def insured_loss_cents(self) -> int:
        return sum(one.insured_loss_cents for one in self.shares)


def insured(
    deliveries: Sequence[Delivery], contracts: Sequence[Contract], *, currency: str, on: date
) -> Insured:
    """Cover goes to deliveries from the oldest on: each takes what the cover of its own day still has left.

    A policy that lets a cut touch what was delivered before is read as it stands `on` the day we look.
    A cover in another currency covers nothing here.
    """
    mine = sorted(
        (one for one in deliveries if one.currency == currency and one.open_cents > 0),
        key=lambda one: (one.delivered_on, one.invoice_id),
    )
    taken = dict.fromkeys((one.policy.number for one in contracts), 0)
    shares: list[Share] = []
    for delivery in mine:
        left = delivery.open_cents
        for contract in contracts:
            cover = _cover_of(delivery, contract, on)
            if cover is None or cover.currency != currency or not left:
                continue
            cents = min(left, max(cover.cents - taken[contract.policy.number], 0))
            if cents:
                taken[contract.policy.number] += cents
                left -= cents
                shares.append(Share(delivery, cover.policy_number, cover.kind, cents, cover.quota_bp))
    return Insured(currency, sum(one.open_cents for one in mine), tuple(shares))


def _cover_of(delivery: Delivery, contract: Contract, on: date) -> Covered | None:
    then = contract.on(delivery.delivered_on)
    if then is None or not contract.cut_touches_earlier:
        return then
    now = contract.on(on)
    return None if now is None else min(then, now, key=lambda one: one.cents)
