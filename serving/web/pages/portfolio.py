"""The portfolio: who owes what and since when, how it moves, why it is late, and what is watched."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar

from fastapi import Request
from starlette.responses import Response

from credit.alerts import usecases as alerts
from credit.alerts.acts import State
from credit.alerts.base import Kind
from credit.alerts.repository import Wanted
from credit.alerts.words import kind_text
from kernel.language import Language
from kernel.policy import marked
from ledger.reports import usecases as reports
from ledger.reports.advice import title_of, todo_of
from ledger.reports.ageing import AgedBalance, totals
from ledger.reports.causes import Cause
from ledger.reports.dso import SalesDays
from ledger.reports.groups import By
from ledger.reports.usecases import Question
from ledger.usecases import last_change
from scoring.grades import GradePolicy
from scoring.grading import usecases as grading
from scoring.grading.migration import Migration
from scoring.grading.report import GradeReport
from scoring.score import Grade
from serving.api.deps import GradeRules, OpenHouse, Read, Today
from serving.opening import evening
from serving.rooms import Room
from serving.web import charts
from serving.web.rendering import language_of, page
from serving.web.speech import Speech, speech
from serving.web.waiting import kept, wait_for_it
from store.session import ReadSession

T = TypeVar("T")

pages, acts = Room(), Room()

_YEAR, _MONTHS = 365, 12
_LARGEST = 10
_OPEN = frozenset({State.OPEN})
# From what is not due to what is lost, the colours darken; the axis names each bar as well.
_BUCKETS = (
    ("not_due_cents", "--good"),
    ("days_1_30_cents", "--c"),
    ("days_31_60_cents", "--d"),
    ("days_61_90_cents", "--e"),
    ("days_over_90_cents", "--f"),
    ("disputed_cents", "--soft"),
)


@dataclass(frozen=True, slots=True)
class Book:
    """All that the page tells of an evening; without stored scores there are no grades."""

    balances: Sequence[AgedBalance]
    months: Sequence[SalesDays]
    causes: Sequence[Cause]
    grades: GradeReport | None
    moves: Migration | None


class Largest(NamedTuple):
    """A customer among the largest of its currency, its share, and that of all down to it."""

    row: AgedBalance
    share: float
    together: float


class Currency(NamedTuple):
    """What the page tells of one currency: amounts of two are never added."""

    code: str
    total: AgedBalance
    overdue_share: float
    buckets: dict[str, int]
    ageing: charts.Chart
    months: list[SalesDays]
    dso: charts.Chart | None
    largest: list[Largest]
    customers: int
    causes: list[tuple[str, str, Cause]]


@pages.get("/portfolio")
def portfolio(request: Request, session: Read, house: OpenHouse, rules: GradeRules, today: Today) -> Response:
    """Show exposure by age, its trend, grades, the largest customers, the causes of lateness, and alerts."""
    found = evening(session, asked=None, today=today)
    asked = ("portfolio", found.day, marked(rules))
    book = kept(house, session, asked, lambda reading: _book(reading, found.day, rules), mark=_mark)
    if book is None:
        return wait_for_it(request, "Portfolio")
    language = language_of(request)
    said = speech(language)
    return page(
        request,
        "portfolio.html",
        on=found.day,
        note=found.note(language),
        currencies=[_currency(one, book, said) for one in totals(book.balances)],
        grades=book.grades,
        grades_chart=None if book.grades is None else _grades_chart(book.grades, said),
        letters=[one.value for one in Grade],
        moves=_matrix(book.moves),
        migration=book.moves,
        alerts=_alerts(session, found.day, language),
    )


def _mark(session: ReadSession) -> Hashable:
    return last_change(session), grading.stored_scores(session)


def _book(session: ReadSession, on: date, rules: GradePolicy) -> Book:
    return Book(
        reports.ageing(session, Question(on, None, By.CUSTOMER)),
        reports.dso(session, Question(on, None, By.MONTH), days=_YEAR, months=_MONTHS),
        reports.causes(session, Question(on, None, None)),
        _unless_unscored(lambda: grading.grade_report(session, as_of=on, grades=rules)),
        _unless_unscored(lambda: grading.grade_migration(session, from_on=None, to_on=on, grades=rules)),
    )


def _unless_unscored(ask: Callable[[], T]) -> T | None:
    """None where no score is stored, or only those of one evening, from which nobody moved yet."""
    try:
        return ask()
    except grading.NoScores:
        return None


def _currency(total: AgedBalance, book: Book, said: Speech) -> Currency:
    code = total.currency
    rows = [one for one in book.balances if one.currency == code and one.exposure_cents > 0]
    months = [one for one in book.months if one.currency == code]
    buckets = {name: getattr(total, name) for name, _ in _BUCKETS}
    late = total.overdue_cents + total.disputed_overdue_cents
    owed = sum(buckets.values())
    return Currency(
        code,
        total,
        late / owed if owed else 0.0,
        buckets,
        charts.bars(
            [said.gettext(_NAMES[name]) for name, _ in _BUCKETS],
            charts.units(list(buckets.values())),
            colours=[colour for _, colour in _BUCKETS],
            unit=code,
        ),
        months,
        _dso_chart(months, said) if months else None,
        _largest(rows),
        len(rows),
        [
            (title_of(one.cause, said.language), todo_of(one.cause, said.language), one)
            for one in book.causes
            if one.currency == code
        ],
    )


def _(text: str) -> str:
    """Marks a text for the catalogue."""
    return text


_NAMES = {
    "not_due_cents": _("Not due"),
    "days_1_30_cents": _("1–30 days late"),
    "days_31_60_cents": _("31–60 days late"),
    "days_61_90_cents": _("61–90 days late"),
    "days_over_90_cents": _("Over 90 days late"),
    "disputed_cents": _("In dispute"),
}


def _largest(rows: Sequence[AgedBalance]) -> list[Largest]:
    whole = sum(one.exposure_cents for one in rows)
    found, together = [], 0.0
    for one in sorted(rows, key=lambda row: (-row.exposure_cents, row.group or ""))[:_LARGEST]:
        together += one.exposure_cents / whole
        found.append(Largest(one, one.exposure_cents / whole, together))
    return found


def _dso_chart(months: Sequence[SalesDays], said: Speech) -> charts.Chart:
    named = (
        (said.gettext(_("Count-back")), [one.count_back_days for one in months], "--link"),
        (said.gettext(_("Best possible")), [one.best_possible_days for one in months], "--good"),
    )
    return charts.lines([one.group or "" for one in months], named, unit=said.gettext(_("days")))


def _grades_chart(report: GradeReport, said: Speech) -> charts.Chart:
    return charts.bars(
        [one.grade.value for one in report.lines],
        [float(one.customers) for one in report.lines],
        colours=[f"--{one.grade.value.lower()}" for one in report.lines],
        unit=said.gettext(_("customers")),
    )


def _matrix(moves: Migration | None) -> dict[str, dict[str, int]]:
    """Customers by grade before, then after; a blank grade where there was, or is, no score."""
    found: dict[str, dict[str, int]] = {}
    for one in () if moves is None else moves.moves:
        before = one.before.value if one.before else ""
        found.setdefault(before, {})[one.after.value if one.after else ""] = one.customers
    return found


def _alerts(session: ReadSession, on: date, language: Language) -> list[dict[str, Any]]:
    """How many are open of each kind, the commonest first."""
    day = alerts.day_to_show(session, on)
    counts = Counter(one.alert.kind for one in alerts.list_alerts(session, Wanted(), on=day, states=_OPEN))
    return [
        {"kind": kind, "title": kind_text(Kind(kind), language), "count": count}
        for kind, count in counts.most_common()
    ]
