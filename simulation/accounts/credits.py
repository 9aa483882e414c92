"""Credit notes: some invoices are taken back, wholly or in part."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from kernel.days import next_business_day
from simulation.accounts.facts import CreditNote, Sale
from simulation.accounts.laws import Credits

# Somebody must first complain: two days at the earliest, some weeks at the latest.
_DAYS = (3, 30)


def credit_notes(
    laws: Credits, sales: Sequence[Sale], *, horizon: date, chance: np.random.Generator
) -> list[CreditNote]:
    """In the order of the sales. An invoice credited in full is settled on that day, its `paid_on` if any."""
    found: list[CreditNote] = []
    for sale in sales:
        luck = chance.random(3)
        wait = int(chance.integers(*_DAYS))
        if luck[0] >= laws.share:
            continue
        day = next_business_day(sale.issued_on + timedelta(days=wait))
        whole = luck[1] < laws.whole
        if whole and sale.paid_on is not None:
            day = sale.paid_on
        if day > horizon or (not whole and sale.paid_on is not None and day >= sale.paid_on):
            continue
        low, high = laws.part
        cents = sale.cents if whole else max(1, round(sale.cents * (low + (high - low) * float(luck[2]))))
        number = f"{sale.customer}-A{len(found) + 1:04d}"
        found.append(CreditNote(number, sale.customer, sale.number, day, cents))
    return found
