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
    # The debtor says which debt a part payment settles (art. 1342-10 C. civ.), unless the amount gainsays it.
    number_part: int = 96  # a full number and less than what is left, which no other invoices explain
    number_short: int = 97  # a full number, and what is missing has a usual reason
    payer_amount: int = 97
    payer_natural: int = 96  # all, the oldest, or those of a month
    payer_subset: int = 95  # the only choice of invoices that gives the amount, unlikely by chance
    payer_discount: int = 95  # to the cent what is left after a usual discount
    payer_only_short: int = 95  # the only open invoice of the payer, short by no more than fees
    near_payer_unique: int = 95  # a name written nearly so, and an amount only one open invoice has

    # More than is named: banks cut lists off after 35 characters, and a wrong number looks the same.
    number_over: int = 90  # a full number of a known payer, and something is left over
    number_completed: int = 90  # with others that nobody named the amount is exact, as it may be by chance
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
    # A sum that would also be met by chance this often is no proof: thousands of payments a year are tried,
    # so that one in two hundred puts money on wrong invoices every month (experiment 0005).
    chance_of_subset: float = 0.0001
    # An amount that so many invoices of the payer come near is met by one of them by chance this often.
    chance_of_amount: float = 0.008
    # The same for sums of invoices that people pay together.
    chance_of_natural: float = 0.003
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
