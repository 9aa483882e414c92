"""What the official gazette published of the customer's company, from the day it was published."""

import numpy as np

from features.evening import Evening, Floats
from features.steps import Step

_DAYS_A_MONTH = 30.4375


def proceeding_open(evening: Evening) -> Floats:
    return _or_nothing(evening, evening.known.around.gazette.proceeding, "open")


def legal_incidents_12m(evening: Evening) -> Floats:
    return _count(evening, "incidents")


def months_since_incident(evening: Evening) -> Floats:
    """NaN where none stands."""
    step = evening.known.around.gazette.incident
    published = step.read("published_day", evening.known.place(step))
    return np.maximum(evening.pairs.as_of - published, 0.0) / _DAYS_A_MONTH


def judgments_12m(evening: Evening) -> Floats:
    return _count(evening, "judgments")


def director_changes_12m(evening: Evening) -> Floats:
    return _count(evening, "directors")


def seat_moves_12m(evening: Evening) -> Floats:
    return _count(evening, "seats")


def business_sales_12m(evening: Evening) -> Floats:
    return _count(evening, "sales")


def strikings_off_12m(evening: Evening) -> Floats:
    return _count(evening, "strikings")


def _count(evening: Evening, name: str) -> Floats:
    return _or_nothing(evening, evening.known.around.gazette.counts, name)


def _or_nothing(evening: Evening, step: Step, name: str) -> Floats:
    """Zero only where the gazette was read and the company's number known: else its silence says nothing."""
    told = step.read(name, evening.known.place(step), nothing=0.0)
    return np.where(evening.known.gazette_read, told, np.nan)
