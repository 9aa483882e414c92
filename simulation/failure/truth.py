"""How likely a customer truly was to default within twelve months of a month end.

Given the ledger: what who knows the laws can make of the invoices and payments seen by that evening, and of
the silence of the gazette. Given everything: who also knows the customer's type, its states so far, its usual
amount and how often it orders. Both by playing the months ahead; `noise` says what the number of draws costs.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.almanac import Floats, Ints
from simulation.failure.definition import in_default, past_due_days
from simulation.failure.filtering import beliefs_by_month, seen_by_month
from simulation.failure.future import Ahead, Book, chance_of_default
from simulation.failure.known import Public, evidence
from simulation.failure.obligor import Obligor, Scene
from simulation.failure.ordering import Buying, Sized, believed, knowing, sized

MONTHS_AHEAD = 12
_ACTIVE_DAYS = 365  # a customer counts while it owes, or has bought within a year
_CENTS = 100

# A draw that never happened still counts a tenth, so that no probability is zero.
_NEVER_DRAWN = 0.1

_TRUTH_STREAM = 32


class Evening(NamedTuple):
    """A month end on which a customer is looked at, and what became of it by `until`."""

    number: int
    evening: int
    until: int
    month: int
    past_due: int  # days on end
    defaulted: bool


class Probability(NamedTuple):
    """`halves` are the same from each half of the draws."""

    value: float
    halves: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Oracle:
    """Answers for one world, with so many draws a question."""

    scene: Scene
    draws: int
    sized: Sized

    def given_ledger(self, one: Obligor, on: Evening) -> Probability:
        buying = believed(self.scene, self.sized, one, evening=on.evening, until=on.until)
        return self._played(one, on, buying, told=None)

    def given_accounts(self, one: Obligor, on: Evening, known: Public) -> Probability:
        """Also with the health behind the accounts public by the evening, which is more than they tell."""
        buying = believed(self.scene, self.sized, one, evening=on.evening, until=on.until)
        months = max(on.month - one.origin, 0) + 1
        day = self.scene.days.day(on.evening)
        told = evidence(self.scene, one, known, evening=day, months=months)
        return self._played(one, on, buying, told=told)

    def given_everything(self, one: Obligor, on: Evening) -> Probability:
        """The customer's type and states are known up to the evening, or its first month if that is later."""
        buying = knowing(self.scene, one, evening=on.evening, until=on.until)
        prior = np.zeros_like(self.scene.chains.prior[0])
        prior[one.customer.kind] = 1.0
        return self._played(one, on, buying, told=_known_states(one, on), prior=prior)

    def _played(
        self,
        one: Obligor,
        on: Evening,
        buying: Buying,
        *,
        told: Floats | None,
        prior: Floats | None = None,
    ) -> Probability:
        scene, ledger = self.scene, one.ledger
        seen = int(np.searchsorted(ledger.issued, on.evening, side="right"))
        opens = np.flatnonzero(ledger.paid[:seen] > on.evening)
        month = on.month - one.origin
        months = max(int(ledger.month[seen - 1]), month, 0) + 1
        kept = min([max(month, 0), *ledger.month[opens].tolist()])
        found = seen_by_month(scene.payers, ledger, seen, on.evening, months)
        nothing = np.ones((months, len(one.fates.first)))
        if told is not None:
            nothing[: len(told)] = told
        prior = scene.chains.prior[one.customer.sector] if prior is None else prior
        beliefs = beliefs_by_month(one.fates, prior, found, nothing, month, kept)
        halves = chance_of_default(
            scene.payers,
            scene.habits,
            one.fates,
            Book(*(part[opens] for part in (*ledger[:4], one.cents, ledger.paid))),
            beliefs,
            buying,
            _ahead(scene, one, on, kept=kept, seen=seen),
            self.draws,
            _chance(scene.seed, on),
        )
        mean = (halves[0] * ((self.draws + 1) // 2) + halves[1] * (self.draws // 2)) / self.draws
        return Probability(self._never_zero(mean), (halves[0], halves[1]))

    def _never_zero(self, mean: float) -> float:
        return (mean * self.draws + _NEVER_DRAWN) / (self.draws + 2 * _NEVER_DRAWN)


def oracle(scene: Scene, *, draws: int) -> Oracle:
    return Oracle(scene, draws, sized(scene))


def evenings(scene: Scene, one: Obligor) -> list[Evening]:
    """The month ends on which a customer is active, not in default, and its next twelve months are known."""
    ledger, days = one.ledger, scene.days
    run = past_due_days(ledger.issued, ledger.due, ledger.paid, one.cents, days.horizon + 1)
    fallen = in_default(run, one.announced)
    ends = month_ends(scene)
    found = []
    for place in range(len(ends) - MONTHS_AHEAD):
        evening, until = int(ends[place]), int(ends[place + MONTHS_AHEAD])
        if fallen[evening] or not _active(one, evening):
            continue
        defaulted = bool(fallen[evening + 1 : until + 1].any())
        month = int(days.month[evening])
        found.append(Evening(one.customer.number, evening, until, month, int(run[evening]), defaulted))
    return found


def month_ends(scene: Scene) -> Ints:
    """The last days of the world's months, counted from its first day."""
    month = scene.days.month[: scene.days.horizon + 2]
    return np.flatnonzero(month[1:] != month[:-1])


def _active(one: Obligor, evening: int) -> bool:
    seen = one.ledger.issued <= evening
    recent = seen & (one.ledger.issued > evening - _ACTIVE_DAYS)
    return bool((recent | (seen & (one.ledger.paid > evening))).any())


def _known_states(one: Obligor, on: Evening) -> Floats:
    """One for the state of each month that has passed, nought for the others [month, state]."""
    months = max(on.month - one.origin, 0) + 1
    known = np.zeros((months, len(one.fates.first)))
    known[np.arange(months), one.path[:months]] = 1.0
    return known


def _ahead(scene: Scene, one: Obligor, on: Evening, *, kept: int, seen: int) -> Ahead:
    laws, days, who = scene.laws.payment, scene.days, one.customer
    shown = laws.sectors[who.sector].shift + laws.countries[who.country].shift + laws.terms[who.term].shift
    usual = float(np.log(laws.sectors[who.sector].amount)) * laws.amounts.prior_weight
    logs: npt.NDArray[np.float64] = np.log(one.cents[:seen] / _CENTS)
    return Ahead(
        evening=on.evening,
        until=on.until,
        origin=one.origin,
        kept=kept,
        past_due=on.past_due,
        month=days.month,
        due=days.due[who.term],
        season=days.season + shown,
        orders=scene.order_weight,
        within=laws.amounts.within,
        total=usual + float(logs.sum()),
        weight=laws.amounts.prior_weight + seen,
    )


def _chance(seed: int, on: Evening) -> np.random.Generator:
    """The same chance for each question about an evening, whatever else is asked."""
    key = (on.number, on.evening)
    return np.random.default_rng(np.random.SeedSequence((seed, _TRUTH_STREAM), spawn_key=key))
