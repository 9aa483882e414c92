"""The back-test of the default model's estimator on three public tables, with paired intervals."""

import importlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from experiments.common import Figures, public_data, quiet, table, told, write_result
from training.tabular.backtest import OURS, PLAIN, SCORECARD, SMALL, Judged, Report, backtest
from training.tabular.estimator import Recipe
from training.tabular.measures import log_loss_of
from training.tabular.ratios import candidates, gains
from training.tabular.splits import Plan
from training.tabular.table import Asked, Table, read_frame, table_of

american = importlib.import_module("experiments.0011_default_on_public_tables.american")
intervals = importlib.import_module("experiments.0011_default_on_public_tables.intervals")

SEED = 0
FOLDS, REPEATS = 10, 3
POLISH = "the Polish companies bankruptcy data set of the UCI repository"
AMERICAN = "the American bankruptcy data set, 78,682 firm-years of NYSE and NASDAQ, 1999 to 2018"
METHODS = {
    OURS: "**Encours**",
    SMALL: "Encours, small",
    SCORECARD: "scorecard",
    PLAIN: "plain LightGBM",
}
COLUMNS = ("auc", "auc_sd", "average_precision", "log_loss", "brier", "expected_over_observed")
Interval = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Study:
    """One table judged, and our differences from each other method: AUC and log-loss."""

    report: Report
    differences: Mapping[str, tuple[Interval, Interval]]

    def told(self) -> str:
        rows: dict[str, Figures] = {name: self.report.figures(method) for method, name in METHODS.items()}
        lines = [
            f"| {METHODS[method]} | {_interval(auc)} | {_interval(loss)} |"
            for method, (auc, loss) in self.differences.items()
        ]
        head = "| Encours less … | AUC | log-loss |\n|---|---:|---:|"
        chosen = ", ".join(
            f"{'ratios' if one.with_ratios else 'columns only'} with {one.leaves} leaves and {one.trees} "
            f"trees in {count}"
            for one, count in self.report.chosen.items()
        )
        return "\n".join(
            [table(rows, COLUMNS, digits=4), "", head, *lines, "", f"Chosen on inner folds: {chosen}."]
        )


def main() -> None:
    """All parts, or those named on the command line, whose sections alone are then written anew."""
    asked = sys.argv[1:] or list(PARTS)
    if unknown := set(asked) - set(PARTS):
        sys.exit(f"There is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}.")
    for name in asked:
        told(name)
        heading, part = PARTS[name]
        body = part()
        sections = {**sections_so_far(), heading: body}
        ordered = [heading for heading, _ in PARTS.values() if heading in sections]
        text = "\n\n".join([INTRODUCTION.strip(), *(f"## {one}\n\n{sections[one]}" for one in ordered)])
        write_result(__file__, text)


def sections_so_far() -> dict[str, str]:
    """The sections of RESULT.md by heading, without the line about the machine at its end."""
    path = Path(__file__).with_name("RESULT.md")
    if not path.exists():
        return {}
    text = path.read_text(encoding="utf-8").rsplit("\n\nPython ", 1)[0]
    parts = [part.partition("\n\n") for part in text.split("\n## ")[1:]]
    return {heading: body.strip() for heading, _, body in parts}


def polish(year: int) -> Study:
    plan = Plan(folds=FOLDS, repeats=REPEATS)
    report = backtest(polish_table(year), plan, recipe=Recipe(), seed=SEED, progress=quiet)
    differences = {
        method: (_over_folds(report, method, "auc"), _over_folds(report, method, "log_loss"))
        for method in (SMALL, SCORECARD, PLAIN)
    }
    return Study(report, differences)


def polish_table(year: int) -> Table:
    path = public_data(f"default/polish_year{year}.arff.gz", called=POLISH)
    return table_of(read_frame(path.read_bytes(), name=path.name), Asked("class"))


def by_time(rows: Table) -> Study:
    seen: list[Judged] = []
    plan = Plan(train_until="2011", test_from="2015")
    report = backtest(rows, plan, recipe=Recipe(), seed=SEED, progress=quiet, watch=seen.append)
    judged = seen[0]
    differences = {}
    for method in (SMALL, SCORECARD, PLAIN):
        pair = {name: judged.told[name] for name in (OURS, method)}
        firms = rows.group[judged.fold.test]
        differences[method] = (
            intervals.over_groups(_auc, pair, judged.label, firms),
            intervals.over_groups(log_loss_of, pair, judged.label, firms),
        )
    return Study(report, differences)


def _over_folds(report: Report, method: str, name: str) -> Interval:
    ours, theirs = ([fold[name] for fold in report.folds[one]] for one in (OURS, method))
    return intervals.over_folds(ours, theirs, folds=FOLDS)


def _auc(probability: np.ndarray, label: np.ndarray) -> float:
    return float(roc_auc_score(label, probability))


def _interval(found: Interval) -> str:
    mean, low, high = found
    return f"{mean:+.4f} ({low:+.4f} to {high:+.4f})"


def american_late() -> str:
    study = by_time(american.last_year(public_data(_FIRM_YEARS, called=AMERICAN)))
    test = study.report.folds[OURS][0]["observed"]
    return (
        f"{test:.0f} defaults are judged, so that chance alone moves expected over observed by "
        f"{196 / test**0.5:.0f} % either way. The interval draws whole firms again.\n\n{study.told()}"
    )


def american_constant() -> str:
    published = american.constant(public_data(_FIRM_YEARS, called=AMERICAN))
    scattered, whole = (american.auc_of_plain(published, by_firm=by_firm) for by_firm in (False, True))
    ours = backtest(published, Plan(folds=3), recipe=Recipe(), seed=SEED, progress=quiet)
    return TRAP.format(
        scattered=f"{scattered:.3f}",
        whole=f"{whole:.3f}",
        ours=f"{ours.figures(OURS)['auc']:.3f}",
        card=f"{ours.figures(SCORECARD)['auc']:.3f}",
    ).strip()


def found_ratios() -> str:
    """The ratios that helped most on all rows: a description, on which no figure above rests."""
    rows: dict[str, Figures] = {}
    for year in (1, 5):
        values = polish_table(year)
        among = candidates(len(values.columns), seed=SEED)
        gain = gains(values.values, values.label, among, seed=SEED)
        top = among.take(np.argsort(-gain, kind="stable")[:5])
        for above, below, one in zip(top.above, top.below, top.of(values.values).T, strict=True):
            even = np.abs(one - 1.0) < 1e-3
            rows[f"year {year}, {values.columns[above]} / {values.columns[below]}"] = {
                "share of all gain": float(np.sort(gain)[::-1][len(rows) % 5] / gain.sum()),
                "even, bankrupt": float(even[values.label == 1.0].mean()),
                "even, others": float(even[values.label == 0.0].mean()),
            }
    columns = ("share of all gain", "even, bankrupt", "even, others")
    return FOUND.format(table=table(rows, columns)).strip()


INTRODUCTION = """
# Result

Figures are means over the folds, `auc_sd` the standard deviation between them, expected over observed of all
rows judged. Differences stand with their 95 % interval.
"""

FOUND = """
The ratios between the 64 columns, themselves ratios, that a quick model of all rows found most useful, and
how often both columns are equal to a thousandth (“even”):

{table}

Attr9 and Attr36 are both sales over assets: they agree for most firms that stand and for few that fail. How
a statement was filled in, and the file put together, thus tells the label too, and a tree on single columns
cannot see it. So read the distance to plain LightGBM on these files as what pairs of columns hold in them,
not as what ratios will add on statements from another source.
"""

TRAP = """
As published, every year of a firm that fails in the end is labelled as failed, eighteen years before as one
year before. Scattered over the folds by row, plain LightGBM reaches an AUC of {scattered}: it recognises
firms whose other years it was taught. With firms kept whole it reaches {whole}, the estimator {ours} and the
scorecard {card} (one firm in three, 3 folds). The difference is a leak, and what is left answers a question
nobody asks: whether a firm will fail at some time within the file.
"""

_FIRM_YEARS = "default/american_firm_years.csv.gz"
PARTS: Mapping[str, tuple[str, Callable[[], str]]] = {
    "year1": (
        "Polish companies, year 1: bankrupt after five years (10 folds, 3 repeats)",
        lambda: polish(1).told(),
    ),
    "year5": (
        "Polish companies, year 5: bankrupt within one year (10 folds, 3 repeats)",
        lambda: polish(5).told(),
    ),
    "ratios": ("What the ratios found on the Polish files", found_ratios),
    "american": (
        "American firm-years, default in the last year of a failed firm (taught to 2011, judged from 2015)",
        american_late,
    ),
    "constant": ("The constant label, and its trap", american_constant),
}


if __name__ == "__main__":
    main()
