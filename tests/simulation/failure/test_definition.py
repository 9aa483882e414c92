"""When is a customer in default?"""

import numpy as np

from simulation.failure.definition import in_default, past_due_days
from simulation.observer import NEVER
from tests.tables import rows

DAYS = 400


def evenings(invoices: list[tuple[int, int, int, int]], *, announced: int = NEVER) -> list[int]:
    """Evenings in default, for invoices (issued, due, paid, euros)."""
    issued, due, paid, euros = (np.array(column, dtype=np.int64) for column in zip(*invoices, strict=True))
    run = past_due_days(issued, due, paid, euros * 100, DAYS)
    return [int(day) for day in np.flatnonzero(in_default(run, announced))]


@rows("""
    euros | paid on day | first evening in default
    501   | never       | 120
    500   | never       | none
    501   | 120         | none
    501   | 121         | 120
""")
def test_ninety_days_on_end_above_the_threshold(euros: str, paid: str, first: str) -> None:
    """Due on day 30, the first evening past due is day 31 and the ninetieth day 120."""
    day = NEVER if paid == "never" else int(paid)
    found = evenings([(0, 30, day, int(euros))])
    assert (str(found[0]) if found else "none") == first


def test_one_percent_of_what_is_owed_is_immaterial() -> None:
    assert evenings([(0, 30, NEVER, 900), (0, 390, NEVER, 90_000)]) == []
    assert evenings([(0, 30, NEVER, 950), (0, 390, NEVER, 90_000)])[0] == 120


def test_days_before_a_payment_do_not_count_after_it() -> None:
    """Ten days of grace between two bad invoices start the count anew."""
    assert evenings([(0, 30, 100, 800), (50, 110, NEVER, 800)])[0] == 200


def test_default_lasts_for_ninety_one_clean_evenings() -> None:
    """Paid on day 150, the first clean evening is that day's and the last day 240's."""
    assert evenings([(0, 30, 150, 800)]) == list(range(120, 241))


@rows("""
    paid on day | last evening in default
    229         | 240
    231         | 321
""")
def test_thirty_days_past_due_are_a_relapse(paid: str, last: str) -> None:
    """A second invoice, due on day 200, is past due for 30 evenings when paid on day 231."""
    assert evenings([(0, 30, 150, 800), (150, 200, int(paid), 800)])[-1] == int(last)


def test_an_announcement_is_default_for_good() -> None:
    assert evenings([(0, 30, 20, 800)], announced=50) == list(range(50, DAYS))
