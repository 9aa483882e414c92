"""Take mail that came back, and give levels that nobody got back to their cases."""

from dunning.actions import Action, Standing, What, action_of
from dunning.passed.usecases import take_back
from dunning.repository import DunningReader
from ledger.imports.repository import ImportRepository
from ledger.registers.usecases import Act
from ledger.relation.repository import RelationRepository
from messaging.delivery import Standing as Sent
from messaging.returned import Returned
from messaging.returns import usecases as returns
from messaging.returns.fact import ReturnFact
from messaging.returns.usecases import Reader, Took
from messaging.usecases import cancel_dead
from store.session import WriteSession


def take_mail(session: WriteSession, content: bytes, reader: Reader) -> Took:
    """A mail as it was received; all that follows from it becomes real with it."""
    ImportRepository(session).lock()
    return _followed(session, returns.take_mail(session, content, reader), reader)


def take_told(session: WriteSession, returned: Returned, mail: str, reader: Reader) -> Took:
    """What another system says of a mail, under a name that no other mail has."""
    ImportRepository(session).lock()
    return _followed(session, returns.take(session, returned, mail, reader), reader)


def address_is_good(
    session: WriteSession, customer: str, address: str, *, reader: Reader, why: str
) -> ReturnFact:
    """Raises UnknownCustomer, ReturnRefused."""
    ImportRepository(session).lock()
    number = RelationRepository(session, as_recorded=None).customer_id(customer)
    return returns.address_is_good(session, number, address, reader=reader, why=why)


def _followed(session: WriteSession, took: Took, reader: Reader) -> Took:
    """A reminder that reached nobody passed no level: the next day decides again whom to write to.

    A level that a later one followed stays where it is in the history, taken back: it is not sent again.
    """
    action = None if took.lost is None else _action(session, took.lost)
    if action is None or took.lost is None or action.standing not in (Standing.QUEUED, Standing.PASSED):
        return took
    act = Act(reader.author, reader.on, reader.at)
    take_back(session, act, action, told=took.lost.told, after=What.VOID)
    why = "The reminder is decided anew, for whoever else can be reached."
    cancel_dead(session, action.key, author=reader.author, reason=why, at=reader.at)
    return took


def _action(session: WriteSession, lost: Sent) -> Action | None:
    number = action_of(lost.message.key)
    found = [] if number is None else DunningReader(session).actions(ids=[number])
    return found[0] if found else None
