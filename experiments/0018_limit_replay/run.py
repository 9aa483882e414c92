"""Replays two years of orders under several ways to set limits, on several invented companies."""

import argparse
import importlib
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from credit.limit.limit import Question, decide
from credit.limit.policy import LimitPolicy
from credit.standing import Standing
from experiments.common import Figures, table, told, write_result
from kernel.policy import policy_from
from simulation.limit_replay import NO_LIMIT, Costs, Limits, Orders, replayed

made = importlib.import_module("experiments.0018_limit_replay.company")

SEEDS = tuple(range(61, 71))
SHARES = (0.05, 0.10, 0.15, 0.20, 0.30, 0.50)
COLUMNS = ("earned", "margin", "lost", "funding", "refused_%")
SHIPPED = Path(__file__).parents[2] / "policy" / "limit.toml"
THINNER = (0.10, 0.05, 0.03)
# An order above the limit is asked about at once: what is needed never binds, what can be borne does.
_ASKED = 10**15
Ints = NDArray[np.int64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    parser.add_argument("--policy", type=Path, default=SHIPPED)
    options = parser.parse_args()
    seeds, path = options.seeds, options.policy
    shipped = policy_from(path.read_text("utf-8"), LimitPolicy, name=str(path))
    margins = (shipped.appetite.margin, *THINNER)
    found: dict[float, list[dict[str, Figures]]] = {margin: [] for margin in margins}
    for seed in seeds:
        company = made.company(seed)
        for margin in margins:
            found[margin].append(_ways(company, shipped, margin))
        told(f"{seed}: {found[margins[0]][-1]}")
    sections = [_section(margin, companies, seeds) for margin, companies in found.items()]
    text = RESULT.format(count=len(seeds), sections="\n".join(sections))
    write_result(__file__, text) if tuple(seeds) == SEEDS and path == SHIPPED else print(text)


def _ways(company: "made.Company", shipped: LimitPolicy, margin: float) -> dict[str, Figures]:
    """What each way of setting limits came to, in a trade of that margin."""
    policy = replace(shipped, appetite=replace(shipped.appetite, margin=margin))
    wanted = int(company.orders.cents.sum())

    def played(limits: Limits, orders: Orders = company.orders) -> Figures:
        return _played(company, orders, limits, policy, wanted=wanted)

    shares = [played(by_share(company, share)) for share in SHARES]
    return {
        "Encours": played(by_policy(company, policy)),
        "60 days, no limit": played(unlimited(company), company.long),
        "own terms, no limit": played(unlimited(company)),
        "share of turnover": max(shares, key=lambda one: float(one["earned"] or 0)),
        "stop at two overdue": played(unlimited(company), company.lived),
    }


def _section(margin: float, companies: Sequence[Mapping[str, Figures]], seeds: Sequence[int]) -> str:
    sums = {
        way: {name: sum(float(one[way][name] or 0) for one in companies) for name in COLUMNS} for way in WAYS
    }
    for way in WAYS:
        sums[way]["refused_%"] /= len(companies)
    verdicts = [_verdict(way, companies, sums) for way in WAYS[1:]]
    rows = {
        f"company {seed}": {way: one[way]["earned"] for way in WAYS}
        for seed, one in zip(seeds, companies, strict=True)
    }
    return SECTION.format(
        margin=margin,
        verdicts="\n".join(verdicts),
        table=table(sums, COLUMNS, digits=1),
        companies=table(rows, WAYS, digits=0),
    )


def by_policy(company: "made.Company", policy: LimitPolicy) -> Limits:
    """The policy: what it says of each customer as the month begins, in a book as large as it usually is."""

    def limits(period: int, owed: Ints) -> Ints:
        found = np.zeros(company.customers, dtype=np.int64)
        standings = company.standings[period]
        book = max(int(owed.sum()), sum(_usually_owed(one) for one in standings.values()))
        for key, standing in standings.items():
            found[key] = decide(standing, Question(0, book, _ASKED), policy, mark="").cents
        return found

    return limits


def unlimited(company: "made.Company") -> Limits:
    return lambda _period, owed: np.full(len(owed), NO_LIMIT)


def by_share(company: "made.Company", share: float) -> Limits:
    """A share of what the customer ordered in the last twelve months; the median of that without a year."""

    def limits(period: int, owed: Ints) -> Ints:
        found = np.zeros(company.customers, dtype=np.int64)
        young = []
        for key, standing in company.standings[period].items():
            found[key] = round(share * sum(standing.sales_by_month))
            if standing.sales_by_month[0] == 0:
                young.append(key)
        old = np.setdiff1d(np.flatnonzero(found), young)
        usual = int(np.median(found[old])) if len(old) else 0
        found[young] = np.maximum(found[young], usual)
        return found

    return limits


def _usually_owed(one: Standing) -> int:
    return round(sum(one.sales_by_month[-3:]) / 91 * one.terms_days)


def _played(
    company: "made.Company", orders: Orders, limits: Limits, policy: LimitPolicy, *, wanted: int
) -> Figures:
    """In thousands; of what is lost, what the policy says comes back is taken off."""
    rules = policy.appetite
    costs = Costs(margin=rules.margin, funding_a_year=rules.cost_of_funds_a_year)
    one = replayed(orders, limits, customers=company.customers, horizon=company.horizon, costs=costs)
    lost = one.lost_cents * rules.loss_given_default
    euros = {"margin": one.margin_cents, "lost": lost, "funding": one.funding_cents}
    told = {name: cents / 100_000 for name, cents in euros.items()}
    refused = 100 * (1 - one.sales_cents / max(wanted, 1))
    return {**told, "earned": told["margin"] - told["lost"] - told["funding"], "refused_%": refused}


def _verdict(
    way: str, companies: Sequence[Mapping[str, Figures]], sums: Mapping[str, Mapping[str, float]]
) -> str:
    """Over companies: what Encours earned more, and how sure that is of a company like them."""
    gains = [float(one["Encours"]["earned"] or 0) - float(one[way]["earned"] or 0) for one in companies]
    more, won = sum(gains), sum(one > 0 for one in gains)
    error = statistics.stdev(gains) / len(gains) ** 0.5 if len(gains) > 1 else float("nan")
    wide = float(student.ppf(0.975, max(len(gains) - 1, 1))) * error
    mean = statistics.fmean(gains)
    share = 100 * more / abs(sums[way]["earned"])
    return (
        f"- Against “{way}”: {more:+,.0f} thousand in all, {share:+.1f} %; better on {won} of {len(gains)} "
        f"companies, {mean:+,.0f} thousand a company (95 %: {mean - wide:+,.0f} to {mean + wide:+,.0f})."
    )


WAYS = ("Encours", "60 days, no limit", "own terms, no limit", "share of turnover", "stop at two overdue")
SECTION = """
## A margin of {margin:.0%}

{verdicts}

{table}

What each company earned:

{companies}
"""
RESULT = """
# Result

{count} companies of 400 customers, two years, sums in thousands of euros. “Share of turnover” is the best
share of each company in hindsight; “stop at two overdue” is what the companies do themselves, checked at each
order and not once a month. Refused is the share of what customers wanted.
{sections}
"""

if __name__ == "__main__":
    main()
