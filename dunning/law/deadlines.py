"""By when the law wants something done: to go to court, to have an order served, to be relieved of a delay.

Delays of procedure end on the day of the same number, or on the last of a shorter month, and on the next
business day where that one is none (art. 641 and 642 CPC). Prescription is no such delay: it is not moved on.
Each rule tells its article and how sure we are; one nobody verified gives nothing until a person confirms it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from dunning.claims import Kind
from dunning.law.ruled import Certainty, Ruled
from kernel.dated import Dated, NotInForce
from kernel.days import next_business_day
from kernel.period import months_later
from ledger.company.claims import MONTHS_TO_DECLARE
from ledger.company.proceeding import Proceeding

_YEAR = 12
# The reform of prescription by the law of 2008-06-17.
_REFORM = date(2008, 6, 19)

PRESCRIPTION_MONTHS = Dated(
    {_REFORM: 5 * _YEAR},
    source="L110-4 C. com. (five years), counted from the due date: courts do not all begin there",
)
CONSUMER_MONTHS = Dated(
    {_REFORM: 2 * _YEAR},
    source="L218-2 C. conso. (two years), counted from the due date: courts do not all begin there",
)
TRANSPORT_MONTHS = Dated(
    {date(2007, 12, 22): _YEAR},
    source="L133-6 C. com. (one year from the delivery), counted from the invoice, which may be later",
)
SERVICE_MONTHS = Dated(
    {date(1976, 1, 1): 6, date(2026, 9, 1): 3},
    source="Art. 1411 CPC: an order for payment is void unless served in time (decree 2026-96: three months "
    "for orders from 2026-09-01)",
)
OPPOSITION_MONTHS = Dated(
    {date(1976, 1, 1): 1}, source="Art. 1416 CPC: the debtor opposes within a month of the service"
)
RELIEF_MONTHS = Dated(
    {date(2006, 1, 1): 6},
    source="L622-26 C. com.: relief for who declared too late, counted from the publication",
)
RETENTION_MONTHS = Dated(
    {date(2006, 1, 1): 3},
    source="L624-9 C. com.: goods under retention of title, claimed within three months of the publication",
)


@dataclass(frozen=True, slots=True)
class CodeLaw:
    """Rules of the codes; `confirmed` names those unverified ones that a person looked up.

    `transport` says that what we sell is carriage, whose claims are prescribed in a year.
    """

    confirmed: Collection[str] = ()
    transport: bool = False

    def prescription(self, *, due_on: date, issued_on: date | None, debtor: Kind) -> Ruled | None:
        """The last day to bring a claim to court, unless something stopped the time since (2240 C. civ.).

        None of public bodies: theirs is another law, which was not read here.
        """
        if debtor is Kind.PUBLIC:
            return None
        if self.transport:
            return _ruled(TRANSPORT_MONTHS, min(issued_on or due_on, due_on), Certainty.SECONDARY)
        dated = CONSUMER_MONTHS if debtor is Kind.PERSON else PRESCRIPTION_MONTHS
        return _ruled(dated, due_on, Certainty.SECONDARY)

    def declaration(self, proceeding: Proceeding) -> Ruled | None:
        """By when a claim born before the opening must be declared; the day as the ledger knows it."""
        return Ruled(proceeding.claims_due_on, MONTHS_TO_DECLARE.source, Certainty.SECONDARY)

    def relief(self, proceeding: Proceeding) -> Ruled | None:
        """By when to ask for relief once the declaration is late."""
        if proceeding.published_on is None:
            return None
        return _ruled(RELIEF_MONTHS, proceeding.published_on, Certainty.SECONDARY, procedural=True)

    def retention(self, proceeding: Proceeding) -> Ruled | None:
        """By when to claim goods back. Off until confirmed: the period was not verified."""
        if "retention" not in self.confirmed or proceeding.published_on is None:
            return None
        return _ruled(RETENTION_MONTHS, proceeding.published_on, Certainty.CHOSEN, procedural=True)


def service_of_order(order_on: date) -> Ruled | None:
    """By when an order for payment must be served, by the day of the order."""
    return _ruled(SERVICE_MONTHS, order_on, Certainty.SECONDARY, procedural=True)


def months_to_serve(order_on: date) -> int | None:
    """How many months an order of a day may wait for its service; None before the law covers the day."""
    try:
        return SERVICE_MONTHS.on(order_on)
    except NotInForce:
        return None


def opposition_until(served_on: date) -> Ruled | None:
    """By when the debtor may oppose an order served on a day."""
    return _ruled(OPPOSITION_MONTHS, served_on, Certainty.SECONDARY, procedural=True)


def _ruled(
    months: Dated[int], start: date, certainty: Certainty, *, procedural: bool = False
) -> Ruled | None:
    """None before the law covers the day."""
    try:
        last = months_later(start, months.on(start))
    except NotInForce:
        return None
    return Ruled(next_business_day(last) if procedural else last, months.source, certainty)
