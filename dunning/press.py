"""From a decision to what leaves: whoever words and prints it."""

from dataclasses import dataclass
from typing import Protocol

from dunning.claims import Debtor
from dunning.composing import NO_CHARGES, Charges
from dunning.deciding import Decision
from messaging.message import Attachment


@dataclass(frozen=True, slots=True)
class Pressed:
    """What leaves: an e-mail has subject, text and HTML; a letter is its only attachment."""

    subject: str = ""
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()


class Press(Protocol):
    """Words and prints a step for a customer. The same decision gives the same bytes."""

    @property
    def sender(self) -> str:
        """From whom e-mails are; blank where none can leave."""
        ...

    def pressed(
        self, decision: Decision, debtor: Debtor, *, reference: str, charges: Charges = NO_CHARGES
    ) -> Pressed: ...


@dataclass(frozen=True, slots=True)
class PlainPress:
    """The fewest words there are: numbers and amounts in a line each. For tests and trials."""

    sender: str = ""

    def pressed(
        self, decision: Decision, debtor: Debtor, *, reference: str, charges: Charges = NO_CHARGES
    ) -> Pressed:
        lines = [
            f"{line.number} {line.due_on} {line.claimed_cents / 100:.2f} {line.currency}"
            for line in decision.lines
        ]
        text = "\n".join([debtor.name, *lines, reference])
        return Pressed(f"{debtor.code} {reference}", text)
