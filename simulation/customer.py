"""Invented customers: who they are, what they hide, when they order."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from stdnum import luhn

from simulation.almanac import Almanac, Floats, Ints
from simulation.laws import Laws, Sizes
from simulation.payer import Chains

# Multiples of the golden ratio fill the unit interval evenly whatever their number: sizes keep their law in
# every world, however few accounts decide the ledger, and another customer changes nobody else's.
_GOLDEN = (5**0.5 - 1) / 2

# Ten accounts decide nearly half of the ledger, so worlds of one law differ: their late shares by 5 points
# (standard deviation). This one was chosen so that the default world has the marginals the laws aim at.
_STREAM = 14

# The registry gives no number that starts with three zeros.
_INVENTED_SIREN = "000"

# Keeps a rank off the ends of its law, where sizes are infinite: one in a million.
_NEVER_SMALLER = 1e-6

DAYS_A_MONTH = 365.25 / 12

_SYLLABLES = ("bra", "vel", "tor", "mi", "lan", "dou", "cer", "gui", "pal", "sou", "nar", "zel", "fro", "ty")
_ENDINGS = ("ac", "ec", "ier", "ois", "ard", "eau", "in", "ys")


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer; `kind` is its place in the grid of hidden types."""

    number: int
    name: str
    sector: int
    country: int
    term: int
    kind: int
    level: float  # log of the usual amount in euros

    @property
    def code(self) -> str:
        return f"C{self.number:05d}"

    @property
    def siren(self) -> str:
        digits = f"{_INVENTED_SIREN}{self.number:05d}"
        return digits + luhn.calc_check_digit(digits)


def chance_of(seed: int, number: int) -> np.random.Generator:
    """The customer's own chance: the same in every world of that seed, however many others live in it."""
    return np.random.default_rng(np.random.SeedSequence((seed, _STREAM), spawn_key=(number,)))


def size_rank(seed: int, number: int) -> float:
    """Where a customer stands among all by size, between 0 and 1."""
    first = float(np.random.default_rng(seed).random())
    return (first + number * _GOLDEN) % 1.0


def customer(laws: Laws, chains: Chains, *, number: int, chance: np.random.Generator) -> Customer:
    sector = _drawn(chance, [s.share for s in laws.sectors])
    return Customer(
        number=number,
        name=f"{laws.sectors[sector].trade} {_invented_name(chance)}",
        sector=sector,
        country=_drawn(chance, [c.share for c in laws.countries]),
        term=_drawn(chance, [t.share for t in laws.terms]),
        kind=_drawn(chance, chains.prior[sector]),
        level=float(np.log(laws.sectors[sector].amount) + laws.amounts.between * chance.standard_normal()),
    )


def order_days(sizes: Sizes, days: Almanac, *, rank: float, chance: np.random.Generator) -> Ints:
    """The days on which a customer orders, in order; always at least one."""
    weights = days.orders.copy()
    if rank < sizes.one_off:
        count = 1 + int(chance.random() < sizes.second)
    else:
        begins = first_day(sizes, days, chance)
        weights[:begins] = 0.0
        size = invoices_of(sizes, rank)
        a_month = size / sizes.reference_months
        lasting = (days.horizon + 1 - begins) / DAYS_A_MONTH
        count = max(1, int(chance.poisson(a_month * lasting)))
    drawn = chance.choice(len(weights), size=count, p=weights / weights.sum())
    return np.sort(drawn).astype(np.int64)


def states(chains: Chains, *, sector: int, months: int, chance: np.random.Generator) -> Ints:
    """A hidden state for each month, from the first due month on."""
    luck = chance.random(months)
    steps = np.cumsum(chains.step[sector], axis=1)
    path = np.empty(months, dtype=np.int64)
    path[0] = np.searchsorted(np.cumsum(chains.first)[:-1], luck[0], side="right")
    for month in range(1, months):
        path[month] = np.searchsorted(steps[path[month - 1]][:-1], luck[month], side="right")
    return path


def _drawn(chance: np.random.Generator, shares: list[float] | Floats) -> int:
    return int(np.searchsorted(np.cumsum(shares)[:-1], chance.random(), side="right"))


def invoices_of(sizes: Sizes, rank: float) -> float:
    """Invoices in the reference period, for the rank of a regular customer or of a key account."""
    key = rank >= 1 - sizes.key
    low, high = (1 - sizes.key, 1.0) if key else (sizes.one_off, 1 - sizes.key)
    median, spread = (sizes.key_median, sizes.key_spread) if key else (sizes.median, sizes.spread)
    place = min(max((rank - low) / (high - low), _NEVER_SMALLER), 1 - _NEVER_SMALLER)
    return median * float(np.exp(spread * NormalDist().inv_cdf(place)))


def first_day(sizes: Sizes, days: Almanac, chance: np.random.Generator) -> int:
    """The customer's first possible day: the world's own, or any but the last month's."""
    present, when = chance.random(2)
    if present < sizes.present:
        return 0
    return int(when * np.searchsorted(days.month, days.month[days.horizon]))


def _invented_name(chance: np.random.Generator) -> str:
    first, second = chance.integers(len(_SYLLABLES), size=2)
    return (_SYLLABLES[first] + _SYLLABLES[second] + _ENDINGS[chance.integers(len(_ENDINGS))]).capitalize()
