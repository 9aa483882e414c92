"""An evening looked ahead from: what every forecast of it is told from, whatever is asked of it."""

from dataclasses import dataclass
from datetime import date

from forecast.future import FutureCash
from forecast.measuring import Spread
from forecast.open_cash import OpenCash


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What is open and its chances of the `days` to come, invoices to be issued, and how far both spread.

    `future` is None when it was not asked for.
    """

    as_of: date
    days: int
    model: str
    hindsight: bool
    spread: Spread
    cash: OpenCash
    future: FutureCash | None
