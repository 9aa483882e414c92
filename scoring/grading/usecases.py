"""What can be asked of stored grades: how they stand, how they kept, how customers moved."""

from collections.abc import Callable, Hashable
from datetime import date, timedelta

from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.reports.repository import OpenItemsRepository
from ledger.usecases import load_book
from scoring.default.definition import defaults, defaults_as_happened
from scoring.grades import GradePolicy
from scoring.grading.cohort import Cohort, Held, observed_by_grade
from scoring.grading.migration import Amounts, Evening, Migration, migration
from scoring.grading.report import GradeReport, crowded, grade_lines
from scoring.kept import HINDSIGHT, KeptScore
from scoring.repository import ScoreRepository
from scoring.score import Grade
from scoring.usecases import Champions, Refreshed, written_down
from store.session import ReadSession, WriteSession

Progress = Callable[[int, int], None]

# Between two stored evenings compared by default: below a month grades hardly move.
_A_MONTH = timedelta(days=28)
_EPOCH = date(1970, 1, 1)


class NoScores(LookupError):
    """No scores were stored on such an evening."""


def grade_report(session: ReadSession, *, as_of: date, grades: GradePolicy) -> GradeReport:
    """Grades on the last stored evening, and the last stored cohort whose year is over. Raises NoScores."""
    scored_on = _evening(session, as_of)
    kept = ScoreRepository(session).on(scored_on)
    held = [_held(one) for one in kept]
    lines = grade_lines(held, owed=_owed(session, scored_on), grades=grades)
    facts = as_known(load_book(session, as_of=as_of), as_of)
    cohort = _cohort(session, facts)
    first = ScoreRepository(session).evenings(until=as_of)[-1]
    return GradeReport(
        as_of=as_of,
        scored_on=scored_on,
        model=kept[0].model,
        policy=grades.version,
        lines=lines,
        cohort=cohort,
        crowded=crowded(lines, share=grades.crowded_share),
        too_early=a_year_after(first) if cohort is None else None,
    )


def grade_migration(
    session: ReadSession, *, from_on: date | None, to_on: date, grades: GradePolicy
) -> Migration:
    """Moves between the evenings stored last up to two days; without a first day, a month at least apart.

    Raises NoScores.
    """
    after = _evening(session, to_on)
    before = _evening(session, after - _A_MONTH if from_on is None else from_on)
    if before >= after:
        raise NoScores(
            f"Scores are stored on {before} and on no later evening up to {to_on}: name two evenings that "
            "differ, or store one more with encours score --all."
        )
    codes, _ = OpenItemsRepository(session, as_of=to_on, as_recorded=None).customers()
    repository = ScoreRepository(session)
    return migration(
        *(Evening(day, [_held(one) for one in repository.on(day)]) for day in (before, after)),
        owed=_owed(session, after),
        codes=codes,
        fall_from=grades.fall_named_from,
    )


def rebuild_scores(
    session: WriteSession,
    registry: Champions,
    *,
    since: date,
    as_of: date,
    grades: GradePolicy,
    progress: Progress,
) -> list[Refreshed]:
    """Score the ends of past months as they were known, by today's model, whose label says hindsight.

    Evenings whose scores were given without hindsight stay as they are.
    """
    repository = ScoreRepository(session)
    book = load_book(session, as_of=as_of)
    asked = month_ends(max(since, _first_known(book, as_of)), as_of)
    stored = {day for day in repository.evenings(until=as_of) if _given_then(repository.on(day))}
    missing = [day for day in asked if day not in stored]
    found = []
    for place, day in enumerate(missing, start=1):
        found.append(written_down(session, registry, book, as_of=day, grades=grades))
        progress(place, len(missing))
    return [one for one in found if one.customers]


def stored_scores(session: ReadSession) -> Hashable:
    """A mark of all scores as they are stored: what is told from the same mark is the same."""
    return ScoreRepository(session).mark()


def month_ends(since: date, until: date) -> list[date]:
    """The last days of months from one day to another, both included."""
    days = [since + timedelta(days=ahead) for ahead in range((until - since).days + 1)]
    return [day for day in days if (day + timedelta(days=1)).day == 1]


def a_year_after(day: date) -> date:
    """The same day a year later; 28 February after a 29th."""
    year = min(day.year + 1, date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _first_known(book: Facts, as_of: date) -> date:
    """Before it there is nobody to score."""
    days = [frame["known_on"].min() for frame in (book.invoices, book.beside.profiles) if len(frame)]
    return min((day.date() for day in days), default=as_of)


def _given_then(kept: list[KeptScore]) -> bool:
    return not any(one.model.endswith(HINDSIGHT) for one in kept)


def _cohort(session: ReadSession, facts: Facts) -> Cohort | None:
    """The last stored evening whose year the ledger has seen to its end."""
    repository = ScoreRepository(session)
    over = [day for day in repository.evenings(until=facts.horizon) if a_year_after(day) <= facts.horizon]
    if not over:
        return None
    kept = repository.on(over[0])
    until = a_year_after(over[0])
    observed = observed_by_grade([_held(one) for one in kept], _defaulted(facts, after=over[0], until=until))
    return Cohort(over[0], until, kept[0].model, observed)


def _defaulted(facts: Facts, *, after: date, until: date) -> set[int]:
    """Who went into default in between, by what is known in the end.

    A default that had begun before without anybody knowing counts, one known and cured by then does not.
    """
    first, last = ((day - _EPOCH).days for day in (after, until))
    known, happened = defaults(facts), defaults_as_happened(facts)
    cured = known.loc[known["until_day"] <= first].groupby("customer_id")["until_day"].max()
    over = cured.reindex(happened["customer_id"]).fillna(-1).to_numpy()
    fell = (happened["until_day"] > first) & (happened["from_day"] > over) & (happened["from_day"] <= last)
    return set(happened.loc[fell, "customer_id"].astype(int))


def _evening(session: ReadSession, until: date) -> date:
    """The last one with stored scores. Raises NoScores."""
    evenings = ScoreRepository(session).evenings(until=until)
    if not evenings:
        raise NoScores(
            f"No scores are stored up to {until}. Store them with encours score --all, or those of past "
            "months with encours grades --rebuild FROM."
        )
    return evenings[0]


def _held(kept: KeptScore) -> Held:
    return Held(kept.customer_id, Grade(kept.grade), kept.pd_12m, bool(kept.override))


def _owed(session: ReadSession, as_of: date) -> dict[int, Amounts]:
    """What each customer owes net of its credits, by currency, where it owes anything."""
    items = OpenItemsRepository(session, as_of=as_of, as_recorded=None).items()
    sums = items.groupby(["customer_id", "currency"], observed=True)["left_cents"].sum()
    found: dict[int, dict[str, int]] = {}
    owing = sums.loc[sums > 0].reset_index()
    for customer, currency, cents in owing.itertuples(index=False, name=None):
        found.setdefault(int(customer), {})[str(currency)] = int(cents)
    return {customer: dict(amounts) for customer, amounts in found.items()}
