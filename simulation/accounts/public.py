"""What is public of the customers of a world whose ledger knows no failure, beside it.

Their invoices stay as they are: a failing customer goes on buying, and now and then paying, until deliveries
stop. So that the gazette never contradicts the ledger, a proceeding is announced after its law's lag, and not
before the ledger's last sign of life. In the world of `simulation.failure.obligor` it ends both.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

import numpy as np

from simulation.almanac import Floats, Ints
from simulation.failure.chain import Fates, fates
from simulation.failure.gazette import Announcement, End, announcements
from simulation.failure.known import month_of
from simulation.failure.laws import FAILURE_LAWS, FailureLaws
from simulation.failure.obligor import in_court
from simulation.failure.statements import Firm, Statement, statements_of
from simulation.observer import NEVER
from simulation.payer import step_of
from simulation.trade import Account
from simulation.world import Stage, story

_PUBLIC_STREAM = 35


class Told(NamedTuple):
    """One company of the register, by its SIREN and name."""

    siren: str
    name: str
    statements: Sequence[Statement]
    announcements: Sequence[Announcement]


def public_of(scene: Stage, customers: int, *, laws: FailureLaws = FAILURE_LAWS) -> Iterator[Told]:
    """Customers 1 to `customers` that a French register lists."""
    for number in range(1, customers + 1):
        account = story(scene, number)
        if in_court(laws, account.customer):
            yield _told(scene, laws, account)


def _told(scene: Stage, laws: FailureLaws, account: Account) -> Told:
    who, days = account.customer, scene.days
    seed = np.random.SeedSequence((scene.seed, _PUBLIC_STREAM), spawn_key=(who.number,))
    chance = np.random.default_rng(seed)
    law = fates(laws, sector=who.sector, in_court=True)
    court = float(chance.random()) < laws.proceeding.announced
    path = _path(laws, law, account, court=court, luck=float(chance.random()))
    horizon = days.day(days.horizon)
    end = _end(scene, laws, account, path, chance) if court else None
    until = min(horizon, end.published_on - timedelta(days=1)) if end else horizon
    usual = float(np.exp(who.level) * 100)
    firm = Firm(path, month_of(days.start, account.origin), law, usual, until)
    statements = statements_of(laws, firm, start=days.start, chance=chance)
    printed = announcements(
        laws.proceeding, end=end, statements=statements, first_on=days.start, last_on=horizon, chance=chance
    )
    return Told(who.siren, who.name, statements, printed)


def _path(laws: FailureLaws, law: Fates, account: Account, *, court: bool, luck: float) -> Ints:
    """The states of the account as those of a solidity, drawn by how likely each makes such a history."""
    fragility = laws.payment.sectors[account.customer.sector].fragility
    moves = account.path[:-1], account.path[1:]
    logs = np.array(
        [
            np.log(one.share) + float(np.log(step_of(laws.payment, fragility * one.fragility)[moves]).sum())
            for one in laws.solidities
        ]
    )
    shares: Floats = np.cumsum(np.exp(logs - logs.max()))
    solidity = int(np.searchsorted(shares[:-1], luck * shares[-1], side="right"))
    failing = account.path == len(laws.payment.states) - 1
    stand = np.where(failing & (not court), account.path + 1, account.path)
    return np.asarray(solidity * law.stands + stand, dtype=np.int64)


def _end(
    scene: Stage, laws: FailureLaws, account: Account, path: Ints, chance: np.random.Generator
) -> End | None:
    """The announcement of the account's end, None where it has none by the horizon."""
    failing = np.flatnonzero(account.path == len(laws.payment.states) - 1)
    months = int(chance.geometric(laws.proceeding.monthly)) - 1
    where, when = chance.random(2)
    inside = (
        np.flatnonzero(scene.days.month == account.origin + int(failing[0]) + months) if len(failing) else ()
    )
    if not len(inside):
        return None
    low, high = laws.proceeding.published_after
    after = low + int(when * (high - low + 1))
    paid = account.ledger.paid[account.ledger.paid < NEVER]
    last = max(int(account.ledger.issued[-1]), int(paid.max(initial=0)))
    day = max(int(inside[int(where * len(inside))]), last + after + 1)
    if day > scene.days.horizon:
        return None
    return End(scene.days.day(day), scene.days.day(day - after))
