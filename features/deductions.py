"""What was paid in parts, settled by less, or closed without cash."""

from features.evening import Evening, Floats, ratio


def part_payment_share(evening: Evening) -> Floats:
    """Share of the paid invoices that some earlier evening had seen paid in part."""
    return ratio(evening.settled.total("in_parts"), evening.settled.total("n"))


def short_payment_share(evening: Evening) -> Floats:
    """Share of the paid invoices of which a little, within the tolerance, never came."""
    return ratio(evening.settled.total("short"), evening.settled.total("n"))


def credit_note_share(evening: Evening) -> Floats:
    """Amount of credit notes against the amount invoiced, both as known so far; above one where more came
    back than was sold.
    """
    return ratio(evening.conceded.total("credit_cents"), evening.issued.total("cents"))


def closed_without_cash_share(evening: Evening) -> Floats:
    """Share of the closed invoices whose end was an offset or a write-off rather than a payment."""
    closed = evening.conceded.total("closed")
    return ratio(closed, closed + evening.settled.total("n"))
