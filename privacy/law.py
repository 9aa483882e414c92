"""How long the law wants books kept, whoever asks to be forgotten."""

from datetime import date

from kernel.dated import Dated

YEARS_OF_BOOKS = Dated({date(2000, 9, 21): 10}, source="Code de commerce, art. L123-22")
_LAST_MONTH, _LAST_DAY = 12, 31


def books_until(last_entry_on: date) -> date:
    """The last day on which entries are kept: years are counted from the end of their own, taken as the
    calendar's.
    """
    years = YEARS_OF_BOOKS.on(last_entry_on)
    return date(last_entry_on.year + years, _LAST_MONTH, _LAST_DAY)
