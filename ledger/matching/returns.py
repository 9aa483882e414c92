"""Money that came back: which payment a returned direct debit or a rejected transfer takes back."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ledger.matching.payers import Payer
from ledger.matching.policy import MatchingPolicy
from ledger.matching.twins import reference_words
from ledger.matching.values import AMOUNT, PAYER, REFERENCE, Entry, Proposal, Shares


class Paid(NamedTuple):
    """A payment as it stands, with what it settles and what it is known by."""

    id: int
    customer_id: int
    party: int
    cents: int
    currency: str
    paid_on: date
    known_on: date
    shares: Shares
    words: frozenset[str]
    numbers: frozenset[str]  # of the invoices it settles


def return_proposals(
    entry: Entry, paid: Sequence[Paid], *, payer: Payer, policy: MatchingPolicy
) -> list[Proposal]:
    """The payments a returned entry may take back, the surest first. Their amount is the entry's."""
    day = entry.booked_on
    before = [one for one in paid if 0 <= (day - one.paid_on).days <= policy.return_days]
    words = reference_words(entry.text, entry.end_to_end, entry.structured_reference, entry.bank_reference)
    named = [one for one in before if words & (one.words | one.numbers)]
    theirs = [one for one in before if payer.party is not None and one.party == payer.party]
    for how, among, sure in (
        (REFERENCE, named, policy.number_exact),
        (PAYER, theirs, policy.payer_amount),
        (AMOUNT, before, policy.doubtful_subset if entry.returned else policy.amount_only),
    ):
        if how == AMOUNT and not entry.returned:
            break  # money paid out to anybody may have the amount of some payment
        if among:
            told = entry.returned or how == REFERENCE
            confidence = sure if len(among) == 1 and told else min(sure, policy.amount_only)
            return [_taken_back(one, how, confidence, len(among)) for one in among]
    return []


def _taken_back(one: Paid, how: str, confidence: int, count: int) -> Proposal:
    sign = {REFERENCE: "The same reference", PAYER: "The same payer", AMOUNT: "The amount alone"}[how]
    why = f"{sign} says that this takes back a payment received before; its invoices are open again."
    if count > 1:
        why = f"{sign} fits {count} payments received before; this may take back one of them."
    shares = tuple((item_id, -cents) for item_id, cents in one.shares)
    return Proposal(one.customer_id, shares, how, confidence, why, returns=one.id)
