"""Weekly cash of invented companies and of HighRadius, beside three baselines, with intervals."""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import numpy as np
from scipy.stats import binomtest

from experiments.common import imported, public_data, quiet, told, write_result
from forecast.backtest import ALL, OPEN, ForecastBacktest, Target, figures
from forecast.dependence import Together
from forecast.known import known_on, spread_known
from forecast.policy import ForecastPolicy
from forecast.rehearsal import judged, rehearse_cash, stacked
from kernel.policy import policy_from
from ledger.facts import Facts
from scoring.lateness.artifact import LatenessModel
from training.lateness.fitting import train
from training.lateness.recipe import Recipe

invented = import_module("experiments.0002_truth_on_the_sample_company.run").written
real = import_module("experiments.0001_lateness_on_real_invoices.run")

POLICY = policy_from(Path("policy/forecast.toml").read_text("utf-8"), ForecastPolicy, name="forecast.toml")
SEEDS = range(101, 121)
EVENINGS = 10
WINDOWS = (
    (date(2019, 8, 31), date(2019, 9, 1), date(2019, 10, 27)),
    (date(2019, 12, 31), date(2020, 1, 12), date(2020, 2, 9)),
)
WEEKS_REAL = 3
COLUMNS = (
    ("wape", "Encours"), ("wape_due_dates", "due dates"), ("wape_customer_delay", "average delay"),
    ("wape_last_year", "last year"), ("bias", "bias"), ("coverage_50", "50 % holds"),
    ("coverage_80", "80 % holds"), ("coverage_95", "95 % holds"),
)  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    options.add_argument("--without-real", action="store_true")
    chosen = options.parse_args()
    parts = [of_companies(chosen.seeds)]
    if not chosen.without_real:
        parts.append(of_highradius(WINDOWS))
    write_result(__file__, "# Result\n\n" + "\n\n".join(parts))


def of_companies(seeds: Sequence[int]) -> str:
    reports, alone = [], []
    for seed in seeds:
        facts = company(seed)
        models: list[LatenessModel] = []
        report = rehearse_cash(facts, keeping(models), cut=None, evenings=EVENINGS, policy=POLICY)
        alone.append(without_dependence(facts, models[0], report))
        reports.append(report)
        of_open = figures(report.targets[OPEN])
        told(f"seed {seed}: wape {of_open['wape']:.3f}, baseline {of_open['baseline_wape']:.3f}, "
             f"80 % holds {of_open['coverage_80']:.3f}")  # fmt: skip
    headline = together([report.targets[OPEN] for report in reports])
    everything = together([report.targets[ALL] for report in reports])
    return COMPANIES.format(
        count=len(seeds),
        seeds=f"{min(seeds)} to {max(seeds)}",
        weeks=f"{headline.came.size:,}",
        verdict=verdict(headline),
        spread=spread_told(reports),
        open=by_week(headline),
        all=by_week(everything),
        companies=each_company(reports),
        alone=coverage_told(together(alone)),
        measured=coverage_told(headline),
    )


def company(seed: int) -> Facts:
    with tempfile.TemporaryDirectory() as folder:
        invented(Path(folder), customers=400, months=30, seed=seed)
        return imported(Path(folder) / "invoices.csv", mapping="", on=date(2026, 1, 1))


def keeping(models: list[LatenessModel]):
    """Trains as a user would, and keeps the model for the figures beside."""

    def model_at(facts: Facts, cut: date) -> LatenessModel:
        models.append(train(facts, as_of=cut, recipe=Recipe(), progress=quiet))
        return models[-1]

    return model_at


def without_dependence(facts: Facts, model: LatenessModel, report: ForecastBacktest) -> Target:
    """The same forecasts, every invoice drawn on its own and nothing stretched."""
    spread = replace(report.spread, together=Together(0.0, 0.0), width=1.0)
    return judged(
        facts, model, report.evenings, spread=spread, policy=POLICY, cut=report.cut, weeks=8
    ).targets[OPEN]


def together(targets: Sequence[Target]) -> Target:
    """Each company divided by what a week of it brings, so that none outweighs the others."""
    scale = [float(one.came.mean()) for one in targets]
    both = list(zip(targets, scale, strict=True))
    return Target(
        came=np.concatenate([one.came / by for one, by in both]),
        told=np.concatenate([one.told / by for one, by in both]),
        low=np.concatenate([one.low / by for one, by in both]),
        high=np.concatenate([one.high / by for one, by in both]),
        baselines={
            name: np.concatenate([one.baselines[name] / by for one, by in both])
            for name in targets[0].baselines
        },
    )


def verdict(target: Target) -> str:
    told_of = figures(target)
    below = 1.0 - float(told_of["wape"] or 0.0) / float(told_of["baseline_wape"] or 1.0)
    held = float(told_of["coverage_80"] or 0.0)
    return (
        f"WAPE **{told_of['wape']:.3f}** against {told_of['baseline_wape']:.3f} of the customers' average "
        f"delay, **{below:.0%} below** (target 20 %); the 80 % interval holds **{held:.1%}** of weeks."
    )


def by_week(target: Target) -> str:
    rows = [("all weeks", figures(target))]
    rows += [(f"week {place + 1}", figures(target.week(place))) for place in range(target.came.shape[1])]
    return markdown([(name, [row[key] for key, _ in COLUMNS]) for name, row in rows])


def markdown(rows: Sequence[tuple[str, Sequence[float | int | None]]]) -> str:
    lines = ["| | " + " | ".join(name for _, name in COLUMNS) + " |", "|---|" + "---:|" * len(COLUMNS)]
    for name, row in rows:
        cells = ["–" if value is None else f"{value:.3f}" for value in row]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def each_company(reports: Sequence[ForecastBacktest]) -> str:
    rows = [figures(report.targets[OPEN]) for report in reports]
    ratios = [float(row["wape"] or 0.0) / float(row["baseline_wape"] or 1.0) for row in rows]
    held = [float(row["coverage_80"] or 0.0) for row in rows]
    return (
        f"Company by company, WAPE stands {1 - max(ratios):.0%} to {1 - min(ratios):.0%} below the baseline, "
        f"and the 80 % interval holds {min(held):.0%} to {max(held):.0%} of a company's weeks."
    )


def spread_told(reports: Sequence[ForecastBacktest]) -> str:
    customer = [report.spread.together.customer for report in reports]
    book = [report.spread.together.book for report in reports]
    width = [report.spread.width for report in reports]
    return (
        f"A customer's invoices share {min(customer):.2f} to {max(customer):.2f} of the chance in a date, "
        f"all {min(book):.3f} to {max(book):.3f}; stretched {min(width):.2f} to {max(width):.2f} times."
    )


def coverage_told(target: Target) -> str:
    row = figures(target)
    return ", ".join(f"{share} % holds {row[f'coverage_{share}']:.1%}" for share in (50, 80, 95))


def of_highradius(windows: Sequence[tuple[date, date, date]]) -> str:
    path = public_data("lateness/highradius_closed.csv.gz", called=real.CALLED)
    facts = imported(path, mapping=real.MAPPING, on=date(2020, 6, 1))
    reports = [window(facts, *one) for one in windows]
    target = stacked([report.targets[OPEN] for report in reports])
    everything = stacked([report.targets[ALL] for report in reports])
    held = round(float(figures(target)["coverage_80"] or 0.0) * target.came.size)
    interval = binomtest(held, target.came.size).proportion_ci(0.95, method="exact")
    return HIGHRADIUS.format(
        evenings=sum(len(report.evenings) for report in reports),
        weeks=target.came.size,
        verdict=verdict(target),
        low=f"{interval.low:.1%}",
        high=f"{interval.high:.1%}",
        inside="lies within" if interval.low <= 0.8 <= interval.high else "lies outside",
        spread=spread_told(reports),
        open=by_week(target),
        all=by_week(everything),
        windows="\n".join(
            f"- {report.evenings[0]} to {report.evenings[-1]}: {verdict(report.targets[OPEN])}"
            for report in reports
        ),
    )


def window(facts: Facts, cut: date, first: date, last: date) -> ForecastBacktest:
    told(f"HighRadius, model of {cut}")
    model = train(facts, as_of=cut, recipe=Recipe(), progress=quiet)
    spread = spread_known(known_on(facts, model, as_of=cut), POLICY.dependence, seed=POLICY.seed)
    evenings = [first + timedelta(days=7 * place) for place in range((last - first).days // 7 + 1)]
    return judged(facts, model, evenings, spread=spread, policy=POLICY, cut=cut, weeks=WEEKS_REAL)


COMPANIES = """
## {count} sample companies, seeds {seeds}

{weeks} evening-weeks of invoices open on the evening: {verdict}

{open}

{companies}

{spread} Drawn so, {measured}. Were every invoice paid on its own, of the same forecasts {alone}.

All cash, with invoices issued since (the baselines are given our guess of those):

{all}
""".strip()

HIGHRADIUS = """
## HighRadius, one to three weeks ahead

{evenings} evenings, {weeks} evening-weeks of invoices open on the evening: {verdict} Of as many independent
weeks the 95 % interval of that share is {low} to {high}: 80 % {inside} it.

{open}

{windows}

{spread}

All cash:

{all}
""".strip()


if __name__ == "__main__":
    main()
