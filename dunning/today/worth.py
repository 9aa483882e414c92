"""What a contact today is worth: days of waiting and losses saved, less what it costs.

With S(d) the chance that an invoice is still open after d days as things go, a contact multiplies the hazard
of its being paid, by more in the first week than up to the thirtieth day. What it saves is the area between
both curves. A day a claim stays open costs its funding, and the chance that the customer fails meanwhile.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_WEEK, _MONTH = 7, 30
_LEAST = 1e-9
_MOST_PD = 0.99


def saved_days(still_open: Floats, within_7: Floats, within_30: Floats) -> Floats:
    """Expected days saved of each claim; `still_open` has a row a claim, a column for each day from 1 on."""
    log_open = np.log(np.clip(still_open, _LEAST, 1.0))
    daily = np.diff(log_open, axis=1, prepend=0.0)
    day = np.arange(1, still_open.shape[1] + 1)
    raised = np.where(day <= _WEEK, within_7[:, None], np.where(day <= _MONTH, within_30[:, None], 0.0))
    with_contact = np.exp(np.cumsum(daily * (1.0 + raised), axis=1))
    saved: Floats = np.maximum(np.exp(log_open) - with_contact, 0.0).sum(axis=1)
    return saved


def most_saved_days(within_7: float, within_30: float, horizon_days: int) -> float:
    """No curve saves more: on no day is a claim open less often by more than this."""
    raised = max(within_7, within_30)
    if raised <= 0.0:
        return 0.0
    return horizon_days * raised / (1.0 + raised) ** ((1.0 + raised) / raised)


def tired(effect: float, contacts: int, fatigue: float) -> float:
    """An effect after so many contacts lately: each lowers it by the same share."""
    return effect * float((1.0 - fatigue) ** contacts)


def daily_loss(pd_12m: float, loss_given_default: float, *, pd_at_most: float) -> float:
    """Expected loss on a unit left open for a day.

    A customer in default already has a probability of 1, which tells what happened and not what still may.
    """
    chance = min(max(pd_12m, 0.0), pd_at_most, _MOST_PD)
    return float(-np.log1p(-chance) / 365.0 * loss_given_default)


@dataclass(frozen=True, slots=True)
class Worth:
    """Of one contact, in cents of its currency: what waiting and losses it saves, and what it costs.

    `saved_cent_days` are cents times days that come sooner.
    """

    saved_cent_days: float
    waiting_cents: float
    loss_cents: float
    cost_cents: float

    @property
    def cents(self) -> int:
        return round(self.waiting_cents + self.loss_cents - self.cost_cents)


def worth_of(
    saved_cent_days: float, *, funding_rate: float, daily_loss_share: float, cost_cents: float
) -> Worth:
    return Worth(
        saved_cent_days,
        saved_cent_days * funding_rate / 365.0,
        saved_cent_days * daily_loss_share,
        cost_cents,
    )
