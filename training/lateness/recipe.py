"""How a lateness model is fitted, as a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """Sizes, rates and weights; experiments 0001 and 0002 say on what they were chosen.

    Landmarks and rows beyond the two budgets are drawn at random, each kept one standing for those left out.
    """

    hazard_trees: int = 300
    hazard_rate: float = 0.06
    hazard_leaves: int = 48
    hazard_smallest_leaf: int = 200
    # How far the curve is moved towards the direct heads: 0 leaves it, 1 follows them.
    head_share: float = 0.5
    # How much an invoice counts on its later evenings, all together, beside its issue evening.
    later_weight: float = 0.3
    # The head of being late at all only steers the curve, so its size costs no explanation.
    late_trees: int = 300
    late_leaves: int = 31
    late_smallest_leaf: int = 100
    # The head of the long delays is also the one explained row by row, whose cost grows with its leaves.
    head_trees: int = 200
    head_rate: float = 0.05
    head_leaves: int = 12
    head_smallest_leaf: int = 300
    # Intervals without a payment outnumber the others 17 to 1: this share of them is kept, with the inverse
    # weight, which leaves the hazard unbiased and halves the time.
    quiet_share: float = 0.35
    # They keep a fit on a million invoices within a quarter of an hour and some gigabytes.
    most_landmarks: int = 1_500_000
    most_rows: int = 5_000_000
    # Evenings of so many last days are foretold by an earlier model, to learn if recalibration helps; with
    # 0 there is no earlier model and no recalibration.
    days_held_back: int = 0
