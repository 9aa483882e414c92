"""Messages that wait for a person: to be approved before they leave, or settled after they may have."""

from datetime import date
from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from fastapi import Form, Query, Request
from starlette.responses import Response

from dunning.actions import Standing
from dunning.acts import usecases
from dunning.acts.usecases import Listed
from dunning.errors import ActionRefused, UnknownAction
from dunning.returns.usecases import address_is_good
from dunning.words import way_text
from ledger.company.repository import CustomerCodes
from ledger.registers.usecases import Act
from messaging import usecases as messages
from messaging.delivery import State
from messaging.message import Message
from messaging.policy import MessagingPolicy
from messaging.returns import usecases as returned
from serving import clock
from serving.api.allowed import Who
from serving.api.deps import OpenHouse, Read, Today, Write
from serving.dunning import dunning_rules
from serving.mailbox import reader_of
from serving.opening import evening
from serving.policies import policy_in_force
from serving.press import press_of
from serving.rooms import Room
from serving.settings import Settings
from serving.web.pages.scenarios import letter_of
from serving.web.rendering import back, language_of, page
from store.session import ReadSession

pages, acts = Room(), Room()

_STUCK = (State.AMBIGUOUS, State.DEAD, State.FAILED)
_SHOWN, _NAMED = 200, 20
_Why = Annotated[str, Form(max_length=2000)]
_Numbers = Annotated[list[int] | None, Form()]


class Reading(NamedTuple):
    """The message of one action, or why it cannot leave as it is."""

    number: int
    message: Message | None
    refused: str


@pages.get("/scenarios/waiting")
def waiting(
    request: Request,
    session: Read,
    house: OpenHouse,
    now: Today,
    read: Annotated[int, Query(ge=0)] = 0,
    approved: Annotated[int, Query(ge=0)] = 0,
    refused: Annotated[int, Query(ge=0)] = 0,
    every: Annotated[bool, Query()] = False,
) -> Response:
    """List what waits for approval; the message of one, when asked."""
    on = evening(session, asked=None, today=now).day
    reading = _reading(session, house.settings, read, on) if read else None
    counts = {"approved": approved, "refused": refused}
    return _shown(request, session, reading=reading, left={}, counts=counts, every=every)


@pages.get("/scenarios/waiting/{number}.pdf")
def waiting_letter(session: Read, house: OpenHouse, now: Today, number: int) -> Response:
    """The letter that an approval would send."""
    on, where = evening(session, asked=None, today=now).day, house.settings
    message = usecases.prepared(session, number, dunning_rules(where), press_of(where), on=on)
    return letter_of(message.attachments, f"{number}.pdf")


@acts.post("/scenarios/waiting/approve")
def approve(
    request: Request, session: Write, house: OpenHouse, who: Who, now: Today, number: _Numbers = None
) -> Response:
    """Let the chosen messages leave; what has changed since stays, with its reason."""
    where, numbers = house.settings, number or []
    request.state.about = _listed(numbers)
    act = Act(who.name, evening(session, asked=None, today=now).day, clock.now())
    left = usecases.approve_each(session, act, numbers, dunning_rules(where), press_of(where))
    done = len(set(numbers)) - len(left)
    if not left:
        return back("/scenarios/waiting?" + urlencode({"approved": done}))
    return _shown(request, session, reading=None, left=left, counts={"approved": done, "refused": 0})


@acts.post("/scenarios/waiting/refuse")
def refuse(
    request: Request, session: Write, who: Who, now: Today, why: _Why, number: _Numbers = None
) -> Response:
    """Drop the chosen messages, for one reason."""
    numbers = list(dict.fromkeys(number or []))
    request.state.about = _listed(numbers)
    act = Act(who.name, evening(session, asked=None, today=now).day, clock.now())
    for one in numbers:
        usecases.refuse(session, act, one, why=why)
    return back("/scenarios/waiting?" + urlencode({"refused": len(numbers)}))


@pages.get("/scenarios/messages")
def stuck(request: Request, session: Read, read: Annotated[str, Query(max_length=200)] = "") -> Response:
    """List what failed or may have arrived, and what came back; one with its history, when asked."""
    found = messages.listed(session, states=_STUCK, limit=_SHOWN)
    story = messages.story(session, read) if read else None
    came = returned.listed(session, limit=_SHOWN)
    codes = CustomerCodes(session).of({one.customer_id for one in came if one.customer_id is not None})
    return page(
        request,
        "messages.html",
        found=found,
        story=story,
        counts=_by_state(session),
        came=[(one, codes.get(one.customer_id or 0, "")) for one in came],
    )


@acts.post("/scenarios/messages/address")
def good_address(
    request: Request,
    session: Write,
    house: OpenHouse,
    who: Who,
    now: Today,
    customer: Annotated[str, Form(max_length=200)],
    address: Annotated[str, Form(max_length=320)],
    why: _Why,
) -> Response:
    """Vouch for an address that mail was given up on."""
    request.state.about = customer
    on = evening(session, asked=None, today=now).day
    by = reader_of(house.settings, on=on, at=clock.now(), author=who.name)
    address_is_good(session, customer, address, reader=by, why=why)
    return back("/scenarios/messages")


@acts.post("/scenarios/messages/{key:path}/resolve")
def resolve(
    session: Write, house: OpenHouse, who: Who, key: str, sent: Annotated[bool, Form()], why: _Why
) -> Response:
    """Say whether a message that may have arrived did."""
    policy = policy_in_force(house.settings, "messaging", MessagingPolicy)
    messages.resolve(session, key, sent=sent, author=who.name, reason=why, at=clock.now(), policy=policy)
    return back("/scenarios/messages")


@acts.post("/scenarios/messages/{key:path}/requeue")
def requeue(session: Write, house: OpenHouse, who: Who, key: str, why: _Why) -> Response:
    """Try a message again that was given up."""
    policy = policy_in_force(house.settings, "messaging", MessagingPolicy)
    messages.requeue(session, key, author=who.name, reason=why, at=clock.now(), policy=policy)
    return back("/scenarios/messages")


@acts.post("/scenarios/messages/{key:path}/cancel")
def cancel(session: Write, house: OpenHouse, who: Who, key: str, why: _Why) -> Response:
    """Keep a message that has not left from ever leaving."""
    policy = policy_in_force(house.settings, "messaging", MessagingPolicy)
    messages.cancel(session, key, author=who.name, reason=why, at=clock.now(), policy=policy)
    return back("/scenarios/messages")


def _shown(
    request: Request,
    session: ReadSession,
    *,
    reading: Reading | None,
    left: object,
    counts: dict[str, int],
    every: bool = False,
) -> Response:
    language = language_of(request)
    found = usecases.listed(session, states=frozenset({Standing.ASKED}), customer=None)
    told = [(one, way_text(one.action.way, language), _sums(one)) for one in found]
    return page(request, "waiting.html", found=told, reading=reading, left=left, every=every, **counts)


def _sums(one: Listed) -> list[tuple[int, str]]:
    told = one.action.decision.get("sums") or ()
    return [(each["gross_cents"] - each["credits_cents"], each["currency"]) for each in told]


def _reading(session: ReadSession, where: Settings, number: int, on: date) -> Reading:
    try:
        told = usecases.prepared(session, number, dunning_rules(where), press_of(where), on=on)
    except (ActionRefused, UnknownAction) as error:
        return Reading(number, None, str(error))
    return Reading(number, told, "")


def _by_state(session: ReadSession) -> dict[str, int]:
    told: dict[str, int] = {}
    for (_, state), count in messages.counts(session).items():
        told[state.value] = told.get(state.value, 0) + count
    return told


def _listed(numbers: list[int]) -> str:
    """Bounded, for the trail."""
    told = " ".join(str(one) for one in numbers[:_NAMED])
    return told + (f" (+{len(numbers) - _NAMED})" if len(numbers) > _NAMED else "")
