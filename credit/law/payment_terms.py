"""The longest terms that French law lets two companies agree on.

Sixty days from the invoice, or forty-five and the end of the month where the contract says so; shorter for
some goods and for transport. Terms above them are void and fined, whoever asked for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.dated import Dated
from kernel.days import MonthEnd, Terms

# The law of 2008-08-04 on the modernisation of the economy: terms agreed from then on.
_SINCE = date(2009, 1, 1)
# What the end of a month may add to a number of days: from the first of a month of thirty-one to its last.
_MOST_OF_A_MONTH = 30


class Sold(StrEnum):
    """What is sold, as far as the law tells it apart."""

    GENERAL = "general"
    TRANSPORT = "transport"
    PERISHABLE = "perishable"
    MEAT = "meat"
    ALCOHOL = "alcohol"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Days from the invoice or from the delivery; `month_end_days` before or after the end of the month,
    None where that form is not allowed.
    """

    days: int
    month_end_days: int | None
    counted_from: str
    article: str


@dataclass(frozen=True, slots=True)
class LegalTerms:
    """The terms that may be agreed: those asked for where they are `within`, else the longest allowed."""

    terms: Terms
    within: bool
    ceiling: Ceiling
    source: str


_INVOICE, _DELIVERY = "invoice", "delivery"
_SEEN = "wording of doctrine, in force since 2019-04-26; L441-6 before"

CEILINGS: Mapping[Sold, Dated[Ceiling]] = {
    Sold.GENERAL: Dated(
        {_SINCE: Ceiling(60, 45, _INVOICE, "L441-10")},
        source=f"Code de commerce, art. L441-10 I ({_SEEN})",
    ),
    Sold.TRANSPORT: Dated(
        {_SINCE: Ceiling(30, None, _INVOICE, "L441-11")},
        source="Code de commerce, art. L441-11 (transport; read in L441-6 as of 2009, today's text not seen)",
    ),
    Sold.PERISHABLE: Dated(
        {_SINCE: Ceiling(30, None, _DELIVERY, "L441-11")},
        source=f"Code de commerce, art. L441-11 (perishable food; {_SEEN})",
    ),
    Sold.MEAT: Dated(
        {_SINCE: Ceiling(20, None, _DELIVERY, "L441-11")},
        source=f"Code de commerce, art. L441-11 (livestock and fresh meat; {_SEEN})",
    ),
    Sold.ALCOHOL: Dated(
        {_SINCE: Ceiling(30, 30, _DELIVERY, "L441-11")},
        source=f"Code de commerce, art. L441-11 (alcoholic drinks; {_SEEN})",
    ),
}
# One invoice for all deliveries of a period.
PERIODIC = Dated(
    {_SINCE: Ceiling(45, None, _INVOICE, "L441-10")},
    source=f"Code de commerce, art. L441-10 I (periodic invoices; {_SEEN})",
)


def legal_terms(asked: Terms, sold: Sold, *, periodic: bool, on: date) -> LegalTerms:
    """The terms asked for, or the longest that law allows instead. Raises NotInForce before 2009."""
    dated = PERIODIC if periodic and sold is Sold.GENERAL else CEILINGS[sold]
    ceiling = dated.on(on)
    if _within(asked, ceiling):
        return LegalTerms(asked, True, ceiling, dated.source)
    return LegalTerms(_longest(asked, ceiling), False, ceiling, dated.source)


def _within(asked: Terms, ceiling: Ceiling) -> bool:
    if asked.month_end is MonthEnd.NONE:
        return asked.days <= ceiling.days
    if ceiling.month_end_days is not None:
        return asked.days <= ceiling.month_end_days
    return asked.days + _MOST_OF_A_MONTH <= ceiling.days


def _longest(asked: Terms, ceiling: Ceiling) -> Terms:
    """In the form asked for, where that form is allowed."""
    if asked.month_end is MonthEnd.NONE or ceiling.month_end_days is None:
        return Terms(ceiling.days)
    return Terms(ceiling.month_end_days, asked.month_end)
