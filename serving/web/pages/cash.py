"""Cash to come: what each week brings, how sure it is, and what is behind it."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple

from fastapi import Query, Request
from starlette.responses import Response

from forecast import usecases
from forecast.cash_in import Interval
from forecast.outlook import Outlook
from forecast.periods import By
from forecast.policy import ForecastPolicy
from forecast.report import CashForecast, CurrencyForecast, PeriodCash
from forecast.scenario import Scenario, scenario_from
from kernel.policy import marked
from ledger.relation.plans import PLAN
from ledger.relation.promises import PROMISE
from ledger.relation.standing import CaseOnEvening
from ledger.relation.usecases import list_cases
from ledger.reports import usecases as reports
from ledger.reports.movements import Collected
from ledger.usecases import last_change
from scoring.lateness.artifact import LATENESS, LatenessModel
from serving.api.deps import ForecastRules, Models, OpenHouse, Read, Today
from serving.opening import evening
from serving.rooms import Room
from serving.web import charts
from serving.web.rendering import language_of, page
from serving.web.speech import Speech, speech
from serving.web.waiting import kept, wait_for_it
from store.session import ReadSession

pages, acts = Room(), Room()

_PAST = 8
_MOST_WEEKS = 26
_Largest = Annotated[int, Query(ge=0, le=999)]
_Days = Annotated[int, Query(ge=1, le=365)]
_BANDS = (95, 80, 50)


@dataclass(frozen=True, slots=True)
class Known:
    """What an evening knows of cash: to come, come, promised and planned."""

    outlook: Outlook
    came: Sequence[Collected]
    promises: Sequence[CaseOnEvening]
    plans: Sequence[CaseOnEvening]


class Word(NamedTuple):
    """A customer's word on cash of a week: a promise or an instalment."""

    what: str
    customer: str
    on: date
    cents: int


class Week(NamedTuple):
    """A week to come: all that is expected in it, between what, and what was promised for it."""

    period: PeriodCash
    all_cents: int
    ends: dict[int, Interval]
    slower_cents: int | None
    words: list[Word]


class Currency(NamedTuple):
    """What the page tells of one currency."""

    told: CurrencyForecast
    weeks: list[Week]
    came: list[Collected]
    all_cents: int
    slower_cents: int | None
    lowest: tuple[int, date] | None
    chart: charts.Chart


@pages.get("/cash")
def cash(
    request: Request,
    session: Read,
    house: OpenHouse,
    models: Models,
    policy: ForecastRules,
    today: Today,
    weeks: Annotated[int, Query(ge=1, le=_MOST_WEEKS)] = 13,
    largest: _Largest = 0,
    days: _Days = 15,
) -> Response:
    """Show the weeks to come by currency, with intervals, what is behind each, and what came before."""
    found = evening(session, asked=None, today=today)
    # The model itself goes along: when it is worked out, another may be the champion.
    model, on = models.champion(LATENESS), found.day
    asked: tuple[Hashable, ...] = ("cash", on, weeks, marked(policy), model.label)
    known = kept(house, session, asked, lambda one: _known(one, model, on, weeks, policy), mark=last_change)
    if known is None:
        return wait_for_it(request, "Cash")
    scenario = scenario_from(f"largest={largest},days={days}") if largest else None
    told = kept(
        *(house, session, (*asked, largest and (largest, days))),
        lambda _reading: usecases.told_of(known.outlook, by=By.WEEK, policy=policy, scenario=scenario),
        mark=last_change,
    )
    if told is None:
        return wait_for_it(request, "Cash")
    return page(
        request,
        "cash.html",
        on=on,
        note=found.note(language_of(request)),
        told=told,
        currencies=_currencies(told, known, scenario, speech(language_of(request))),
        asked={"weeks": weeks, "largest": largest, "days": days},
        most_weeks=_MOST_WEEKS,
    )


def _known(session: ReadSession, model: LatenessModel, on: date, weeks: int, policy: ForecastPolicy) -> Known:
    cases = {
        matter: list_cases(session, matter=matter, customer=None, as_of=on, as_recorded=None)
        for matter in (PROMISE, PLAN)
    }
    return Known(
        usecases.cash_outlook(session, model, as_of=on, weeks=weeks, policy=policy),
        reports.collected(session, as_of=on, weeks=_PAST),
        *([one for one in cases[matter] if one.stands] for matter in (PROMISE, PLAN)),
    )


def _currencies(told: CashForecast, known: Known, scenario: Scenario | None, said: Speech) -> list[Currency]:
    return [_currency(one, known, scenario, said) for one in told.currencies]


def _currency(one: CurrencyForecast, known: Known, scenario: Scenario | None, said: Speech) -> Currency:
    words = list(_words(known, one.currency))
    slower = None if one.scenario is None else one.scenario.periods
    weeks = [
        _week(period, None if slower is None else slower[place].expected_cents, words)
        for place, period in enumerate(one.periods)
    ]
    came = [week for week in known.came if week.currency == one.currency]
    together = [week.slower_cents for week in weeks if week.slower_cents is not None]
    return Currency(
        told=one,
        weeks=weeks,
        came=came,
        all_cents=sum(week.all_cents for week in weeks),
        slower_cents=sum(together) if scenario is not None else None,
        lowest=None if scenario is None else _lowest(weeks),
        chart=_chart(one.currency, weeks, came, said),
    )


def _lowest(weeks: Sequence[Week]) -> tuple[int, date]:
    """By how much less than expected has come at the worst moment, and the day of it."""
    less, found = 0, (0, weeks[0].period.last_on)
    for one in weeks:
        less += one.all_cents - (one.slower_cents or 0)
        found = max(found, (less, one.period.last_on), key=lambda each: each[0])
    return found


def _week(period: PeriodCash, slower_cents: int | None, words: Sequence[Word]) -> Week:
    """Invoices not yet issued are in it, and told apart beside it; the scenario leaves them as they are."""
    future = period.future_cents or 0
    return Week(
        period=period,
        all_cents=period.expected_cents + future,
        ends={one.share: one for one in period.all_intervals or period.intervals},
        slower_cents=None if slower_cents is None else slower_cents + future,
        words=[one for one in words if period.first_on <= one.on <= period.last_on],
    )


def _words(known: Known, currency: str) -> "list[Word]":
    found = [
        Word("promise", one.customer, date.fromisoformat(one.told["promised_on"]), one.cents)
        for one in known.promises
        if one.currency == currency and one.cents is not None and "promised_on" in one.told
    ]
    for one in known.plans:
        if one.currency == currency:
            parts = [part for part in one.told.get("instalments", ()) if part["open_cents"] > 0]
            days = [date.fromisoformat(part["day"]) for part in parts]
            found += [
                Word("instalment", one.customer, day, part["open_cents"])
                for day, part in zip(days, parts, strict=True)
            ]
    return sorted(found, key=lambda one: (one.on, one.customer))


def _(text: str) -> str:
    """Marks a text for the catalogue."""
    return text


_CAME, _EXPECTED, _ISSUED = _("Came in"), _("Expected"), _("Of invoices issued so far")
_SLOWER, _BETWEEN = _("If they pay later"), _("%(share)s cases in 100")


def _chart(currency: str, weeks: Sequence[Week], came: Sequence[Collected], said: Speech) -> charts.Chart:
    past = [one.first_on.isoformat() for one in came]
    days = [one.period.first_on.isoformat() for one in weeks]
    bands = [
        charts.Fan(
            said.gettext(_BETWEEN) % {"share": share},
            charts.units([one.ends[share].low_cents for one in weeks]),
            charts.units([one.ends[share].high_cents for one in weeks]),
            f"--band-{share}",
        )
        for share in _BANDS
    ]
    named = [
        (said.gettext(_EXPECTED), charts.units([one.all_cents for one in weeks]), "--link"),
        (said.gettext(_ISSUED), charts.units([one.period.expected_cents for one in weeks]), "--ink"),
    ]
    slower = [one.slower_cents for one in weeks if one.slower_cents is not None]
    if slower:
        named.append((said.gettext(_SLOWER), charts.units(slower), "--bad"))
    bars = (said.gettext(_CAME), past, charts.units([one.cents for one in came]))
    return charts.fan(bars, days, bands, named, unit=currency)
