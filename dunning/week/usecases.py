"""The weekly review: what the ledger knows of the week, and what is under way, by who looks after it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from credit.alerts import usecases as alerts
from credit.alerts.acts import State
from credit.alerts.repository import Wanted
from dunning.actions import Standing
from dunning.acts.usecases import listed
from dunning.claims import Debtor, Risk
from dunning.contacts.repository import ContactReader
from dunning.queue_policy import QueuePolicy
from dunning.today.collectors import collector_of
from dunning.today.gathering.repository import open_disputes
from dunning.week.repository import falling_due
from dunning.week.review import Line, OwnersWeek, Sort, reviews
from ledger.master.repository import profiles_on
from ledger.relation.blocks import BLOCK
from ledger.relation.plans import BREACHED, PLAN
from ledger.relation.promises import BROKEN, PARTLY_KEPT, PENDING, PROMISE
from ledger.relation.standing import CaseOnEvening
from ledger.relation.usecases import list_cases
from ledger.reports.groups import By
from ledger.reports.repository import OpenItemsRepository
from ledger.reports.usecases import Question, ageing
from messaging.delivery import State as Sent
from messaging.usecases import dead_letters
from scoring.repository import ScoreRepository
from store.session import ReadSession

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_MESSAGES = 200


class Owners(StrEnum):
    """By whom the review is cut."""

    COLLECTOR = "collector"
    SALES = "sales"


@dataclass(frozen=True, slots=True)
class Known:
    """What one edition of the ledger knows of a week: lines, and customers by number."""

    on: date
    lines: tuple[Line, ...]
    codes: Mapping[int, str]
    names: Mapping[int, str | None]


def week_of(session: ReadSession, policy: QueuePolicy, *, on: date) -> Known:
    """What the ledger knows of the seven days from `on`, and of those before. Raises EmptyLedger."""
    codes, names = OpenItemsRepository(session, as_of=on, as_recorded=None).customers()
    numbers = {code: key for key, code in codes.items()}
    lines = [
        *falling_due(session, first=on, last=on + _WEEK - _DAY),
        *_agreed(session, numbers, on),
        *(
            Line(numbers[code], Sort.DISPUTE, one.currency, one.cents, one.deadline_on, one.owner)
            for code, one in open_disputes(session, policy, on=on)
            if one.deadline_on < on and code in numbers
        ),
        *_changed(session, numbers, on),
    ]
    return Known(on, tuple(lines), codes, names)


def weekly_review(
    session: ReadSession, known: Known, policy: QueuePolicy, *, by: Owners, most: int
) -> list[OwnersWeek]:
    """The week by owner, with what waits for approval, messages that failed, and new alerts, as of now."""
    lines = [*known.lines, *_under_way(session, known.on), *_alerted(session, known)]
    return reviews(lines, _owners(session, known, policy, by), most=most)


def _agreed(session: ReadSession, numbers: Mapping[str, int], on: date) -> Iterator[Line]:
    for one in list_cases(session, matter=None, customer=None, as_of=on, as_recorded=None):
        key = numbers.get(one.customer)
        if key is not None:
            yield from _of_case(one, key, on)


def _of_case(one: CaseOnEvening, key: int, on: date) -> Iterator[Line]:
    money = (one.currency or "", one.cents or 0)
    if one.matter == PROMISE and "promised_on" in one.told:
        day = date.fromisoformat(one.told["promised_on"])
        if one.state == PENDING and day < on + _WEEK:
            yield Line(key, Sort.PROMISE, *money, day)
        if one.state in (BROKEN, PARTLY_KEPT) and on - _WEEK <= day:
            left = max((one.cents or 0) - one.told["received_cents"], 0)
            yield Line(key, Sort.PROMISE_BROKEN, one.currency or "", left, day)
    elif one.matter == PLAN and one.stands and one.told.get("next") is not None:
        following = one.told["next"]
        day, broken = date.fromisoformat(following["day"]), one.state == BREACHED
        if broken or day < on + _WEEK:
            sort = Sort.PLAN_BROKEN if broken else Sort.INSTALMENT
            cents = one.told["due_cents"] if broken else following["open_cents"]
            yield Line(key, sort, one.currency or "", cents, day)
    elif one.matter == BLOCK and one.stands:
        until = one.told.get("until")
        told = str(one.told.get("reason") or "")
        yield Line(key, Sort.BLOCK, on=date.fromisoformat(until) if until else None, about=told)


def _changed(session: ReadSession, numbers: Mapping[str, int], on: date) -> Iterator[Line]:
    """By how much more, or less, each customer is late than a week before, as known on either evening."""
    late = [_late(session, day) for day in (on - _WEEK, on)]
    for code, currency in sorted(late[0].keys() | late[1].keys()):
        more = late[1].get((code, currency), 0) - late[0].get((code, currency), 0)
        if more and code in numbers:
            yield Line(numbers[code], Sort.WORSE if more > 0 else Sort.BETTER, currency, more)


def _late(session: ReadSession, day: date) -> dict[tuple[str, str], int]:
    rows = ageing(session, Question(day, None, By.CUSTOMER))
    return {(row.group or "", row.currency): row.overdue_cents + row.disputed_overdue_cents for row in rows}


def _under_way(session: ReadSession, on: date) -> Iterator[Line]:
    for one in listed(session, states=(Standing.ASKED,), customer=None):
        action = one.action
        if action.decided_on <= on:
            asked = next(iter(action.decision.get("sums") or ()), None)
            money: tuple[str, int] = ("", 0) if asked is None else (asked["currency"], asked["gross_cents"])
            yield Line(action.customer_id, Sort.APPROVAL, *money, action.decided_on, action.way.value)
    for sent in dead_letters(session, limit=_MESSAGES):
        if sent.message.customer_id is not None:
            sort = Sort.UNCLEAR if sent.state is Sent.AMBIGUOUS else Sort.GIVEN_UP
            yield Line(sent.message.customer_id, sort, on=sent.changed_at.date(), about=sent.told)


def _alerted(session: ReadSession, known: Known) -> Iterator[Line]:
    """The last alert of each kind about a customer: several steps of one limit are one thing to see to."""
    day = alerts.day_to_show(session, known.on)
    found = alerts.list_alerts(session, Wanted(), on=day, states=frozenset({State.OPEN}))
    last = {(one.alert.customer_id, one.alert.kind): one.alert.fired_on for one in found}
    for (customer, kind), fired_on in last.items():
        if fired_on > day - _WEEK:
            yield Line(customer, Sort.ALERT, on=fired_on, about=kind)


def _owners(session: ReadSession, known: Known, policy: QueuePolicy, by: Owners) -> dict[int, str]:
    profiles = profiles_on(session, known.on, as_recorded=None)
    sales = {key: one.sales_owner or "" for key, one in profiles.items()}
    if by is Owners.SALES:
        return sales
    handed = {key: one.collector for key, one in ContactReader(session).handed(until=known.on).items()}
    if not policy.collectors:
        return handed
    grades = {key: one.grade for key, one in ScoreRepository(session).latest(until=known.on).items()}
    return {
        key: collector_of(
            Debtor(
                *(key, code, known.names.get(key) or code, ()),
                owner=sales.get(key, ""),
                risk=Risk(grades.get(key, "")),
            ),
            policy.collectors,
            handed,
        )
        for key, code in known.codes.items()
    }
