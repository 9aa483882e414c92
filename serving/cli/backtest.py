"""`encours backtest`: the models judged on what they have not seen."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from forecast import usecases as forecasting
from forecast.policy import ForecastPolicy
from kernel.language import Language
from serving.cli.forecast_words import tell_backtest
from serving.cli.house import opened
from serving.cli.options import AsJson, parse_day
from serving.cli.output import figure, print_json, print_table, say, stages
from serving.policies import policy_in_force
from serving.settings import settings
from training import usecases
from training.lateness.backtest import BacktestReport
from training.lateness.evaluation import Metrics
from training.lateness.open_backtest import OpenReport
from training.tabular.backtest import OURS, PLAIN, SCORECARD, SMALL, Report
from training.tabular.backtest import backtest as judge
from training.tabular.estimator import Recipe
from training.tabular.splits import Plan
from training.tabular.table import Asked, read_frame, table_of

app = typer.Typer(no_args_is_help=True, add_completion=False)

_NAMES = {
    "due_date": "paid on the due date",
    "customer_mean": "customer's mean delay",
    "customer_late_rate": "customer's late rate",
    "closed_invoices_only": "same model, paid invoices only",
    "roll_rate": "share of its ageing bucket",
}
# figure, its heading, its digits; what a reader of the table should wish for stands in the heading
_FIGURES = (
    ("mae_days", "error, days ↓", 1),
    ("auc_late", "ranking late ↑", 3),
    ("auc_late_30", "ranking +30 ↑", 3),
    ("brier_late", "Brier late ↓", 3),
    ("coverage_80", "80 % holds", 3),
)
_OPEN_FIGURES = (
    ("auc_7", "ranking 7 d ↑", 3),
    ("auc_30", "ranking 30 d ↑", 3),
    ("brier_7", "Brier 7 d ↓", 3),
    ("brier_30", "Brier 30 d ↓", 3),
    ("cash_error_7", "cash error 7 d ↓", 3),
    ("cash_error_30", "cash error 30 d ↓", 3),
)

Cut = Annotated[
    date,
    typer.Option(
        "--cut", parser=parse_day, metavar="DATE", help="Learn before this day, predict from it on."
    ),
]
Until = Annotated[
    date | None,
    typer.Option(
        "--until", parser=parse_day, metavar="DATE", help="The last issue day predicted; the horizon else."
    ),
]

Evenings = Annotated[
    list[date],
    typer.Option(
        "--at",
        parser=parse_day,
        metavar="DATE",
        help="An evening whose open invoices are predicted, a month end for example; once for each.",
    ),
]


Table = Annotated[
    Path,
    typer.Option(
        "--table",
        exists=True,
        dir_okay=False,
        metavar="FILE",
        help="A table of numbers: .csv or .arff, packed as .gz or not.",
    ),
]
Label = Annotated[str, typer.Option("--label", metavar="COLUMN", help="1 for default, 0 for none.")]
Event = Annotated[
    str | None,
    typer.Option("--event", metavar="VALUE", help="The label that means default, where it is not 1."),
]
Group = Annotated[
    str | None,
    typer.Option("--group", metavar="COLUMN", help="Rows of one group, a firm say, stay on one side."),
]
Time = Annotated[
    str | None, typer.Option("--time", metavar="COLUMN", help="A year or a day, to split by time.")
]
TrainUntil = Annotated[
    str | None, typer.Option("--train-until", metavar="T", help="The last time to learn from.")
]
TestFrom = Annotated[
    str | None,
    typer.Option("--test-from", metavar="T", help="The first time to judge; rows in between do neither."),
]
Folds = Annotated[int, typer.Option("--folds", min=2, help="Each row is judged once in so many parts.")]
Repeats = Annotated[int, typer.Option("--repeats", min=1, help="How often, with other parts each time.")]
Drop = Annotated[
    list[str] | None, typer.Option("--drop", metavar="COLUMN", help="Not to be read; may be repeated.")
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Draws the parts and the trees.")]

CutOfForecast = Annotated[
    date | None,
    typer.Option(
        "--cut",
        parser=parse_day,
        metavar="DATE",
        help="Learn from what was known on this evening; half a year before the end when left out.",
    ),
]
HowMany = Annotated[int, typer.Option("--evenings", min=1, max=60, help="How many evenings to forecast on.")]

_OPENING = "{rows} rows, {events} defaults, {columns} columns; means of {folds} parts no method had seen."
_OPENING_FR = (
    "{rows} lignes, {events} défaillances, {columns} colonnes ; "
    "moyennes de {folds} parties qu'aucune méthode n'avait vues."
)
# English, French
_METHODS = {
    OURS: ("Encours", "Encours"),
    SMALL: ("Encours, small", "Encours, réduit"),
    SCORECARD: ("scorecard", "grille de score"),
    PLAIN: ("plain boosted trees", "arbres boostés tels quels"),
}
_TABLE_FIGURES = (
    ("auc", ("ranking ↑", "classement ↑")),
    ("auc_sd", ("± between parts", "± entre parties")),
    ("average_precision", ("precision ↑", "précision ↑")),
    ("log_loss", ("log-loss ↓", "perte log. ↓")),
    ("brier", ("Brier ↓", "Brier ↓")),
    ("expected_over_observed", ("expected / observed", "attendues / observées")),
)


@app.callback()
def backtest() -> None:
    """Judge the models on what they have not seen, beside other methods."""


@app.command()
def lateness(cut: Cut, until: Until = None, as_json: AsJson = False) -> None:
    """Train before a day, predict the invoices issued from it on, compare with what came."""
    with opened(settings()) as database, database.read() as session, stages("Back-test") as step:
        report = usecases.backtest_lateness(session, cut=cut, until=until, progress=step)
    if as_json:
        print_json(report.as_json())
    else:
        tell(report)


@app.command("open-invoices")
def open_invoices(at: Evenings, as_json: AsJson = False) -> None:
    """On each evening learn from what was known, predict what was open, compare with what came."""
    with opened(settings()) as database, database.read() as session, stages("Back-test") as step:
        report = usecases.backtest_open_invoices(session, evenings=sorted(set(at)), progress=step)
    if as_json:
        print_json(report.as_json())
    else:
        tell_open(report)


@app.command("forecast")
def cash_forecast(cut: CutOfForecast = None, evenings: HowMany = 12, as_json: AsJson = False) -> None:
    """Forecast weekly cash on past evenings by a model of the cut, compare with what came."""
    where = settings()
    policy = policy_in_force(where, "forecast", ForecastPolicy)
    with opened(where) as database, database.read() as session, stages("Back-test") as step:
        model_at = usecases.lateness_model_at(step)
        report = forecasting.backtest_forecast(session, model_at, cut=cut, evenings=evenings, policy=policy)
    if as_json:
        print_json(report.as_json())
    else:
        tell_backtest(report, language=where.language)


def tell_open(report: OpenReport) -> None:
    """The model's figures above those of the naive methods."""
    days = ", ".join(str(evening) for evening in report.evenings)
    say(
        f"{report.model['n']} invoices open on the evenings of {days}, predicted from what was known then; "
        f"judged as known on {report.horizon}."
    )
    _compare(report.model, report.baselines, _OPEN_FIGURES)


def tell(report: BacktestReport) -> None:
    """The model's figures above those of the naive methods."""
    say(
        f"Learnt from {report.trained_on} invoices known before {report.cut}; "
        f"judged on those issued until {report.until}, as known on {report.horizon}."
    )
    _compare(report.model, report.baselines, _FIGURES)


def _compare(
    model: Metrics, baselines: Mapping[str, Metrics], figures: Sequence[tuple[str, str, int]]
) -> None:
    methods: Mapping[str, Metrics] = {"Encours": model, **baselines}
    rows = [
        (_NAMES.get(name, name), *(figure(measured.get(key), digits=digits) for key, _, digits in figures))
        for name, measured in methods.items()
    ]
    headings = ("method", *(heading for _, heading, _ in figures))
    print_table(headings, rows, right=range(1, len(headings)))


@app.command()
def default(
    table: Table,
    label: Label,
    group: Group = None,
    time: Time = None,
    train_until: TrainUntil = None,
    test_from: TestFrom = None,
    folds: Folds = 10,
    repeats: Repeats = 1,
    drop: Drop = None,
    event: Event = None,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Fit the default model's estimator on any labelled table, and judge it on rows it has not seen.

    Everything it chooses, makes and calibrates, it does within the rows it learns from.
    """
    frame = read_frame(table.read_bytes(), name=table.name)
    asked = Asked(label, group=group, time=time, drop=tuple(drop or ()), event=event)
    plan = Plan(folds=folds, repeats=repeats, train_until=train_until, test_from=test_from)
    with stages("Back-test") as step:
        report = judge(table_of(frame, asked), plan, recipe=Recipe(), seed=seed, progress=step)
    if as_json:
        print_json(report.as_json())
    else:
        tell_table(report, language=settings().language)


def tell_table(report: Report, *, language: Language) -> None:
    """Our estimators above the scorecard and the plain trees."""
    french = language is Language.FRENCH
    opening = _OPENING_FR if french else _OPENING
    folds = len(report.folds[OURS])
    say(opening.format(rows=report.rows, events=report.events, columns=report.columns, folds=folds))
    rows = []
    for method, names in _METHODS.items():
        figures = report.figures(method)
        rows.append((names[french], *(figure(figures[key], digits=3) for key, _ in _TABLE_FIGURES)))
    headings = ("méthode" if french else "method", *(names[french] for _, names in _TABLE_FIGURES))
    print_table(headings, rows, right=range(1, len(headings)))
