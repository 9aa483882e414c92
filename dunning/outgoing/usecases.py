"""Words messages one by one, and puts them in the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from dunning.claims import Debtor
from dunning.composing import NO_CHARGES, Charges
from dunning.deciding import Decision, Outcome
from dunning.enclosing.usecases import Cabinet
from dunning.errors import ActionRefused
from dunning.posting import Posted, posted
from dunning.press import Press
from dunning.receivable.told import as_details
from dunning.scenario import Way
from messaging.message import Message
from messaging.usecases import put
from store.session import WriteSession

_TRAY_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Desk:
    """Where messages are written: with what is claimed beside the invoices, and what goes along."""

    press: Press
    endpoints: Mapping[Way, str]
    charges: Mapping[int, Charges]
    cabinet: Cabinet

    def posted(self, number: int, debtor: Debtor, decision: Decision) -> Posted:
        """Raises ActionRefused where no way is set up."""
        way = None if decision.step is None else decision.step.way
        charges = self.charges.get(debtor.customer_id, NO_CHARGES)
        made = posted(
            number,
            debtor,
            decision,
            self.press,
            endpoint="" if way is None else self.endpoints.get(way, ""),
            charges=charges,
            enclosed=self.cabinet.enclosed_with(decision),
        )
        return Posted(made.message, {**as_details(charges.told), **made.details})

    def worded(self, number: int, debtor: Debtor, decision: Decision) -> Posted | Decision:
        """The message, or what becomes of a decision whose message cannot be written.

        One that cannot must not keep all the others from leaving. Raises ActionRefused without a way.
        """
        try:
            return self.posted(number, debtor, decision)
        except ActionRefused:
            raise
        except Exception as error:
            told = f"{type(error).__name__}: {error}"
            return replace(decision, outcome=Outcome.STUCK, why="unwritable", about=told)


class Tray:
    """Messages on their way into the outbox: with files, those of a whole day need not fit in memory."""

    def __init__(self, session: WriteSession, at: datetime) -> None:
        self._session, self._at = session, at
        self._messages: list[Message] = []
        self._bytes = 0

    def put(self, message: Message) -> None:
        self._messages.append(message)
        self._bytes += sum(len(one.content) for one in message.attachments)
        if self._bytes > _TRAY_BYTES:
            self.empty()

    def empty(self) -> None:
        put(self._session, self._messages, at=self._at)
        self._messages, self._bytes = [], 0
