"""Open invoices by hand: every customer owes some, each paid on a day of its own curve."""

import numpy as np
from scipy.special import ndtr, ndtri

from forecast.dependence import Past, Together
from forecast.open_cash import OpenCash
from forecast.policy import DependencePolicy, ForecastPolicy, RhythmPolicy

DAYS = 42
POLICY = ForecastPolicy(
    version="test",
    draws=400,
    seed=3,
    largest_shown=3,
    dependence=DependencePolicy(
        evenings=3,
        fewest_evenings=2,
        days_apart=14,
        weeks=4,
        most_invoices=2_000,
        fewest_invoices=20,
        usual_customer=0.3,
        usual_book=0.03,
        own_weight=0.5,
        least_width=1.0,
        most_width=2.0,
    ),
    rhythm=RhythmPolicy(days=182, half_life=60, turnover_error=0.2),
)


def cash(customers: int = 8, each: int = 30, *, seed: int = 1, currency: str = "EUR") -> OpenCash:
    """Invoices of random amounts; a tenth of each is never paid, the rest over some weeks around its day."""
    chance = np.random.default_rng(seed)
    rows = customers * each
    centre, spread = chance.integers(3, DAYS, rows), chance.uniform(2.0, 8.0, rows)
    days = np.arange(1, DAYS + 1)
    paid_by = 0.9 * ndtr((days[None, :] - centre[:, None]) / spread[:, None])
    cents = chance.integers(1_000, 500_000, rows)
    nothing = np.zeros(rows, np.int64)
    return OpenCash(
        as_of=0,
        invoice_id=np.arange(rows),
        customer_id=np.repeat(np.arange(customers), each),
        customer=np.repeat([f"C-{number:03d}" for number in range(customers)], each),
        currency=np.full(rows, currency),
        number=np.array([f"F-{number:04d}" for number in range(rows)]),
        due=centre.astype(np.int64),
        open_cents=cents,
        disputed_cents=nothing,
        credited_cents=nothing,
        paid_by=paid_by.astype(np.float32),
    )


def past(together: Together, *, evenings: int = 20, seed: int = 2) -> Past:
    """Past evenings on which invoices came together as `together` says."""
    chance = np.random.default_rng(seed)
    parts = []
    for evening in range(evenings):
        book = cash(seed=100 + evening)
        _, account = np.unique(book.customer, return_inverse=True)
        own = 1.0 - together.customer - together.book
        rank = np.sqrt(together.book) * chance.standard_normal()
        rank = rank + np.sqrt(together.customer) * chance.standard_normal(account.max() + 1)[account]
        rank = rank + np.sqrt(own) * chance.standard_normal(len(book))
        by_week = book.paid_by[:, 6::7].astype(np.float64)
        came = (rank[:, None] > ndtri(by_week)).sum(axis=1)
        parts.append((np.full(len(book), evening), account + 1_000 * evening, book.open_cents, by_week, came))
    evening, account, cents, weeks, came = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Past(evening, np.unique(account, return_inverse=True)[1], cents, weeks, came)
