"""How sure each way of matching is, and from where on it acts by itself: our choice, versioned."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MatchingPolicy:
    """Confidences in per cent. Nothing below `apply_from` is applied without a person.

    The order matters more than the values: money put on the wrong invoice costs a dispute, money that waits
    costs a click. So whatever is told by the amount alone, or by the payer alone, waits.
    """

    version: str
    apply_from: int = 95

    structured_exact: int = 100
    structured_part: int = 98  # the payer's machine copied our reference; how much is the payer's choice
    number_exact: int = 99  # a number and the cents agree: two signs that do not depend on each other
    loose_number_exact: int = 97  # a short or partly written number, held up by the exact amount
    number_part: int = 96  # a full number and less than what is left
    number_short: int = 97  # a full number, and what is missing has a usual reason
    number_over: int = 95  # the payer is known, the number is full, and something is left over
    payer_amount: int = 97
    payer_natural: int = 96  # all, the oldest, or those of a month
    payer_subset: int = 95  # the only choice of invoices that gives the amount, unlikely by chance
    payer_discount: int = 95  # to the cent what is left after a usual discount
    payer_only_short: int = 95  # the only open invoice of the payer, short by no more than fees
    near_payer_unique: int = 95  # a name written nearly so, and an amount only one open invoice has

    contradicted: int = 70  # the number names one customer, the payer is known as another
    near_payer_amount: int = 90
    unsupported_number: int = 85
    doubtful_subset: int = 80
    amount_only: int = 70
    guess: int = 60  # a beginning for the person who decides
    nothing_agrees: int = 40

    # Two explanations this close are equally good: a person decides.
    near_equal: int = 3
    # Bank charges on a transfer rarely exceed thirty euros, and nobody loses a twentieth of it to them.
    fees_up_to_cents: int = 3_000
    fees_up_to_share: float = 0.05
    # Discounts for early payment as invoices offer them, in basis points.
    discounts: tuple[int, ...] = (50, 100, 150, 200, 250, 300)
    # Choices of invoices tried for one payment, and of how many invoices each: beyond, sums agree by chance.
    subsets_tried: int = 5_000
    subset_size: int = 5
    # A sum that would also be met by chance this often is no proof.
    chance_of_subset: float = 0.005
    # Names closer than this are one name written twice; the next best name must be this much farther.
    name_ratio: float = 92.0
    name_margin: float = 5.0
    # The accounts and the bank may date the same money some days apart.
    twin_days: int = 10
    # This close they are as good as the same day, so that lines of a day are looked at before farther days.
    same_days: int = 3
    # A debtor may have an unauthorised direct debit returned for thirteen months (art. L133-24 CMF).
    return_days: int = 396
    # Settled invoices issued longer before an entry are not looked for: nobody pays or returns them any more.
    settled_days: int = 1_100


POLICY = MatchingPolicy("2026-11")
