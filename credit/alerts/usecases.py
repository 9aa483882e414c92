"""Run the alerts of a day, tell them, and write down what people do with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from credit.alerts.accounts.repository import Gathered, accounts_of, changes_of
from credit.alerts.acts import (
    ActOnAlertRefused,
    AlertAct,
    Done,
    RunRefused,
    State,
    UnknownAlert,
    checked,
    standing_of,
)
from credit.alerts.base import HAPPENED, Finding
from credit.alerts.calm import calm
from credit.alerts.catalogue import findings
from credit.alerts.gathering.repository import GatheringRepository, Seen, Touched
from credit.alerts.history import History, advanced, known_of
from credit.alerts.holdings.repository import HoldingsRepository
from credit.alerts.judging import Account, news_since, quiet_ones, signals_of
from credit.alerts.known import FORM, Known, twos
from credit.alerts.life import live
from credit.alerts.policy import AlertPolicy
from credit.alerts.repository import AlertRepository, AlertWriter, Kept, Tally, Wanted
from credit.alerts.told import Fired, ToldAlert, told
from kernel.policy import marked
from ledger.imports.repository import ImportRepository
from ledger.relation.repository import RelationRepository
from store.session import ReadSession, WriteSession

Progress = Callable[[str, int, int], None]
HOUSE = "encours"  # who ends an alert that is over
_STEP = 1_000


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run came to; `alerts` are those it told, by number. `whole` says that all was gathered anew."""

    run: int
    on: date
    whole: bool
    gathered: int
    judged: int
    alerts: tuple[Fired, ...]


@dataclass(frozen=True, slots=True)
class RunOrder:
    """Who runs the alerts of which day under which policy; `anew` gathers everything."""

    on: date
    policy: AlertPolicy
    author: str
    recorded_at: datetime
    anew: bool = False

    @property
    def kept_under(self) -> str:
        """What was gathered is worth something to a later run only under the same figures and form."""
        return f"{marked(self.policy)} {FORM}"


def run_alerts(session: WriteSession, order: RunOrder, *, progress: Progress) -> Ran:
    """Judge every customer on a day, and write down what is to be told.

    Only customers of whom something became known since the last run are gathered anew; all when it ran under
    another policy, or `anew` is asked for. A second run of a day tells nothing.

    Raises RunRefused for a day before the last run.
    """
    ImportRepository(session).lock()
    alerts = AlertWriter(session)
    last = alerts.last_run()
    if last is not None and order.on < last.seen.on:
        raise RunRefused(
            f"Alerts ran for {last.seen.on} already, and never run backwards. Run them for that day or later."
        )
    before = None if last is None else last.seen
    whole = order.anew or last is None or last.policy != order.kept_under
    kept, seen = alerts.kept(), GatheringRepository(session).seen(order.on, before=before)
    progress("gather", 0, 1)
    fresh = _gathered(session, kept, order, before=None if whole else before)
    known = _joined(kept, fresh)
    progress("gather", 1, 1)
    judged = _judged(session, known, kept, order, before=before, progress=progress)
    tally = Tally(len({one.customer_id for one in fresh.found}), len(known), len(judged.fired))
    signed = {"policy": order.kept_under, "author": order.author}
    number = alerts.save_run(seen, **signed, recorded_at=order.recorded_at, tally=tally)
    _end(alerts, judged, order)
    ids = alerts.fire(judged.fired, run=number, on=order.on, policy=marked(order.policy))
    _remember(alerts, kept, fresh, judged, import_id=seen.import_id)
    fired = tuple(alerts.fired(Wanted(ids=ids))) if ids else ()
    return Ran(number, order.on, whole, tally.gathered, tally.judged, fired)


@dataclass(frozen=True, slots=True)
class _Fresh:
    """Accounts gathered in this run, and the customers that have no others any more; None for all."""

    found: Mapping[Account, Gathered]
    customers: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class _Judged:
    fired: list[tuple[Account, Finding]]
    over: list[tuple[Account, str]]
    kept: dict[Account, Kept]


def _gathered(
    session: ReadSession, kept: Mapping[Account, Kept], order: RunOrder, *, before: Seen | None
) -> _Fresh:
    if before is None:
        return _Fresh(_whole(session, None, order), None)
    touched = GatheringRepository(session).touched(before, on=order.on)
    carried, unsure = _advanced(session, kept, touched, order, before=before)
    again = touched.whole | unsure
    found = {one: now for one, now in carried.items() if one.customer_id not in again}
    if again:
        found |= _whole(session, again, order)
    return _Fresh(found, frozenset(again))


def _whole(session: ReadSession, customers: set[int] | None, order: RunOrder) -> dict[Account, Gathered]:
    facts = GatheringRepository(session).facts(customers, horizon=order.on)
    return accounts_of(session, facts, customers, as_of=order.on, policy=order.policy)


def _advanced(
    session: ReadSession, kept: Mapping[Account, Kept], touched: Touched, order: RunOrder, *, before: Seen
) -> tuple[dict[Account, Gathered], set[int]]:
    """Accounts carried on by a day's new facts alone, and customers of whom that cannot be done."""
    if not touched.changed:
        return {}, set()
    billed, money = changes_of(GatheringRepository(session).changed(before, on=order.on), as_of=order.on)
    histories = AlertRepository(session).histories(touched.changed)
    found: dict[Account, Gathered] = {}
    unsure: set[int] = set()
    for one in {*billed, *money}:
        if one.customer_id not in touched.changed:
            continue
        changes = (billed.get(one, ()), money.get(one, {}))
        history = advanced(histories[one], *changes, order.policy) if one in histories else None
        if history is None:
            unsure.add(one.customer_id)
        else:
            found[one] = Gathered(_carried(kept[one].known, history, order.policy), history)
    return found, unsure


def _carried(before: Known, history: History, policy: AlertPolicy) -> Known:
    told_of = {"debits": before.debits, "promises": before.promises, "events": before.events}
    return known_of(history, orders=twos(before.orders), told=told_of, policy=policy)


def _joined(kept: Mapping[Account, Kept], fresh: _Fresh) -> dict[Account, Known]:
    """What is known of every account: gathered now, or kept from before where nothing changed."""
    known: dict[Account, Known] = {}
    if fresh.customers is not None:
        known = {one: held.known for one, held in kept.items() if one.customer_id not in fresh.customers}
    known |= {one: gathered.known for one, gathered in fresh.found.items()}
    return {one: known[one] for one in sorted(known, key=lambda one: (one.customer_id, one.currency))}


def _judged(
    session: ReadSession,
    known: Mapping[Account, Known],
    kept: Mapping[Account, Kept],
    order: RunOrder,
    *,
    before: Seen | None,
    progress: Progress,
) -> _Judged:
    since = news_since(order.on, last_on=None if before is None else before.on, policy=order.policy)
    holdings = HoldingsRepository(session).holdings(on=order.on, since=since)
    book, quiet = _book(known), quiet_ones(known, {one: held.memory for one, held in kept.items()})
    judged = _Judged([], [], {})
    for place, (account, mine) in enumerate(known.items()):
        memory = kept[account].memory if account in kept else {}
        about: dict[str, Any] = {"on": order.on, "book_cents": book[account.currency], "policy": order.policy}
        read, holding = mine, holdings.of(account)
        if account in quiet:
            read, holding = replace(mine, events=()), replace(holding, grade="", grade_before="")
        if memory or not calm(read, holding, currency=account.currency, **about):
            day = live(
                memory, findings(signals_of(account, read, holding, since=since, **about), order.policy)
            )
            judged.fired.extend((account, one) for one in day.fired)
            judged.over.extend((account, key) for key in day.over)
            memory = day.memory
        judged.kept[account] = Kept(mine, memory)
        if place % _STEP == 0:
            progress("judge", place, len(known))
    judged.over.extend((one, key) for one, held in kept.items() if one not in known for key in held.memory)
    return judged


def _book(known: Mapping[Account, Known]) -> dict[str, int]:
    """Exposure of all accounts by currency."""
    book: dict[str, int] = {}
    for account, mine in known.items():
        book[account.currency] = book.get(account.currency, 0) + mine.exposure_cents
    return book


def _end(alerts: AlertWriter, judged: _Judged, order: RunOrder) -> None:
    """Call those over whose reason is gone; what happened stays for a person to put away."""
    over = [(one, key) for one, key in judged.over if key.partition(":")[0] not in HAPPENED]
    if not over:
        return
    standing = alerts.standing({one.customer_id for one, _ in over})
    numbers = [standing.get((one.customer_id, one.currency, key)) for one, key in over]
    act = AlertAct(Done.OVER, order.on, HOUSE)
    alerts.act([(number, act) for number in numbers if number is not None], recorded_at=order.recorded_at)


def _remember(
    alerts: AlertWriter, kept: Mapping[Account, Kept], fresh: _Fresh, judged: _Judged, *, import_id: int
) -> None:
    replaced = {one: (judged.kept[one], now.history) for one, now in fresh.found.items()}
    gone = [one for one in kept if one not in judged.kept]
    alerts.keep(replaced, gone, import_id=import_id)
    alerts.remember(
        {
            one: now.memory
            for one, now in judged.kept.items()
            if one not in replaced and now.memory != kept[one].memory
        }
    )


def last_run_on(session: ReadSession) -> date | None:
    """The day alerts ran last, None before the first run."""
    last = AlertRepository(session).last_run()
    return None if last is None else last.seen.on


def day_to_show(session: ReadSession, day: date) -> date:
    """A day nobody named, or the day alerts ran last when that is later."""
    last = last_run_on(session)
    return day if last is None else max(day, last)


def list_alerts(
    session: ReadSession, wanted: Wanted, *, on: date, states: frozenset[State] | None = None
) -> list[ToldAlert]:
    """Alerts told up to a day by number, as they stand on it; of some states only, if asked.

    Raises UnknownCustomer for a customer nobody is.
    """
    if wanted.customer is not None:
        RelationRepository(session, as_recorded=None).customer_id(wanted.customer)
    repository, found = AlertRepository(session), list[ToldAlert]()
    page_after = wanted.after
    while wanted.limit is None or len(found) < wanted.limit:
        page = repository.fired(replace(wanted, after=page_after, until=on))
        shown = (told(one, on=on) for one in page)
        found += [one for one in shown if states is None or one.standing.state in states]
        if wanted.limit is None or len(page) < wanted.limit:
            break
        page_after = page[-1].id
    return found[: wanted.limit]


def act_on_alert(session: WriteSession, number: int, act: AlertAct, *, recorded_at: datetime) -> ToldAlert:
    """Acknowledge, snooze or assign an alert. Raises UnknownAlert or ActOnAlertRefused."""
    ImportRepository(session).lock()
    alerts = AlertWriter(session)
    found = alerts.fired(Wanted(ids=(number,)))
    if not found:
        raise UnknownAlert(f"No alert has the number {number}. List them with encours alerts list.")
    (alert,) = found
    if act.on < alert.fired_on:
        raise ActOnAlertRefused(f"Alert {number} was told on {alert.fired_on}: nobody acted on it before.")
    if later := [one.on for one in alert.acts if one.on > act.on]:
        raise ActOnAlertRefused(f"Alert {number} was acted on on {max(later)} already: act then or later.")
    fit = checked(act, standing_of(alert.acts, on=act.on), number=number)
    alerts.act([(number, fit)], recorded_at=recorded_at)
    (after,) = alerts.fired(Wanted(ids=(number,)))
    return told(after, on=act.on)
