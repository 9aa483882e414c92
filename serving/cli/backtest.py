"""`encours backtest`: the model judged on a past it has not seen."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

import typer

from serving.cli.house import opened
from serving.cli.options import AsJson, parse_day
from serving.cli.output import figure, print_json, print_table, say, stages
from serving.settings import settings
from training import usecases
from training.lateness.backtest import BacktestReport
from training.lateness.evaluation import Metrics
from training.lateness.open_backtest import OpenReport

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


@app.callback()
def backtest() -> None:
    """Judge the model on a past it has not seen, beside naive methods."""


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
