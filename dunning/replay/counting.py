"""Counts what is decided in a replay, day by day."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from dunning.claims import Debtor
from dunning.deciding import Decision, Outcome
from dunning.listing import Line
from dunning.notice import Form
from dunning.replay.replayed import (
    CROWD_ABOVE,
    CROWD_DAYS,
    LAST_OF_SPREAD,
    SOON_DAYS,
    START_DAYS,
    Conflicts,
    Crowded,
    Delays,
    HeldBy,
    Load,
    Peak,
    Replayed,
    StepTotal,
    Unreached,
    WayLoad,
    Week,
)
from dunning.scenario import Step, Way

SettledOn = Callable[[int], date | None]
COVERED = "covered"
_SOON = timedelta(days=SOON_DAYS)


@dataclass(slots=True)
class Tally:
    """What one way of reminding came to so far."""

    scenario: str
    first: date
    days: list[date] = field(default_factory=list)
    acts: list[tuple[Decision, Step]] = field(default_factory=list)
    late: set[str] = field(default_factory=set)
    held: set[tuple[str, str, str]] = field(default_factory=set)
    unreached: set[tuple[int, Way, str]] = field(default_factory=set)
    waits: dict[str, date] = field(default_factory=dict)
    delayed: list[tuple[int, str]] = field(default_factory=list)
    fell_away: int = 0

    @property
    def customers(self) -> set[int]:
        """To whom any step was taken."""
        return {decision.customer_id for decision, _ in self.acts}

    def count(self, on: date, pairs: Iterable[tuple[Debtor, Decision]]) -> None:
        self.days.append(on)
        seen = set()
        for debtor, decision in pairs:
            seen.add(decision.code)
            self._one(debtor, decision)
        for code in self.waits.keys() - seen:
            del self.waits[code]
            self.fell_away += 1

    def _one(self, debtor: Debtor, decision: Decision) -> None:
        code, step = decision.code, decision.step
        if any(one.open_cents > 0 and one.due_on < decision.on for one in debtor.claims):
            self.late.add(code)
        self.held |= {(matter, code, number) for number, matter, _ in decision.held}
        if decision.outcome is Outcome.COVERED:
            self.held.add((COVERED, code, ""))
        self._wait(decision)
        if step is None:
            return
        nobody = decision.to is None and step.way is not Way.ESCALATE
        if decision.outcome is Outcome.UNREACHABLE or (decision.acts and nobody):
            self.unreached.add((step.level, step.way, code))
        if decision.acts:
            self.acts.append((decision, step))

    def _wait(self, decision: Decision) -> None:
        """A step waits for the interval from the first day on which it would else have been taken."""
        if decision.outcome is Outcome.WAIT and decision.why == "contacted_lately":
            self.waits.setdefault(decision.code, decision.on)
            return
        since = self.waits.pop(decision.code, None)
        if since is not None and decision.acts:
            self.delayed.append(((decision.on - since).days, decision.code))
        elif since is not None:
            self.fell_away += 1

    def told(self, settled_on: SettledOn, *, paid_until: date) -> Replayed:
        by_customer: defaultdict[str, list[date]] = defaultdict(list)
        for decision, step in self.acts:
            if step.way is not Way.ESCALATE:
                by_customer[decision.code].append(decision.on)
        late = self.late | by_customer.keys()
        spread = Counter(min(len(by_customer.get(code, ())), LAST_OF_SPREAD) for code in late)
        most = max(map(len, by_customer.values()), default=0)
        return Replayed(
            scenario=self.scenario,
            late=len(late),
            reached=len(by_customer),
            contacts=sum(map(len, by_customer.values())),
            steps=_steps(self.acts),
            spread=tuple(spread[count] for count in range(LAST_OF_SPREAD + 1)),
            most=most,
            most_codes=tuple(sorted(code for code, days in by_customer.items() if len(days) == most)),
            load=_load(self.acts, self.days, self.first),
            held=_held(self.held),
            conflicts=self._conflicts(by_customer, settled_on, paid_until),
        )

    def _conflicts(
        self, by_customer: dict[str, list[date]], settled_on: SettledOn, paid_until: date
    ) -> Conflicts:
        reminded = [(on, day) for on, day in _reminded(self.acts, settled_on) if on + _SOON <= paid_until]
        notices = [
            (decision, decision.deadline_on)
            for decision, step in self.acts
            if step.form is Form.FORMAL_NOTICE and decision.deadline_on is not None
            if decision.deadline_on <= paid_until
        ]
        approvals = [decision.on for decision, _ in self.acts if decision.approval]
        unreached = Counter((level, way) for level, way, _ in self.unreached)
        return Conflicts(
            reminded=len(reminded),
            paid_soon=sum(day is not None and on < day <= on + _SOON for on, day in reminded),
            paid_before=sum(day is not None and day <= on for on, day in reminded),
            crowded=_crowded(by_customer),
            delays=_delays(self.delayed, self.fell_away),
            several_levels=sum(len(_levels(decision.lines)) > 1 for decision, _ in self.acts),
            approvals=len(approvals),
            approvals_busiest=_peak(approvals),
            unreachable=tuple(Unreached(*key, count) for key, count in sorted(unreached.items())),
            fallback=sum(_by_fallback(decision, step) for decision, step in self.acts),
            notices=len(notices),
            notices_paid=sum(_all_settled(one.lines, settled_on, until) for one, until in notices),
        )


_Acts = Sequence[tuple[Decision, Step]]


def _steps(acts: _Acts) -> tuple[StepTotal, ...]:
    found: defaultdict[tuple[int, Way, Form], list[str]] = defaultdict(list)
    for decision, step in acts:
        found[step.level, step.way, step.form].append(decision.code)
    return tuple(StepTotal(*key, len(codes), len(set(codes))) for key, codes in sorted(found.items()))


def _load(acts: _Acts, days: Sequence[date], first: date) -> Load:
    every = [decision.on for decision, _ in acts]
    settled = first + timedelta(days=START_DAYS)
    weeks = Counter({_monday(on): 0 for on in days})
    weeks.update(map(_monday, every))
    per = max(len(days), 1)
    ways = []
    for way in Way:
        of = [decision.on for decision, step in acts if step.way is way]
        if of:
            ways.append(WayLoad(way, len(of), len(of) / per, _peak(of)))
    return Load(
        days=len(days),
        mean=len(every) / per,
        busiest=_peak(every),
        usual=_peak([on for on in every if on >= settled]),
        ways=tuple(ways),
        weeks=tuple(Week(monday, count) for monday, count in sorted(weeks.items())),
    )


def _peak(days: Sequence[date]) -> Peak:
    """Of equal days the first."""
    if not days:
        return Peak(None, 0)
    on, count = min(Counter(days).items(), key=lambda one: (-one[1], one[0]))
    return Peak(on, count)


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _held(found: Iterable[tuple[str, str, str]]) -> tuple[HeldBy, ...]:
    by: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for matter, code, number in found:
        by[matter].add((code, number))
    told = [
        HeldBy(matter, len({code for code, _ in among}), sum(bool(number) for _, number in among))
        for matter, among in by.items()
    ]
    return tuple(sorted(told, key=lambda one: (-one.customers, one.matter)))


def _crowded(by_customer: dict[str, list[date]]) -> tuple[Crowded, ...]:
    """The most contacted first."""
    found = []
    for code, days in by_customer.items():
        count, start = max((_within(days, on), -on.toordinal()) for on in days)
        if count > CROWD_ABOVE:
            found.append(Crowded(code, count, date.fromordinal(-start)))
    return tuple(sorted(found, key=lambda one: (-one.contacts, one.code)))


def _within(days: Sequence[date], start: date) -> int:
    return sum(start <= on < start + timedelta(days=CROWD_DAYS) for on in days)


def _delays(delayed: Sequence[tuple[int, str]], fell_away: int) -> Delays:
    days, code = min(delayed, key=lambda one: (-one[0], one[1]), default=(0, ""))
    mean = sum(one for one, _ in delayed) / len(delayed) if delayed else 0.0
    return Delays(len(delayed), mean, days, code, fell_away)


def _reminded(acts: _Acts, settled_on: SettledOn) -> list[tuple[date, date | None]]:
    """By invoice that a step chased by its own level: the day, and when the invoice was settled."""
    return [
        (decision.on, settled_on(line.invoice_id))
        for decision, step in acts
        if step.level > 0 and step.way is not Way.ESCALATE
        for line in _passing(decision.lines)
        if line.item.startswith("i:")
    ]


def _passing(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.level is not None]


def _levels(lines: Iterable[Line]) -> set[int | None]:
    return {line.level for line in _passing(lines)}


def _by_fallback(decision: Decision, step: Step) -> bool:
    return decision.to is not None and bool(step.roles) and decision.to.role != step.roles[0]


def _all_settled(lines: Sequence[Line], settled_on: SettledOn, until: date) -> bool:
    days = [settled_on(line.invoice_id) for line in lines]
    return all(day is not None and day <= until for day in days)
