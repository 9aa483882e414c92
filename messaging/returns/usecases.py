"""Take a mail that came back: once, checked against what was sent, and kept as a fact."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from messaging.delivery import Standing, Step
from messaging.errors import ReturnRefused
from messaging.policy import MessagingPolicy
from messaging.repository import Event, OutboxReader, OutboxRepository
from messaging.returned import Failure, Returned, recognise
from messaging.returns.fact import (
    Came,
    ReturnFact,
    believed,
    happened,
    in_a_row,
    nobody_reached,
)
from messaging.returns.repository import ReturnReader, ReturnRepository
from store.session import ReadSession, WriteSession


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads mail on which day, at which instant, with how much patience for soft bounces."""

    author: str
    on: date
    at: datetime
    policy: MessagingPolicy


@dataclass(frozen=True, slots=True)
class Took:
    """What one mail came to. `lost` is the message that reached nobody, where this mail made it certain."""

    facts: tuple[ReturnFact, ...]
    new: bool = True
    lost: Standing | None = None

    @property
    def came(self) -> Came | None:
        return self.facts[0].came if self.facts else None


def take_mail(session: WriteSession, content: bytes, reader: Reader) -> Took:
    """A mail as it was received. One that was taken before changes nothing."""
    returned = recognise(content, on=reader.on)
    return take(session, returned, sha256(returned.message_id.encode() or content).hexdigest(), reader)


def take(session: WriteSession, returned: Returned, mail: str, reader: Reader) -> Took:
    """What a mail said, under a name that no other mail has."""
    kept, outbox = ReturnRepository(session), OutboxRepository(session)
    if kept.knows(mail):
        return Took((), new=False)
    standing = outbox.marked(returned.mark) if returned.mark else None
    came, failures = believed(returned, standing)
    fact = ReturnFact(
        *(mail, 1, came, happened(returned.dated_on, standing, on=reader.on), reader.on, reader.at),
        reader.author,
    )
    if standing is None or came is Came.NOT_UNDERSTOOD:
        kept.add([fact])
        return Took((fact,))
    fact = replace(fact, key=standing.message.key, mark=standing.message.mark, attempt=standing.attempt)
    fact = replace(fact, customer_id=standing.message.customer_id)
    fact = replace(fact, back_on=returned.back_on, suggested=returned.suggested)
    facts = _failed(fact, failures, standing, session, reader) if failures else [fact]
    kept.add(facts)
    lost = bool(failures) and nobody_reached(standing, kept.about(standing.message.key))
    return Took(tuple(facts), lost=_lost(outbox, standing, facts, reader) if lost else None)


def address_is_good(
    session: WriteSession, customer_id: int, address: str, *, reader: Reader, why: str
) -> ReturnFact:
    """A person vouches for an address that counts as wrong. Raises ReturnRefused."""
    if not why.strip() or not reader.author.strip():
        raise ReturnRefused("Say who vouches for the address, and why: whoever reads the case must know.")
    known = ReturnReader(session).of_customers([customer_id], until=reader.on)
    box = address.strip().lower()
    if not any(one.recipient == box and one.final for one in known):
        raise ReturnRefused(f"No mail to {address} was given up on: encours replies list shows which were.")
    name = sha256(f"{customer_id}\n{box}\n{reader.at.isoformat()}".encode()).hexdigest()
    told = (name, 1, Came.GOOD, reader.on, reader.on, reader.at, reader.author)
    fact = ReturnFact(*told, customer_id=customer_id, recipient=box, why=why)
    ReturnRepository(session).add([fact])
    return fact


def listed(session: ReadSession, *, limit: int) -> list[ReturnFact]:
    """What came back, the latest first."""
    return ReturnReader(session).last(limit)


def _failed(
    fact: ReturnFact,
    failures: tuple[Failure, ...],
    standing: Standing,
    session: WriteSession,
    reader: Reader,
) -> list[ReturnFact]:
    return [
        replace(
            fact,
            place=place,
            came=Came.HARD if one.hard else Came.SOFT,
            recipient=one.recipient,
            status=one.status,
            final=one.final,
            wrong=one.hard or (one.final and _too_often(session, one.recipient, standing, reader)),
        )
        for place, one in enumerate(failures, start=1)
    ]


def _too_often(session: WriteSession, recipient: str, standing: Standing, reader: Reader) -> bool:
    """Whether this is the last of so many mails in a row that were given up on."""
    customer = standing.message.customer_id
    if customer is None:
        return False
    known = ReturnReader(session).of_customers([customer], until=reader.on)
    failed = {one.key for one in known if one.recipient == recipient and one.final}
    mails = OutboxReader(session).mails_to(customer)
    return in_a_row(recipient, mails, {*failed, standing.message.key}) >= reader.policy.soft_bounces


def _lost(outbox: OutboxRepository, standing: Standing, facts: list[ReturnFact], reader: Reader) -> Standing:
    told = ", ".join(f"{one.recipient} {one.status}".strip() for one in facts)
    event = Event(Step.BOUNCED, reader.at, reader.author, f"Nobody was reached: {told}.")
    outbox.move(standing.message.key, event, reader.policy)
    return outbox.of(standing.message.key)
