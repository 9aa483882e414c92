"""The same world told naively: laws as formulas, run days as lists, hidden paths enumerated one by one."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise, product
from math import exp, prod

from kernel.days import end_of_month, next_business_day
from simulation.laws import Laws, Run

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bill:
    issued_on: date
    due_on: date
    shift: float
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class Kind:
    habit: float
    scale: float
    drift: float
    run: Run
    prior: float


def kinds(laws: Laws, tilt: float) -> list[Kind]:
    grid = list(product(laws.habits, laws.dispersions, laws.drifts, laws.runs))
    shares = [h.share * exp(tilt * h.days / 10) * d.share * g.share * r.share for h, d, g, r in grid]
    return [
        Kind(h.days, d.scale, g.days_per_month, r, share / sum(shares))
        for (h, d, g, r), share in zip(grid, shares, strict=True)
    ]


@cache
def run_days(run: Run, start: date, count: int) -> list[date]:
    """Run days among the first days of the world, moved past weekends and holidays."""
    found = set()
    for day in (start + timedelta(days=n) for n in range(count)):
        at_end = day == end_of_month(day) and any(d >= day.day for d in run.month_days)
        if day.weekday() in run.weekdays or day.day in run.month_days or at_end:
            found.add(next_business_day(day))
    return sorted(found)


def willing_by(laws: Laws, kind: Kind, state: int, days: float) -> float:
    """Probability of being willing within so many days of the habitual day."""
    law, dispute = laws.states[state], laws.dispute
    plain = exp(-exp(-(days - law.shift) / (kind.scale * law.stretch)))
    disputed = exp(-exp(-(days - law.shift - dispute.shift) / (dispute.scale * law.stretch)))
    return (1 - law.never) * ((1 - dispute.share) * plain + dispute.share * disputed)


def payment_days(
    laws: Laws, kind: Kind, state: int, month: int, bill: Bill, start: date
) -> dict[date, float]:
    """Probability of each payment day, for who knows type and state."""
    habit = kind.habit - kind.run.lead + kind.drift * min(month, laws.drift_months) + bill.shift
    found: dict[date, float] = {}
    for run, share in ((kind.run, 1 - laws.stray), (laws.runs[0], laws.stray)):
        before = 0.0
        for day in run_days(run, start, 800):
            if bill.issued_on < day <= bill.due_on + timedelta(days=365):
                by_then = willing_by(laws, kind, state, (day - bill.due_on).days - habit)
                found[day] = found.get(day, 0.0) + share * (by_then - before)
                before = by_then
    return found


def seen(law: dict[date, float], bill: Bill, evening: date) -> float:
    """Probability of what the ledger shows of an invoice on an evening."""
    if bill.paid_on is not None and bill.paid_on <= evening:
        return law.get(bill.paid_on, 0.0)
    return 1 - sum(p for day, p in law.items() if day <= evening)


def months_between(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


def given_ledger(laws: Laws, *, sector: int, bills: list[Bill], last: int, start: date) -> dict[date, float]:
    """Payment days of the last bill on the evening of its issue, every hidden path weighed by Bayes' rule."""
    evening, first = bills[last].issued_on, bills[0].due_on
    months = [months_between(first, bill.due_on) for bill in bills[: last + 1]]
    total, found = 0.0, dict[date, float]()
    for kind in kinds(laws, laws.sectors[sector].tilt):
        days = {
            (i, state): payment_days(laws, kind, state, months[i], bills[i], start)
            for i in range(last + 1)
            for state in range(len(laws.states))
        }
        for path in product(range(len(laws.states)), repeat=months[-1] + 1):
            weight = kind.prior * chance_of_path(laws, sector, path)
            weight *= prod(seen(days[i, path[months[i]]], bills[i], evening) for i in range(last))
            total += weight
            for day, p in days[last, path[months[-1]]].items():
                found[day] = found.get(day, 0.0) + weight * p
    return {day: p / total for day, p in found.items()}


def chance_of_path(laws: Laws, sector: int, path: Path) -> float:
    fragility = laws.sectors[sector].fragility
    chance = laws.first_month[path[0]]
    for a, b in pairwise(path):
        row = laws.next_month[a]
        worse = sum(row[a + 1 :]) * fragility
        if b == a:
            chance *= 1 - worse - sum(row[:a])
        else:
            chance *= row[b] * (fragility if b > a else 1)
    return chance
