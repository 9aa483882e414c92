"""What routes ask for: a session, the registry, the language, the day."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Annotated, ParamSpec, TypeVar

from fastapi import Depends, HTTPException, Request

from access.audit import Done
from access.person import Person
from access.usecases import write_down
from credit.acceptance.policy import AcceptancePolicy, Policies
from credit.cover.policy import CoverPolicy
from credit.limit.policy import LimitPolicy
from credit.orders.policy import OrderPolicy
from credit.provisions.policy import ProvisionPolicy
from forecast.policy import ForecastPolicy
from kernel.language import Language
from scoring.gateway import Registry
from scoring.grades import GradePolicy
from serving import clock
from serving.doors import door_name
from serving.kept import Kept
from serving.policies import policy_in_force
from serving.settings import Settings
from store.session import Database, ReadSession, WriteSession

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class House:
    """What all requests share."""

    database: Database
    registry: Registry
    language: Language
    settings: Settings
    kept: Kept = field(default_factory=Kept)


def house(request: Request) -> House:
    opened: House = request.app.state.house
    return opened


def at_once(found: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """A look-up as a coroutine: a plain function would go to another thread, which takes longer than it."""

    @wraps(found)
    async def asked(*given: P.args, **named: P.kwargs) -> T:
        return found(*given, **named)

    return asked


OpenHouse = Annotated[House, Depends(at_once(house))]


def read_session(opened: OpenHouse) -> Iterator[ReadSession]:
    with opened.database.read() as session:
        yield session


def write_session(request: Request, opened: OpenHouse) -> Iterator[WriteSession]:
    """What a request changes and its entry in the audit trail become real together."""
    with opened.database.transaction() as session:
        yield session
        write_down(session, done_by(request), at=clock.now())


def done_by(request: Request) -> Done:
    """Who did what, to what the address names and the route says (`about`)."""
    person: Person | None = getattr(request.state, "person", None)
    door, _, act = door_name(request.scope["endpoint"]).partition(".")
    told = (*request.path_params.values(), getattr(request.state, "about", ""))
    named = " ".join(str(value) for value in told if value)
    return Done(person.name if person else "", "pages" if door == "web" else "api", act, named)


def registry(opened: OpenHouse) -> Registry:
    return opened.registry


def language(opened: OpenHouse) -> Language:
    return opened.language


def order_rules(opened: OpenHouse) -> OrderPolicy:
    return policy_in_force(opened.settings, "orders", OrderPolicy)


def cover_rules(opened: OpenHouse) -> CoverPolicy:
    return policy_in_force(opened.settings, "cover", CoverPolicy)


def acceptance_rules(opened: OpenHouse) -> Policies:
    return Policies(
        policy_in_force(opened.settings, "acceptance", AcceptancePolicy),
        limit_rules(opened),
        grade_rules(opened),
    )


def limit_rules(opened: OpenHouse) -> LimitPolicy:
    return policy_in_force(opened.settings, "limit", LimitPolicy)


def grade_rules(opened: OpenHouse) -> GradePolicy:
    return policy_in_force(opened.settings, "grades", GradePolicy)


def provision_rules(opened: OpenHouse) -> ProvisionPolicy:
    return policy_in_force(opened.settings, "provisions", ProvisionPolicy)


def forecast_rules(opened: OpenHouse) -> ForecastPolicy:
    return policy_in_force(opened.settings, "forecast", ForecastPolicy)


def said_once(request: Request) -> None:
    """No parameter of ours is a list: one that is said twice contradicts itself. Raises HTTPException 422."""
    names = [name for name, _ in request.query_params.multi_items()]
    for name in names:
        if names.count(name) > 1:
            raise HTTPException(422, f"The parameter “{name}” is said more than once. Say it once.")


def today() -> date:
    return clock.today()


# The scope ends a session before the answer leaves: else a client hears 200 of a commit that then fails.
Read = Annotated[ReadSession, Depends(read_session, scope="function")]
Write = Annotated[WriteSession, Depends(write_session, scope="function")]
Models = Annotated[Registry, Depends(at_once(registry))]
Spoken = Annotated[Language, Depends(at_once(language))]
OrderRules = Annotated[OrderPolicy, Depends(order_rules)]
CoverRules = Annotated[CoverPolicy, Depends(cover_rules)]
GradeRules = Annotated[GradePolicy, Depends(at_once(grade_rules))]
ProvisionRules = Annotated[ProvisionPolicy, Depends(provision_rules)]
AcceptanceRules = Annotated[Policies, Depends(acceptance_rules)]
ForecastRules = Annotated[ForecastPolicy, Depends(forecast_rules)]
Today = Annotated[date, Depends(at_once(today))]
LimitRules = Annotated[LimitPolicy, Depends(limit_rules)]
