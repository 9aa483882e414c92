"""The chance of being late if everybody went on as before, by the payer's and the book's own frequencies.

What the payer did at each lateness, on each weekday and day of the month is followed from the evening to the
due day. One where the due day is past.
"""

from features.evening import Evening, Floats


def late_as_book(evening: Evening) -> Floats:
    return evening.outlook["late_as_book"]


def late_as_before(evening: Evening) -> Floats:
    return evening.outlook["late_as_before"]


def late_as_on_weekdays(evening: Evening) -> Floats:
    return evening.outlook["late_as_on_weekdays"]


def late_as_on_month_days(evening: Evening) -> Floats:
    return evening.outlook["late_as_on_month_days"]


def late_as_recently(evening: Evening) -> Floats:
    return evening.outlook["late_as_recently"]


def late_30_as_book(evening: Evening) -> Floats:
    return evening.outlook["late_30_as_book"]


def late_30_as_before(evening: Evening) -> Floats:
    return evening.outlook["late_30_as_before"]
