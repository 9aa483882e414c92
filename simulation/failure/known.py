"""What is public about one customer of a world, from its own chance: its accounts and its announcements."""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from simulation.almanac import Floats
from simulation.failure.gazette import Announcement, End, announcements
from simulation.failure.obligor import Obligor, Scene, in_court
from simulation.failure.statements import Firm, Statement, mean_health, statements_of
from simulation.observer import NEVER

# Streams of chance of their own: what is public changes nothing in the ledger.
_STATEMENT_STREAM, _GAZETTE_STREAM = 33, 34
_MONTHS_A_YEAR = 12
_DAYS_A_YEAR = 365.25


class Public(NamedTuple):
    """Nothing of a customer abroad, nor of a public body."""

    founded_on: date | None
    statements: list[Statement]
    announcements: list[Announcement]


def public(scene: Scene, one: Obligor) -> Public:
    """Accounts and announcements public by the horizon. Nothing is filed once the end is announced."""
    if not in_court(scene.laws, one.customer):
        return Public(None, [], [])
    horizon, start = scene.days.day(scene.days.horizon), scene.days.start
    told = one.announced != NEVER
    end = End(scene.days.day(one.announced), scene.days.day(one.judged)) if told else None
    until = min(horizon, end.published_on - timedelta(days=1)) if end else horizon
    firm = Firm(one.path, month_of(start, one.origin), one.fates, _usual(scene, one), until)
    chance = _chance(scene, one, _STATEMENT_STREAM)
    statements = statements_of(scene.laws, firm, start=start, chance=chance)
    solidity = scene.laws.solidities[int(one.path[0]) // one.fates.stands]
    years = solidity.age * float(np.exp(0.7 * chance.standard_normal()))
    printed = announcements(
        scene.laws.proceeding,
        end=end,
        statements=statements,
        first_on=start,
        last_on=horizon,
        chance=_chance(scene, one, _GAZETTE_STREAM),
    )
    founded_on = start - timedelta(days=round(years * _DAYS_A_YEAR))
    return Public(founded_on, statements, printed)


def evidence(scene: Scene, one: Obligor, known: Public, *, evening: date, months: int) -> Floats:
    """How well the health behind the accounts public by an evening speaks for each state [month, state].

    Accounts closed before the first due date speak for the solidity alone, in its first month.
    """
    means = mean_health(scene.laws, one.fates)
    told = np.ones((months, len(means)))
    for filed in known.statements:
        if filed.filed_on > evening or filed.confidential:
            continue
        likely = np.exp(-((filed.health - means) ** 2) / 2)
        if 0 <= filed.month < months:
            told[filed.month] *= likely
        else:
            told[0] *= _of_solidity(one, likely)
    return told


def _of_solidity(one: Obligor, likely: Floats) -> Floats:
    shares = one.fates.first.reshape(-1, one.fates.stands)
    mean = (shares * likely.reshape(shares.shape)).sum(axis=1) / shares.sum(axis=1)
    return np.repeat(mean, one.fates.stands)


def month_of(start: date, months: int) -> date:
    """The first day of the calendar month so many months after the one of `start`."""
    total = start.year * _MONTHS_A_YEAR + start.month - 1 + months
    return date(total // _MONTHS_A_YEAR, total % _MONTHS_A_YEAR + 1, 1)


def _usual(scene: Scene, one: Obligor) -> float:
    return float(np.exp(one.customer.level) * 100)


def _chance(scene: Scene, one: Obligor, stream: int) -> np.random.Generator:
    own = np.random.SeedSequence((scene.seed, stream), spawn_key=(one.customer.number,))
    return np.random.default_rng(own)
