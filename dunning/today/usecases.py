"""What a collector's day needs: load, decide, predict, rank."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dunning.claims import Debtor
from dunning.contacts.contact import Spoken, in_force
from dunning.gathering.repository import Book
from dunning.queue_policy import Collector, QueuePolicy
from dunning.reminders.usecases import Rules
from dunning.today.bounds import by_points, may_count, taken
from dunning.today.choosing import chosen
from dunning.today.collectors import collector_of
from dunning.today.gathering.repository import Gathering, exchanges, open_disputes
from dunning.today.predicting.usecases import forecasts
from dunning.today.ranking import of_collector, ranked
from dunning.today.texts import QueueTexts, filled
from dunning.today.valuing import candidate, most_days, most_points, outline_points
from dunning.today.words import facts_of, why_text
from dunning.today.work import Candidate, Chosen, Exchange, Objected, QueueEntry
from dunning.trials.estimate import effects_in_force
from dunning.trials.usecases import evidence
from kernel.language import Language
from scoring.usecases import Champions
from store.session import ReadSession

_LAST_EXCHANGES = 5
_EVERYBODY = 1_000_000
_PIECE = 500  # customers looked at together


@dataclass(frozen=True, slots=True)
class QueueRules:
    """By what the queue is made: the reminders' rules, what contacts are worth, and what is said."""

    rules: Rules
    policy: QueuePolicy
    texts: QueueTexts


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the queue: how many entries, of which collector, of which customer by code."""

    capacity: int
    collector: str | None = None
    customer: str | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """One collector's day: what waits, what it is worth by currency, what was done today."""

    collector: str
    entries: int
    calls: int
    value_cents: Mapping[str, int]
    done: int
    outcomes: Mapping[str, int]


def todays_queue(
    session: ReadSession,
    registry: Champions,
    by: QueueRules,
    asked: Asked,
    *,
    on: date,
    language: Language = Language.ENGLISH,
) -> list[QueueEntry]:
    """The day's contacts from what is known that evening. Raises EmptyLedger or NoChampion."""
    day = Day(session, registry, by, asked, on)
    named = {} if asked.customer else {one.name: one for one in by.policy.collectors}
    found = day.best(asked.capacity, named)
    told = exchanges(
        session, day.gathered.spoken, on=on, customers=[one.chosen.debtor.customer_id for one in found]
    )
    return [_entry(rank, one, by.texts, told, language, on) for rank, one in enumerate(found, start=1)]


def team(session: ReadSession, registry: Champions, by: QueueRules, *, on: date) -> list[Team]:
    """Every collector's day, in the order of the policy, then those customers were handed to."""
    day = Day(session, registry, by, Asked(_EVERYBODY), on)
    everything = day.best(_EVERYBODY, {})
    done = day.done()
    names = [one.name for one in by.policy.collectors]
    others = {one.collector for one in everything} | set(done)
    names += sorted(others - set(names), key=lambda name: (name == "", name))
    return [_of_team(name, everything, done.get(name, ())) for name in names]


def disputes(
    session: ReadSession, policy: QueuePolicy, *, on: date, owner: str | None
) -> list[tuple[str, Objected]]:
    """Disputes that stand, with who answers them by when; of one owner, or of all."""
    found = open_disputes(session, policy, on=on)
    return [(code, one) for code, one in found if owner in (None, one.owner)]


class Day:
    """A day's customers, of whom only those are looked at who may still come first.

    Debtors and curves are what costs time. What a customer owes, its probability of default and the effect of
    a contact bound what it can count for: once the last one admitted counts for more than all that are left
    can, nobody left matters.
    """

    def __init__(
        self, session: ReadSession, registry: Champions, by: QueueRules, asked: Asked, on: date
    ) -> None:
        self._by, self._asked, self._on = by, asked, on
        self._predictions = forecasts(session, registry, on=on)
        self.gathered = Gathering(session, by.policy, on=on)
        self._policy = effects_in_force(by.policy, evidence(session, by.policy, on=on))
        self._handed = self.gathered.handed()
        self._book = Book(session, by.rules.policy, on=on, relation=self.gathered.relations)
        days = most_days(self._policy)
        self.unread = [
            (outline_points(one, self._policy, days=days), one.customer_id)
            for one in self._book.outlines()
            if asked.customer in (None, one.code)
        ]
        self.unread.sort(key=by_points)
        self._left: list[tuple[float | None, tuple[Chosen, str]]] = []
        self._known: list[Candidate] = []
        self._spent = Counter((one.author, True) for one in self._today())

    def best(self, capacity: int, collectors: Mapping[str, Collector]) -> list[Candidate]:
        """The first so many, as if everybody had been looked at."""
        piece = max(_PIECE, min(capacity, len(self.unread)))
        while True:
            found = ranked(self._known, capacity=capacity, collectors=collectors, spent=self._spent)
            last = found[-1] if len(found) == capacity else None
            if not may_count(self.unread, last) and not may_count(self._left, last):
                return found
            self._choose(taken(self.unread, piece, last))
            self._predict(taken(self._left, piece, last))

    def _choose(self, customers: Sequence[int]) -> None:
        for debtor in self._book.of(customers):
            theirs = collector_of(debtor, self._by.policy.collectors, self._handed)
            wanted = self._asked.collector in (None, theirs)
            one = self._chosen(debtor) if wanted else None
            if one is not None:
                self._left.append((most_points(one, self._policy, on=self._on), (one, theirs)))
        self._left.sort(key=by_points)

    def _predict(self, some: Sequence[tuple[Chosen, str]]) -> None:
        told = self._predictions.of([one for one, _ in some], self._policy, on=self._on)
        self._known += [
            candidate(one, told, self._policy, on=self._on, collector=theirs) for one, theirs in some
        ]

    def done(self) -> Mapping[str, Sequence[Spoken]]:
        """Today's outcomes by whoever wrote them down."""
        found: dict[str, list[Spoken]] = {}
        for one in self._today():
            found.setdefault(one.author, []).append(one)
        return found

    def _today(self) -> Iterable[Spoken]:
        for history in self.gathered.spoken.values():
            yield from (one for one in in_force(history) if one.on == self._on)

    def _chosen(self, debtor: Debtor) -> Chosen | None:
        rules = self._by.rules
        return chosen(
            debtor,
            rules.decide(debtor, on=self._on),
            self.gathered.known(debtor.customer_id),
            interval_days=rules.policy.interval_days,
            retry_days=self._by.policy.retry_days,
            on=self._on,
        )


def _entry(
    rank: int,
    one: Candidate,
    texts: QueueTexts,
    told: Mapping[int, Sequence[Exchange]],
    language: Language,
    on: date,
) -> QueueEntry:
    """The script is in the language in which the customer is spoken to; work at the desk in the reader's."""
    spoken = one.chosen.debtor.language if one.chosen.work.is_contact else language
    script = texts.script(one.chosen.work, one.chosen.stage, spoken)
    past = tuple(told.get(one.chosen.debtor.customer_id, ()))[:_LAST_EXCHANGES]
    values = facts_of(one, spoken, on=on)
    return QueueEntry(rank, one, why_text(one, language, on=on), filled(script, values), past)


def _of_team(name: str, everything: Sequence[Candidate], done: Sequence[Spoken]) -> Team:
    own = of_collector(everything, name)
    value: Counter[str] = Counter()
    for one in own:
        value[one.currency] += one.worth.cents
    return Team(
        collector=name,
        entries=len(own),
        calls=sum(one.chosen.work.is_contact for one in own),
        value_cents=dict(sorted(value.items())),
        done=len(done),
        outcomes=dict(sorted(Counter(one.outcome.value for one in done).items())),
    )
