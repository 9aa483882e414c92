"""Open invoices at month ends: Encours, naive methods and other libraries on the same evenings."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module

import numpy as np

from experiments.common import Figures, imported, public_data, quiet, table, told, write_result
from features.pairs import day_number
from ledger.facts import Facts
from scoring.lateness.curve import Curves
from scoring.lateness.predict import curves
from training.lateness.evaluation import Truth, of_probabilities
from training.lateness.fitting import train
from training.lateness.naive_open import naive_open
from training.lateness.recipe import Recipe
from training.lateness.snapshots import (
    HORIZONS,
    Forecast,
    Outcomes,
    Snapshot,
    joined,
    of_forecast,
    outcomes_of,
    snapshot_of,
    told_by_curves,
)  # fmt: skip

HERE = "experiments.0008_open_invoices_and_peers"
lesson_of = import_module(f"{HERE}.lesson").lesson_of
regressions = import_module(f"{HERE}.regressions")
survival = import_module(f"{HERE}.survival")
apart = import_module(f"{HERE}.apart")
differences = import_module(f"{HERE}.paired").differences
issue_day = import_module("experiments.0001_lateness_on_real_invoices.run")

MONTH_ENDS = [
    date(2019, 6, 30), date(2019, 7, 31), date(2019, 8, 31), date(2019, 9, 30),
    date(2019, 10, 31), date(2019, 11, 30), date(2019, 12, 31), date(2020, 1, 31),
]  # fmt: skip
# The file lacks invoices of 2019 unpaid at the year's end, so what was open then is chosen by its outcome.
AT_THE_HOLE = (date(2019, 11, 30), date(2019, 12, 31))
APART_ON = date(2019, 10, 31)
OWN = "**Encours**"
NAMES = {
    "due_date": "paid on the due date, or tomorrow",
    "customer_mean": "customer's mean delay",
    "roll_rate": "roll rate by ageing bucket",
}
COLUMNS = ("n", *(f"{figure}_{days}" for days in HORIZONS for figure in (
    "auc", "brier", "expected_over_observed", "cash_error", "cash_bias",
)))  # fmt: skip
USUAL = ("n", "auc_late", "brier_late", "log_loss_late", "auc_late_30", "brier_late_30", "log_loss_late_30")


@dataclass
class Told:
    """All that was foretold, month end by month end."""

    snapshots: list[Snapshot] = field(default_factory=list)
    forecasts: dict[str, list[Forecast]] = field(default_factory=dict)
    late: dict[str, dict[int, list[np.ndarray]]] = field(default_factory=dict)
    shapes: list[str] = field(default_factory=list)
    apart: Mapping[str, Forecast] | str = "left out of this run."

    def add(self, forecasts: Mapping[str, Forecast]) -> None:
        for name, forecast in forecasts.items():
            self.forecasts.setdefault(name, []).append(forecast)

    def add_late(self, name: str, bar: int, probability: np.ndarray) -> None:
        self.late.setdefault(name, {}).setdefault(bar, []).append(probability)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only-here", action="store_true", help="without hazardous and scikit-survival")
    options.add_argument("--month-ends", type=date.fromisoformat, nargs="+", default=MONTH_ENDS)
    chosen = options.parse_args()
    path = public_data("lateness/highradius_closed.csv.gz", called=issue_day.CALLED)
    facts = imported(path, mapping=issue_day.MAPPING, on=date(2020, 6, 1))
    every = Told()
    for month_end in chosen.month_ends:
        told(f"open on {month_end}")
        foretell(
            every,
            snapshot_of(facts, as_of=month_end),
            with_apart=not chosen.only_here and month_end == APART_ON,
        )
    write_result(__file__, result(every, facts))


def foretell(every: Told, snapshot: Snapshot, *, with_apart: bool) -> None:
    """Let every method learn from the evening, and tell what will become of its open invoices."""
    model = train(snapshot.facts, as_of=snapshot.as_of, recipe=Recipe(), progress=quiet)
    country = model.manifest.country
    own = curves(model, snapshot.streams, snapshot.pairs)
    lesson = lesson_of(snapshot, country=country)
    aft, shape = survival.aft(lesson)
    every.snapshots.append(snapshot)
    every.shapes.append(shape)
    every.add({OWN: told_by_curves(own, snapshot.pairs)})
    every.add({NAMES[name]: forecast for name, forecast in naive_open(snapshot, country=country).items()})
    every.add(
        {
            "LightGBM, days late of closed invoices": regressions.lightgbm_days(lesson),
            "scikit-learn, days late of closed invoices": regressions.histogram_days(lesson),
            "LightGBM, a classifier a horizon": regressions.lightgbm_horizons(lesson),
            "lifelines Cox, left-truncated": survival.cox(lesson),
            "XGBoost AFT": aft,
        }
    )
    for bar in (0, 30):
        every.add_late(OWN, bar, late_of(own, bar))
        every.add_late("scikit-learn, late or not", bar, regressions.histogram_late(lesson, bar=bar))
    if with_apart:
        every.apart = apart.apart(lesson)


def late_of(own: Curves, bar: int) -> np.ndarray:
    return own.late(bar).astype(np.float64)


def result(every: Told, facts: Facts) -> str:
    outcome = outcomes_of(facts, every.snapshots)
    forecasts = {name: joined(parts) for name, parts in every.forecasts.items()}
    sound = ~np.isin(outcome.evening, [day_number(day) for day in AT_THE_HOLE])
    return RESULT.format(
        first=every.snapshots[0].as_of,
        last=every.snapshots[-1].as_of,
        all=figures_table(forecasts, outcome),
        sound=figures_table(part_of(forecasts, sound), outcome.take(sound)),
        months=by_month(forecasts, outcome, every.snapshots),
        intervals=intervals(forecasts, outcome),
        sound_intervals=intervals(part_of(forecasts, sound), outcome.take(sound)),
        behind=behind(forecasts, outcome),
        usual=usual(every, outcome),
        shapes=", ".join(every.shapes),
        apart=told_apart(every, outcome),
    )


def part(forecast: Forecast, rows: np.ndarray) -> Forecast:
    ranking = None if forecast.ranking is None else forecast.ranking[rows]
    return Forecast({days: one[rows] for days, one in forecast.within.items()}, ranking)


def part_of(forecasts: Mapping[str, Forecast], rows: np.ndarray) -> dict[str, Forecast]:
    return {name: part(one, rows) for name, one in forecasts.items()}


def figures_table(forecasts: Mapping[str, Forecast], outcome: Outcomes) -> str:
    return table({name: of_forecast(one, outcome) for name, one in forecasts.items()}, COLUMNS)


def by_month(forecasts: Mapping[str, Forecast], outcome: Outcomes, snapshots: Sequence[Snapshot]) -> str:
    rows: dict[str, Figures] = {}
    rival = "LightGBM, a classifier a horizon"
    for snapshot in snapshots:
        held = outcome.evening == day_number(snapshot.as_of)
        own = of_forecast(part(forecasts[OWN], held), outcome.take(held))
        other = of_forecast(part(forecasts[rival], held), outcome.take(held))
        paid = {f"paid_within_{days}": float(outcome.within(days)[held].mean()) for days in HORIZONS}
        overdue = float((outcome.due[held] < outcome.evening[held]).mean())
        rows[str(snapshot.as_of)] = {
            **own, **paid, "overdue": overdue,
            **{f"rival_{name}": other.get(name) for name in ("auc_7", "auc_30")},
        }  # fmt: skip
    return table(rows, ("n", "overdue", "paid_within_7", "paid_within_30", "auc_7", "rival_auc_7", "auc_30",
                        "rival_auc_30", "cash_bias_7", "cash_bias_30"))  # fmt: skip


def all_differences(forecasts: Mapping[str, Forecast], outcome: Outcomes) -> dict[str, dict[str, object]]:
    others = {name: one for name, one in forecasts.items() if name != OWN}
    found: dict[str, dict[str, object]] = {}
    for days in HORIZONS:
        for name, figures in differences(forecasts[OWN], others, outcome, days=days).items():
            found.setdefault(name, {}).update(figures)
    return found


def intervals(forecasts: Mapping[str, Forecast], outcome: Outcomes) -> str:
    found = all_differences(forecasts, outcome)
    columns = list(next(iter(found.values())))
    lines = ["| | " + " | ".join(columns) + " |", "|---|" + "---:|" * len(columns)]
    lines += [
        f"| {name} | " + " | ".join(str(row[column]) for column in columns) + " |"
        for name, row in found.items()
    ]
    return "\n".join(lines)


def behind(forecasts: Mapping[str, Forecast], outcome: Outcomes) -> str:
    """Where another method has the better figure, in words."""
    own = of_forecast(forecasts[OWN], outcome)
    found = []
    for name, forecast in forecasts.items():
        other = of_forecast(forecast, outcome)
        for figure in ("auc", "brier", "cash_error"):
            for days in HORIZONS:
                key = f"{figure}_{days}"
                mine, theirs = float(own[key] or 0.0), float(other[key] or 0.0)
                if (theirs > mine) if figure == "auc" else (theirs < mine):
                    found.append(f"- {key}: {name} {theirs:.3f}, Encours {mine:.3f}")
    return "\n".join(found) or "- nowhere."


def usual(every: Told, outcome: Outcomes) -> str:
    """The target others train for, on the open invoices for which it is not yet decided."""
    truth = Truth(outcome.due, outcome.paid, outcome.horizon)
    rows: dict[str, Figures] = {}
    for name, bars in every.late.items():
        figures: dict[str, float | int | None] = {}
        for bar, parts in bars.items():
            ahead = outcome.evening < outcome.due + bar
            figures |= {"n": int(ahead.sum())} if bar == 30 else {}
            figures |= of_probabilities(np.concatenate(parts)[ahead], truth.take(ahead), bar=bar)
        rows[name] = figures
    return table(rows, USUAL)


def told_apart(every: Told, outcome: Outcomes) -> str:
    if isinstance(every.apart, str):
        return every.apart
    held = outcome.evening == day_number(APART_ON)
    place = [snapshot.as_of for snapshot in every.snapshots].index(APART_ON)
    beside = {
        name: parts[place] for name, parts in every.forecasts.items() if name == OWN or "horizon" in name
    }
    return (
        f"On {APART_ON} alone, learnt from {apart.ROWS:,} landmarks drawn at random, as more takes too long "
        "(the first two rows learn from all of them):\n\n"
        + figures_table({**beside, **every.apart}, outcome.take(held))
    )


RESULT = """
# Result

Month ends {first} to {last}; each method learns from what was known on the evening alone. `_7` and `_30`
are days after the evening; `cash_error` is the sum over month ends of |expected - came| over the sum of what
came, `cash_bias` the same with signs.

{all}

Without 2019-11-30 and 2019-12-31. **The file has a hole**: of the invoices of 2019, those unpaid on
2019-12-31 are missing, so that all that was open on 2019-11-30 was paid within 31 days, and next to nothing
is left on 2019-12-31. There a method is rewarded for being too sure.

{sound}

By month end, Encours beside the classifier a horizon (`rival`):

{months}

Encours minus each, all month ends, with 95 % intervals over customers drawn again 400 times (a higher auc
and a lower brier or cash_error are better):

{intervals}

The same without the two month ends at the hole:

{sound_intervals}

Where another method has the better figure, whatever the interval says:

{behind}

The usual target, late or more than 30 days late, of the open invoices for which it is not yet decided:

{usual}

Shape and scale of XGBoost's AFT chosen on an inner, earlier split of each month end: {shapes}.

hazardous and scikit-survival: {apart}
"""


if __name__ == "__main__":
    main()
