"""One customer: who it is, how it pays, what it may owe, and all that passed between us."""

from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Path, Query, Request
from starlette.responses import Response

from credit.limit.limit import Constraint
from credit.limit.words import name_of
from dunning.contacts.contact import Outcome
from dunning.dossier import usecases as dossiers
from dunning.policy import DunningPolicy
from dunning.scenario import Way
from dunning.today.words import outcome_text
from dunning.words import way_text
from kernel.language import Language
from ledger.errors import UnknownCustomer
from ledger.master.contacts import contacts_on
from ledger.master.repository import customers_on, profiles_on
from ledger.registers.catalogue import CONTACTS, ContactRow
from ledger.registers.repository import RegisterRepository
from ledger.relation.disputes import OUTCOMES, REASONS
from ledger.relation.repository import RelationRepository
from serving.api.deps import OpenHouse, Read, Today
from serving.dunning import dunning_rules
from serving.opening import evening
from serving.policies import policy_in_force
from serving.press import statement_press_of
from serving.rooms import Room
from serving.specimen import Wanted, pressed_as_if, step_of
from serving.web.one_customer import OneCustomer
from serving.web.rendering import SECURITY, language_of, page, page_in_parts
from store.session import ReadSession

pages, acts = Room(), Room()

_Code = Annotated[str, Path(min_length=1, max_length=200)]
_PDF = "application/pdf"


@pages.get("/customers/{customer:path}/dossier.zip")
def dossier(request: Request, session: Read, house: OpenHouse, now: Today, customer: _Code) -> Response:
    """Send everything about a customer in one file."""
    zone = ZoneInfo(policy_in_force(house.settings, "dunning", DunningPolicy).zone)
    found = dossiers.dossier_of(
        session,
        customer,
        as_of=evening(session, asked=None, today=now).day,
        zone=zone,
        press=statement_press_of(house.settings),
        language=language_of(request),
    )
    return _sent(found.content, "application/zip", "dossier.zip", shown=False)


@pages.get("/customers/{customer:path}/letter")
def letter(
    request: Request,
    session: Read,
    house: OpenHouse,
    now: Today,
    customer: _Code,
    level: Annotated[int, Query(ge=0, le=99)],
    scenario: Annotated[str, Query(max_length=100)],
) -> Response:
    """Show a step as it would leave today; nothing is sent."""
    found, step = step_of(dunning_rules(house.settings).scenarios, scenario, level)
    on = evening(session, asked=None, today=now).day
    pressed = pressed_as_if(session, house.settings, Wanted(customer, found, step, None, on))
    letters = [one for one in pressed.attachments if one.media_type == _PDF and not pressed.text]
    if letters:
        return _sent(letters[0].content, _PDF, "letter.pdf", shown=True)
    return page(request, "letter.html", customer=customer, subject=pressed.subject, text=pressed.text)


@pages.get("/customers/{customer:path}")
def customer(request: Request, session: Read, house: OpenHouse, now: Today, customer: _Code) -> Response:
    """Show a customer; what takes time follows what does not."""
    language, found = language_of(request), evening(session, asked=None, today=now)
    key = RelationRepository(session, as_recorded=None).customer_id(customer)
    known = customers_on(session, found.day, among=[key]).get(key)
    if known is None:
        raise UnknownCustomer(f"“{customer}” was not known by {found.day}. It came to be known later.")
    one = OneCustomer(house, customer, key, found.day, language)
    return page_in_parts(
        request,
        "customer.html",
        on=found.day,
        note=found.note(language),
        code=customer,
        name=known.name or "",
        profile=profiles_on(session, found.day, customers=[key]).get(key),
        contacts=_contacts(session, key, on=found.day),
        **_words(language),
        **one.parts(),
    )


def _words(language: Language) -> dict[str, Any]:
    french = language is Language.FRENCH
    return {
        "reasons": {code: label[french] for code, label in REASONS.items()},
        "sides": OUTCOMES,
        "outcomes": {one.value: outcome_text(one, language) for one in Outcome},
        "ways": {one.value: way_text(one, language) for one in Way},
        "bindings": {one.value: name_of(one, language) for one in Constraint},
    }


def _contacts(session: ReadSession, customer_id: int, *, on: Any) -> list[ContactRow]:
    register = RegisterRepository(session, CONTACTS)
    versions = register.versions(as_recorded=None, among=[register.where("customer_id", customer_id)])
    return [one.row for one in contacts_on(versions, on).get(customer_id, [])]


def _sent(content: bytes, media: str, name: str, *, shown: bool) -> Response:
    """A file; one that is shown opens in the browser's own viewer."""
    how = "inline" if shown else "attachment"
    headers = {**SECURITY, "Content-Disposition": f'{how}; filename="{name}"'}
    return Response(content, media_type=media, headers=headers)
