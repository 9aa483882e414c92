"""The queue as a workplace: one customer at a time, what to say and why, and what came of it."""

from datetime import date, timedelta
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import Form, Query, Request
from starlette.responses import Response

from dunning.contacts.contact import Outcome
from dunning.deciding import Outcome as Decided
from dunning.outcomes import usecases as outcomes
from dunning.outcomes.outcome import Came
from dunning.reminders import usecases as reminders
from dunning.scenario import Way
from dunning.today import usecases
from dunning.today.usecases import Asked
from dunning.today.words import outcome_text, work_text
from dunning.words import outcome_text as decided_text
from dunning.words import way_text, why_text
from kernel.language import Language
from ledger.master.repository import customers_on
from ledger.registers.usecases import Act
from ledger.relation.deciding import Named
from ledger.relation.disputes import REASONS
from serving import clock
from serving.api.allowed import Who
from serving.api.deps import Models, OpenHouse, Read, Today, Write
from serving.api.schemas.worklist import entry_answer
from serving.dunning import queue_rules
from serving.opening import evening
from serving.rooms import Room
from serving.web.amounts import cents_from
from serving.web.rendering import back, language_of, page

pages, acts = Room(), Room()

_CAPACITY = 20
_SHOWN_NEXT = 30
_Code = Annotated[str, Query(max_length=200)]
_Text = Annotated[str, Form(max_length=2000)]


class Held(NamedTuple):
    """A customer the day passes over, and why."""

    code: str
    name: str
    what: str
    why: str


@pages.get("/today")
def today(
    request: Request,
    session: Read,
    models: Models,
    house: OpenHouse,
    now: Today,
    customer: _Code = "",
    collector: _Code = "",
    done: _Code = "",
    outcome: _Code = "",
) -> Response:
    """Show the day's contacts, and all there is to know about the first, or the one asked for."""
    language, found = language_of(request), evening(session, asked=None, today=now)
    rules = queue_rules(house.settings)
    asked = Asked(_CAPACITY, collector or None)
    by = (session, models, rules)
    entries = usecases.todays_queue(*by, asked, on=found.day, language=language)
    chosen = next((one for one in entries if one.customer == customer), None)
    if customer and chosen is None:
        alone = usecases.todays_queue(*by, Asked(1, customer=customer), on=found.day, language=language)
        chosen = alone[0] if alone else None
    chosen = chosen or (entries[0] if entries and not customer else None)
    return page(
        request,
        "today.html",
        on=found.day,
        tomorrow=found.day + timedelta(days=1),
        note=found.note(language),
        entries=[_told(one, language) for one in entries],
        chosen=None if chosen is None else _told(chosen, language),
        outcomes={one.value: outcome_text(one, language) for one in Outcome},
        ways={one.value: way_text(one, language) for one in Way},
        asked=customer,
        collector=collector,
        collectors=[one.name for one in rules.policy.collectors],
        reasons={code: label[language is Language.FRENCH] for code, label in REASONS.items()},
        done=done,
        outcome=outcome if outcome in set(Outcome) else "",
    )


@pages.get("/today/held")
def held(request: Request, session: Read, house: OpenHouse, now: Today) -> Response:
    """Show what is late and not chased today, and why."""
    language, found = language_of(request), evening(session, asked=None, today=now)
    ran = reminders.preview(session, queue_rules(house.settings).rules, on=found.day)
    late = [one.decision for one in ran.decided if one.decision.outcome is not Decided.NONE]
    known = customers_on(session, found.day, among=[one.customer_id for one in late])
    told = [
        Held(
            one.code,
            known[one.customer_id].name or "",
            decided_text(one.outcome, language),
            why_text(one, language),
        )
        for one in late
    ]
    return page(request, "held.html", on=found.day, note=found.note(language), held=told)


@acts.post("/today/{customer:path}/outcome")
def record(
    session: Write,
    house: OpenHouse,
    who: Who,
    now: Today,
    customer: str,
    outcome: Annotated[Outcome, Form()],
    note: _Text = "",
    promised_on: Annotated[str, Form(max_length=10)] = "",
    amount: Annotated[str, Form(max_length=30)] = "",
    currency: Annotated[str, Form(max_length=3)] = "",
    reason: Annotated[str, Form(max_length=100)] = "",
    invoice: Annotated[list[str] | None, Form()] = None,
    call_back_on: Annotated[str, Form(max_length=10)] = "",
    contact: Annotated[str, Form(max_length=320)] = "",
) -> Response:
    """Write down what came of a contact; the next customer follows."""
    rules = queue_rules(house.settings)
    cents = cents_from(amount)
    told: dict[str, Any] = {}
    if outcome is Outcome.PROMISE:
        told = {"promised_on": _day(promised_on), "cents": cents}
        told |= {"currency": currency or None} if cents is not None else {}
    elif outcome is Outcome.DISPUTE:
        told = {"reason": reason, "invoices": tuple(Named(number) for number in invoice or ())}
    elif outcome is Outcome.CALL_BACK:
        told = {"call_back_on": _day(call_back_on)}
    elif outcome is Outcome.WRONG_CONTACT:
        told = {"contact": contact}
    act = Act(who.name, evening(session, asked=None, today=now).day, clock.now())
    outcomes.record(session, act, customer, Came(outcome, note, **told), rules.rules, rules.policy)
    return back("/today?" + urlencode({"done": customer, "outcome": outcome.value}))


@acts.post("/today/{customer:path}/undo")
def undo(session: Write, who: Who, now: Today, customer: str) -> Response:
    """Take the last outcome back, while nothing followed."""
    act = Act(who.name, evening(session, asked=None, today=now).day, clock.now())
    outcomes.undo(session, act, customer)
    return back("/today?" + urlencode({"customer": customer}))


def _told(entry: Any, language: Language) -> dict[str, Any]:
    told = entry_answer(entry).model_dump()
    return told | {"work": work_text(entry.candidate.chosen.work, language)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
