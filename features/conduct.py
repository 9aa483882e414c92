"""How the customer behaves between invoice and payment: objections, given words, money sent back.

Zero only where such things were written down by then, of anybody, and the customer is one we invoice.
"""

import numpy as np

from features.evening import Evening, Floats, ratio
from features.steps import Step


def disputed_share(evening: Evening) -> Floats:
    """Of what is open, credit notes left aside; of each invoice in dispute no more than is open of it."""
    known = evening.known
    step = known.around.conduct.disputed
    cents = step.read("cents", known.place(step, known.account), nothing=0.0)
    owed = evening.open.total("cents")
    share = np.minimum(np.divide(cents, owed, out=np.full(len(owed), np.nan), where=owed > 0), 1.0)
    return _where_told(evening, "disputes", share)


def disputes_12m(evening: Evening) -> Floats:
    return _count(evening, "disputes", evening.known.around.conduct.disputes, "opened")


def disputes_won_share(evening: Evening) -> Floats:
    """Of the customer's disputes that ended, those that ended for the customer."""
    step = evening.known.around.conduct.disputes
    share = ratio(_read(evening, step, "won"), _read(evening, step, "ended"))
    return _where_told(evening, "disputes", share)


def promises_judged(evening: Evening) -> Floats:
    step = evening.known.around.conduct.promises
    judged = _read(evening, step, "kept") + _read(evening, step, "broken")
    return _where_told(evening, "promises", judged)


def promises_kept_rate(evening: Evening) -> Floats:
    step = evening.known.around.conduct.promises
    kept = _read(evening, step, "kept")
    rate = ratio(kept, kept + _read(evening, step, "broken"))
    return _where_told(evening, "promises", rate)


def promises_broken_12m(evening: Evening) -> Floats:
    return _count(evening, "promises", evening.known.around.conduct.promises, "recent")


def plan_open(evening: Evening) -> Floats:
    """Whether instalments are still to come, missed ones included."""
    step = evening.known.around.conduct.plans
    left = _read(evening, step, "open") + _read(evening, step, "broken")
    return _where_told(evening, "plans", (left > 0).astype(np.float64))


def plan_broken(evening: Evening) -> Floats:
    step = evening.known.around.conduct.plans
    return _where_told(evening, "plans", (_read(evening, step, "broken") > 0).astype(np.float64))


def handed_over(evening: Evening) -> Floats:
    """To an agency, a lawyer or a commissaire de justice; not to a factor."""
    step = evening.known.around.conduct.hand_overs
    return _where_told(evening, "hand_overs", (_read(evening, step, "given") > 0).astype(np.float64))


def returned_payments_12m(evening: Evening) -> Floats:
    return _count(evening, "returns", evening.known.around.conduct.returns, "n")


def _count(evening: Evening, kind: str, step: Step, name: str) -> Floats:
    return _where_told(evening, kind, _read(evening, step, name))


def _read(evening: Evening, step: Step, name: str) -> Floats:
    return step.read(name, evening.known.place(step), nothing=0.0)


def _where_told(evening: Evening, kind: str, values: Floats) -> Floats:
    begun = evening.pairs.as_of >= evening.known.around.conduct.since[kind]
    return np.where(begun & (evening.issued.now >= 0), values, np.nan)
