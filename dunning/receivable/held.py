"""Money pointed at penalties, held against the ledger: what invoices took of it later is theirs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dunning.receivable.receivable import PenaltyAct, What


def held(acts: Iterable[PenaltyAct], free: Mapping[int, int]) -> list[PenaltyAct]:
    """The acts as the ledger leaves them; `free` is what no invoice took, by payment.

    What was written down first keeps its money first, and of one act interest before the indemnity.
    """
    left, found = dict(free), []
    for one in sorted(acts, key=lambda one: one.id):
        if one.what is What.PAID and one.payment_id:
            room = max(left.get(one.payment_id, 0), 0)
            interest = min(one.interest_cents, room)
            flat = min(one.indemnity_cents, room - interest)
            left[one.payment_id] = room - interest - flat
            gone = one.interest_cents + one.indemnity_cents - interest - flat
            one = replace(one, interest_cents=interest, indemnity_cents=flat, taken_back_cents=gone)
        found.append(one)
    return found


def used(acts: Mapping[int, Sequence[PenaltyAct]]) -> dict[int, dict[str, int]]:
    """What payments settled of penalties, by customer and currency: it is no credit any more."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for key, mine in acts.items():
        for one in mine:
            if one.what is What.PAID and one.payment_id:
                told = found[key]
                cents = one.interest_cents + one.indemnity_cents
                told[one.currency] = told.get(one.currency, 0) + cents
    return found
