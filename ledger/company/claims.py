"""By when a creditor must declare what a company in a proceeding owes."""

import calendar
from datetime import date

from kernel.dated import Dated, NotInForce
from kernel.days import next_business_day

_MONTHS_A_YEAR = 12
# The law of 2005-07-26 on the safeguard of companies, which the article belongs to, is in force since then.
_SINCE = date(2006, 1, 1)
_ARTICLE = "Code de commerce, art. R622-24 (as secondary sources quote it)"

MONTHS_TO_DECLARE = Dated({_SINCE: 2}, source=f"{_ARTICLE}: from the publication of the opening judgment")
# Two more for a creditor who does not live in mainland France, when the court sits there.
MONTHS_TO_DECLARE_ABROAD = Dated({_SINCE: 4}, source=f"{_ARTICLE}: two more months from outside the mainland")


def declared_by(published_on: date) -> tuple[date | None, date | None]:
    """The last days to declare a claim, from mainland France and from elsewhere.

    Months end on the day of the same number, or on the last of a shorter month, and on the next business day
    where that one is none (Code de procédure civile, art. 641 and 642). None before the law covers the day.
    """
    try:
        months = MONTHS_TO_DECLARE.on(published_on), MONTHS_TO_DECLARE_ABROAD.on(published_on)
    except NotInForce:
        return None, None
    near, far = (next_business_day(_months_later(published_on, count)) for count in months)
    return near, far


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, _MONTHS_A_YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
