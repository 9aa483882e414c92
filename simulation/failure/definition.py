"""When a customer is in default, day by day, in the smallest form of the usual definition.

Ninety consecutive days with more than 500 euros and more than 1 % of what it owes past due (article 178 of
Regulation (EU) 575/2013, thresholds of Regulation (EU) 2018/171), or an announced proceeding. It ends after
three months without thirty such days on end; after an announcement it does not. The invented ledgers know no
dispute told, no credit note, no write-off and no plan, so that nothing else of the full definition applies to
them: on their facts both name the same customers and evenings, and a test compares them.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from simulation.almanac import Ints

DAYS_PAST_DUE = 90
MATERIAL_CENTS = 50_000
MATERIAL_SHARE = 0.01
CLEAN_DAYS = 91  # three months
RELAPSE_DAYS = 30  # fewer days past due, once in default, are the habits of trade


@njit(cache=True)
def past_due_days(issued: Ints, due: Ints, paid: Ints, cents: Ints, days: int) -> Ints:
    """How many days on end a material amount has been past due, each evening of the first `days` days.

    A payment counts on its day; an amount is past due from the day after its due date.
    """
    owed, late = np.zeros(days + 1, dtype=np.int64), np.zeros(days + 1, dtype=np.int64)
    for i in range(len(issued)):
        if issued[i] < days:
            end = min(paid[i], days)
            owed[issued[i]] += cents[i]
            owed[end] -= cents[i]
            if due[i] + 1 < end:
                late[due[i] + 1] += cents[i]
                late[end] -= cents[i]
    run = np.zeros(days, dtype=np.int64)
    all_owed, all_late, before = 0, 0, 0
    for day in range(days):
        all_owed += owed[day]
        all_late += late[day]
        material = all_late > MATERIAL_CENTS and all_late > MATERIAL_SHARE * all_owed
        before = before + 1 if material else 0
        run[day] = before
    return run


@njit(cache=True)
def in_default(run: Ints, announced: int) -> npt.NDArray[np.bool_]:
    """Whether the customer is in default on each evening; `announced` is the day of the gazette."""
    told = np.zeros(len(run), dtype=np.bool_)
    standing, clean = False, 0
    for day in range(len(run)):
        clean = 0 if run[day] >= RELAPSE_DAYS else clean + 1
        if run[day] >= DAYS_PAST_DUE:
            standing = True
        elif clean > CLEAN_DAYS:
            standing = False
        told[day] = standing or day >= announced
    return told
