"""What happened with a customer: a worse grade, later payments, debits sent back, promises broken, news."""

from collections.abc import Iterable
from datetime import timedelta

from credit.alerts.base import Action, Fact, Finding, Kind, Signals
from credit.alerts.policy import AlertPolicy

_GRADES = "ABCDEF"
# Families of announcements after which deliveries on credit are a gift.
_INSOLVENT = frozenset({"proceeding", "collective", "insolvency"})
_NEAR_INSOLVENCY = "E"


def grade_drop(signals: Signals, policy: AlertPolicy) -> tuple[Finding, ...]:
    """One finding for each grade that the customer fell to or through; only the one it is at is told."""
    before, now = _place(signals.grade_before), _place(signals.grade)
    if before is None or now is None or now - before < policy.grade.steps:
        return ()
    action = Action.LOWER_LIMIT if signals.grade < _NEAR_INSOLVENCY else Action.STOP_DELIVERIES
    details = {"before": signals.grade_before, "now": signals.grade}
    return tuple(
        Finding(
            *(Kind.GRADE, letter),
            raised=True,
            cleared=False,
            action=action,
            threshold=now - before,
            quiet=letter != signals.grade,
            details=details,
        )
        for letter in _GRADES[before + policy.grade.steps : now + 1]
    )


def _place(grade: str) -> int | None:
    return _GRADES.index(grade) if grade and grade in _GRADES else None


def habit_change(signals: Signals, policy: AlertPolicy) -> tuple[Finding, ...]:
    """Raised when the customer pays later than it used to, beyond chance; a later change is told again."""
    rule, habit = policy.habit, signals.habit
    if habit is None or signals.on - habit.since > timedelta(days=rule.fresh_days):
        return (Finding(Kind.HABIT, "", False, True, Action.CALL),)
    grown = habit.after - habit.before
    return (
        Finding(
            *(Kind.HABIT, ""),
            raised=habit.z >= rule.z and grown >= rule.min_days,
            cleared=habit.z < rule.z_cleared,
            action=Action.CALL,
            threshold=round(grown),
            rank=habit.since.toordinal() // rule.apart_days,
            details={
                "since": habit.since.isoformat(),
                "before_days": habit.before,
                "after_days": habit.after,
                "invoices_before": habit.invoices_before,
                "invoices_after": habit.invoices_after,
                "payments": habit.payments,
                "z": habit.z,
            },
        ),
    )


def first_unpaid_debit(signals: Signals, policy: AlertPolicy) -> tuple[Finding, ...]:
    """A direct debit or bill that came back, none having come back for long before."""
    quiet = timedelta(days=policy.quiet_debit_days)
    firsts = [
        fact
        for fact in signals.debits
        if not any(0 < (fact.happened_on - other.happened_on).days <= quiet.days for other in signals.debits)
    ]
    return _news(
        Kind.DIRECT_DEBIT, firsts, signals, action=Action.CHANGE_MEANS, day="returned_on", word="method"
    )


def broken_promise(signals: Signals, _policy: AlertPolicy) -> tuple[Finding, ...]:
    return _news(
        Kind.PROMISE, signals.promises, signals, action=Action.CALL, day="promised_on", word="promise"
    )


def legal_event(signals: Signals, policy: AlertPolicy) -> tuple[Finding, ...]:
    """Announcements of the families that matter, each once; after a collective proceeding claims are due."""
    found: list[Finding] = []
    for fact in signals.events:
        family = fact.word.partition(" ")[0]
        if family not in policy.legal_families:
            continue
        action = Action.DECLARE_CLAIM if family in _INSOLVENT else Action.REVIEW_LIMIT
        found += _news(
            Kind.LEGAL_EVENT, [fact], signals, action=action, day="published_on", word="announcement"
        )
    return tuple(found)


def _news(
    kind: Kind, facts: Iterable[Fact], signals: Signals, *, action: Action, day: str, word: str
) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            *(kind, fact.name),
            raised=True,
            cleared=False,
            action=action,
            details={day: fact.happened_on.isoformat(), "cents": fact.cents, word: fact.word},
        )
        for fact in facts
        if signals.since < fact.known_on <= signals.on
    )
