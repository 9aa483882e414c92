"""Means drawn to the book's, the more the fewer invoices the customer has paid (`features.credibility`)."""

from features.credibility import Prior
from features.evening import Evening, Floats, ratio


def days_late_mean_shrunk(evening: Evening) -> Floats:
    return _drawn(evening, "late", evening.walked.streams.credibility.late)


def late_share_shrunk(evening: Evening) -> Floats:
    return _drawn(evening, "late_over_0", evening.walked.streams.credibility.late_over_0)


def late_share_30_shrunk(evening: Evening) -> Floats:
    return _drawn(evening, "late_over_30", evening.walked.streams.credibility.late_over_30)


def _drawn(evening: Evening, name: str, prior: Prior) -> Floats:
    """The book's mean for a customer who paid nothing yet; NaN where the book is empty too."""
    mean, strength = prior.on(evening.pairs.as_of)
    return ratio(evening.settled.total(name) + strength * mean, evening.settled.total("n") + strength)
