"""From a decision to what leaves: whoever words and prints it."""

from dataclasses import dataclass
from typing import Protocol

from dunning.claims import Debtor
from dunning.composing import NO_CHARGES, Charges
from dunning.deciding import Decision
from dunning.enclosed import NOTHING, Enclosed
from dunning.notice import Bank
from messaging.message import Attachment


@dataclass(frozen=True, slots=True)
class Means:
    """How a message may be paid."""

    link: str = ""
    banks: tuple[Bank, ...] = ()


NO_MEANS = Means()


@dataclass(frozen=True, slots=True)
class Pressed:
    """What leaves: an e-mail has subject, text and HTML; a letter is its first attachment.

    `sender` and `reply_to` are blank where they are the usual ones; `enclosed` is what of it went along;
    `parts` are those of a text message.
    """

    subject: str = ""
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    sender: str = ""
    reply_to: str = ""
    enclosed: Enclosed = NOTHING
    means: Means = NO_MEANS
    parts: int = 1


class Press(Protocol):
    """Words and prints a step for a customer. The same decision gives the same bytes."""

    @property
    def sender(self) -> str:
        """From whom e-mails are; blank where none can leave."""
        ...

    def pressed(
        self,
        decision: Decision,
        debtor: Debtor,
        *,
        reference: str,
        charges: Charges = NO_CHARGES,
        enclosed: Enclosed = NOTHING,
    ) -> Pressed: ...


@dataclass(frozen=True, slots=True)
class PlainPress:
    """The fewest words there are: numbers and amounts in a line each. For tests and trials."""

    sender: str = ""

    def pressed(
        self,
        decision: Decision,
        debtor: Debtor,
        *,
        reference: str,
        charges: Charges = NO_CHARGES,
        enclosed: Enclosed = NOTHING,
    ) -> Pressed:
        lines = [
            f"{line.number} {line.due_on} {line.claimed_cents / 100:.2f} {line.currency}"
            for line in decision.lines
        ]
        text = "\n".join([debtor.name, *lines, reference])
        kept = enclosed.beside(0)
        return Pressed(f"{debtor.code} {reference}", text, attachments=kept.attachments, enclosed=kept)
