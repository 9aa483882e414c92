"""Past days replayed on the ledger as each of their evenings knew it. Nothing is written, nothing leaves."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from dunning.actions import Folded
from dunning.claims import Debtor
from dunning.contacts.contact import Spoken
from dunning.contacts.repository import ContactReader
from dunning.deciding import Decision
from dunning.errors import ScenarioRefused
from dunning.gathering.done import Done, passed_of
from dunning.gathering.overtime.repository import OverTime
from dunning.gathering.repository import Book
from dunning.reminders.usecases import Rules
from dunning.replay.counting import Tally
from dunning.replay.playing import Play, may_leave, play_of
from dunning.replay.replayed import Replay
from ledger.registers.catalogue import REMINDERS, ReminderRow
from ledger.registers.register import standing_on
from ledger.registers.repository import RegisterRepository
from ledger.relation.repository import accounts_of
from ledger.replaced.repository import replaced_invoices
from ledger.repository import FactsRepository
from scoring.repository import ScoreRepository
from store.session import ReadSession

Progress = Callable[[int, int], None]
_NOTHING_ON_ITS_WAY = Folded({}, {}, {})


@dataclass(frozen=True, slots=True)
class Question:
    """Which days; `scenario` is given to everybody, beside the rules as they stand; only they where blank."""

    first: date
    last: date
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """What was decided on a day by one way of reminding; `scenario` as in `Replayed`."""

    on: date
    scenario: str
    decided: Sequence[tuple[Debtor, Decision]]


def replay(session: ReadSession, rules: Rules, question: Question, progress: Progress) -> Replay:
    """Raises ScenarioRefused where there is no such scenario, or no day."""
    first, last = question.first, question.last
    until = max(last, FactsRepository(session, as_recorded=None).horizon() or last)
    over = OverTime(session)
    tallies = {code: Tally(code, first) for code in ("", question.scenario)}
    late_at_start, span = 0, (last - first).days + 1
    for day in played(session, rules, question, over):
        tally = tallies[day.scenario]
        late_at_start = late_at_start if tally.days else _late(day)
        tally.count(day.on, day.decided)
        progress((day.on - first).days + 1, span)
    settled = _Settled(session, {key for tally in tallies.values() for key in tally.customers}, until)
    told = {code: tally.told(settled.on, paid_until=until) for code, tally in tallies.items()}
    return Replay(
        first=first,
        last=last,
        paid_until=until,
        late_at_start=late_at_start,
        unknown_at_start=over.people.unknown(first),
        scored_on=tuple(sorted(ScoreRepository(session).evenings(until=last))),
        present=told[""],
        tried=told[question.scenario] if question.scenario else None,
    )


def played(session: ReadSession, rules: Rules, question: Question, over: OverTime) -> Iterator[Day]:
    """Day after day on which something may leave: by the rules as they stand, then by the scenario.

    Raises ScenarioRefused where there is no such scenario, or no day.
    """
    _check(question, rules)
    before = _passed_before(session, question.first)
    plays = [play_of(code, rules.policy, before) for code in dict.fromkeys(("", question.scenario))]
    spoken = ContactReader(session).spoken(until=question.last)
    for on in _days(question, rules):
        book = Book(session, rules.policy, on=on, over=over)
        heard = _heard(spoken, on, before=question.first)
        for play in plays:
            found = book.debtors(_done(play, book, heard))
            decide = partial(replace(rules, policy=play.policy).decide, on=on)
            yield Day(on, play.scenario, play.day(found, decide))


def _check(question: Question, rules: Rules) -> None:
    if question.scenario and question.scenario not in rules.scenarios:
        known = ", ".join(sorted(rules.scenarios))
        raise ScenarioRefused(f"There is no scenario “{question.scenario}”. Known: {known}.")
    if question.first > question.last:
        raise ScenarioRefused(
            f"The first day to replay, {question.first}, comes after the last, {question.last}: swap them."
        )


def _days(question: Question, rules: Rules) -> Iterator[date]:
    span = (question.last - question.first).days + 1
    days = (question.first + timedelta(days=place) for place in range(span))
    return (on for on in days if may_leave(on, rules.policy))


def _done(play: Play, book: Book, heard: Mapping[int, Sequence[Spoken]]) -> Done:
    """Nothing is on its way in a replay: what is decided has left by the evening."""
    passed, reached = passed_of(play.rows, book.following)
    return Done(passed, reached, _NOTHING_ON_ITS_WAY, heard)


def _heard(spoken: Mapping[int, Sequence[Spoken]], on: date, *, before: date) -> dict[int, list[Spoken]]:
    """Talks before the replay, and addresses said to be wrong since; other talks answered real reminders."""
    return {
        key: [
            one
            for one in told
            if one.on <= on and (one.on < before or one.undoes is not None or not one.outcome.reached)
        ]
        for key, told in spoken.items()
    }


def _late(day: Day) -> int:
    claims = (claim for one, _ in day.decided for claim in one.claims)
    return sum(claim.open_cents > 0 and claim.due_on < day.on for claim in claims)


def _passed_before(session: ReadSession, first: date) -> list[ReminderRow]:
    """Levels really passed before the first day; those since are what the replay takes the place of."""
    versions = RegisterRepository(session, REMINDERS).versions(as_recorded=None)
    return [one.row for one in standing_on(versions, date.max) if one.row.passed_on < first]


class _Settled:
    """When invoices were settled in full, by what is known in the end."""

    def __init__(self, session: ReadSession, customers: Collection[int], until: date) -> None:
        self._replaced = replaced_invoices(session, as_of=until)
        among = self._replaced.with_others(customers)
        self._accounts = accounts_of(session, among, as_of=until)

    def on(self, invoice_id: int) -> date | None:
        """The last day on which it became settled; None while something is open."""
        now = self._replaced.now(invoice_id)
        item = self._accounts.items.get(now)
        if item is None or item.open_cents > 0:
            return None
        came = [one.paid_on for one in self._accounts.receipts.get(now, ()) if one.cents > 0]
        return max(came, default=None)
