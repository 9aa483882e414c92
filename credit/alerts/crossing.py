"""When a limit will be reached if nothing changes."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from credit.alerts.base import Action, Finding, Kind, Path, Signals
from credit.alerts.limit import WHOLE, reaches
from credit.alerts.policy import AlertPolicy


def predicted_crossing(signals: Signals, policy: AlertPolicy) -> tuple[Finding, ...]:
    """Raised while exposure is below the limit and its path reaches it; cleared when it stays well below.

    Silent where the limit is reached already: another alert tells that.
    """
    limit, path = signals.limit, signals.path
    if limit is None or path is None:
        return (Finding(Kind.CROSSING, str(WHOLE), False, True, Action.REVIEW_LIMIT, WHOLE),)
    course = exposure_course(signals.exposure_cents, path)
    reached = reaches(signals.exposure_cents, limit, WHOLE)
    day = next((place for place, cents in enumerate(course, 1) if reaches(cents, limit, WHOLE)), None)
    highest = max(course, default=0)
    raised = day is not None and not reached
    details: dict[str, int | float | str] = {}
    if day is not None and raised:
        details = {
            "crosses_on": (signals.on + timedelta(days=day)).isoformat(),
            "exposure_cents": signals.exposure_cents,
            "expected_cents": course[day - 1],
            "orders_cents": signals.orders_cents,
            "limit_cents": limit.cents,
        }
    return (
        Finding(
            *(Kind.CROSSING, str(WHOLE)),
            raised=raised,
            cleared=not reached and not reaches(highest, limit, WHOLE - policy.limit.hysteresis),
            action=Action.REVIEW_LIMIT,
            threshold=WHOLE,
            rank=limit.cents,
            details=details,
        ),
    )


def exposure_course(exposure_cents: int, path: Path) -> tuple[int, ...]:
    """Exposure at the end of each day ahead."""
    course, cents = [], exposure_cents
    for paid, new in zip(path.paid, path.new, strict=True):
        cents += new - paid
        course.append(cents)
    return tuple(course)


def path_ahead(
    on: date,
    due: Mapping[date, int],
    delays: Sequence[int],
    orders: Mapping[date, int],
    *,
    per_day: int,
    terms_days: int,
    days: int,
) -> Path:
    """The path of an account from its open items by due day, and how late its customer pays.

    `delays` are equally likely days of lateness, rising; `orders` open orders by delivery day, `per_day` the
    cents a day's sales bring. What is sold and ordered is paid its terms and the middle delay later.
    """
    paid = [0] * days
    for day, cents in due.items():
        _spread(paid, on, day, delays, cents)
    settled = max(1, terms_days + (delays[len(delays) // 2] if delays else 0))
    delivered = [0] * (days + 1)
    for day, cents in orders.items():
        place = max((day - on).days, 1)
        if place <= days:
            delivered[place] += cents
    new, told = [0] * days, 0
    sold = [0] * (days + 1)
    for place in range(1, days + 1):
        told += delivered[place]
        # Known orders come first; the rhythm of sales brings what they do not.
        sold[place] = max(sold[place - 1], per_day * place - told)
        new[place - 1] = sold[place] - sold[place - 1]
        if place > settled:
            back = place - settled
            paid[place - 1] += sold[back] - sold[back - 1] + delivered[back]
    return Path(tuple(paid), tuple(new))


def _spread(paid: list[int], on: date, due_on: date, delays: Sequence[int], cents: int) -> None:
    """Cash of one due day on the days still possible: it is known not to have come yet."""
    places = [(due_on - on).days + late for late in delays]
    ahead = [place for place in places if place > 0]
    if not ahead:
        return  # later than it ever paid: nothing says when it will
    share, rest = divmod(cents, len(ahead))
    for number, place in enumerate(ahead):
        if place <= len(paid):
            paid[place - 1] += share + (rest if number == 0 else 0)
