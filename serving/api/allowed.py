"""The one place where rights are checked: each door by the table, before its route runs."""

from datetime import date
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import Depends, Request

from access.errors import NotAllowed
from access.person import Person
from ledger.company.usecases import customers_of
from ledger.errors import UnknownCustomer
from ledger.master.usecases import looked_after
from serving.api.deps import at_once, house, said_once, today
from serving.api.problems import is_for_programs
from serving.doors import DOORS, PUBLIC, Whose, door_name
from serving.opening import evening
from store.session import Database, ReadSession

_NAMES_OF_A_CUSTOMER = ("code", "customer")


async def allowed(request: Request) -> None:
    """Raises NotAllowed, UnknownCustomer for a customer that others look after, and HTTPException for a
    program that contradicts itself.

    The database is asked only where somebody sees their own customers alone, and then in another thread.
    """
    name = door_name(request.scope["endpoint"])
    if name in PUBLIC:
        return
    person, door = person_of(request), DOORS.get(name)
    if door is None or not (door.right is None or person.may(door.right)):
        raise NotAllowed("Your role does not include this. An administrator can change it.")
    if is_for_programs(request.url.path):
        said_once(request)
    if person.sees_all or door.whose in (Whose.NOBODYS, Whose.CHOSEN) or door.right is None:
        return
    if door.whose is Whose.ALL:
        raise NotAllowed("This shows customers of others too. Your role sees those you look after.")
    code = next((request.path_params[one] for one in _NAMES_OF_A_CUSTOMER if one in request.path_params), "")
    await run_sync(_check_own, person, house(request).database, code)


def _check_own(person: Person, database: Database, code: str) -> None:
    with database.read() as session:
        Own(person, session, today()).check(code)


class Own:
    """The customers somebody may see: all, or those it looks after."""

    def __init__(self, person: Person, session: ReadSession, on: date) -> None:
        self._session = session
        self._day = evening(session, asked=None, today=on).day
        self._codes = None if person.sees_all else looked_after(session, person.owner, as_of=self._day)

    @property
    def codes(self) -> frozenset[str] | None:
        """None for whoever sees all."""
        return self._codes

    def sees(self, code: str) -> bool:
        return self._codes is None or code in self._codes

    def check(self, code: str) -> None:
        """Raises UnknownCustomer, in the words of one that does not exist: that it does is not told."""
        if not self.sees(code):
            raise UnknownCustomer(f"No customer has the code “{code}”. Check it, or import it first.")

    def check_company(self, siren: str, *, on: date | None) -> None:
        """Raises NotAllowed for the company of a customer that others look after.

        An answer that left its history with us out could advise to sell to whoever owes us already.
        """
        if not self.may_ask(siren, on=on):
            raise NotAllowed("For this company somebody else asks. Send its SIREN to the credit manager.")

    def may_ask(self, siren: str, *, on: date | None) -> bool:
        if self._codes is None or not siren:
            return True
        days = (on or self._day, date.max)  # the day asked about, and all that is known by now
        return all(customers_of(self._session, siren, as_of=day) <= self._codes for day in days)


def person_of(request: Request) -> Person:
    """Who came in. Raises NotAllowed when nobody did."""
    person: Person | None = getattr(request.state, "person", None)
    if person is None:
        raise NotAllowed("Nobody is signed in.")
    return person


Who = Annotated[Person, Depends(at_once(person_of))]
