"""Lateness with what is still owed in it: the overdue invoices of others count as late as they are today.

Without them a customer who stops paying looks better every day.
"""

from features.ageing import others_overdue_over_30
from features.evening import Evening, Floats, ratio
from features.payment_history import days_overdue_of_others, others_overdue


def days_late_mean_censored(evening: Evening) -> Floats:
    """Mean lateness, what others owe past its due day as late as it is today, a lower bound."""
    late = evening.settled.total("late") + days_overdue_of_others(evening)
    return ratio(late, evening.settled.total("n") + others_overdue(evening))


def late_share_censored(evening: Evening) -> Floats:
    overdue = others_overdue(evening)
    return ratio(evening.settled.total("late_over_0") + overdue, evening.settled.total("n") + overdue)


def late_share_30_censored(evening: Evening) -> Floats:
    """Share over 30 days late; an invoice overdue for less counts neither way yet."""
    over = others_overdue_over_30(evening)
    return ratio(evening.settled.total("late_over_30") + over, evening.settled.total("n") + over)
