"""What credit insurance covers: of a customer on a day, and of each delivery by the day it was made.

A cover is a chain of acts of the insurer. Each holds from its `from_on` until the next one of its chain, or
to its own last day. A named cover, once there is one, takes the place of the unnamed cover of its policy,
even after it was cancelled or ended. While a temporary cover lasts, the greater of the two counts, never
their sum.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from credit.standing import Covered
from ledger.registers.catalogue import CoverRow, InsurancePolicyRow
from ledger.registers.register import Version, standing_on

NAMED, TEMPORARY, UNNAMED = "named", "temporary", "unnamed"
AGREED, REDUCED, CANCELLED = "agreed", "reduced", "cancelled"
STATES = (AGREED, REDUCED, CANCELLED)
FULL_BP = 10_000  # the whole of a loss

PolicyVersion = Version[InsurancePolicyRow]
CoverVersion = Version[CoverRow]


@dataclass(frozen=True, slots=True)
class Act:
    """A word of the insurer on one customer; `cents` are 0 once cancelled."""

    kind: str
    state: str
    cents: int
    currency: str
    quota_bp: int | None
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Contract:
    """A policy and what it says of one customer, in the order in which it holds."""

    policy: InsurancePolicyRow
    acts: tuple[Act, ...] = ()

    @property
    def cut_touches_earlier(self) -> bool:
        """Whether a reduced or cancelled cover also takes it from what was delivered before."""
        return bool(self.policy.details.get("cut_touches_earlier", False))

    def on(self, day: date) -> Covered | None:
        """What a delivery of that day falls under; None when no cover was open for it."""
        if not _within(day, self.policy.from_on, self.policy.until_on):
            return None
        spoken = (self.act_on(NAMED, day), self.act_on(TEMPORARY, day))
        open_ones = [one for one in spoken if one is not None and one.cents > 0]
        if open_ones:
            return self._covered(max(open_ones, key=lambda one: one.cents))
        spoken_of = any(one.kind == NAMED and one.from_on <= day for one in self.acts)
        if spoken_of or not self.policy.unnamed_cents:
            return None
        policy = self.policy
        unnamed = Act(
            *(UNNAMED, AGREED, policy.unnamed_cents, policy.currency, None), policy.from_on, policy.until_on
        )
        return self._covered(unnamed)

    def act_on(self, kind: str, day: date) -> Act | None:
        """The act of a kind that speaks last for that day."""
        return _last([one for one in self.acts if one.kind == kind], day)

    def _covered(self, act: Act) -> Covered:
        ends = [day for day in (act.until_on, self.policy.until_on) if day is not None]
        return Covered(
            policy_number=self.policy.number,
            kind=act.kind,
            cents=act.cents,
            currency=act.currency,
            quota_bp=self.policy.quota_bp if act.quota_bp is None else act.quota_bp,
            from_on=act.from_on,
            until_on=min(ends, default=None),
        )


def contracts_of(
    policies: Sequence[PolicyVersion], covers: Sequence[CoverVersion], *, as_of: date
) -> dict[int, tuple[Contract, ...]]:
    """What each customer with a cover of its own is insured by, as known on an evening.

    Under the key 0 stand the policies as they are for everybody else.
    """
    known = [one.row for one in standing_on(policies, as_of)]
    acts: dict[tuple[int, str], list[tuple[date, int, Act]]] = {}
    for one in standing_on(covers, as_of):
        if one.row.state in STATES:
            placed = (one.row.from_on, one.id, _act(one.row))
            acts.setdefault((one.row.customer_id, one.row.policy_number), []).append(placed)
    found = {0: tuple(Contract(policy) for policy in known)}
    for customer_id in sorted({key for key, _ in acts}):
        found[customer_id] = tuple(
            Contract(policy, _in_order(acts.get((customer_id, policy.number), ()))) for policy in known
        )
    return found


def in_force(
    policies: Sequence[PolicyVersion],
    covers: Sequence[CoverVersion],
    *,
    as_of: date,
    customers: Iterable[int] = (),
) -> dict[int, tuple[Covered, ...]]:
    """What a delivery of that day falls under, by customer.

    Unnamed cover needs no cover of its own: it is told of the `customers` asked for.
    """
    contracts = contracts_of(policies, covers, as_of=as_of)
    wanted = {key for key in contracts if key} | set(customers)
    found = {key: _open_on(contracts.get(key, contracts[0]), as_of) for key in sorted(wanted)}
    return {key: covered for key, covered in found.items() if covered}


def contracts_for(customer_id: int, contracts: Mapping[int, tuple[Contract, ...]]) -> tuple[Contract, ...]:
    return contracts.get(customer_id, contracts.get(0, ()))


def _open_on(contracts: Iterable[Contract], day: date) -> tuple[Covered, ...]:
    return tuple(covered for one in contracts if (covered := one.on(day)) is not None)


def _act(row: CoverRow) -> Act:
    cents = 0 if row.state == CANCELLED else row.cents
    return Act(row.kind, row.state, cents, row.currency, row.quota_bp, row.from_on, row.until_on)


def _in_order(placed: Iterable[tuple[date, int, Act]]) -> tuple[Act, ...]:
    return tuple(act for _, _, act in sorted(placed, key=lambda one: one[:2]))


def _last(acts: Sequence[Act], day: date) -> Act | None:
    """The act that speaks last for a day; one that has lapsed leaves nothing behind it."""
    begun = [one for one in acts if one.from_on <= day]
    if not begun or not _within(day, begun[-1].from_on, begun[-1].until_on):
        return None
    return begun[-1]


def _within(day: date, first: date, last: date | None) -> bool:
    return first <= day and (last is None or day <= last)
