"""`encours watch`: does the model in service still hold, and what to do about it."""

from collections.abc import Sequence
from typing import Annotated

import typer

from kernel.language import Language, day_text
from ledger.facts import Facts
from ledger.usecases import load_facts
from scoring.gateway import Registry
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import figure, print_json, print_table, say, stages
from serving.cli.train import order
from serving.cli.train import tell as tell_run
from serving.cli.watch_words import ADVICE, WORDS, finding_text
from serving.settings import Settings, settings
from training.run.usecases import RunReport
from training.usecases import retrain as retrain_model
from training.watch import usecases
from training.watch.outcomes import Performance
from training.watch.report import Advice, ColumnShift, Finding, Kind, WatchReport, month_text

app = typer.Typer(add_completion=False)

_MOST_SHIFTS = 8
_MOST_FINDINGS = 6


Retrain = Annotated[
    bool,
    typer.Option("--retrain", help="Train again what the advice says; a model that is worse never serves."),
]


@app.command()
def watch(as_of: AsOf = None, retrain: Retrain = False, as_json: AsJson = False) -> None:
    """Look at drift, calibration, performance and the data each model is fed; advise."""
    where = settings()
    with opened(where) as database, database.read() as session:
        day, facts = day_for(session, as_of), load_facts(session)
    reports = usecases.watch(facts, Registry(where.home), as_of=day)
    made = [_retrained(one, facts, where) for one in reports if retrain and one.advice is Advice.RETRAIN]
    if as_json:
        told = {"as_of": day.isoformat(), "advice": _most_urgent(reports).value}
        models = [one.as_json() | {"text": _sentences(one)} for one in reports]
        print_json(told | {"models": models, "retrained": [one.as_json() for one in made]})
        return
    for report in reports:
        tell(report, language=where.language)
    for run in made:
        tell_run(run, where.language)


def _retrained(report: WatchReport, facts: Facts, where: Settings) -> RunReport:
    with stages("Training") as step:
        return retrain_model(report.kind, facts, order(where), as_of=report.as_of, progress=step)


def _most_urgent(reports: Sequence[WatchReport]) -> Advice:
    told = {one.advice for one in reports}
    return next(advice for advice in Advice if advice in told)


def tell(report: WatchReport, *, language: Language) -> None:
    """Advice first, then why, then the figures of each month."""
    words = WORDS[language]
    say(_advice(report, language))
    urgent = _urgent(report)
    for finding in urgent[:_MOST_FINDINGS]:
        say(f"  • {finding_text(finding, language)}")
    if len(urgent) > _MOST_FINDINGS:
        say(f"  {words['more'].format(count=len(urgent) - _MOST_FINDINGS)}")
    say(words["since"].format(day=day_text(report.learnt_until, language), count=len(report.months)))
    if not report.months:
        return
    _tell_performances([one for one in report.performances if one.answered], words)
    _tell_shifts(report.shifts, words)


def _advice(report: WatchReport, language: Language) -> str:
    return ADVICE[language][report.advice].format(model=report.model, kind=report.kind)


def _urgent(report: WatchReport) -> list[Finding]:
    return sorted(report.findings, key=lambda one: (one.kind is Kind.DRIFT, -one.figure / (one.bar or 1.0)))


def _sentences(report: WatchReport) -> dict[str, dict[str, object]]:
    """The advice and every finding in words, by language."""
    return {
        language.value: {
            "advice": _advice(report, language),
            "findings": [finding_text(one, language) for one in _urgent(report)],
        }
        for language in Language
    }


def _tell_performances(rows: Sequence[Performance], words: dict[str, str]) -> None:
    if not rows:
        return
    headings = [
        words[name] for name in ("month", "question", "seen", "answered", "came", "ratio", "auc", "skill")
    ]
    lines = [
        (
            month_text(one.month),
            words.get(one.question, one.question),
            "–" if one.months_seen is None else f"{one.months_seen}/12",
            str(one.answered),
            f"{one.expected:.1f} / {one.observed}",
            _ratio(one),
            figure(one.auc),
            figure(one.skill),
        )
        for one in rows
    ]
    print_table(headings, lines, right=range(2, len(headings)))


def _ratio(one: Performance) -> str:
    if one.expected_over_observed is None:
        return "–"
    return f"{figure(one.expected_over_observed, digits=2)} [{one.low:.2f}; {one.high:.2f}]"


def _tell_shifts(shifts: Sequence[ColumnShift], words: dict[str, str]) -> None:
    """The largest of the last month."""
    last = max((one.month for one in shifts), default=None)
    largest = sorted((one for one in shifts if one.month == last), key=lambda one: -one.shift.index)
    if last is None:
        return
    headings = [
        words["column"],
        words["index"].format(month=month_text(last)),
        words["noise"],
        words["missing"],
    ]
    lines = [
        (
            one.name,
            figure(one.shift.index),
            figure(one.shift.noise),
            figure(one.shift.missing, digits=2),
        )
        for one in largest[:_MOST_SHIFTS]
    ]
    print_table(headings, lines, right=range(1, len(headings)))
