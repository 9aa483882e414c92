"""Why a payment may be a little less than its invoices: a discount for early payment, or fees of banks."""

from collections.abc import Mapping, Sequence

from ledger.matching.policy import MatchingPolicy
from ledger.matching.values import Item, Left, Shares

_WHOLE = 10_000  # basis points


def discounted(
    lefts: Sequence[tuple[int, int]], cents: int, policy: MatchingPolicy
) -> tuple[Shares, str] | None:
    """Shares of invoices (id, cents left) that a usual discount brings to the amount, to a cent each."""
    total = sum(left for _, left in lefts)
    if not 0 < total - cents <= _part(total, max(policy.discounts)) + len(lefts):
        return None
    for rate in policy.discounts:
        shares = [(item_id, left - _part(left, rate)) for item_id, left in lefts]
        missing = cents - sum(share for _, share in shares)
        if abs(missing) <= len(lefts) and abs(cents - (total - _part(total, rate))) <= len(lefts):
            largest = max(range(len(shares)), key=lambda place: shares[place][1])
            shares[largest] = (shares[largest][0], shares[largest][1] + missing)
            return tuple(shares), f"a discount of {rate / 100:g} %"
    return None


def less_fees(
    lefts: Sequence[tuple[int, int]], cents: int, policy: MatchingPolicy
) -> tuple[Shares, str] | None:
    """Shares of invoices that fees of banks explain, taken off the largest."""
    total = sum(left for _, left in lefts)
    missing = total - cents
    bound = min(policy.fees_up_to_cents, int(total * policy.fees_up_to_share))
    if not 0 < missing <= bound:
        return None
    largest = max(range(len(lefts)), key=lambda place: lefts[place][1])
    shares = [
        (item_id, left - missing if place == largest else left) for place, (item_id, left) in enumerate(lefts)
    ]
    if shares[largest][1] <= 0:
        return None
    return tuple(shares), "fees of banks"


def oldest_first(lefts: Sequence[tuple[int, int]], cents: int) -> Shares:
    """The amount spread over invoices in their order, each up to what is left of it."""
    shares = []
    for item_id, left in lefts:
        share = min(left, cents) if left > 0 else 0
        if share > 0:
            shares.append((item_id, share))
            cents -= share
    return tuple(shares)


def without_remainders(
    lefts: Sequence[Left], items: Mapping[int, Item], policy: MatchingPolicy
) -> list[Left]:
    """What may belong to a sum: not what fees or a discount left open of an invoice that was paid.

    Such small round amounts complete many a sum by chance, and the payer holds their invoices for settled.
    """
    return [one for one in lefts if not _is_remainder(one.cents, items[one.id].amount_cents, policy)]


def _is_remainder(left: int, amount: int, policy: MatchingPolicy) -> bool:
    bound = max(policy.fees_up_to_cents, _part(amount, max(policy.discounts)))
    return 0 < left < amount and left <= bound


def _part(cents: int, rate: int) -> int:
    return (cents * rate + _WHOLE // 2) // _WHOLE
